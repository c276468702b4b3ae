package hearth.journal.keep;

import hearth.journal.Id128;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * What a journal file is called.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/systemd-journald.service.8.html">
 *     systemd-journald.service(8)</a>
 */
public sealed interface FileName {
    /** Returns whose entries it has: {@code system}, or {@code user-1000}. */
    String stem();

    /** Returns the name. */
    String text();

    /** The file that is written. */
    record Current(String stem) implements FileName {
        @Override
        public String text() {
            return stem + ".journal";
        }
    }

    /** A file that was full, called by its first entry. */
    record Archived(String stem, Id128 sequence, long seqnum, long realtimeUsec)
            implements FileName {
        @Override
        public String text() {
            return "%s@%s-%016x-%016x.journal".formatted(stem, sequence, seqnum, realtimeUsec);
        }
    }

    /**
     * A file that wasn't closed, or was damaged, called by when that was found.
     *
     * @param chance so that there are no two of a name
     */
    record Disposed(String stem, long realtimeUsec, long chance) implements FileName {
        @Override
        public String text() {
            return "%s@%016x-%016x.journal~".formatted(stem, realtimeUsec, chance);
        }
    }

    /** Returns what a name says; nothing where it is none of a journal file. */
    static Optional<FileName> parse(String name) {
        Matcher archived = Names.ARCHIVED.matcher(name);
        if (archived.matches()) {
            return Id128.parse(archived.group(2))
                    .map(id ->
                            new Archived(
                                    archived.group(1),
                                    id,
                                    Long.parseUnsignedLong(archived.group(3), 16),
                                    Long.parseUnsignedLong(archived.group(4), 16)));
        }
        Matcher disposed = Names.DISPOSED.matcher(name);
        if (disposed.matches()) {
            return Optional.of(
                    new Disposed(
                            disposed.group(1),
                            Long.parseUnsignedLong(disposed.group(2), 16),
                            Long.parseUnsignedLong(disposed.group(3), 16)));
        }
        Matcher current = Names.CURRENT.matcher(name);
        return current.matches() ? Optional.of(new Current(current.group(1))) : Optional.empty();
    }
}
