package hearth.daemon.descriptor;

/**
 * What a user's number says of itself. A person has 65,536 more in namespaces of theirs
 * (newuidmap), and whoever counts by user must not take each of those for somebody else.
 */
public final class UserNumbers {
    /** The first number of people; below are accounts of the system. */
    private static final int PEOPLE_FIRST = 1_000;

    /** The last number that login.defs(5) and systemd give a person; above are namespaces'. */
    private static final int PEOPLE_LAST = 60_513;

    /** What systemd gives services for a moment. */
    private static final int MOMENTARY_FIRST = 61_184;

    private static final int MOMENTARY_LAST = 65_519;
    private static final int NOBODY = 65_534;

    private UserNumbers() {}

    /** Returns whether it is an account of the system's. */
    public static boolean isSystems(int uid) {
        return (uid >= 0 && uid < PEOPLE_FIRST) || uid == NOBODY || isMomentary(uid);
    }

    /** Returns whether it is a person's. */
    public static boolean isPersons(int uid) {
        return uid >= PEOPLE_FIRST && uid <= PEOPLE_LAST;
    }

    private static boolean isMomentary(int uid) {
        return uid >= MOMENTARY_FIRST && uid <= MOMENTARY_LAST;
    }

    /** Returns whether it may be one of a namespace's, which some user has besides their own. */
    public static boolean mayBeSubordinate(int uid) {
        return Integer.compareUnsigned(uid, PEOPLE_LAST) > 0 && uid != NOBODY && !isMomentary(uid);
    }
}
