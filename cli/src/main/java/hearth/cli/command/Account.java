package hearth.cli.command;

/** A user of this machine. */
public record Account(long uid, String name) {
    /** Returns whether this is the administrator. */
    public boolean isRoot() {
        return uid == 0;
    }
}
