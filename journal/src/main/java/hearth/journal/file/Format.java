package hearth.journal.file;

/**
 * Where what stands in a journal file: offsets of fields, from the beginning of the file or of an
 * object.
 *
 * @see <a href="https://systemd.io/JOURNAL_FILE_FORMAT">Journal File Format</a>
 */
public final class Format {
    /** {@code LPKSHHRH} as a number. */
    public static final long SIGNATURE = 0x4852_4848_534b_504cL;

    // the header
    public static final int COMPATIBLE_FLAGS = 8;
    public static final int INCOMPATIBLE_FLAGS = 12;
    public static final int STATE = 16;
    public static final int FILE_ID = 24;
    public static final int MACHINE_ID = 40;
    public static final int TAIL_ENTRY_BOOT_ID = 56;
    public static final int SEQNUM_ID = 72;
    public static final int HEADER_SIZE = 88;
    public static final int ARENA_SIZE = 96;
    public static final int DATA_HASH_TABLE_OFFSET = 104;
    public static final int DATA_HASH_TABLE_SIZE = 112;
    public static final int FIELD_HASH_TABLE_OFFSET = 120;
    public static final int FIELD_HASH_TABLE_SIZE = 128;
    public static final int TAIL_OBJECT_OFFSET = 136;
    public static final int N_OBJECTS = 144;
    public static final int N_ENTRIES = 152;
    public static final int TAIL_ENTRY_SEQNUM = 160;
    public static final int HEAD_ENTRY_SEQNUM = 168;
    public static final int ENTRY_ARRAY_OFFSET = 176;
    public static final int HEAD_ENTRY_REALTIME = 184;
    public static final int TAIL_ENTRY_REALTIME = 192;
    public static final int TAIL_ENTRY_MONOTONIC = 200;
    public static final int N_DATA = 208;
    public static final int N_FIELDS = 216;
    public static final int N_ENTRY_ARRAYS = 232;
    public static final int DATA_HASH_CHAIN_DEPTH = 240;
    public static final int FIELD_HASH_CHAIN_DEPTH = 248;
    public static final int TAIL_ENTRY_ARRAY_OFFSET = 256;
    public static final int TAIL_ENTRY_ARRAY_N_ENTRIES = 260;
    public static final int TAIL_ENTRY_OFFSET = 264;

    /** Bytes of the header that we write: that of systemd 254. */
    public static final int HEADER_BYTES = 272;

    /** Bytes of the header of the first systemd that had journal files. */
    public static final int HEADER_BYTES_MIN = 208;

    // what a reader must know
    public static final int COMPRESSED_XZ = 1;
    public static final int COMPRESSED_LZ4 = 1 << 1;
    public static final int KEYED_HASH = 1 << 2;
    public static final int COMPRESSED_ZSTD = 1 << 3;
    public static final int COMPACT = 1 << 4;

    /** All that a reader may have to know. */
    public static final int KNOWN_FLAGS =
            COMPRESSED_XZ | COMPRESSED_LZ4 | KEYED_HASH | COMPRESSED_ZSTD | COMPACT;

    // what a file is
    public static final byte OFFLINE = 0;
    public static final byte ONLINE = 1;
    public static final byte ARCHIVED = 2;

    // what an object is
    public static final byte DATA = 1;
    public static final byte FIELD = 2;
    public static final byte ENTRY = 3;
    public static final byte DATA_HASH_TABLE = 4;
    public static final byte FIELD_HASH_TABLE = 5;
    public static final byte ENTRY_ARRAY = 6;

    // any object
    public static final int OBJECT_TYPE = 0;
    public static final int OBJECT_FLAGS = 1;
    public static final int OBJECT_SIZE = 8;
    public static final int OBJECT_BYTES = 16;

    // data and fields
    public static final int HASH = 16;
    public static final int NEXT_HASH = 24;
    public static final int DATA_NEXT_FIELD = 32;
    public static final int DATA_ENTRY = 40;
    public static final int DATA_ENTRY_ARRAY = 48;
    public static final int DATA_N_ENTRIES = 56;
    public static final int DATA_BYTES = 64;
    public static final int DATA_TAIL_ARRAY = 64;
    public static final int DATA_TAIL_N_ENTRIES = 68;
    public static final int COMPACT_DATA_BYTES = 72;
    public static final int FIELD_HEAD_DATA = 32;
    public static final int FIELD_BYTES = 40;

    // entries
    public static final int ENTRY_SEQNUM = 16;
    public static final int ENTRY_REALTIME = 24;
    public static final int ENTRY_MONOTONIC = 32;
    public static final int ENTRY_BOOT_ID = 40;
    public static final int ENTRY_XOR_HASH = 56;
    public static final int ENTRY_BYTES = 64;

    // entry arrays
    public static final int ARRAY_NEXT = 16;
    public static final int ARRAY_BYTES = 24;

    // a place in a hash table
    public static final int BUCKET_TAIL = 8;
    public static final int BUCKET_BYTES = 16;

    /** What the offset of each object is a multiple of. */
    public static final int ALIGNMENT = 8;

    private Format() {}

    /** Returns a size as objects have it. */
    public static long aligned(long size) {
        return (size + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
