package hearth.nix.language;

import static hearth.nix.language.Programs.failure;
import static hearth.nix.language.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.World;
import hearth.nix.source.NixException.Kind;
import hearth.nix.source.TextTree;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InterpreterTest {
    @Test
    void aVariableIsLookedUpInTheInnermostScope() {
        assertThat(value("let x = 1; in let x = 2; y = x; in y")).isEqualTo("2");
    }

    @Test
    void withNeverShadowsADefinition() {
        assertThat(value("let x = 1; in with { x = 2; y = 3; }; [ x y ]")).isEqualTo("[ 1 3 ]");
    }

    @Test
    void theInnerWithComesFirst() {
        assertThat(value("with { x = 1; y = 1; }; with { x = 2; }; [ x y ]")).isEqualTo("[ 2 1 ]");
    }

    @Test
    void whatIsNotNeededIsNotEvaluated() {
        assertThat(value("let x = throw \"no\"; f = a: 1; in [ (f x) ({ a = x; b = 2; }).b ]"))
                .isEqualTo("[ 1 2 ]");
    }

    @Test
    void anUndefinedVariableIsFoundBeforeAnythingRuns() {
        var failure = failure("if true then 1 else fooo");

        assertThat(failure.kind()).isEqualTo(Kind.SYNTAX);
        assertThat(failure.position()).hasToString("test.nix:1:21");
    }

    @Test
    void aMissingAttributeIsShownWithItsLineAndWhatWasMeant() {
        assertThat(failure("let\n  set = { enable = 1; };\nin set.enabel").report())
                .isEqualTo(
                        """
                        test.nix:3:8: attribute 'enabel' missing; did you mean enable?
                            3 | in set.enabel
                              |        ^
                        """);
    }

    @Test
    void whatNeedsItselfIsAnEndlessRecursion() {
        assertThat(failure("let x = x + 1; in x").kind()).isEqualTo(Kind.INFINITE_RECURSION);
    }

    @Test
    void anEndlessRecursionOfCallsEndsAtTheLimit() {
        assertThat(failure("let f = x: f (x + 1); in f 0").kind()).isEqualTo(Kind.LIMIT);
    }

    @Test
    void aValueThatHangsOnAMillionOthersEitherWorksOrIsSaidToBeTooDeep() {
        Limits small = new Limits(Duration.ofSeconds(20), 10_000_000, 1L << 30, 4L << 20);

        var failure =
                failure(
                        "builtins.foldl' (a: b: [ a ]) 0 (builtins.genList (x: x) 1000000)",
                        World.empty(),
                        small);

        assertThat(failure.message()).contains("stack overflow");
    }

    @Test
    void aLoopEndsWithTheTime() {
        Limits limits = Limits.DEFAULT.withTime(Duration.ZERO);

        var failure =
                failure(
                        "builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 100000)",
                        World.empty(),
                        limits);

        assertThat(failure.message()).contains("takes longer than 0 s");
    }

    @Test
    void aStringThatDoublesForeverEndsAtTheLimitOfBytes() {
        Limits limits = Limits.DEFAULT.withBytes(1 << 20);

        var failure =
                failure(
                        "let f = s: if s == \"\" then s else f (s + s); in f \"a\"",
                        World.empty(),
                        limits);

        assertThat(failure.message()).contains("more than 1 MiB");
    }

    @Test
    void aFileIsImportedRelativeToTheOneThatNamesIt() {
        var files = Map.of("/tree/a/b.nix", "import ./c.nix + 1", "/tree/a/c.nix", "41");

        assertThat(value("import ./a/b.nix", files)).isEqualTo("42");
    }

    @Test
    void aDirectoryIsImportedAsItsDefaultNix() {
        assertThat(value("import ./a", Map.of("/tree/a/default.nix", "{ x ? 1 }: x")))
                .startsWith("«lambda");
    }

    @Test
    void aMissingFileIsAnErrorWhereItIsImported() {
        var failure =
                failure("1 + import ./a.nix", World.of(TextTree.empty(), m -> {}), Limits.DEFAULT);

        assertThat(failure.report())
                .startsWith("test.nix:1:5: cannot import '/tree/a.nix': No such file or directory");
    }
}
