package hearth.nix.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.nix.expression.TreePrinter;
import hearth.nix.source.NixException;
import hearth.nix.source.Source;
import hearth.trial.Corpus;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever a file has in it is a program, or a mistake with its place. */
final class ParserFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    @FuzzTest
    void program(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            Source source = Source.ofText("test.nix", text, "/tree");
            assertThat(TreePrinter.print(Parser.parse(source, "/home/me"))).isNotEmpty();
        } catch (NixException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void damagedProgramsAreRead() {
        Corpus.of(getClass(), "program").tryDamaged(SEED, ROUNDS, this::program);
    }
}
