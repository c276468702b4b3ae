package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.stream.LineCutter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineCutterTest {
    private final List<String> lines = new ArrayList<>();
    private final List<LineCutter.Break> breaks = new ArrayList<>();
    private int fitting = Integer.MAX_VALUE;

    @Test
    void aLineThatHasOnlyBegunIsLeft() {
        assertThat(cut("one\ntwo\n\nthr", false)).isEqualTo(9);
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void atTheEndALineNeedsNoEnd() {
        assertThat(cut("one\ntwo", true)).isEqualTo(7);
        assertThat(lines).containsExactly("one", "two");
        assertThat(breaks).endsWith(LineCutter.Break.END);
    }

    @Test
    void aNulEndsALineAsItDoesForJournald() {
        assertThat(cut("one\0two\n", false)).isEqualTo(8);
        assertThat(lines).containsExactly("one", "two");
        assertThat(breaks).containsExactly(LineCutter.Break.NUL, LineCutter.Break.NEWLINE);
    }

    @Test
    void itStopsBehindTheLastLineThatFits() {
        fitting = 2;

        assertThat(cut("one\ntwo\nthree\n", false)).isEqualTo(8);
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void aLineThatIsTooLongIsCutAndNothingOfItIsLost() {
        int length = LineCutter.LINE_BYTES_MAX * 2 + 10;

        assertThat(cut("x".repeat(length), false)).isEqualTo(LineCutter.LINE_BYTES_MAX * 2);
        assertThat(lines).hasSize(2).allMatch(line -> line.length() == LineCutter.LINE_BYTES_MAX);
        assertThat(breaks).containsOnly(LineCutter.Break.LENGTH);
    }

    private int cut(String text, boolean isEnd) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return LineCutter.cut(
                bytes,
                bytes.length,
                isEnd,
                (all, start, end, why) -> {
                    breaks.add(why);
                    lines.add(new String(all, start, end - start, StandardCharsets.UTF_8));
                    return lines.size() < fitting;
                });
    }
}
