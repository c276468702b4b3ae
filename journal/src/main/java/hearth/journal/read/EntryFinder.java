package hearth.journal.read;

import hearth.journal.DamagedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the entries of one file that are wanted, by their offsets. Belongs to one thread. */
interface EntryFinder {
    /** Returns the first one from an offset on, or 0. */
    long atOrAfter(long offset) throws IOException;

    /** Returns the last one up to an offset, or 0. */
    long atOrBefore(long offset) throws IOException;

    /** Finds nothing. */
    EntryFinder NONE =
            new EntryFinder() {
                @Override
                public long atOrAfter(long offset) {
                    return 0;
                }

                @Override
                public long atOrBefore(long offset) {
                    return 0;
                }
            };

    /** Returns what finds a file's entries that are wanted. */
    static EntryFinder of(JournalFile file, Match match) throws IOException {
        return switch (match) {
            case Match.Has has -> file.entriesOf(has.payload());
            case Match.Any any -> new AnyOf(all(file, any.matches()));
            case Match.All all when all.matches().isEmpty() -> file.entries();
            case Match.All all -> new AllOf(all(file, all.matches()));
        };
    }

    private static List<EntryFinder> all(JournalFile file, List<Match> matches) throws IOException {
        List<EntryFinder> finders = new ArrayList<>();
        for (Match match : matches) {
            finders.add(of(file, match));
        }
        return finders;
    }

    /** Finds what one of several finds. */
    record AnyOf(List<EntryFinder> finders) implements EntryFinder {
        @Override
        public long atOrAfter(long offset) throws IOException {
            long nearest = 0;
            for (EntryFinder finder : finders) {
                long found = finder.atOrAfter(offset);
                nearest = nearest == 0 || (found != 0 && found < nearest) ? found : nearest;
            }
            return nearest;
        }

        @Override
        public long atOrBefore(long offset) throws IOException {
            long nearest = 0;
            for (EntryFinder finder : finders) {
                nearest = Math.max(nearest, finder.atOrBefore(offset));
            }
            return nearest;
        }
    }

    /** Finds what each of several finds: each goes as far as the one that is furthest. */
    record AllOf(List<EntryFinder> finders) implements EntryFinder {
        @Override
        public long atOrAfter(long offset) throws IOException {
            long place = offset;
            for (int agreed = 0, i = 0; ; i = (i + 1) % finders.size()) {
                long found = finders.get(i).atOrAfter(place);
                if (found == 0) {
                    return 0;
                }
                if (found < place) {
                    throw new DamagedException("a list of its entries is out of order");
                }
                agreed = found == place ? agreed + 1 : 1;
                place = found;
                if (agreed >= finders.size()) {
                    return place;
                }
            }
        }

        @Override
        public long atOrBefore(long offset) throws IOException {
            long place = offset;
            for (int agreed = 0, i = 0; ; i = (i + 1) % finders.size()) {
                long found = finders.get(i).atOrBefore(place);
                if (found == 0) {
                    return 0;
                }
                if (found > place) {
                    throw new DamagedException("a list of its entries is out of order");
                }
                agreed = found == place ? agreed + 1 : 1;
                place = found;
                if (agreed >= finders.size()) {
                    return place;
                }
            }
        }
    }
}
