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
import java.util.stream.Stream;

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
 * <p>A rule's name is for people; the rules are in the order of their first lines. A rule of which
 * a line cannot be understood denies until it is mended: those whom it fits, or everybody whom no
 * rule before fits where it is not known whom it was for. A {@code LingerersMax=} that cannot be
 * understood leaves what was written before.
 */
final class LingerPolicyFile {
    private static final String NAME = "linger-policy.conf";

    /** Rules: a site has some. */
    private static final int RULES_MAX = 256;

    /** Users, groups and ranges of one rule. */
    private static final int WORDS_MAX = 256;

    private static final long NO_LIMIT = Long.MAX_VALUE;
    private static final String RULE = "Rule ";
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,10})(?:-([0-9]{1,10}))?");

    /** Names that the name service may have: not a number, not an option, no other separator. */
    private static final Pattern USER_OR_GROUP =
            Pattern.compile("(?![0-9]+$)[^\\p{Cntrl}:/,+-][^\\p{Cntrl}:/,]*");

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private final Consumer<String> complaints;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private long lingerersMax = NO_LIMIT;
    private Optional<Rule> beyond = Optional.empty();

    /** A rule that is being read. */
    private static final class Rule {
        private final String name;
        private final String origin;
        private final Set<String> users = new LinkedHashSet<>();
        private final Set<String> groups = new LinkedHashSet<>();
        private final List<LingerPolicy.UidRange> uids = new ArrayList<>();
        private boolean saysWhom;
        private boolean allows = true;
        private OptionalLong longestUsec = OptionalLong.empty();

        /** Where the first line is that cannot be understood; empty where all can. */
        private String mistake = "";

        /** Whether it may be for people who are not among those it names. */
        private boolean isForUnknown;

        Rule(String name, String place) {
            this.name = name;
            origin = "rule " + name + " at " + place;
        }

        void deny(String place) {
            mistake = mistake.isEmpty() ? place : mistake;
        }

        LingerPolicy.Rule toRule() {
            if (mistake.isEmpty()) {
                return new LingerPolicy.Rule(origin, whom(), allows, longestUsec);
            }
            return new LingerPolicy.Rule(
                    origin + ", of which " + mistake + " cannot be understood",
                    whom(),
                    false,
                    OptionalLong.empty());
        }

        private LingerPolicy.Whom whom() {
            return isForUnknown
                    ? new LingerPolicy.Whom(true, Set.of(), Set.of(), List.of())
                    : new LingerPolicy.Whom(!saysWhom, users, groups, uids);
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
                Stream.concat(file.rules.values().stream(), file.beyond.stream())
                        .map(Rule::toRule)
                        .toList(),
                file.lingerersMax);
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
            say(
                    line,
                    none(line)
                            + (lingerersMax == NO_LIMIT
                                    ? ": there is no limit"
                                    : ": it stays " + lingerersMax));
        }
    }

    private Optional<Rule> rule(ConfigurationFiles.Assignment line) {
        String name = line.section().substring(RULE.length());
        if (!rules.containsKey(name) && rules.size() == RULES_MAX) {
            if (beyond.isEmpty()) {
                beyond = Optional.of(new Rule(name, place(line)));
            }
            denyEverybody(beyond.get(), line, "more than " + RULES_MAX + " rules, with " + name);
            return Optional.empty();
        }
        return Optional.of(rules.computeIfAbsent(name, _ -> new Rule(name, place(line))));
    }

    private void takeOfRule(Rule rule, ConfigurationFiles.Assignment line) {
        switch (line.name()) {
            case "User" -> takeNames(rule, rule.users, line);
            case "Group" -> takeNames(rule, rule.groups, line);
            case "Uid" -> takeUids(rule, line);
            case "Linger" ->
                    Configuration.toBoolean(line.value())
                            .ifPresentOrElse(it -> rule.allows = it, () -> deny(rule, line));
            case "Longest" ->
                    TimeSpan.parse(line.value())
                            .filter(span -> !span.isInfinite())
                            .ifPresentOrElse(
                                    it -> rule.longestUsec = OptionalLong.of(it.usec()),
                                    () -> deny(rule, line));
            default -> denyEverybody(rule, line, "unknown setting " + line.name() + "=");
        }
    }

    private void takeNames(Rule rule, Set<String> names, ConfigurationFiles.Assignment line) {
        rule.saysWhom = true;
        for (String name : words(line)) {
            if (names.size() == WORDS_MAX && !names.contains(name)) {
                denyEverybody(rule, line, "more than " + WORDS_MAX + " in one rule, with " + name);
                return;
            }
            if (USER_OR_GROUP.matcher(name).matches()) {
                names.add(name);
            } else {
                denyEverybody(rule, line, "'" + name + "' is no name");
            }
        }
    }

    private void takeUids(Rule rule, ConfigurationFiles.Assignment line) {
        rule.saysWhom = true;
        for (String word : words(line)) {
            Optional<LingerPolicy.UidRange> range = range(word);
            if (range.isEmpty()) {
                denyEverybody(
                        rule, line, "'" + word + "' is no user's number and no range of them");
            } else if (rule.uids.size() == WORDS_MAX) {
                denyEverybody(rule, line, "more than " + WORDS_MAX + " in one rule, with " + word);
                return;
            } else {
                rule.uids.add(range.get());
            }
        }
    }

    /** Returns the range that a word says; one that ends before it begins is none. */
    private static Optional<LingerPolicy.UidRange> range(String word) {
        Matcher range = RANGE.matcher(word);
        if (!range.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(range.group(1));
        String last = range.group(2);
        return Optional.of(
                        new LingerPolicy.UidRange(
                                first, last == null ? first : Long.parseLong(last)))
                .filter(it -> it.first() <= it.last());
    }

    private static List<String> words(ConfigurationFiles.Assignment line) {
        String text = line.value().strip();
        return text.isEmpty() ? List.of() : List.of(text.split("\\s+", -1));
    }

    private void sayUnknown(ConfigurationFiles.Assignment line) {
        say(line, "unknown setting " + line.name() + "=, ignored");
    }

    private static String none(ConfigurationFiles.Assignment line) {
        return line.name() + "= cannot be '" + line.value() + "'";
    }

    /** It is known whom the rule is for, and not what it says of them. */
    private void deny(Rule rule, ConfigurationFiles.Assignment line) {
        rule.deny(place(line));
        say(line, none(line) + ": rule " + rule.name + " denies");
    }

    /** Whoever was meant is not to be let through by what comes behind. */
    private void denyEverybody(Rule rule, ConfigurationFiles.Assignment line, String problem) {
        rule.isForUnknown = true;
        rule.deny(place(line));
        say(line, problem + ": rule " + rule.name + " denies everybody");
    }

    private static String place(ConfigurationFiles.Assignment line) {
        return line.file() + ":" + line.line();
    }

    private void say(ConfigurationFiles.Assignment line, String problem) {
        complaints.accept(place(line) + ": " + problem);
    }
}
