package hearth.daemon.configuration;

import hearth.login.linger.LingerPolicy;
import hearth.unit.time.TimeSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may linger, in {@code linger-policy.conf} and {@code linger-policy.conf.d/*.conf}:
 *
 * <pre>
 * [Policy]
 * LingerersMax=200
 *
 * [Rule students]
 * Group=students guests
 * Uid=20000-29999
 * Linger=yes
 * Longest=8h
 * </pre>
 *
 * <p>A rule's name is for people; the rules are in the order of their first lines. A word that is
 * none is ignored, and what is left of the rule holds: it never fits more than was written.
 */
final class LingerPolicyFile {
    private static final String NAME = "linger-policy.conf";

    /** Rules: a site has some. */
    private static final int RULES_MAX = 256;

    /** Users, groups and ranges of one rule. */
    private static final int WORDS_MAX = 256;

    private static final String RULE = "Rule ";
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,10})(?:-([0-9]{1,10}))?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private final Consumer<String> complaints;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private long lingerersMax = Long.MAX_VALUE;

    /** A rule that is being read. */
    private static final class Rule {
        private final String origin;
        private final Set<String> users = new LinkedHashSet<>();
        private final Set<String> groups = new LinkedHashSet<>();
        private final List<LingerPolicy.UidRange> uids = new ArrayList<>();
        private boolean saysWhom;
        private boolean allows = true;
        private OptionalLong longestUsec = OptionalLong.empty();

        Rule(String origin) {
            this.origin = origin;
        }

        LingerPolicy.Rule toRule() {
            return new LingerPolicy.Rule(
                    origin,
                    new LingerPolicy.Whom(!saysWhom, users, groups, uids),
                    allows,
                    longestUsec);
        }
    }

    private LingerPolicyFile(Consumer<String> complaints) {
        this.complaints = complaints;
    }

    /**
     * Reads the policy.
     *
     * @param complaints told what cannot be understood: file, line, cause
     */
    static LingerPolicy read(List<Path> directories, Consumer<String> complaints) {
        var file = new LingerPolicyFile(complaints);
        new ConfigurationFiles(complaints).read(directories, NAME).forEach(file::take);
        return new LingerPolicy(
                file.rules.values().stream().map(Rule::toRule).toList(), file.lingerersMax);
    }

    private void take(ConfigurationFiles.Assignment line) {
        if (line.section().equals("Policy")) {
            takeOfPolicy(line);
        } else if (line.section().startsWith(RULE)) {
            rule(line).ifPresent(rule -> takeOfRule(rule, line));
        } else {
            say(line, "unknown section [" + line.section() + "], ignored: [Policy], [Rule NAME]");
        }
    }

    private void takeOfPolicy(ConfigurationFiles.Assignment line) {
        if (!line.name().equals("LingerersMax")) {
            sayUnknown(line);
        } else if (COUNT.matcher(line.value()).matches()) {
            lingerersMax = Long.parseLong(line.value());
        } else {
            sayNone(line);
        }
    }

    private Optional<Rule> rule(ConfigurationFiles.Assignment line) {
        String name = line.section().substring(RULE.length());
        if (!rules.containsKey(name) && rules.size() == RULES_MAX) {
            say(line, "more than " + RULES_MAX + " rules, ignored: " + name);
            return Optional.empty();
        }
        return Optional.of(
                rules.computeIfAbsent(
                        name,
                        _ -> new Rule("rule " + name + " at " + line.file() + ":" + line.line())));
    }

    private void takeOfRule(Rule rule, ConfigurationFiles.Assignment line) {
        switch (line.name()) {
            case "User" -> takeNames(rule, rule.users, line);
            case "Group" -> takeNames(rule, rule.groups, line);
            case "Uid" -> takeUids(rule, line);
            case "Linger" ->
                    Configuration.toBoolean(line.value())
                            .ifPresentOrElse(it -> rule.allows = it, () -> sayNone(line));
            case "Longest" ->
                    TimeSpan.parse(line.value())
                            .filter(span -> !span.isInfinite())
                            .ifPresentOrElse(
                                    it -> rule.longestUsec = OptionalLong.of(it.usec()),
                                    () -> sayNone(line));
            default -> sayUnknown(line);
        }
    }

    private void takeNames(Rule rule, Set<String> names, ConfigurationFiles.Assignment line) {
        rule.saysWhom = true;
        for (String name : words(line)) {
            if (names.size() == WORDS_MAX) {
                say(line, "more than " + WORDS_MAX + " in one rule, ignored: " + name);
                return;
            }
            names.add(name);
        }
    }

    private void takeUids(Rule rule, ConfigurationFiles.Assignment line) {
        rule.saysWhom = true;
        for (String word : words(line)) {
            Matcher range = RANGE.matcher(word);
            if (!range.matches()) {
                say(line, "'" + word + "' is no user's number and no range of them, ignored");
            } else if (rule.uids.size() == WORDS_MAX) {
                say(line, "more than " + WORDS_MAX + " in one rule, ignored: " + word);
                return;
            } else {
                long first = Long.parseLong(range.group(1));
                String last = range.group(2);
                rule.uids.add(
                        new LingerPolicy.UidRange(
                                first, last == null ? first : Long.parseLong(last)));
            }
        }
    }

    private static List<String> words(ConfigurationFiles.Assignment line) {
        String text = line.value().strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1));
    }

    private void sayNone(ConfigurationFiles.Assignment line) {
        say(line, line.name() + "= cannot be '" + line.value() + "', ignored");
    }

    private void sayUnknown(ConfigurationFiles.Assignment line) {
        say(line, "unknown setting " + line.name() + "=, ignored");
    }

    private void say(ConfigurationFiles.Assignment line, String problem) {
        complaints.accept(line.file() + ":" + line.line() + ": " + problem);
    }
}
