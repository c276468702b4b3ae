package hearth.manager.host;

/**
 * A connection that was taken for a socket unit, and is kept for the service that is to have it.
 *
 * @param name under which the host keeps it
 * @param instance of whom, as the instance's name has it: {@code PID-UID}, {@code
 *     LOCAL:PORT-PEER:PORT}
 * @param peer its address where it has one, else empty
 * @param port with it
 * @param source what all connections from there have in common
 */
public record Connection(String name, String instance, String peer, int port, String source) {
    private static final String PREFIX = "connection ";

    /** Returns the name under which a connection is kept that was waited for with this token. */
    public static String nameOf(long token) {
        return PREFIX + token;
    }

    /** Returns whose it is, for people; empty where nobody knows. */
    public String who() {
        if (!peer.isEmpty()) {
            return (peer.indexOf(':') >= 0 ? "[" + peer + "]" : peer)
                    + ":"
                    + Integer.toUnsignedString(port);
        }
        int dash = instance.indexOf('-');
        return dash < 0
                ? ""
                : "PID " + instance.substring(0, dash) + "/UID " + instance.substring(dash + 1);
    }

    /**
     * Returns the description of the unit that serves it, with whose it is.
     *
     * @param written what its file says, or its name
     */
    public String describe(String written, String name) {
        String who = who();
        if (who.isEmpty()) {
            return written;
        }
        return written.equals(name) ? who : written + " (" + who + ")";
    }

    /** Returns the token with which it was waited for; 0 where the name is another. */
    public long token() {
        try {
            return name.startsWith(PREFIX) ? Long.parseLong(name.substring(PREFIX.length())) : 0;
        } catch (NumberFormatException other) {
            return 0;
        }
    }
}
