package hearth.daemon.log;

import hearth.linux.ErrnoException;
import hearth.linux.Filesystem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Lets a user read a file. */
@FunctionalInterface
public interface LogSharing {
    /** Lets this user read the file, and nobody else who is not root or of the file's group. */
    void share(Path file, int uid) throws ErrnoException;

    /** Lets nobody read anything. */
    static LogSharing none() {
        return (_, _) -> {};
    }

    /**
     * Returns what sets an access control list: the owner reads and writes, the user and the group
     * read.
     *
     * @see <a href="https://man7.org/linux/man-pages/man5/acl.5.html">acl(5)</a>
     */
    static LogSharing byAccessList(Filesystem filesystem) {
        return (file, uid) ->
                filesystem.setExtendedAttribute(
                        file.toString(), "system.posix_acl_access", accessList(uid));
    }

    /** Returns a list as the kernel has it: a version, and entries of tag, permissions and id. */
    private static byte[] accessList(int uid) {
        int nobody = -1;
        ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        list.putShort((short) 0x01).putShort((short) 6).putInt(nobody); // the owner
        list.putShort((short) 0x02).putShort((short) 4).putInt(uid);
        list.putShort((short) 0x04).putShort((short) 4).putInt(nobody); // the file's group
        list.putShort((short) 0x10).putShort((short) 4).putInt(nobody); // the mask
        list.putShort((short) 0x20).putShort((short) 0).putInt(nobody); // all others
        return list.array();
    }
}
