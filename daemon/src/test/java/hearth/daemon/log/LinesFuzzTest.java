package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.daemon.stream.LineCutter;
import hearth.trial.Corpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a service writes becomes lines, the same ones in whatever pieces it comes. */
class LinesFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    /** Returns the lines of what is in a pipe that is emptied in pieces, as the writer does. */
    private static List<String> lines(byte[] bytes, int pieceBytes) {
        List<String> lines = new ArrayList<>();
        byte[] begun = {};
        for (int at = 0; at < bytes.length; at += pieceBytes) {
            int end = Math.min(bytes.length, at + pieceBytes);
            byte[] there = Arrays.copyOf(begun, begun.length + end - at);
            System.arraycopy(bytes, at, there, begun.length, end - at);
            int done =
                    LineCutter.cut(
                            there,
                            there.length,
                            end == bytes.length,
                            (whole, from, to, _) ->
                                    lines.add(new String(whole, from, to - from, ISO_8859_1)));
            begun = Arrays.copyOfRange(there, done, there.length);
        }
        return lines;
    }

    @FuzzTest
    void output(byte[] bytes) {
        assertThat(lines(bytes, 3)).isEqualTo(lines(bytes, 1 << 20));
    }

    @FuzzTest
    void fileLine(byte[] bytes) {
        assertThat(LogLine.ofFileLine(bytes, 0, bytes.length)).isNotNull();
    }

    @Test
    void damagedLinesAreRead() {
        Corpus.of(getClass(), "output").tryDamaged(SEED, ROUNDS, this::output);
        Corpus.of(getClass(), "fileLine").tryDamaged(SEED, ROUNDS, this::fileLine);
    }
}
