package hearth.daemon.log;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who may do what with a file, as the kernel has it: a version, and entries of tag, permissions and
 * id, in the order of the tags.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/acl.5.html">acl(5)</a>
 */
record AccessList(List<Entry> entries) {
    /** The extended attribute that has it. */
    static final String ATTRIBUTE = "system.posix_acl_access";

    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 4;
    private static final int ENTRY_BYTES = 8;

    /** Entries of a list: more than a file system stores. */
    private static final int ENTRIES_MAX = 1_024;

    private static final short OWNER = 0x01;
    private static final short USER = 0x02;
    private static final short GROUP = 0x04;
    private static final short MASK = 0x10;
    private static final short OTHERS = 0x20;
    private static final short READ = 4;
    private static final short READ_WRITE = 6;

    /** No user and no group: the tag says all. */
    private static final int NOBODY = -1;

    /** The owner reads and writes, the group reads: what a log's mode is. */
    static final AccessList OF_OWNER_AND_GROUP =
            new AccessList(
                    List.of(
                            new Entry(OWNER, READ_WRITE, NOBODY),
                            new Entry(GROUP, READ, NOBODY),
                            new Entry(OTHERS, (short) 0, NOBODY)));

    /** What one may do: read 4, write 2, execute 1. */
    record Entry(short tag, short permissions, int id) {}

    /** Returns what an attribute says; nothing where it isn't as we know it. */
    static Optional<AccessList> parse(byte[] attribute) {
        ByteBuffer bytes = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
        int count = (attribute.length - HEADER_BYTES) / ENTRY_BYTES;
        boolean isKnown =
                attribute.length >= HEADER_BYTES
                        && (attribute.length - HEADER_BYTES) % ENTRY_BYTES == 0
                        && count <= ENTRIES_MAX
                        && bytes.getInt() == VERSION;
        if (!isKnown) {
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(new Entry(bytes.getShort(), bytes.getShort(), bytes.getInt()));
        }
        return Optional.of(new AccessList(entries));
    }

    /** Returns the list on which one user is, who reads; no other user is. */
    AccessList withReader(int uid) {
        List<Entry> all =
                new ArrayList<>(
                        entries.stream()
                                .filter(entry -> entry.tag != USER && entry.tag != MASK)
                                .toList());
        all.add(new Entry(USER, READ, uid));
        all.add(new Entry(MASK, READ, NOBODY));
        all.sort(Comparator.comparingInt(entry -> entry.tag));
        return new AccessList(all);
    }

    byte[] toBytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + entries.size() * ENTRY_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(VERSION);
        for (Entry entry : entries) {
            bytes.putShort(entry.tag).putShort(entry.permissions).putInt(entry.id);
        }
        return bytes.array();
    }
}
