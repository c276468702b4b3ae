package hearth.login.host;

/** One of the files below {@code /run/systemd} by which libsystemd's readers learn who is here. */
public sealed interface StateFile {
    /** Returns the path below {@code /run/systemd}, as in {@code sessions/203}. */
    String relativePath();

    /**
     * Returns the path below {@code /run/systemd} of the FIFO whose end is the end of the session
     * that the file tells of.
     */
    default String fifoPath() {
        return relativePath() + ".ref";
    }

    /** The file of a user. */
    record OfUser(long uid) implements StateFile {
        @Override
        public String relativePath() {
            return "users/" + uid;
        }
    }

    /** The file of a session. */
    record OfSession(String id) implements StateFile {
        @Override
        public String relativePath() {
            return "sessions/" + id;
        }
    }

    /** The file of an inhibitor. */
    record OfInhibitor(String id) implements StateFile {
        @Override
        public String relativePath() {
            return "inhibit/" + id;
        }
    }

    /** The file of a seat. */
    record OfSeat(String id) implements StateFile {
        @Override
        public String relativePath() {
            return "seats/" + id;
        }
    }
}
