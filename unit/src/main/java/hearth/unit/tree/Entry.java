package hearth.unit.tree;

import hearth.unit.syntax.UnitFile;
import java.util.Map;

/** What a directory of units has under one name; already read, immutable. */
public sealed interface Entry {

    /**
     * A regular file.
     *
     * @param content its directives
     * @param mtimeUsec its time of change, microseconds since the epoch
     */
    record File(UnitFile content, long mtimeUsec) implements Entry {
        /** Returns a file of these bytes. */
        public static File of(byte[] bytes, long mtimeUsec) {
            return new File(UnitFile.parse(bytes), mtimeUsec);
        }
    }

    /**
     * A symbolic link.
     *
     * @param target as {@code readlink} returns it
     * @param destination what is there in the end, never a link: {@link Missing} where there is
     *     nothing, {@link Unreadable} for a loop
     */
    record Link(String target, Entry destination) implements Entry {}

    /**
     * A directory, such as {@code foo.service.d}.
     *
     * @param entries by name; directories in it are not gone into
     */
    record Directory(Map<String, Entry> entries) implements Entry {
        public Directory {
            entries = Map.copyOf(entries);
        }
    }

    /** The null device, which masks. */
    record NullDevice() implements Entry {}

    /** A link's destination that does not exist. */
    record Missing() implements Entry {}

    /**
     * Something that is there and cannot be read.
     *
     * @param reason for people: "is a fifo", "permission denied", "larger than 1 MiB"
     * @param mtimeUsec its time of change, microseconds since the epoch; 0 where unknown
     */
    record Unreadable(String reason, long mtimeUsec) implements Entry {}
}
