package hearth.cli.systemd.journal;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.cli.text.Screen;
import hearth.journal.Id128;
import hearth.journal.read.Entry;
import hearth.journal.read.EntryCursor;
import hearth.journal.read.Place;
import hearth.journal.read.Walk;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code journalctl [OPTION...] [FIELD=VALUE...]}.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/journalctl.html">journalctl(1)</a>
 */
public record Journalctl(Arguments arguments) implements Action {
    private static final Grammar GRAMMAR =
            Grammar.of(
                    "journalctl",
                    """
                    help,h version system user machine,M= merge,m directory,D= file,i= root= image= namespace=
                    since,S= until,U= cursor,c= after-cursor= cursor-file= boot,b=? unit,u= user-unit=
                    identifier,t= priority,p= facility= grep,g= case-sensitive=? dmesg,k output,o= output-fields=
                    lines,n=? reverse,r show-cursor utc catalog,x no-full full,l all,a follow,f no-tail quiet,q
                    no-pager no-hostname pager-end,e field,F= fields,N list-boots disk-usage
                    vacuum-size= vacuum-files= vacuum-time= verify sync relinquish-var flush rotate header
                    list-catalog dump-catalog update-catalog setup-keys
                    """);

    /** Options that mean what this program has not. */
    private static final List<String> REFUSED =
            List.of(
                    "machine",
                    "root",
                    "image",
                    "namespace",
                    "cursor-file",
                    "facility",
                    "grep",
                    "dmesg",
                    "output-fields",
                    "fields",
                    "list-boots",
                    "disk-usage",
                    "vacuum-size",
                    "vacuum-files",
                    "vacuum-time",
                    "verify",
                    "sync",
                    "relinquish-var",
                    "flush",
                    "rotate",
                    "header",
                    "list-catalog",
                    "dump-catalog",
                    "update-catalog",
                    "setup-keys");

    /** How often to look for new entries: a person does not notice less. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where it makes no sense
     */
    public static Journalctl of(List<String> typed) throws CommandFailure {
        // A number behind -n, and a boot behind -b, may be words of their own.
        var line = new ArrayList<String>();
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            boolean isLoose = word.equals("-n") || word.equals("--lines");
            boolean isBoot = word.equals("-b") || word.equals("--boot");
            String next = i + 1 < typed.size() ? typed.get(i + 1) : "";
            if (isLoose && isCount(next)) {
                line.add("--lines=" + next);
                i++;
            } else if (isBoot && isBoot(next)) {
                line.add("--boot=" + next);
                i++;
            } else {
                line.add(word);
            }
        }
        Arguments arguments = GRAMMAR.read(line);
        for (String refused : REFUSED) {
            if (arguments.has(refused)) {
                throw failure("journalctl: option '--" + refused + "' is not supported here");
            }
        }
        return new Journalctl(arguments);
    }

    private static boolean isBoot(String word) {
        return Id128.parse(word).isPresent() || word.matches("[+-]?[0-9]{1,9}");
    }

    private static boolean isCount(String word) {
        return word.equals("all") || (!word.isEmpty() && word.chars().allMatch(Character::isDigit));
    }

    static CommandFailure failure(String message) {
        return new CommandFailure(ExitStatus.FAILURE, message);
    }

    @Override
    public String purpose() {
        return "read the journal";
    }

    @Override
    public boolean isLong() {
        return !arguments.has("follow") && !arguments.has("no-pager");
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (arguments.has("help")) {
            context.screen()
                    .text(
                            "journalctl [OPTIONS...] [MATCHES...]\n\n"
                                    + "What each does is in journalctl(1); what is left out, in"
                                    + " hearth-clients(1).\n");
            return ExitStatus.OK;
        }
        ZoneId zone = arguments.has("utc") ? ZoneOffset.UTC : context.zone();
        String output = arguments.value("output").orElse("short");
        OutputMode mode =
                OutputMode.find(output, context)
                        .orElseThrow(() -> failure("Unknown output format '" + output + "'."))
                        .with(zone, !arguments.has("no-hostname"), arguments.has("all"));
        var query = new JournalQuery(arguments, context);
        JournalQuery.Wish wish = query.wish(zone);
        try (Journal journal = new Journal(query.files(), query.match())) {
            if (arguments.has("field")) {
                return values(journal, context.screen());
            }
            var shown = new Shown(mode, context.screen(), arguments.has("quiet"));
            show(journal, wish, shown);
            if (shown.count == 0 && !arguments.has("follow") && !arguments.has("quiet")) {
                context.screen().line("-- No entries --");
            }
            if (arguments.has("show-cursor")) {
                shown.last.ifPresent(it -> context.screen().line("-- cursor: " + it));
            }
            if (arguments.has("follow")) {
                follow(journal, wish, shown);
            }
        }
        return ExitStatus.OK;
    }

    /** Writes entries, and says where another boot begins. */
    private static final class Shown {
        private final OutputMode mode;
        private final Screen screen;
        private final boolean isQuiet;
        private Optional<Id128> boot = Optional.empty();
        private Optional<EntryCursor> last = Optional.empty();
        private long count;

        Shown(OutputMode mode, Screen screen, boolean isQuiet) {
            this.mode = mode;
            this.screen = screen;
            this.isQuiet = isQuiet;
        }

        private void show(Entry entry) {
            boolean isOther = boot.isPresent() && !boot.get().equals(entry.boot());
            if (isOther && !isQuiet && mode.isForPeople()) {
                screen.line("-- Boot " + entry.boot() + " --");
            }
            boot = Optional.of(entry.boot());
            last = Optional.of(entry.cursor());
            count++;
            mode.write(entry, screen);
        }
    }

    private void show(Journal journal, JournalQuery.Wish wish, Shown shown) throws IOException {
        boolean isTail = wish.count() >= 0 && wish.from().isEmpty() && !arguments.has("since");
        if (arguments.has("reverse") || isTail) {
            Deque<Entry> entries = new ArrayDeque<>();
            Walk walk = journal.backward(new Place.Tail());
            long left = wish.count() < 0 ? Long.MAX_VALUE : wish.count();
            for (Optional<Entry> entry = next(walk, left);
                    entry.isPresent();
                    entry = next(walk, left)) {
                if (entry.get().time().realtimeUsec() < wish.sinceUsec()) {
                    break;
                }
                if (wish.isWanted(entry.get())) {
                    left--;
                    if (arguments.has("reverse")) {
                        shown.show(entry.get());
                    } else {
                        entries.push(entry.get());
                    }
                }
            }
            entries.forEach(shown::show);
            return;
        }
        Place from = wish.from().orElse(new Place.Realtime(wish.sinceUsec()));
        Walk walk =
                journal.forward(
                        wish.sinceUsec() == 0 && wish.from().isEmpty() ? new Place.Head() : from);
        long left = wish.count() < 0 ? Long.MAX_VALUE : wish.count();
        boolean skipsFirst = arguments.has("after-cursor");
        for (Optional<Entry> entry = next(walk, left);
                entry.isPresent();
                entry = next(walk, left)) {
            if (entry.get().time().realtimeUsec() > wish.untilUsec()) {
                return;
            }
            boolean isCursors = skipsFirst && isAt(from, entry.get());
            if (!isCursors && wish.isWanted(entry.get())) {
                left--;
                shown.show(entry.get());
            }
        }
    }

    private static boolean isAt(Place place, Entry entry) {
        return place instanceof Place.At(EntryCursor cursor)
                && cursor.compareTo(entry.cursor()) == 0;
    }

    private static Optional<Entry> next(Walk walk, long left) throws IOException {
        return left > 0 ? walk.next() : Optional.empty();
    }

    /** Shows what comes, until nobody reads it any more. */
    private void follow(Journal journal, JournalQuery.Wish wish, Shown shown) throws IOException {
        Screen screen = shown.screen;
        Walk walk = journal.forward(behind(shown));
        while (!screen.out().checkError()) { // which flushes
            for (Optional<Entry> entry = walk.next(); entry.isPresent(); entry = walk.next()) {
                boolean isNew =
                        shown.last.isEmpty()
                                || entry.get().cursor().compareTo(shown.last.get()) > 0;
                if (isNew && wish.isWanted(entry.get())) {
                    shown.show(entry.get());
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (journal.reopen()) {
                walk = journal.forward(behind(shown));
            } else {
                walk.refresh();
            }
        }
    }

    private static Place behind(Shown shown) {
        return shown.last.<Place>map(Place.At::new).orElse(new Place.Tail());
    }

    private int values(Journal journal, Screen screen) throws IOException {
        String field = arguments.value("field").orElse("");
        Map<String, Boolean> values = new LinkedHashMap<>();
        Walk walk = journal.forward(new Place.Head());
        for (Optional<Entry> entry = walk.next(); entry.isPresent(); entry = walk.next()) {
            entry.get()
                    .text(field)
                    .filter(value -> values.putIfAbsent(value, true) == null)
                    .ifPresent(screen::line);
        }
        return ExitStatus.OK;
    }
}
