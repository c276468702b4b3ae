package hearth.daemon.store;

import java.util.Optional;

/**
 * The name under which a hand keeps what a service has stored: all that is known of it, since a
 * brain that begins learns no more.
 *
 * @param number later ones are larger
 * @param isWatched whether it is let go of when it has been hung up
 * @param unit whose it is
 * @param name what its service calls it; may have spaces, and may be empty
 */
record StoredName(long number, boolean isWatched, String unit, String name) {
    /** What all of them begin with. */
    static final String PREFIX = "stored ";

    private static final String WATCHED = "poll";
    private static final String UNWATCHED = "keep";
    private static final int FIELDS = 4;

    String toText() {
        return PREFIX + number + " " + (isWatched ? WATCHED : UNWATCHED) + " " + unit + " " + name;
    }

    /** Returns what a hand's word says; nothing where a brain has not written it. */
    static Optional<StoredName> of(String text) {
        String[] fields =
                text.startsWith(PREFIX)
                        ? text.substring(PREFIX.length()).split(" ", FIELDS)
                        : new String[0];
        boolean isWhole =
                fields.length == FIELDS
                        && (fields[1].equals(WATCHED) || fields[1].equals(UNWATCHED));
        if (!isWhole) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(fields[0]);
            return Optional.of(
                    new StoredName(number, fields[1].equals(WATCHED), fields[2], fields[3]));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
