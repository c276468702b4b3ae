package hearth.nix.lib;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.Written;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lib}, by what its functions return. */
class LibraryTest {
    @TempDir private Path directory;
    private Written files;

    @BeforeEach
    void begin() {
        files = new Written(directory);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "lib.optional true 1 ~ 1",
                "lib.optionals false [ 1 ] ++ [ 2 ] ~ 2",
                "lib.optionalString true \"a\" ~ a",
                "lib.concatStringsSep \",\" [ \"a\" \"b\" ] ~ a,b",
                "lib.concatMapStringsSep \"-\" toString [ 1 2 ] ~ 1-2",
                "lib.flatten [ 1 [ 2 [ 3 ] ] ] ~ 1|2|3",
                "lib.unique [ 1 2 1 ] ~ 1|2",
                "lib.range 2 4 ~ 2|3|4",
                "lib.reverseList [ 1 2 3 ] ~ 3|2|1",
                "lib.take 2 [ 1 2 3 ] ++ lib.drop 2 [ 4 5 6 ] ~ 1|2|6",
                "lib.last (lib.init [ 1 2 3 ]) ~ 2",
                "lib.foldr (a: b: \"${toString a}${b}\") \"\" [ 1 2 ] ~ 12",
                "lib.subtractLists [ 1 ] [ 1 2 ] ~ 2",
                "lib.mapAttrsToList (n: v: n + v) { b = \"1\"; a = \"2\"; } ~ a2|b1",
                "lib.attrNames (lib.filterAttrs (n: v: v > 1) { a = 1; b = 2; }) ~ b",
                "(lib.mapAttrs' (n: v: lib.nameValuePair \"x${n}\" v) { a = 7; }).xa ~ 7",
                "(lib.genAttrs [ \"a\" ] (n: n + n)).a ~ aa",
                "(lib.recursiveUpdate { a.b = 1; a.c = 2; } { a.b = 3; }).a.b ~ 3",
                "(lib.recursiveUpdate { a.b = 1; a.c = 2; } { a.b = 3; }).a.c ~ 2",
                "lib.attrByPath [ \"a\" \"b\" ] 9 { a.b = 1; } ~ 1",
                "lib.attrByPath [ \"a\" \"x\" ] 9 { a.b = 1; } ~ 9",
                "lib.hasPrefix \"ab\" \"abc\" && lib.hasSuffix \"bc\" \"abc\" ~ true",
                "lib.removePrefix \"a\" (lib.removeSuffix \"c\" \"abc\") ~ b",
                "lib.splitString \".\" \"a.b\" ~ a|b",
                "lib.trim \"  a b \" ~ a b",
                "lib.toUpper \"abc\" + lib.toLower \"ABC\" ~ ABCabc",
                "lib.escapeShellArg \"it's\" ~ 'it'\\''s'",
                "lib.escapeShellArgs [ \"a\" \"b c\" ] ~ a 'b c'",
                "lib.escapeSystemdPath \"/a-b/c\" ~ a\\x2db-c",
                "lib.toInt \"007\" ~ 7",
                "lib.boolToString false ~ false",
                "lib.pipe 1 [ (n: n + 1) toString ] ~ 2",
                "lib.generators.toKeyValue { } { a = 1; b = true; } ~ `a=1\nb=true\n`",
                "lib.generators.toINI { } { s.k = \"v\"; } ~ `[s]\nk=v\n`",
                "lib.cli.toGNUCommandLineShell { } { v = true; n = [ 1 2 ]; long = \"x y\"; } ~ --long 'x y' -n 1 -n 2 -v",
                "lib.versionAtLeast \"1.10\" \"1.9\" ~ true",
                "lib.fixedWidthNumber 3 7 ~ 007",
                "pkgs.lib.id 1 ~ 1"
            })
    void functionsReturnWhatNixpkgsDo(String expression, String result) {
        assertThat(files.valueOf(expression)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "bool ~ 1 ~ a Boolean",
                "int ~ \"1\" ~ an integer",
                "str ~ 1 ~ a string",
                "singleLineStr ~ \"a\\nb\" ~ a string of one line",
                "path ~ \"a\" ~ an absolute path",
                "port ~ 70000 ~ an integer from 0 to 65535",
                "enum [ \"a\" 1 ] ~ \"b\" ~ one of \"a\", 1",
                "nullOr int ~ \"a\" ~ null or an integer",
                "listOf int ~ 1 ~ a list",
                "nonEmptyListOf int ~ [ ] ~ a list that is not empty",
                "attrsOf int ~ 1 ~ a set",
                "either int bool ~ \"a\" ~ an integer or a Boolean",
                "oneOf [ int bool str ] ~ [ ] ~ an integer or a Boolean or a string",
                "ints.positive ~ 0 ~ an integer from 1 to 9223372036854775807",
                "ints.between 1 3 ~ 4 ~ an integer from 1 to 3",
                "numbers.between 0 1 ~ 1.5 ~ a number from 0.0 to 1.0",
                "strMatching \"[a-z]+\" ~ \"A\" ~ a string that matches [a-z]+",
                "addCheck int (n: n > 1) ~ 1 ~ an integer that passes a check",
                "functionTo int ~ 1 ~ a function that returns an integer"
            })
    void typesSayWhatTheyExpect(String type, String value, String expected) {
        assertThat(used(type, value)).contains("o: expected " + expected + " but found");
    }

    private String used(String type, String value) {
        var outcome =
                files.read(
                        "{ lib, config, ... }: { options.o = with lib.types; lib.mkOption { type = "
                                + type
                                + "; }; config.o = "
                                + value
                                + "; config.systemd.user.services.x.serviceConfig.X = config.o; }");
        return outcome.diagnostics().isEmpty()
                ? Written.directive(outcome, "x", "X")
                : outcome.diagnostics().getFirst().message();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "lines ~ lib.mkMerge [ \"a\" \"b\" ] ~ `a\nb`",
                "commas ~ lib.mkMerge [ \"a\" \"b\" ] ~ a,b",
                "separatedString \";\" ~ lib.mkMerge [ \"a\" \"b\" ] ~ a;b",
                "listOf int ~ lib.mkMerge [ [ 1 ] [ 2 ] ] ~ 1|2",
                "listOf str ~ [ (lib.mkIf false \"a\") \"b\" ] ~ b",
                "coercedTo int toString str ~ 5 ~ 5",
                "uniq int ~ 5 ~ 5",
                "enum [ 1 2 ] ~ lib.mkMerge [ 1 1 ] ~ 1"
            })
    void typesMergeAsNixpkgsDo(String type, String value, String result) {
        assertThat(used(type, value)).isEqualTo(result);
    }

    @Test
    void aUniqueOptionIsDefinedOnce() {
        assertThat(used("uniq int", "lib.mkMerge [ 1 2 ]")).contains("has conflicting definitions");
    }
}
