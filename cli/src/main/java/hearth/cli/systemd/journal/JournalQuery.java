package hearth.cli.systemd.journal;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.analyze.Moment;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.text.Times;
import hearth.cli.systemd.text.UnitWords;
import hearth.journal.Id128;
import hearth.journal.read.Entry;
import hearth.journal.read.EntryCursor;
import hearth.journal.read.Match;
import hearth.journal.read.Place;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which entries somebody wants to see, of which files. */
record JournalQuery(Arguments arguments, Context context) {
    /** Lines that {@code -f} begins with, and what {@code -n} alone means. */
    private static final int FEW = 10;

    /** Lines that {@code -e} begins with: a pager jumps to their end. */
    private static final int MANY = 1000;

    private static final List<String> PRIORITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /** What is wanted, apart from the files. */
    record Wish(
            int count,
            long sinceUsec,
            long untilUsec,
            Predicate<Entry> filter,
            Optional<Place> from) {
        boolean isWanted(Entry entry) {
            long at = entry.time().realtimeUsec();
            return at >= sinceUsec && at <= untilUsec && filter.test(entry);
        }
    }

    private boolean isUser() {
        return arguments.has("user") && !arguments.has("system");
    }

    JournalFiles files() {
        if (arguments.has("directory") || arguments.has("file")) {
            List<Path> places =
                    arguments.given().stream()
                            .filter(it -> it.name().equals("directory") || it.name().equals("file"))
                            .flatMap(it -> it.value().stream())
                            .map(Path::of)
                            .toList();
            return new JournalFiles(places, stem -> true);
        }
        boolean isSystem = arguments.has("system") && !arguments.has("user");
        String own = "user-" + context.user().uid();
        Predicate<String> stems =
                isUser() && arguments.values("unit").isEmpty() && !arguments.has("user-unit")
                        ? stem -> stem.equals(own)
                        : isSystem ? stem -> stem.equals("system") : stem -> true;
        return new JournalFiles(Journal.directories(context), stems);
    }

    /** Returns what is indexed; the rest is looked at entry by entry. */
    Match match() throws CommandFailure {
        var all = new ArrayList<Match>();
        var units = new ArrayList<Match>();
        for (String unit : arguments.values("unit")) {
            units.add(Journal.match(isUser(), name(unit), context.user().uid()));
        }
        for (String unit : arguments.values("user-unit")) {
            units.add(Journal.match(true, name(unit), context.user().uid()));
        }
        if (!units.isEmpty()) {
            all.add(new Match.Any(units));
        }
        var identifiers = new ArrayList<Match>();
        arguments
                .values("identifier")
                .forEach(name -> identifiers.add(Match.has("SYSLOG_IDENTIFIER", name)));
        if (!identifiers.isEmpty()) {
            all.add(new Match.Any(identifiers));
        }
        all.addAll(fields());
        return new Match.All(all);
    }

    private String name(String unit) throws CommandFailure {
        if (UnitWords.isPattern(unit)) {
            throw Journalctl.failure(
                    "journalctl: patterns of units are not supported here: " + unit);
        }
        return UnitWords.mangled(unit, ".service", context.screen());
    }

    /** Fields of one name are alternatives; a plus sign has what follows it be another wish. */
    private List<Match> fields() throws CommandFailure {
        var alternatives = new ArrayList<Match>();
        Map<String, List<Match>> group = new LinkedHashMap<>();
        for (String word : arguments.words()) {
            if (word.equals("+")) {
                alternatives.add(all(group));
                group.clear();
                continue;
            }
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw Journalctl.failure("Failed to add match '" + word + "': Invalid argument");
            }
            group.computeIfAbsent(word.substring(0, equals), key -> new ArrayList<>())
                    .add(Match.has(word.substring(0, equals), word.substring(equals + 1)));
        }
        if (!group.isEmpty()) {
            alternatives.add(all(group));
        }
        return alternatives.isEmpty() ? List.of() : List.of(new Match.Any(alternatives));
    }

    private static Match all(Map<String, List<Match>> group) {
        return new Match.All(group.values().stream().<Match>map(Match.Any::new).toList());
    }

    Wish wish(ZoneId zone) throws CommandFailure {
        Predicate<Entry> filter = entry -> true;
        Optional<String> priority = arguments.value("priority");
        if (priority.isPresent()) {
            int[] range = priorities(priority.get());
            filter =
                    filter.and(entry -> {
                        int said = OutputMode.priority(entry);
                        return entry.value("PRIORITY").isPresent()
                                && said >= range[0]
                                && said <= range[1];
                    });
        }
        if (arguments.has("boot")) {
            String which = arguments.value("boot").orElse("0");
            Optional<Id128> boot = which.equals("0") ? Journal.boot() : Id128.parse(which);
            if (boot.isEmpty()) {
                throw Journalctl.failure(
                        "journalctl: -b takes a boot's id here, or nothing for this one");
            }
            filter = filter.and(entry -> entry.boot().equals(boot.get()));
        }
        return new Wish(
                count(),
                moment("since", 0, zone),
                moment("until", Long.MAX_VALUE, zone),
                filter,
                place());
    }

    private Optional<Place> place() throws CommandFailure {
        Optional<String> cursor =
                arguments.value("cursor").or(() -> arguments.value("after-cursor"));
        if (cursor.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Place.At(
                        EntryCursor.parse(cursor.get())
                                .orElseThrow(() ->
                                        Journalctl.failure(
                                                "Failed to seek to cursor: Invalid argument"))));
    }

    private long moment(String option, long otherwise, ZoneId zone) throws CommandFailure {
        Optional<String> text = arguments.value(option);
        if (text.isEmpty()) {
            return otherwise;
        }
        return new Moment(context.clock().instant(), zone)
                .read(text.get())
                .map(Times::usec)
                .orElseThrow(() -> Journalctl.failure("Failed to parse timestamp: " + text.get()));
    }

    /** Returns how many of the last entries; -1 for all. */
    private int count() throws CommandFailure {
        if (!arguments.has("lines")) {
            boolean isWhole = arguments.has("no-tail") || arguments.has("since");
            return arguments.has("follow") && !isWhole
                    ? FEW
                    : arguments.has("pager-end") ? MANY : -1;
        }
        String text = arguments.value("lines").orElse(Integer.toString(FEW));
        if (text.equals("all")) {
            return -1;
        }
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw Journalctl.failure("Failed to parse lines '" + text + "'");
        }
    }

    private static int[] priorities(String text) throws CommandFailure {
        String[] ends = text.split("\\.\\.", 2);
        int[] numbers = new int[ends.length];
        for (int i = 0; i < ends.length; i++) {
            String word = ends[i];
            numbers[i] =
                    word.length() == 1 && word.charAt(0) >= '0' && word.charAt(0) <= '7'
                            ? word.charAt(0) - '0'
                            : PRIORITIES.indexOf(word);
            if (numbers[i] < 0) {
                throw Journalctl.failure("Unknown log level " + word);
            }
        }
        Arrays.sort(numbers);
        return numbers.length == 1 ? new int[] {0, numbers[0]} : numbers;
    }
}
