package hearth.nix.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hearth.nix.expression.TreePrinter;
import hearth.nix.language.Programs;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParserTest {
    private static String tree(String program) {
        Source source = Source.ofText("test.nix", program, "/tree");
        return ByteStrings.decode(TreePrinter.print(Parser.parse(source, "/home/me")));
    }

    private static NixException failure(String program) {
        return assertThatExceptionOfType(NixException.class)
                .isThrownBy(() -> tree(program))
                .actual();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    a -> b -> c           | (a -> (b -> c))
                    a || b && c           | (a || (b && c))
                    a && b == c           | (a && (b == c))
                    a == b < c            | (a == (__lessThan b c))
                    a < b // c            | (__lessThan a (b // c))
                    a // b // c           | (a // (b // c))
                    !a // b               | ((! a) // b)
                    !a + b                | (! (a + b))
                    a + b * c             | (a + (__mul b c))
                    a - b - c             | (__sub (__sub a b) c)
                    a / b * c             | (__mul (__div a b) c)
                    a * b ++ c            | (__mul a (b ++ c))
                    a ++ b ++ c           | (a ++ (b ++ c))
                    a ++ b ? c            | (a ++ ((b) ? c))
                    -a ? b                | (((__sub 0 a)) ? b)
                    -f x                  | (__sub 0 (f x))
                    f a b.c               | (f a (b).c)
                    a <= b                | (! (__lessThan b a))
                    a >= b                | (! (__lessThan a b))
                    a > b                 | (__lessThan b a)
                    a * !b + c            | (__mul a (! (b + c)))
                    a != b                | (a != b)
                    """)
    void operatorsBindAsTheManualSays(String program, String tree) {
        assertThat(tree(program)).isEqualTo(tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a == b == c", "a < b < c", "a ? b ? c", "a != b == c"})
    void comparisonsDoNotChain(String program) {
        assertThat(failure(program).kind()).isEqualTo(NixException.Kind.SYNTAX);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    x: x                    | (x: x)
                    { }: 1                  | ({  }: 1)
                    { b, a ? 1 }: a         | ({ a ? 1, b }: a)
                    { a, ... }: a           | ({ a, ... }: a)
                    { ... }@args: args      | ({ ... } @ args: args)
                    args@{ a }: args        | ({ a } @ args: args)
                    { a, }: a               | ({ a }: a)
                    """)
    void functionsTakeANameOrAPatternOrBoth(String program, String tree) {
        assertThat(tree(program)).isEqualTo(tree);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    { a.b = 1; a.c = 2; }               | { a = { b = 1; c = 2; }; }
                    { a = { b = 1; }; a.c = 2; }        | { a = { b = 1; c = 2; }; }
                    { a.b = 1; a = { c = 2; }; }        | { a = { b = 1; c = 2; }; }
                    rec { inherit a; inherit (b) c d; } | rec { inherit a; inherit (b) c d; }
                    { "x y" = 1; ${a} = 2; }            | { "x y" = 1; "${a}" = 2; }
                    { or = 1; }                         | { or = 1; }
                    let a = 1; in a                     | (let a = 1; in a)
                    let { body = 1; }                   | (rec { body = 1; }).body
                    """)
    void setsAreMadeOfDefinitions(String program, String tree) {
        assertThat(tree(program)).isEqualTo(tree);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    ./a/b               | /tree/a/b
                    a/b                 | /tree/a/b
                    ../b                | /b
                    /a/../b//c          | /b/c
                    ~/x                 | /home/me/x
                    ./a-${b}/c          | (/tree/a- + b + "/c")
                    1/2                 | /tree/1/2
                    x:y                 | "x:y"
                    http://a.b/c?d=e    | "http://a.b/c?d=e"
                    <a/b>               | (__findFile __nixPath "a/b")
                    a-b                 | a-b
                    1.5                 | 1.5
                    .5                  | 0.5
                    1.e3                | 1000
                    """)
    void pathsUrisAndNamesAreToldApart(String program, String tree) {
        assertThat(tree(program)).isEqualTo(tree);
    }

    @Test
    void aFallbackBelongsToItsSelection() {
        assertThat(tree("f a.b or c d")).isEqualTo("(f (a).b or (c) d)");
    }

    @Test
    void aFunctionMayBeCalledOr() {
        assertThat(tree("map or [ ]")).isEqualTo("((map or) [ ])");
    }

    @Test
    void commentsAreBlanks() {
        assertThat(tree("1 # one\n+ /* two */ 2")).isEqualTo("(1 + 2)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    { a = 1; a = 2; }        | 1:10 | attribute 'a' already defined at test.nix:1:3
                    { a.b = 1; a.b.c = 2; }  | 1:12 | attribute 'a.b' already defined at test.nix:1:3
                    { a = 1; inherit a; }    | 1:18 | attribute 'a' already defined at test.nix:1:3
                    { x, x }: x              | 1:6  | duplicate formal function argument 'x'
                    x@{ x }: x               | 1:1  | duplicate formal function argument 'x'
                    { a = 1 }                | 1:9  | syntax error, unexpected '}', expecting ';'
                    [ 1 2                    | 1:6  | syntax error, unexpected end of file, expecting ']'
                    if a then b              | 1:12 | syntax error, unexpected end of file, expecting 'else'
                    1 )                      | 1:3  | syntax error, unexpected ')', expecting end of file
                    "abc                     | 1:5  | syntax error, unexpected end of file, expecting '"'
                    ./a/                     | 1:5  | path has a trailing slash
                    let ${a} = 1; in 1       | 1:5  | dynamic attributes not allowed in let
                    { inherit ${a}; }        | 1:11 | dynamic attributes not allowed in inherit
                    9223372036854775808      | 1:1  | invalid integer '9223372036854775808': it takes more than 64 bits
                    /* a                     | 1:1  | syntax error, unexpected a comment that does not end
                    a |> b                   | 1:3  | the pipe operators are an experimental feature of Nix, and not known here
                    """)
    void whatIsNoProgramIsRefusedAtItsPlace(String program, String place, String message) {
        NixException failure = failure(program);

        assertThat(failure.position()).hasToString("test.nix:" + place);
        assertThat(failure.message()).isEqualTo(message);
    }

    @Test
    void expressionsWithinExpressionsHaveALimit() {
        assertThat(Programs.failure("(".repeat(20_000)).message()).contains("more than 10000");
    }

    @Test
    void columnsCountBytesAndLinesEndWithAnyLineEnd() {
        assertThat(failure("\"é\" )").position()).hasToString("test.nix:1:6");
        assertThat(failure("1\r\n\r )").position()).hasToString("test.nix:3:2");
    }
}
