package hearth.nix.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes programs by chance: most have a value that JSON has, some fail. Numbers stay small, since
 * old versions of Nix let integers overflow and print floats with six digits.
 */
final class ExpressionGenerator {
    /** Levels of expressions within each other. */
    private static final int MAX_DEPTH = 5;

    private static final String[] NAMES = {"a", "b", "c", "foo", "bar-baz", "x'", "or"};
    private static final String[] WORDS = {
        "", "a", "foo", "Bar", "1.2-pre", "x y", "\\n", "$", "$$", "\\${", "/", "a.b"
    };
    private static final String[] PATTERNS = {
        "(a|ab)(c|bcd)?(.*)",
        "[a-z]*",
        "([[:alpha:]]+)([^.]*).*",
        "(x?)(.)",
        ".*",
        "a{1,2}b*",
        "[0-9]+",
        "()|b"
    };

    /** What an expression's value is. */
    private enum Type {
        INT,
        BOOL,
        STRING,
        LIST,
        SET
    }

    /** A variable that is in scope. */
    private record Variable(String name, Type type) {}

    private final Random random;
    private final List<Variable> scope = new ArrayList<>();
    private int depth;
    private int names;

    ExpressionGenerator(long seed) {
        this.random = new Random(seed);
    }

    /** Returns the next program. */
    String next() {
        scope.clear();
        names = 0;
        return expression(pick(Type.values()));
    }

    private String expression(Type type) {
        if (++depth > MAX_DEPTH) {
            depth--;
            return leaf(type);
        }
        String expression =
                switch (random.nextInt(12)) {
                    case 0 -> "(let " + binding(type) + ")";
                    case 1 ->
                            "(if "
                                    + expression(Type.BOOL)
                                    + " then "
                                    + expression(type)
                                    + " else "
                                    + expression(type)
                                    + ")";
                    case 2 ->
                            "(assert "
                                    + expression(Type.BOOL)
                                    + " || true; "
                                    + expression(type)
                                    + ")";
                    case 3 -> call(type);
                    case 4 -> "(with { y = " + expression(type) + "; z = 1; }; y)";
                    case 5 -> "{ k.l = " + expression(type) + "; }.k.l";
                    case 6 -> leaf(random.nextInt(20) == 0 ? pick(Type.values()) : type);
                    default -> operation(type);
                };
        depth--;
        return expression;
    }

    private String leaf(Type type) {
        for (Variable variable : scope) {
            if (variable.type() == type && random.nextInt(3) == 0) {
                return variable.name();
            }
        }
        return switch (type) {
            case INT -> Integer.toString(random.nextInt(100));
            case BOOL -> random.nextBoolean() ? "true" : "false";
            case STRING -> string();
            case LIST -> "[ " + random.nextInt(9) + " " + random.nextInt(9) + " ]";
            case SET ->
                    "{ " + pick(NAMES) + " = " + random.nextInt(9) + "; z = " + string() + "; }";
        };
    }

    private String string() {
        return switch (random.nextInt(8)) {
            case 0 ->
                    "''\n    "
                            + pick("a", "  b", "$", "''${x}", "'''")
                            + "\n  "
                            + pick("c", "", " ")
                            + "\n''";
            case 1 ->
                    "(toString "
                            + pick("1.5", "0.1", "[ 1 [ ] \"a\" null ]", "true", "12.0", "1.0e3")
                            + ")";
            case 2 -> "x:y";
            default -> "\"" + pick(WORDS) + pick(WORDS) + "\"";
        };
    }

    private String binding(Type type) {
        String name = "v" + names++;
        Type bound = pick(Type.values());
        String value = expression(bound);
        scope.add(new Variable(name, bound));
        String body = expression(type);
        scope.removeLast();
        return name + " = " + value + "; in " + body;
    }

    /** A call of a function that is written there. */
    private String call(Type type) {
        String name = "p" + names++;
        Type argument = pick(Type.values());
        String value = expression(argument);
        scope.add(new Variable(name, argument));
        String body = expression(type);
        scope.removeLast();
        return switch (random.nextInt(4)) {
            case 0 -> "((" + name + ": " + body + ") " + value + ")";
            case 1 -> "(({ " + name + ", q ? 1 }: " + body + ") { " + name + " = " + value + "; })";
            case 2 -> "(({ " + name + " ? " + value + ", ... }@args: " + body + ") { other = 1; })";
            default -> "({ __functor = self: " + name + ": " + body + "; } " + value + ")";
        };
    }

    private String operation(Type type) {
        return switch (type) {
            case INT -> integer();
            case BOOL -> bool();
            case STRING -> text();
            case LIST -> list();
            case SET -> set();
        };
    }

    private String integer() {
        String a = expression(Type.INT);
        return switch (random.nextInt(10)) {
            case 0 -> "(" + a + " + " + expression(Type.INT) + ")";
            case 1 -> "(" + a + " - " + expression(Type.INT) + ")";
            case 2 -> "(3 * " + random.nextInt(99) + ")";
            case 3 -> "(" + a + " / " + random.nextInt(4) + ")";
            case 4 -> "(-" + a + ")";
            case 5 -> "(builtins.stringLength " + expression(Type.STRING) + ")";
            case 6 -> "(builtins.length " + expression(Type.LIST) + ")";
            case 7 -> "(builtins.foldl' (s: e: s + e) 0 " + expression(Type.LIST) + ")";
            case 8 ->
                    "(builtins.compareVersions "
                            + expression(Type.STRING)
                            + " "
                            + expression(Type.STRING)
                            + ")";
            default ->
                    "(builtins.bit"
                            + pick("And", "Or", "Xor")
                            + " "
                            + a
                            + " "
                            + expression(Type.INT)
                            + ")";
        };
    }

    private String bool() {
        Type type = pick(Type.values());
        return switch (random.nextInt(8)) {
            case 0 -> "(" + expression(type) + " == " + expression(type) + ")";
            case 1 -> "(" + expression(type) + " != " + expression(type) + ")";
            case 2 ->
                    "("
                            + expression(Type.INT)
                            + pick(" < ", " <= ", " > ", " >= ")
                            + expression(Type.INT)
                            + ")";
            case 3 ->
                    "("
                            + expression(Type.STRING)
                            + pick(" < ", " <= ", " > ")
                            + expression(Type.STRING)
                            + ")";
            case 4 ->
                    "(!"
                            + expression(Type.BOOL)
                            + pick(" && ", " || ", " -> ")
                            + expression(Type.BOOL)
                            + ")";
            case 5 -> "(" + expression(Type.SET) + " ? " + pick(NAMES) + ")";
            case 6 -> "(builtins.elem " + expression(Type.INT) + " " + expression(Type.LIST) + ")";
            default -> "(builtins.tryEval (assert " + expression(Type.BOOL) + "; 1)).success";
        };
    }

    private String text() {
        String a = expression(Type.STRING);
        return switch (random.nextInt(9)) {
            case 0 -> "(" + a + " + " + expression(Type.STRING) + ")";
            case 1 -> "\"<${" + a + "}>\"";
            case 2 -> "''\n  ${" + a + "}\n   x''";
            case 3 ->
                    "(builtins.substring "
                            + random.nextInt(3)
                            + " "
                            + (random.nextInt(5) - 1)
                            + " "
                            + a
                            + ")";
            case 4 ->
                    "(builtins.replaceStrings [ \"a\" \""
                            + pick(WORDS)
                            + "\" ] [ \"_\" \"\" ] "
                            + a
                            + ")";
            case 5 ->
                    "(builtins.concatStringsSep \",\" (map toString "
                            + expression(Type.LIST)
                            + "))";
            case 6 -> "(builtins.toJSON " + expression(pick(Type.values())) + ")";
            case 7 ->
                    "(builtins.hashString \""
                            + pick("md5", "sha1", "sha256", "sha512")
                            + "\" "
                            + a
                            + ")";
            default -> "(builtins.toXML " + expression(pick(Type.values())) + ")";
        };
    }

    private String list() {
        String a = expression(Type.LIST);
        return switch (random.nextInt(12)) {
            case 0 -> "(" + a + " ++ " + expression(Type.LIST) + ")";
            case 1 -> "(map (e: e + 1) " + a + ")";
            case 2 -> "(builtins.filter (e: e > 3) " + a + ")";
            case 3 -> "(builtins.sort (e: f: e < f) " + a + ")";
            case 4 -> "(builtins.genList (i: i * i) " + random.nextInt(5) + ")";
            case 5 -> "(builtins.attrNames " + expression(Type.SET) + ")";
            case 6 -> "(builtins.split \"" + pick(PATTERNS) + "\" " + expression(Type.STRING) + ")";
            case 7 ->
                    "(let m = builtins.match \""
                            + pick(PATTERNS)
                            + "\" "
                            + expression(Type.STRING)
                            + "; in if m == null then [ ] else m)";
            case 8 -> "(builtins.splitVersion " + expression(Type.STRING) + ")";
            case 9 -> "(builtins.concatMap (e: [ e e ]) " + a + ")";
            case 10 -> "(builtins.tail " + a + ")";
            default ->
                    "(builtins.catAttrs \"" + pick(NAMES) + "\" [ " + expression(Type.SET) + " ])";
        };
    }

    private String set() {
        String a = expression(Type.SET);
        return switch (random.nextInt(11)) {
            case 0 -> "(" + a + " // " + expression(Type.SET) + ")";
            case 1 -> "(rec { r = " + expression(Type.INT) + "; s = r; \"${\"t\"}\" = s; })";
            case 2 -> "(builtins.mapAttrs (n: v: n) " + a + ")";
            case 3 -> "(builtins.removeAttrs " + a + " [ \"" + pick(NAMES) + "\" ])";
            case 4 ->
                    "(builtins.listToAttrs [ { name = "
                            + expression(Type.STRING)
                            + "; value = 1; } ])";
            case 5 -> "(builtins.intersectAttrs " + a + " " + expression(Type.SET) + ")";
            case 6 -> "(let n = " + a + "; m = n; in { inherit n; inherit ({ o = m; }) o; })";
            case 7 ->
                    "(builtins.groupBy (e: if e > 4 then \"big\" else \"small\") "
                            + expression(Type.LIST)
                            + ")";
            case 8 -> "(builtins.partition (e: e > 4) " + expression(Type.LIST) + ")";
            case 9 -> "(builtins.functionArgs ({ a, b ? 1, ... }: a))";
            default -> "(builtins.parseDrvName " + expression(Type.STRING) + ")";
        };
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
