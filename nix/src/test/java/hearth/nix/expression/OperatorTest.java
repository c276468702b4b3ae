package hearth.nix.expression;

import static hearth.nix.language.Programs.failure;
import static hearth.nix.language.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.source.NixException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OperatorTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    1 + 2                | 3
                    1 + 2.5              | 3.5
                    "a" + "b"            | "ab"
                    /a + "/b"            | /a/b
                    /a + /b              | /a/b
                    5 - 7                | -2
                    3 * -2               | -6
                    7 / 2                | 3
                    -7 / 2               | -3
                    7 / 2.0              | 3.5
                    [ 1 ] ++ [ 2 ]       | [ 1 2 ]
                    { a = 1; b = 1; } // { b = 2; } | { a = 1; b = 2; }
                    true -> false        | false
                    false -> throw "no"  | true
                    true || throw "no"   | true
                    false && throw "no"  | false
                    !true                | false
                    { a.b = 1; } ? a.b   | true
                    { a.b = 1; } ? a.c.d | false
                    1 ? a                | false
                    """)
    void operatorsMeanWhatTheManualSays(String program, String value) {
        assertThat(value(program)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 == 1.0",
                "[ 1 [ 2 ] ] == [ 1 [ 2 ] ]",
                "{ a = 1; } == { a = 1.0; }",
                "null == null",
                "1 != \"1\"",
                "(x: x) != (x: x)",
                "let f = x: x; in [ f ] == [ f ]",
                "{ type = \"derivation\"; outPath = \"/a\"; x = 1; } == { type = \"derivation\"; outPath = \"/a\"; }",
                "{ type = \"derivation\"; outPath = \"/a\"; } != { type = \"derivation\"; outPath = \"/b\"; }",
            })
    void equalityIsDeep(String program) {
        assertThat(value(program)).isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 < 1.5",
                "\"a\" < \"b\"",
                "\"Z\" < \"a\"",
                "/a < /b",
                "[ 1 2 ] < [ 1 3 ]",
                "[ 1 ] < [ 1 0 ]",
                "[ ] < [ 0 ]",
                "2 >= 2",
                "\"ab\" > \"a\"",
            })
    void orderIsOfNumbersBytesAndLists(String program) {
        assertThat(value(program)).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    9223372036854775807 + 1    | integer overflow in adding 9223372036854775807 + 1
                    -9223372036854775807 - 2   | integer overflow in subtracting -9223372036854775807 - 2
                    4294967296 * 4294967296    | integer overflow in multiplying 4294967296 * 4294967296
                    1 / 0                      | division by zero
                    1.0 / 0                    | division by zero
                    1 + "a"                    | cannot add a string to an integer
                    "a" + 1                    | cannot coerce an integer: 1 to a string
                    true < false               | cannot compare a Boolean with a Boolean; values of that type are incomparable
                    1 < "a"                    | cannot compare an integer with a string
                    1 && true                  | expected a Boolean but found an integer: 1
                    [ ] // { }                 | expected a set but found a list: [ ]
                    { } ++ [ ]                 | expected a list but found a set: { }
                    null.a                     | expected a set but found null
                    (1) 2                      | attempt to call something which is not a function but an integer: 1
                    if 1 then 2 else 3         | expected a Boolean but found an integer: 1
                    """)
    void operandsOfOtherTypesAreErrors(String program, String message) {
        assertThat(failure(program).message()).isEqualTo(message);
    }

    @Test
    void theSmallestIntegerCannotBeDividedByMinusOne() {
        assertThat(failure("(-9223372036854775807 - 1) / -1").message())
                .contains("integer overflow in dividing");
    }

    @Test
    void aFailedAssertionTellsTheDifference() {
        var failure = failure("assert { a = [ 1 2 ]; } == { a = [ 1 3 ]; }; 1");

        assertThat(failure.kind()).isEqualTo(Kind.ASSERTION);
        assertThat(failure.message())
                .endsWith("failed: attribute 'a': element 1: 2 is not equal to 3");
        assertThat(failure.position()).hasToString("test.nix:1:30");
    }
}
