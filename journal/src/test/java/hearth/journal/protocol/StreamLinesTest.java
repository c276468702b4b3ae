package hearth.journal.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Cost;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StreamLinesTest {
    private static final int SIZE = 2_000;
    private static final StreamHeader HEADER = new StreamHeader("a", 3 << 3 | 5, true);

    private static StreamHeader.Beginning header(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return StreamHeader.read(bytes, bytes.length);
    }

    private static List<String> lines(String text, boolean isEnd) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return StreamLines.cut(
                        bytes,
                        bytes.length,
                        isEnd ? StreamLines.Rest.END : StreamLines.Rest.WAITS,
                        HEADER)
                .lines()
                .stream()
                .map(line -> line.fields().toString())
                .toList();
    }

    @Test
    void aHeaderHasSevenLines() {
        assertThat(header("me\nx.service\n30\n1\n0\n0\n0\nrest\n"))
                .isEqualTo(new StreamHeader.Beginning.Whole(new StreamHeader("me", 30, true), 24));
        assertThat(header("\n\n6\n0\n0\n0\n0\n"))
                .isEqualTo(new StreamHeader.Beginning.Whole(new StreamHeader("", 6, false), 12));
        assertThat(header("me\n\n30\n1\n0\n0\n0")).isEqualTo(new StreamHeader.Beginning.Begun());
    }

    @Test
    void aLongIdentifierIsCut() {
        assertThat(header("x".repeat(500) + "\n\n6\n0\n0\n0\n0\n"))
                .isEqualTo(
                        new StreamHeader.Beginning.Whole(
                                new StreamHeader("x".repeat(128), 6, false), 512));
    }

    @Test
    void whatIsNoHeaderIsRefused() {
        var malformed = new StreamHeader.Beginning.Malformed();
        assertThat(header("me\n\n1000\n1\n0\n0\n0\n")).isEqualTo(malformed);
        assertThat(header("me\n\n-1\n1\n0\n0\n0\n")).isEqualTo(malformed);
        assertThat(header("me\n\n\n1\n0\n0\n0\n")).isEqualTo(malformed);
        assertThat(header("me\n\n6\n2\n0\n0\n0\n")).isEqualTo(malformed);
        assertThat(header("x".repeat(StreamHeader.BYTES_MAX))).isEqualTo(malformed);
    }

    @Test
    void aLineMaySayItsPriority() {
        assertThat(lines("<3>one \t\ntwo\n\n<9>x\n<4>\nbegun", false))
                .containsExactly(
                        "[PRIORITY=3, MESSAGE=one]",
                        "[PRIORITY=5, MESSAGE=two]",
                        "[PRIORITY=5, MESSAGE=<9>x]");
    }

    @Test
    void aLineSaysWhyItEnds() {
        assertThat(lines("a\0b", true))
                .containsExactly(
                        "[PRIORITY=5, MESSAGE=a, _LINE_BREAK=nul]",
                        "[PRIORITY=5, MESSAGE=b, _LINE_BREAK=eof]");
        assertThat(lines("x".repeat(StreamLines.LINE_BYTES_MAX + 1) + "\n", false))
                .hasSize(2)
                .first()
                .asString()
                .endsWith("_LINE_BREAK=line-max]");
    }

    static final class Reading implements Consumer<String> {
        @Override
        public void accept(String text) {
            byte[] bytes = text.getBytes(ISO_8859_1);
            StreamHeader.read(bytes, bytes.length);
            StreamLines.cut(bytes, bytes.length, StreamLines.Rest.END, HEADER);
        }
    }

    @Test
    void linesAreReadOnce() {
        for (String part : List.of("a", "\n", "\0", "<3>", "<3>a\n", " ", " a")) {
            assertThat(Cost.fault(Reading.class, part::repeat, SIZE)).as(part).isEmpty();
        }
    }
}
