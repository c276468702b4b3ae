package hearth.journal.file;

/**
 * What two kinds of files differ in: a compact one has numbers of four bytes where it refers to
 * objects, and is smaller than 4 GiB.
 *
 * @param isCompact known since systemd 252
 */
public record Shape(boolean isCompact) {
    /** Returns where the payload of a data object begins. */
    public int dataBytes() {
        return isCompact ? Format.COMPACT_DATA_BYTES : Format.DATA_BYTES;
    }

    /** Returns how many bytes an entry has for each of its data objects. */
    public int entryItemBytes() {
        return isCompact ? 4 : 16;
    }

    /** Returns how many bytes an entry array has for an entry. */
    public int arrayItemBytes() {
        return isCompact ? 4 : 8;
    }
}
