package hearth.cli.systemd.journal;

import hearth.cli.command.Context;
import hearth.cli.systemd.text.ProcText;
import hearth.journal.Id128;
import hearth.journal.read.Entry;
import hearth.journal.read.JournalFile;
import hearth.journal.read.Match;
import hearth.journal.read.Place;
import hearth.journal.read.Walk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Entries of this machine's journal that are wanted. Belongs to one thread. */
public final class Journal implements AutoCloseable {
    /** The unit in which managers are, as their entries have it. */
    private static final String MANAGER = "init.scope";

    private final JournalFiles source;
    private final Match match;
    private List<Path> paths;
    private List<JournalFile> files;

    /** Opens what is there; what cannot be read is left out. */
    public Journal(JournalFiles source, Match match) {
        this.source = source;
        this.match = match;
        paths = source.paths();
        files = JournalFiles.open(paths);
    }

    /** Opens what a unit has written, and its manager about it. */
    public static Journal ofUnit(boolean isUser, String unit, Context context) {
        return new Journal(
                new JournalFiles(directories(context), stems(isUser, context)),
                match(isUser, unit, context.user().uid()));
    }

    /** Returns where this machine's journal files may lie. */
    public static List<Path> directories(Context context) {
        var directories =
                new ArrayList<>(List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal")));
        if (context.user().uid() == context.caller().uid()) {
            String state = System.getenv("XDG_STATE_HOME");
            Path own =
                    state != null && state.startsWith("/")
                            ? Path.of(state)
                            : Path.of(System.getProperty("user.home"), ".local/state");
            directories.add(own.resolve("hearth/log")); // of a manager without root
        }
        return directories;
    }

    /** Returns which files have what a user's units write, or the machine's. */
    public static Predicate<String> stems(boolean isUser, Context context) {
        String own = "user-" + context.user().uid();
        return isUser ? stem -> stem.equals(own) || stem.equals("system") : stem -> true;
    }

    /** Returns the entries of a unit, and those of its manager about it. */
    public static Match match(boolean isUser, String unit, long uid) {
        String written = isUser ? "_SYSTEMD_USER_UNIT" : "_SYSTEMD_UNIT";
        Match own =
                isUser
                        ? Match.all(Match.has(written, unit), Match.has("_UID", Long.toString(uid)))
                        : Match.has(written, unit);
        if (unit.endsWith(".slice")) {
            own =
                    Match.any(
                            own,
                            Match.has(isUser ? "_SYSTEMD_USER_SLICE" : "_SYSTEMD_SLICE", unit));
        }
        return Match.any(
                own,
                Match.all(
                        Match.has(isUser ? "USER_UNIT" : "UNIT", unit),
                        isUser ? Match.has(written, MANAGER) : Match.has("_UID", "0"),
                        Match.has("_UID", isUser ? Long.toString(uid) : "0")));
    }

    /** Returns this boot's id. */
    public static Optional<Id128> boot() {
        return ProcText.read("/proc/sys/kernel/random/boot_id")
                .flatMap(text -> Id128.parse(text.replace("-", "")));
    }

    /** Goes forward from a place. */
    public Walk forward(Place from) throws IOException {
        return Walk.forward(files, match, from, damage -> {});
    }

    /** Goes backward from a place. */
    public Walk backward(Place from) throws IOException {
        return Walk.backward(files, match, from, damage -> {});
    }

    /**
     * Returns the last entries of this boot, the oldest first.
     *
     * @param sinceUsec older ones are left out, by the clock that begins with the boot
     */
    public List<Entry> lastOfBoot(int count, long sinceUsec) throws IOException {
        Optional<Id128> boot = boot();
        var entries = new ArrayList<Entry>();
        Walk walk = backward(new Place.Tail());
        while (entries.size() < count) {
            Optional<Entry> entry = walk.next();
            if (entry.isEmpty()
                    || entry.get().time().monotonicUsec() < sinceUsec
                    || !boot.equals(Optional.of(entry.get().boot()))) {
                break;
            }
            entries.add(entry.get());
        }
        Collections.reverse(entries);
        return entries;
    }

    /** Opens files that have come meanwhile; returns whether any has. */
    public boolean reopen() throws IOException {
        List<Path> now = source.paths();
        if (now.equals(paths)) {
            return false;
        }
        close();
        paths = now;
        files = JournalFiles.open(paths);
        return true;
    }

    @Override
    public void close() throws IOException {
        for (JournalFile file : files) {
            file.close();
        }
        files = List.of();
    }
}
