package hearth.nix.builtin;

import static hearth.nix.language.Programs.failure;
import static hearth.nix.language.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataBuiltinTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    [ 1 (-2) 1.0 0.1 1.0e100 ]           | [1,-2,1.0,0.1,1e+100]
                    [ true null ./a { } [ ] ]        | [true,null,"/tree/a",{},[]]
                    { b = 1; a = "x"; }              | {"a":"x","b":1}
                    { outPath = "/p"; b = 1; }       | "/p"
                    { __toString = s: "t"; }         | "t"
                    "é\\n\\"\\\\"                    | "é\\n\\"\\\\"
                    """)
    void jsonIsWrittenAsNixWritesIt(String program, String json) {
        String written = value("builtins.toJSON (" + program + ")");

        assertThat(written)
                .isEqualTo("\"" + json.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    [1, -2, 1.5, 1e2, 1E-1]              | [ 1 -2 1.5 100 0.1 ]
                    {"a": {"b": [true, false, null]}}    | { a = { b = [ true false null ]; }; }
                    "\\u00e9\\ud83d\\ude00\\n\\/"        | "é😀\\n/"
                    {"a": 1, "a": 2}                     | { a = 2; }
                    -9223372036854775808                 | -9223372036854775808
                    """)
    void jsonIsRead(String json, String value) {
        assertThat(value("builtins.fromJSON ''" + json.replace("''", "'''") + "''"))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1,]",
                "{1: 2}",
                "01",
                "1.",
                "nul",
                "[1 2]",
                "\"a",
                "\"\\x\"",
                "\"\\ud800\"",
                "{\"a\" 1}",
                "1 1"
            })
    void whatIsNoJsonIsRefused(String json) {
        assertThat(failure("builtins.fromJSON ''" + json + "''").message())
                .startsWith("the text is no JSON");
    }

    @Test
    void jsonHasALimitOfDepth() {
        assertThat(failure("builtins.fromJSON \"" + "[".repeat(2000) + "\"").message())
                .contains("more than 1000");
    }

    @Test
    void xmlIsWrittenAsNixWritesIt() {
        assertThat(value("builtins.toXML { a = [ 1 \"<&>\" null ]; f = x: x; }"))
                .isEqualTo(
                        "\"<?xml version='1.0' encoding='utf-8'?>\\n<expr>\\n  <attrs>\\n    <attr name=\\\"a\\\">\\n"
                                + "      <list>\\n        <int value=\\\"1\\\" />\\n"
                                + "        <string value=\\\"&lt;&amp;&gt;\\\" />\\n        <null />\\n      </list>\\n"
                                + "    </attr>\\n    <attr name=\\\"f\\\">\\n      <function>\\n"
                                + "        <varpat name=\\\"x\\\" />\\n      </function>\\n    </attr>\\n  </attrs>\\n</expr>\\n\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    a = 1 # c                         | { a = 1; }
                    a.b = [ 1, 2, ]                   | { a = { b = [ 1 2 ]; }; }
                    a = { b = 1, c.d = "x" }          | { a = { b = 1; c = { d = "x"; }; }; }
                    a = 0x1f                          | { a = 31; }
                    a = 1_000.5e1                     | { a = 10005; }
                    "a b" = '\\t'                     | { "a b" = "\\\\t"; }
                    a = "\\u00e9\\t"                  | { a = "é\\t"; }
                    a = inf                           | { a = inf; }
                    """)
    void tomlIsRead(String toml, String value) {
        assertThat(value("builtins.fromTOML ''" + toml + "\n''")).isEqualTo(value);
    }

    @Test
    void tablesOfTomlNest() {
        String toml = "[a]\nb = 1\n[a.c]\nd = 2\n[[e]]\nf = 1\n[[e]]\n[e.g]\nh = 3\n";

        assertThat(value("builtins.fromTOML ''" + toml + "\n''"))
                .isEqualTo(
                        "{ a = { b = 1; c = { d = 2; }; }; e = [ { f = 1; } { g = { h = 3; }; } ]; }");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a = ",
                "a = 1\na = 2",
                "[a]\n[a]",
                "a = 01",
                "a = 1 b = 2",
                "a = \"x",
                "a = {b = 1}\n[a.c]",
                "a = 2020-01-01",
                "a = 07:32:00",
                "= 1",
                "a = [1 2]",
                "a = 1__0"
            })
    void whatIsNoTomlIsRefused(String toml) {
        assertThat(failure("builtins.fromTOML ''" + toml + "\n''").message())
                .startsWith("while parsing TOML: ");
    }
}
