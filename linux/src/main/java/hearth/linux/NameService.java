package hearth.linux;

import java.util.List;
import java.util.Optional;

/**
 * Users and groups as the C library finds them: files, LDAP, whatever nsswitch.conf(5) says.
 *
 * <p>Every method may block for as long as a server in a network takes: for workers only, never for
 * the reactor or a mailbox.
 */
public interface NameService {
    /** The most groups a user may be in; the kernel's own limit is as large. */
    int GROUP_LIMIT = 65_536;

    /**
     * A user.
     *
     * @param name the login name
     * @param uid the number
     * @param gid the primary group
     * @param home the home directory
     * @param shell the login shell; empty where none is set
     */
    record User(String name, int uid, int gid, String home, String shell) {}

    /**
     * A group.
     *
     * @param name its name
     * @param gid its number
     */
    record Group(String name, int gid) {}

    /**
     * Returns a user by number; empty where there is none.
     *
     * @throws ErrnoException EIO and the like where the service could not be asked: the user may
     *     exist
     * @see <a href="https://man7.org/linux/man-pages/man3/getpwuid_r.3.html">getpwuid_r(3)</a>
     */
    Optional<User> user(int uid) throws ErrnoException;

    /**
     * Returns a user by name; empty where there is none.
     *
     * @throws ErrnoException EIO and the like where the service could not be asked: the user may
     *     exist
     * @see <a href="https://man7.org/linux/man-pages/man3/getpwnam_r.3.html">getpwnam_r(3)</a>
     */
    Optional<User> user(String name) throws ErrnoException;

    /**
     * Returns a group by number; empty where there is none.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/getgrgid_r.3.html">getgrgid_r(3)</a>
     */
    Optional<Group> group(int gid) throws ErrnoException;

    /**
     * Returns a group by name; empty where there is none.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/getgrnam_r.3.html">getgrnam_r(3)</a>
     */
    Optional<Group> group(String name) throws ErrnoException;

    /**
     * Returns the numbers of all groups a user is in, the primary one included.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/getgrouplist.3.html">getgrouplist(3)</a>
     */
    List<Integer> groups(User user) throws ErrnoException;
}
