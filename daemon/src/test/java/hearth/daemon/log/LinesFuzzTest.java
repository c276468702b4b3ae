package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.trial.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever a service writes becomes lines, the same ones in whatever pieces it comes. */
class LinesFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    private static List<String> lines(byte[] bytes, int pieceBytes) {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter =
                new LineSplitter(6, true, (priority, line) -> lines.add(priority + line));
        for (int at = 0; at < bytes.length; at += pieceBytes) {
            int end = Math.min(bytes.length, at + pieceBytes);
            splitter.feed(java.util.Arrays.copyOfRange(bytes, at, end), end - at);
        }
        splitter.finish();
        return lines;
    }

    @FuzzTest
    void output(byte[] bytes) {
        assertThat(lines(bytes, 3)).isEqualTo(lines(bytes, 1 << 20));
    }

    @FuzzTest
    void fileLine(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        LogLine.ofFileLine(text).ifPresent(line -> assertThat(line.toFileLine()).endsWith("\n"));
    }

    @Test
    void damagedLinesAreRead() {
        Corpus.of(getClass(), "output").tryDamaged(SEED, ROUNDS, this::output);
        Corpus.of(getClass(), "fileLine").tryDamaged(SEED, ROUNDS, this::fileLine);
    }
}
