package hearth.nix.builtin;

import static hearth.nix.language.Programs.failure;
import static hearth.nix.language.Programs.messages;
import static hearth.nix.language.Programs.value;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.source.NixException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BuiltinsTest {
    private static void check(String program, String value) {
        assertThat(value("with builtins; " + program)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    [ (add 1 2) (sub 1 2) (mul 2 3) (div 7 2) ]     | [ 3 -1 6 3 ]
                    [ (add 1 0.5) (div 1.0 4) ]                     | [ 1.5 0.25 ]
                    [ (bitAnd 12 10) (bitOr 12 10) (bitXor 12 10) ] | [ 8 14 6 ]
                    [ (ceil 1.2) (floor (-1.2)) (ceil 3) ]          | [ 2 -2 3 ]
                    [ (lessThan 1 2) (lessThan "b" "a") ]           | [ true false ]
                    """)
    void numbers(String program, String value) {
        check(program, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    map typeOf [ 1 1.0 "" /a [ ] { } null true (x: x) ] | [ "int" "float" "string" "path" "list" "set" "null" "bool" "lambda" ]
                    [ (isNull null) (isInt 1.0) (isFloat 1.0) (isBool true) (isString 1) ] | [ true false true true false ]
                    [ (isPath /a) (isList [ ]) (isAttrs { }) (isFunction map) (isFunction { }) ] | [ true true true true false ]
                    functionArgs ({ a, b ? 1 }: a) | { a = false; b = true; }
                    functionArgs (x: x)            | { }
                    """)
    void types(String program, String value) {
        check(program, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    map toString [ 1 1.5 true false null /a [ 1 [ ] [ 2 ] ] ] | [ "1" "1.500000" "1" "" "" "/a" "1 2" ]
                    toString { __toString = self: self.x; x = "y"; }     | "y"
                    toString { outPath = /p; }                           | "/p"
                    "${{ outPath = "/p"; }}/bin"                         | "/p/bin"
                    [ (substring 1 2 "abcd") (substring 2 (-1) "abcd") (substring 9 1 "a") ] | [ "bc" "cd" "" ]
                    concatStringsSep ", " [ "a" "b" ]                    | "a, b"
                    replaceStrings [ "a" "bc" ] [ "1" "2" ] "abcabc"     | "1212"
                    replaceStrings [ "" ] [ "-" ] "ab"                   | "-a-b-"
                    [ (hasContext "a") (getContext "a") (unsafeDiscardStringContext "a") ] | [ false { } "a" ]
                    """)
    void strings(String program, String value) {
        check(program, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    [ (head [ 1 2 ]) (tail [ 1 2 ]) (length [ 1 2 ]) (elemAt [ 1 2 ] 1) ] | [ 1 [ 2 ] 2 2 ]
                    [ (map (x: x + 1) [ 1 ]) (filter (x: x > 1) [ 1 2 ]) ]      | [ [ 2 ] [ 2 ] ]
                    [ (all (x: x > 0) [ 1 ]) (any (x: x > 1) [ 1 ]) (elem 1 [ 1 ]) ] | [ true false true ]
                    [ (concatLists [ [ 1 ] [ 2 ] ]) (concatMap (x: [ x x ]) [ 1 ]) ] | [ [ 1 2 ] [ 1 1 ] ]
                    foldl' (a: b: a + b) "" [ "a" "b" ]                         | "ab"
                    genList (x: x * x) 4                                        | [ 0 1 4 9 ]
                    sort (a: b: a.k < b.k) [ { k = 2; v = 1; } { k = 1; v = 2; } { k = 2; v = 3; } ] | [ { k = 1; v = 2; } { k = 2; v = 1; } { k = 2; v = 3; } ]
                    sort (a: b: true) [ 1 2 3 ]                                 | [ 3 2 1 ]
                    partition (x: x > 1) [ 1 2 ]                                | { right = [ 2 ]; wrong = [ 1 ]; }
                    map (x: x.key) (genericClosure { startSet = [ { key = 1; } ]; operator = x: if x.key < 3 then [ { key = x.key + 1; } ] else [ ]; }) | [ 1 2 3 ]
                    """)
    void lists(String program, String value) {
        check(program, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    [ (attrNames { b = 1; a = 2; }) (attrValues { b = 1; a = 2; }) ]  | [ [ "a" "b" ] [ 2 1 ] ]
                    attrNames { b = 1; a = 1; B = 1; "é" = 1; "10" = 1; "9" = 1; }     | [ "10" "9" "B" "a" "b" "é" ]
                    [ (getAttr "a" { a = 1; }) (hasAttr "b" { }) ]                    | [ 1 false ]
                    [ (removeAttrs { a = 1; b = 2; } [ "a" "c" ]) ]                   | [ { b = 2; } ]
                    listToAttrs [ { name = "a"; value = 1; } { name = "a"; value = 2; } ] | { a = 1; }
                    mapAttrs (n: v: n + toString v) { a = 1; }                        | { a = "a1"; }
                    intersectAttrs { a = 1; b = 1; } { b = 2; c = 2; }                | { b = 2; }
                    catAttrs "a" [ { a = 1; } { } { a = 2; } ]                        | [ 1 2 ]
                    groupBy (x: if x > 1 then "big" else "small") [ 1 2 3 ]           | { big = [ 2 3 ]; small = [ 1 ]; }
                    zipAttrsWith (n: vs: vs) [ { a = 1; } { a = 2; b = 3; } ]         | { a = [ 1 2 ]; b = [ 3 ]; }
                    unsafeGetAttrPos "a" { }                                          | null
                    """)
    void sets(String program, String value) {
        check(program, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    tryEval (throw "a")                        | { success = false; value = false; }
                    tryEval (assert false; 1)                  | { success = false; value = false; }
                    tryEval 1                                  | { success = true; value = 1; }
                    (tryEval { a = throw "a"; }).success       | true
                    (tryEval (deepSeq { a = throw "a"; } 1)).success | false
                    (tryEval <missing>).success                | false
                    seq { a = throw "a"; } 1                   | 1
                    let x = { inherit x; y = 1; }; in deepSeq x x.y | 1
                    addErrorContext "c" 1                      | 1
                    """)
    void control(String program, String value) {
        check(program, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    map (compareVersions "1.0") [ "1.0" "1.1" "1.0pre1" "1.0.1" "1" ] | [ 0 -1 1 -1 1 ]
                    compareVersions "2.3a" "2.3c"                      | -1
                    compareVersions "10000000000000000000" "9"         | 1
                    splitVersion "1.2pre3-4"                           | [ "1" "2" "pre" "3" "4" ]
                    parseDrvName "nix-0.12pre12876"                    | { name = "nix"; version = "0.12pre12876"; }
                    parseDrvName "a-b-1-2"                             | { name = "a-b"; version = "1-2"; }
                    parseDrvName "a"                                   | { name = "a"; version = ""; }
                    """)
    void versions(String program, String value) {
        check(program, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    hashString "md5" "a"    | "0cc175b9c0f1b6a831c399e269772661"
                    hashString "sha1" "a"   | "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
                    hashString "sha256" ""  | "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                    convertHash { hash = "0cc175b9c0f1b6a831c399e269772661"; hashAlgo = "md5"; toHashFormat = "sri"; } | "md5-DMF1ucDxtqgxw5niaXcmYQ=="
                    convertHash { hash = "md5:0cc175b9c0f1b6a831c399e269772661"; toHashFormat = "nix32"; } | "314wwl4dcnqcr3f6wgw2vncybq"
                    """)
    void hashes(String program, String value) {
        if (program.contains("nix32")) {
            String hash = value("with builtins; " + program);
            check(
                    "convertHash { hash = "
                            + hash
                            + "; hashAlgo = \"md5\"; toHashFormat = \"base16\"; }",
                    "\"0cc175b9c0f1b6a831c399e269772661\"");
        } else {
            check(program, value);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '§',
            textBlock =
                    """
                    head [ ]                    | 'builtins.head' called on an empty list
                    elemAt [ 1 ] 1              | 'builtins.elemAt' called with index 1 on a list of size 1
                    genList (x: x) (-1)         | cannot create list of size -1
                    substring (-1) 1 "a"        | negative start position in 'substring'
                    replaceStrings [ "a" ] [ ] "" | 'from' and 'to' arguments passed to builtins.replaceStrings have different lengths
                    getAttr "foo" { fob = 1; }  | attribute 'foo' missing; did you mean fob?
                    add 1 "a"                   | expected an integer but found a string: "a"
                    floor 1.0e300                 | the float 1e+300 is not in the range of integers
                    hashString "md4" "a"        | unknown hash algorithm 'md4', expected 'md5', 'sha1', 'sha256' or 'sha512'
                    toPath "a"                  | string 'a' doesn't represent an absolute path
                    functionArgs 1              | expected a function but found an integer: 1
                    throw "reason"              | reason
                    abort "reason"              | evaluation aborted with the following error message: 'reason'
                    toJSON (x: x)               | cannot convert a function to JSON
                    match "(" "a"               | invalid regular expression '(': a '(' is not closed
                    listToAttrs [ { name = "a"; } ] | attribute 'value' missing
                    """)
    void errorsSayWhatIsWrong(String program, String message) {
        assertThat(failure("with builtins; " + program).message()).isEqualTo(message);
    }

    @Test
    void whatTakesAStoreSaysSoOnlyWhenItIsNeeded() {
        check("(derivation { name = \"x\"; system = \"s\"; builder = \"b\"; }).name", "\"x\"");
        assertThat(failure("\"${derivation { name = \"x\"; }}\"").kind()).isEqualTo(Kind.NEEDS_NIX);
        assertThat(failure("builtins.fetchurl \"http://x\"").kind()).isEqualTo(Kind.NEEDS_NIX);
        assertThat(failure("builtins.toFile \"a\" \"b\"").message()).contains("needs Nix");
    }

    @Test
    void anAbortCannotBeCaught() {
        assertThat(failure("builtins.tryEval (abort \"a\")").kind()).isEqualTo(Kind.ABORTED);
        assertThat(failure("builtins.tryEval (1 + \"a\")").kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void tracesAndWarningsAreSaid() {
        assertThat(
                        messages(
                                "builtins.trace \"a\" (builtins.trace [ (1 + 1) 2 ] (builtins.warn \"b\" 1))"))
                .containsExactly("trace: a", "trace: [ «thunk» 2 ]", "warning: b");
    }

    @Test
    void anErrorsContextIsOneOfItsFrames() {
        assertThat(failure("builtins.addErrorContext \"while testing\" (throw \"a\")").report())
                .contains("  while testing\n");
    }

    @Test
    void aProgramSeesNothingOfTheMachine() {
        check("[ (getEnv \"HOME\") nixPath (pathExists /etc/passwd) ]", "[ \"\" [ ] false ]");
    }
}
