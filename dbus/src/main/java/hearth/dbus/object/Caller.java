package hearth.dbus.object;

/**
 * Who calls, by the word of the kernel or of the bus.
 *
 * @param busName the unique name; empty between two peers
 * @param uid the user
 * @param pid the process; 0 where nobody knows
 */
public record Caller(String busName, int uid, int pid) {
    /** Returns whether root calls. */
    public boolean isRoot() {
        return uid == 0;
    }
}
