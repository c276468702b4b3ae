package hearth.unit.install;

import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the distributor and the administrator want enabled.
 *
 * @param rules first match wins; none means enabled
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.preset.5.html">systemd.preset(5)</a>
 */
public record PresetRules(List<Rule> rules) {
    /** Nothing said: everything is to be enabled. */
    public static final PresetRules NONE = new PresetRules(List.of());

    /** The most rules: each is tried on each unit. */
    public static final int MAX_RULES = 10_000;

    /** What a rule says about the units that it matches. */
    public enum Verdict {
        ENABLE,
        DISABLE,
        /** Neither. */
        IGNORE
    }

    /**
     * One line.
     *
     * @param pattern matches whole names
     * @param instances which instances a template's rule enables; empty for the default one
     */
    public record Rule(Verdict verdict, Pattern pattern, List<String> instances) {
        public Rule {
            instances = List.copyOf(instances);
        }
    }

    public PresetRules {
        rules = List.copyOf(rules);
    }

    /**
     * Returns the rules of files.
     *
     * @param files texts by file name; of two with the same name the caller gives the more
     *     important one
     */
    public static PresetRules parse(Map<String, String> files) {
        List<Rule> rules = new ArrayList<>();
        new TreeMap<>(files)
                .forEach((name, text) ->
                        text.lines()
                                .map(String::strip)
                                .filter(PresetRules::isRule)
                                .forEach(line -> addRule(line, rules)));
        return new PresetRules(rules);
    }

    private static boolean isRule(String line) {
        return !line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';';
    }

    private static void addRule(String line, List<Rule> rules) {
        String[] words = line.split("[ \\t]+", -1);
        if (words.length < 2 || rules.size() == MAX_RULES) {
            return;
        }
        List<String> instances = List.of(words).subList(2, words.length);
        switch (words[0]) {
            case "enable" -> rules.add(new Rule(Verdict.ENABLE, glob(words[1]), instances));
            case "disable" -> rules.add(new Rule(Verdict.DISABLE, glob(words[1]), List.of()));
            case "ignore" -> rules.add(new Rule(Verdict.IGNORE, glob(words[1]), List.of()));
            default -> {} // an unknown word: a later version's
        }
    }

    /** Returns a pattern of fnmatch(3) as a regular expression. */
    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = glob.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
                regex.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString());
        } catch (PatternSyntaxException e) {
            return Pattern.compile(Pattern.quote(glob)); // a set that is none matches itself
        }
    }

    /** Returns what the rules want of a unit. */
    public Verdict verdict(UnitName name) {
        for (Rule rule : rules) {
            boolean isMatch =
                    rule.pattern().matcher(name.text()).matches()
                            || name.template()
                                    .filter(template -> name.isInstance())
                                    .filter(template -> matchesInstance(rule, template, name))
                                    .isPresent();
            if (isMatch) {
                return rule.verdict();
            }
        }
        return Verdict.ENABLE;
    }

    private static boolean matchesInstance(Rule rule, UnitName template, UnitName name) {
        return rule.pattern().matcher(template.text()).matches()
                && (rule.instances().isEmpty()
                        || name.instance().filter(rule.instances()::contains).isPresent());
    }

    /** Returns the instances that the first rule for a template enables. */
    public List<String> instances(UnitName template) {
        for (Rule rule : rules) {
            if (rule.pattern().matcher(template.text()).matches()) {
                return rule.instances();
            }
        }
        return List.of();
    }
}
