package hearth.linux.socket;

/**
 * Who is at the other end, by the kernel's word.
 *
 * @param pid the process; 0 where it isn't visible from this PID namespace
 * @param uid the user
 * @param gid the group
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7), SO_PEERCRED and
 *     SCM_CREDENTIALS</a>
 */
public record Credentials(int pid, int uid, int gid) {
    /** Returns whether this is root. */
    public boolean isRoot() {
        return uid == 0;
    }
}
