package hearth.journal.write;

import hearth.journal.DamagedException;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.Id128;
import hearth.journal.file.Blocks;
import hearth.journal.file.Changes;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import hearth.journal.file.SipHash;
import hearth.journal.file.Storage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Appends entries to one journal file. Belongs to one thread.
 *
 * <p>Entries are prepared in memory; {@link #changes} has what is to be written, and {@link
 * #settled} says that it was. So an owner notes the changes before it writes them, and whoever
 * comes after it finds a whole file, whenever it has died:
 *
 * <pre>
 *   append ... append  ->  changes  ->  (noted)  ->  takeRoom, finish  ->  settled
 * </pre>
 *
 * <p>Where anything throws, the writer is to be thrown away: what was appended since the last
 * {@link #settled} is not in the file.
 */
public final class JournalWriter {
    /** Fields of an entry: as journald bounds it. */
    public static final int FIELDS_MAX = 1024;

    /** Blocks of 4 KiB that are kept of a file: those of the fields of a few services. */
    private static final int BLOCKS_MAX = 64;

    private final Blocks blocks;
    private final Shape shape;
    private final SipHash hash;
    private final Sequence sequence;
    private final Objects objects;
    private final HashTable data;
    private final HashTable fields;
    private final EntryChains chains;
    private final long bytesMax;

    /** What fields remember: not this, whose blocks they would keep in memory. */
    private final Object owner = new Object();

    private long settledEnd;
    private boolean wasOnline;
    private long[] items = new long[32];

    private JournalWriter(Blocks blocks, Sequence sequence, long bytesMax, long settledEnd)
            throws IOException {
        this.blocks = blocks;
        this.sequence = sequence;
        this.bytesMax = bytesMax;
        this.settledEnd = settledEnd;
        shape = new Shape((blocks.getInt(Format.INCOMPATIBLE_FLAGS) & Format.COMPACT) != 0);
        hash = new SipHash(blocks.getId(Format.FILE_ID).bytes());
        long end = blocks.getLong(Format.HEADER_SIZE) + blocks.getLong(Format.ARENA_SIZE);
        objects = new Objects(blocks, shape, end);
        data = new HashTable(objects, HashTable.Kind.ofData(shape));
        fields = new HashTable(objects, HashTable.Kind.ofFields());
        chains = new EntryChains(objects);
    }

    /**
     * Begins a file in an empty storage.
     *
     * @param bytesMax how large it may become, more or less
     */
    public static JournalWriter create(
            Storage storage, NewFile file, Sequence sequence, long bytesMax) throws IOException {
        Blocks blocks = new Blocks(storage, BLOCKS_MAX);
        int flags = Format.KEYED_HASH | (file.shape().isCompact() ? Format.COMPACT : 0);
        blocks.putZeros(0, Format.HEADER_BYTES);
        blocks.putLong(0, Format.SIGNATURE);
        blocks.putInt(Format.INCOMPATIBLE_FLAGS, flags);
        blocks.putByte(Format.STATE, Format.ONLINE);
        blocks.putId(Format.FILE_ID, file.id());
        blocks.putId(Format.MACHINE_ID, file.machine());
        blocks.putId(Format.TAIL_ENTRY_BOOT_ID, file.boot());
        blocks.putId(Format.SEQNUM_ID, sequence.id());
        // Whoever goes on with it before it has an entry must not give a number away again.
        blocks.putLong(Format.TAIL_ENTRY_SEQNUM, sequence.last());
        blocks.putLong(Format.HEADER_SIZE, Format.HEADER_BYTES);
        Objects objects = new Objects(blocks, file.shape(), Format.HEADER_BYTES);
        long fieldBytes = (long) file.fieldBuckets() * Format.BUCKET_BYTES;
        long fields = objects.add(Format.FIELD_HASH_TABLE, Format.OBJECT_BYTES + fieldBytes, 0);
        blocks.putLong(Format.FIELD_HASH_TABLE_OFFSET, fields + Format.OBJECT_BYTES);
        blocks.putLong(Format.FIELD_HASH_TABLE_SIZE, fieldBytes);
        long dataBytes = (long) file.dataBuckets() * Format.BUCKET_BYTES;
        long data = objects.add(Format.DATA_HASH_TABLE, Format.OBJECT_BYTES + dataBytes, 0);
        blocks.putLong(Format.DATA_HASH_TABLE_OFFSET, data + Format.OBJECT_BYTES);
        blocks.putLong(Format.DATA_HASH_TABLE_SIZE, dataBytes);
        return new JournalWriter(blocks, sequence, bytesMax, 0);
    }

    /**
     * Goes on with a file that is whole: who calls this knows that what was noted is written.
     *
     * @throws DamagedException where it is no file of ours, another machine's, archived or without
     *     whole hash tables: then it stays as it is, and a new one is begun
     */
    public static JournalWriter resume(Storage storage, Id128 machine, long bytesMax)
            throws IOException {
        Blocks blocks = new Blocks(storage, BLOCKS_MAX);
        if (blocks.getLong(0) != Format.SIGNATURE
                || blocks.getInt(Format.COMPATIBLE_FLAGS) != 0
                || (blocks.getInt(Format.INCOMPATIBLE_FLAGS) & ~Format.COMPACT) != Format.KEYED_HASH
                || blocks.getLong(Format.HEADER_SIZE) != Format.HEADER_BYTES) {
            throw new DamagedException("it isn't as we write it");
        }
        long end = Format.HEADER_BYTES + blocks.getLong(Format.ARENA_SIZE);
        if (end > storage.size() || end < Format.HEADER_BYTES || end % Format.ALIGNMENT != 0) {
            throw new DamagedException("it is shorter than it says");
        }
        if (blocks.getByte(Format.STATE) == Format.ARCHIVED) {
            throw new DamagedException("it is archived");
        }
        if (!blocks.getId(Format.MACHINE_ID).equals(machine)) {
            throw new DamagedException("another machine has written it");
        }
        Sequence sequence =
                new Sequence(
                        blocks.getId(Format.SEQNUM_ID), blocks.getLong(Format.TAIL_ENTRY_SEQNUM));
        JournalWriter writer = new JournalWriter(blocks, sequence, bytesMax, end);
        if (writer.objects.tailEnd() != end) {
            throw new DamagedException("it has room after its last object, as journald's have");
        }
        writer.wasOnline = blocks.getByte(Format.STATE) == Format.ONLINE;
        writer.setState(Format.ONLINE);
        return writer;
    }

    /**
     * Appends an entry, whether the file is full or not. A field that is there twice counts once. A
     * monotonic clock that is behind that of the boot's last entry counts as that.
     *
     * @param entryFields at least one, at most {@link #FIELDS_MAX}
     * @return its number
     */
    public long append(EntryTime time, List<Field> entryFields) throws IOException {
        EntryTime ordered = ordered(time);
        int count = place(entryFields);
        long xorHash =
                count == entryFields.size()
                        ? xorHash(entryFields)
                        : xorHash(entryFields.stream().distinct().toList());
        long seqnum = sequence.next();
        long entry = addEntry(ordered, seqnum, count);
        blocks.putLong(entry + Format.ENTRY_XOR_HASH, xorHash);
        chains.addToFile(entry);
        for (int i = 0; i < count; i++) {
            chains.addToData(items[i], entry);
        }
        updateHeader(ordered, seqnum, entry);
        return seqnum;
    }

    private static long xorHash(List<Field> fields) {
        long hash = 0;
        for (Field field : fields) {
            hash ^= field.plainHash();
        }
        return hash;
    }

    /**
     * Returns whether the next file is to be begun, and this one archived: it is as large as it may
     * become, or a hash table is filled to three quarters.
     */
    public boolean isFull() throws IOException {
        return blocks.getLong(Format.N_ENTRIES) > 0
                && (objects.end() >= bytesMax
                        || data.isFull(blocks.getLong(Format.N_DATA))
                        || fields.isFull(blocks.getLong(Format.N_FIELDS)));
    }

    private EntryTime ordered(EntryTime time) throws IOException {
        long last = blocks.getLong(Format.TAIL_ENTRY_MONOTONIC);
        boolean isEarlier =
                time.monotonicUsec() < last
                        && blocks.getLong(Format.N_ENTRIES) > 0
                        && blocks.getId(Format.TAIL_ENTRY_BOOT_ID).equals(time.boot());
        return isEarlier ? new EntryTime(time.realtimeUsec(), last, time.boot()) : time;
    }

    /** Finds or makes the data objects; returns how many there are, in the order of the file. */
    private int place(List<Field> entryFields) throws IOException {
        int count = entryFields.size();
        if (count == 0 || count > FIELDS_MAX) {
            throw new IllegalArgumentException("an entry of " + count + " fields");
        }
        if (items.length < count) {
            items = new long[Math.max(count, 2 * items.length)];
        }
        for (int i = 0; i < count; i++) {
            Field field = entryFields.get(i);
            long place = field.placeBy(owner);
            if (place == 0) {
                place = find(field);
                field.place(owner, place);
            }
            items[i] = place;
        }
        Arrays.sort(items, 0, count);
        int distinct = 1;
        for (int i = 1; i < count; i++) {
            if (items[i] != items[i - 1]) {
                items[distinct++] = items[i];
            }
        }
        return distinct;
    }

    private long find(Field field) throws IOException {
        byte[] payload = field.payload();
        long payloadHash = hash.of(payload, 0, payload.length);
        long found = data.find(payloadHash, payload);
        if (found != 0) {
            return found;
        }
        long made =
                objects.add(Format.DATA, (long) shape.dataBytes() + payload.length, Format.N_DATA);
        blocks.putLong(made + Format.HASH, payloadHash);
        blocks.putBytes(made + shape.dataBytes(), payload);
        data.add(payloadHash, made);
        long name = findName(Arrays.copyOf(payload, field.nameLength()));
        blocks.putLong(
                made + Format.DATA_NEXT_FIELD, blocks.getLong(name + Format.FIELD_HEAD_DATA));
        blocks.putLong(name + Format.FIELD_HEAD_DATA, made);
        return made;
    }

    private long findName(byte[] name) throws IOException {
        long nameHash = hash.of(name, 0, name.length);
        long found = fields.find(nameHash, name);
        if (found != 0) {
            return found;
        }
        long made =
                objects.add(Format.FIELD, (long) Format.FIELD_BYTES + name.length, Format.N_FIELDS);
        blocks.putLong(made + Format.HASH, nameHash);
        blocks.putBytes(made + Format.FIELD_BYTES, name);
        fields.add(nameHash, made);
        return made;
    }

    private long addEntry(EntryTime time, long seqnum, int count) throws IOException {
        int itemBytes = shape.entryItemBytes();
        long entry =
                objects.add(
                        Format.ENTRY,
                        Format.ENTRY_BYTES + (long) count * itemBytes,
                        Format.N_ENTRIES);
        blocks.putLong(entry + Format.ENTRY_SEQNUM, seqnum);
        blocks.putLong(entry + Format.ENTRY_REALTIME, time.realtimeUsec());
        blocks.putLong(entry + Format.ENTRY_MONOTONIC, time.monotonicUsec());
        blocks.putId(entry + Format.ENTRY_BOOT_ID, time.boot());
        for (int i = 0; i < count; i++) {
            long place = entry + Format.ENTRY_BYTES + (long) i * itemBytes;
            if (shape.isCompact()) {
                blocks.putInt(place, items[i]);
            } else {
                blocks.putLong(place, items[i]);
                blocks.putLong(place + 8, blocks.getLong(items[i] + Format.HASH));
            }
        }
        return entry;
    }

    private void updateHeader(EntryTime time, long seqnum, long entry) throws IOException {
        if (blocks.getLong(Format.HEAD_ENTRY_SEQNUM) == 0) {
            blocks.putLong(Format.HEAD_ENTRY_SEQNUM, seqnum);
            blocks.putLong(Format.HEAD_ENTRY_REALTIME, time.realtimeUsec());
        }
        blocks.putLong(Format.TAIL_ENTRY_SEQNUM, seqnum);
        blocks.putLong(Format.TAIL_ENTRY_REALTIME, time.realtimeUsec());
        blocks.putLong(Format.TAIL_ENTRY_MONOTONIC, time.monotonicUsec());
        blocks.putId(Format.TAIL_ENTRY_BOOT_ID, time.boot());
        blocks.putLong(Format.TAIL_ENTRY_OFFSET, entry);
    }

    /** Says what the file is from now on: {@link Format#OFFLINE}, online or archived. */
    public void setState(byte state) throws IOException {
        blocks.putByte(Format.STATE, state);
    }

    /** Returns what is to be written; it counts until something is appended. */
    public Changes changes() {
        return blocks.changes(settledEnd);
    }

    /** The changes are written. */
    public void settled() {
        settledEnd = objects.end();
        blocks.settle();
    }

    /** Writes the changes, for an owner who notes nothing. */
    public void commit() throws IOException {
        Changes changes = changes();
        changes.takeRoom(blocks.storage());
        changes.finish(blocks.storage());
        settled();
    }

    /** Returns whether nobody had closed it when it was gone on with. */
    public boolean wasOnline() {
        return wasOnline;
    }

    /** Returns the boot of its last entry; of its making where it has none. */
    public Id128 boot() throws IOException {
        return blocks.getId(Format.TAIL_ENTRY_BOOT_ID);
    }

    /** Returns when its last entry was written, in microseconds since 1970; 0 without any. */
    public long lastRealtimeUsec() throws IOException {
        return blocks.getLong(Format.TAIL_ENTRY_REALTIME);
    }

    /** Returns what numbers its entries, and those of its successors. */
    public Sequence sequence() {
        return sequence;
    }

    /** Returns its first entry's number and time, as its archived name has them; 0 without any. */
    public Head head() throws IOException {
        return new Head(
                blocks.getLong(Format.HEAD_ENTRY_SEQNUM),
                blocks.getLong(Format.HEAD_ENTRY_REALTIME));
    }

    /**
     * A file's first entry.
     *
     * @param realtimeUsec microseconds since 1970
     */
    public record Head(long seqnum, long realtimeUsec) {}

    /** Returns how many bytes of it are used. */
    public long usedBytes() {
        return objects.end();
    }

    /** Returns how many data objects it has: what its successor will need. */
    public long dataCount() throws IOException {
        return blocks.getLong(Format.N_DATA);
    }

    /** Lets go of what is kept of the file in memory, and can be read again. */
    public void shrink() {
        blocks.shrink();
    }
}
