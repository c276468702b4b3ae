package hearth.unit.install;

import hearth.unit.NamePatterns;
import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    public record Rule(Verdict verdict, NamePatterns pattern, List<String> instances) {
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
        NamePatterns.of(List.of(words[1]))
                .ifPresent(pattern -> {
                    switch (words[0]) {
                        case "enable" -> rules.add(new Rule(Verdict.ENABLE, pattern, instances));
                        case "disable" -> rules.add(new Rule(Verdict.DISABLE, pattern, List.of()));
                        case "ignore" -> rules.add(new Rule(Verdict.IGNORE, pattern, List.of()));
                        default -> {} // an unknown word: a later version's
                    }
                });
    }

    /** Returns what the rules want of a unit. */
    public Verdict verdict(UnitName name) {
        for (Rule rule : rules) {
            boolean isMatch =
                    rule.pattern().matches(name.text())
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
        return rule.pattern().matches(template.text())
                && (rule.instances().isEmpty()
                        || name.instance().filter(rule.instances()::contains).isPresent());
    }

    /** Returns the instances that the first rule for a template enables. */
    public List<String> instances(UnitName template) {
        for (Rule rule : rules) {
            if (rule.pattern().matches(template.text())) {
                return rule.instances();
            }
        }
        return List.of();
    }
}
