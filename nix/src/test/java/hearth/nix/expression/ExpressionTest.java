package hearth.nix.expression;

import static hearth.nix.language.Programs.failure;
import static hearth.nix.language.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    ({ a, b ? a + 1 }: b) { a = 1; }                  | 2
                    ({ a ? b, b ? 2 }: a) { }                         | 2
                    (args@{ a ? 1, ... }: args) { c = 3; }            | { c = 3; }
                    ({ __functor = self: x: self.n + x; n = 1; }) 2   | 3
                    rec { a = b; b = 1; }.a                           | 1
                    let a = 1; in { inherit a; }                      | { a = 1; }
                    let s = { a = 1; }; in { inherit (s) a; }         | { a = 1; }
                    rec { inherit (x) a; x = { a = 1; }; }.a          | 1
                    { ${null} = 1; ${"a"} = 2; }                      | { a = 2; }
                    { a.${"b"}.c = 1; }.a.b.c                         | 1
                    { a = 1; }.b or 2                                 | 2
                    { a.b = 1; }.a.c.d or 3                           | 3
                    null.a or 4                                       | 4
                    let { body = x; x = 5; }                          | 5
                    rec { x = 1; y = x; __overrides = { x = 2; }; }.y | 2
                    __curPos.line                                     | 1
                    builtins.builtins.true                            | true
                    with { a = 1; }; let a = 2; in a                  | 2
                    """)
    void expressionsMeanWhatTheManualSays(String program, String value) {
        assertThat(value(program)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    ({ a }: a) { }                | function 'anonymous lambda' called without required argument 'a'
                    let f = { abc }: 1; in f { abd = 1; abc = 2; } | function 'f' called with unexpected argument 'abd'; did you mean abc?
                    ({ a }: a) 1                  | expected a set but found an integer: 1
                    { ${1} = 2; }                 | expected a string but found an integer: 1
                    { a = 1; ${"a" + ""} = 2; }   | dynamic attribute 'a' already defined at test.nix:1:3
                    let enable = 1; in enabel     | undefined variable 'enabel'; did you mean enable?
                    with { }; nothing             | undefined variable 'nothing'
                    with 1; a                     | expected a set but found an integer: 1
                    "${x: x}"                     | cannot coerce a function: «lambda @ test.nix:1:4» to a string
                    "${./missing}"                | path '/tree/missing' does not exist
                    <nixpkgs>                     | file 'nixpkgs' was not found in the search path; nixpkgs needs Nix, which is not used here
                    """)
    void errorsSayWhatIsWrong(String program, String message) {
        assertThat(failure(program).message()).isEqualTo(message);
    }

    @Test
    void aFailureTellsWhatWasBeingEvaluated() {
        var report = failure("let f = x: x.a.b; in\n  f { a.c = 1; }").report();

        assertThat(report)
                .isEqualTo(
                        """
                        test.nix:1:16: attribute 'b' missing
                            1 | let f = x: x.a.b; in
                              |                ^
                          while calling 'f' (test.nix:2:3)
                        """);
    }

    @Test
    void atMostTenFramesAreShown() {
        var report =
                failure("let f = n: if n == 0 then throw \"end\" else 1 + f (n - 1); in f 50")
                        .report();

        assertThat(report.lines().filter(line -> line.contains("while calling 'f'"))).hasSize(9);
        assertThat(report).endsWith("and 42 more\n");
    }

    @Test
    void aPositionFollowsItsAttribute() {
        assertThat(value("builtins.unsafeGetAttrPos \"b\" ({ a = 1; } // {\n  b = 2; })"))
                .isEqualTo("{ column = 3; file = \"test.nix\"; line = 2; }");
    }
}
