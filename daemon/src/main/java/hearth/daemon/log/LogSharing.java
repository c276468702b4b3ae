package hearth.daemon.log;

import hearth.linux.ErrnoException;
import hearth.linux.Filesystem;
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
     * Returns what puts a user on the access control list that a file has, by its directory's
     * default for new files, or as its mode says.
     */
    static LogSharing byAccessList(Filesystem filesystem) {
        return (file, uid) -> {
            String path = file.toString();
            AccessList list =
                    filesystem
                            .extendedAttribute(path, AccessList.ATTRIBUTE)
                            .flatMap(AccessList::parse)
                            .orElse(AccessList.OF_OWNER_AND_GROUP);
            filesystem.setExtendedAttribute(
                    path, AccessList.ATTRIBUTE, list.withReader(uid).toBytes());
        };
    }
}
