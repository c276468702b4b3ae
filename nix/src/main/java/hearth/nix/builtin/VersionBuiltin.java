package hearth.nix.builtin;

import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Functions of version numbers. */
enum VersionBuiltin implements Builtin.Body {
    COMPARE_VERSIONS("compareVersions", 2),
    PARSE_DRV_NAME("parseDrvName", 1),
    SPLIT_VERSION("splitVersion", 1);

    private final String nixName;
    private final int arity;

    VersionBuiltin(String nixName, int arity) {
        this.nixName = nixName;
        this.arity = arity;
    }

    @Override
    public String nixName() {
        return nixName;
    }

    @Override
    public int arity() {
        return arity;
    }

    @Override
    public Value apply(Call call) {
        return switch (this) {
            case COMPARE_VERSIONS ->
                    new IntValue(compare(components(call.text(0)), components(call.text(1))));
            case PARSE_DRV_NAME -> parse(call.text(0));
            case SPLIT_VERSION -> {
                List<Lazy> components = new ArrayList<>();
                for (String component : components(call.text(0))) {
                    components.add(new Text(component));
                }
                yield ListValue.copyOf(components);
            }
        };
    }

    /** Returns the runs of digits and of other bytes, without dots and dashes. */
    private static List<String> components(String version) {
        List<String> components = new ArrayList<>();
        int index = 0;
        while (index < version.length()) {
            if (isSeparator(version.charAt(index))) {
                index++;
                continue;
            }
            int start = index;
            boolean isNumber = isDigit(version.charAt(start));
            while (index < version.length()
                    && isDigit(version.charAt(index)) == isNumber
                    && !isSeparator(version.charAt(index))) {
                index++;
            }
            components.add(version.substring(start, index));
        }
        return components;
    }

    private static int compare(List<String> left, List<String> right) {
        for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
            String mine = i < left.size() ? left.get(i) : "";
            String theirs = i < right.size() ? right.get(i) : "";
            if (isLess(mine, theirs)) {
                return -1;
            }
            if (isLess(theirs, mine)) {
                return 1;
            }
        }
        return 0;
    }

    /**
     * Numbers compare as such; "pre" comes before everything, the end before a number, words before
     * numbers.
     */
    private static boolean isLess(String left, String right) {
        boolean isLeftNumber = isNumber(left);
        boolean isRightNumber = isNumber(right);
        if (isLeftNumber && isRightNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right)) < 0;
        }
        if (left.isEmpty() && isRightNumber) {
            return true;
        }
        if (left.equals("pre") && !right.equals("pre")) {
            return true;
        }
        if (right.equals("pre")) {
            return false;
        }
        if (isRightNumber) {
            return true;
        }
        return !isLeftNumber && left.compareTo(right) < 0;
    }

    /** Splits before the first dash that no letter follows. */
    private static Value parse(String name) {
        for (int i = 0; i + 1 < name.length(); i++) {
            if (name.charAt(i) == '-' && !isLetter(name.charAt(i + 1))) {
                return AttributeSet.of(
                        "name",
                        new Text(name.substring(0, i)),
                        "version",
                        new Text(name.substring(i + 1)));
            }
        }
        return AttributeSet.of("name", new Text(name), "version", Text.EMPTY);
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == '-';
    }

    private static boolean isNumber(String component) {
        return !component.isEmpty() && isDigit(component.charAt(0));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
