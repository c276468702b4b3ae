package hearth.journal.read;

import hearth.journal.DamagedException;
import hearth.journal.EntryTime;
import hearth.journal.JenkinsHash;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import hearth.journal.file.SipHash;
import hearth.journal.file.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One journal file that is read, by whomever it was written, and while it is written. Belongs to
 * one thread.
 *
 * <p>Nothing in it is believed: whatever it holds, a question ends with an answer or a {@link
 * DamagedException}, after steps that the file's size bounds.
 */
public final class JournalFile implements AutoCloseable {
    /** Objects of one place of a hash table that are looked at: old hashes have no key. */
    private static final int CHAIN_MAX = 100_000;

    /** Bytes of an entry's fields that are read: a heap is small. */
    private static final long ENTRY_BYTES_MAX = 16 << 20;

    /** Fields of an entry that are read: journald writes 1,024 at most. */
    private static final long FIELDS_MAX = 16_384;

    private final Storage storage;
    private final Blocks blocks;
    private FileHeader header;
    private Optional<String> damage = Optional.empty();

    private JournalFile(Storage storage, Blocks blocks) throws IOException {
        this.storage = storage;
        this.blocks = blocks;
        header = FileHeader.read(blocks);
    }

    /**
     * Opens a file, which is the caller's to close where this throws.
     *
     * @param blocksMax how many blocks of 4 KiB are kept of it
     * @throws DamagedException where it is no journal file, or needs what is not known here
     */
    public static JournalFile open(Storage storage, int blocksMax) throws IOException {
        return new JournalFile(storage, new Blocks(storage, blocksMax));
    }

    /** Returns what its header says. */
    public FileHeader header() {
        return header;
    }

    /** Sees what was written meanwhile. */
    public void refresh() throws IOException {
        blocks.forget();
        header = FileHeader.read(blocks);
    }

    /** Returns all entries. */
    EntryList entries() throws IOException {
        return new EntryList(
                blocks,
                header.shape(),
                0,
                blocks.getLong(Format.ENTRY_ARRAY_OFFSET),
                header.entries());
    }

    /** Returns the entries that have a field. */
    EntryFinder entriesOf(byte[] payload) throws IOException {
        long data = find(payload);
        return data == 0
                ? EntryFinder.NONE
                : noted(
                        new EntryList(
                                blocks,
                                header.shape(),
                                blocks.getLong(data + Format.DATA_ENTRY),
                                blocks.getLong(data + Format.DATA_ENTRY_ARRAY),
                                blocks.getLong(data + Format.DATA_N_ENTRIES)));
    }

    private EntryList noted(EntryList list) {
        if (list.damage().isPresent()) {
            damage = list.damage();
        }
        return list;
    }

    /** Returns why entries may be missing, once. */
    Optional<String> takeDamage() {
        Optional<String> taken = damage;
        damage = Optional.empty();
        return taken;
    }

    /** Returns the data object of a field, or 0. */
    private long find(byte[] payload) throws IOException {
        long hash =
                header.isKeyed()
                        ? new SipHash(header.fileId().bytes()).of(payload, 0, payload.length)
                        : JenkinsHash.of(payload, 0, payload.length);
        long table = blocks.getLong(Format.DATA_HASH_TABLE_OFFSET);
        long buckets = blocks.getLong(Format.DATA_HASH_TABLE_SIZE) / Format.BUCKET_BYTES;
        if (buckets <= 0 || (table & 7) != 0 || table < 0) {
            throw new DamagedException("it has no hash table");
        }
        long bucket = table + Long.remainderUnsigned(hash, buckets) * Format.BUCKET_BYTES;
        long data = blocks.getLong(bucket);
        long fileBytes = storage.size();
        for (int steps = 0; data != 0; steps++) {
            long size = FileObjects.size(blocks, data, Format.DATA, fileBytes);
            if (blocks.getLong(data + Format.HASH) == hash && isPayload(data, size, payload)) {
                return data;
            }
            long next = blocks.getLong(data + Format.NEXT_HASH);
            if ((next != 0 && next <= data) || steps == CHAIN_MAX) {
                throw new DamagedException("a chain of its hash table has no end");
            }
            data = next;
        }
        return 0;
    }

    private boolean isPayload(long data, long size, byte[] payload) throws IOException {
        boolean isCompressed = blocks.getByte(data + Format.OBJECT_FLAGS) != 0;
        int start = header.shape().dataBytes();
        // What is compressed is known by its hash alone.
        return isCompressed
                || (size == start + (long) payload.length && blocks.has(data + start, payload));
    }

    /** Returns which entry stands at an offset. */
    EntryCursor cursor(long entry) throws IOException {
        FileObjects.size(blocks, entry, Format.ENTRY, storage.size());
        return new EntryCursor(
                header.sequence(),
                blocks.getLong(entry + Format.ENTRY_SEQNUM),
                new EntryTime(
                        blocks.getLong(entry + Format.ENTRY_REALTIME),
                        blocks.getLong(entry + Format.ENTRY_MONOTONIC),
                        blocks.getId(entry + Format.ENTRY_BOOT_ID)),
                blocks.getLong(entry + Format.ENTRY_XOR_HASH));
    }

    /** Returns the entry at an offset; fields that cannot be read are left out, with the reason. */
    Entry read(long entry) throws IOException {
        long size = FileObjects.size(blocks, entry, Format.ENTRY, storage.size());
        int itemBytes = header.shape().entryItemBytes();
        long items = Math.min(FIELDS_MAX, (size - Format.ENTRY_BYTES) / itemBytes);
        List<byte[]> payloads = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        long left = ENTRY_BYTES_MAX;
        for (long i = 0; i < items; i++) {
            long place = entry + Format.ENTRY_BYTES + i * itemBytes;
            long data = itemBytes == 4 ? blocks.getInt(place) : blocks.getLong(place);
            try {
                byte[] payload = payload(data, left);
                left -= payload.length;
                payloads.add(payload);
            } catch (DamagedException e) {
                unreadable.add(e.damage());
            }
        }
        return new Entry(cursor(entry), payloads, unreadable);
    }

    private byte[] payload(long data, long most) throws IOException {
        Shape shape = header.shape();
        long size = FileObjects.size(blocks, data, Format.DATA, storage.size());
        long length = size - shape.dataBytes();
        byte compression = blocks.getByte(data + Format.OBJECT_FLAGS);
        if (compression != 0) {
            throw new DamagedException("a field is compressed with " + name(compression));
        }
        if (length < 0 || length > most) {
            throw new DamagedException("a field has " + length + " bytes");
        }
        byte[] payload = new byte[(int) length];
        blocks.getBytes(data + shape.dataBytes(), payload, 0, payload.length);
        return payload;
    }

    private static String name(byte compression) {
        return switch (compression) {
            case Format.COMPRESSED_XZ -> "xz";
            case Format.COMPRESSED_LZ4 -> "lz4";
            case Format.COMPRESSED_ZSTD -> "zstd";
            default -> "something unknown (" + compression + ")";
        };
    }

    /** Returns the first entry at or after a place in time, or 0. */
    long firstFrom(Place place) throws IOException {
        return switch (place) {
            case Place.Head _ -> entries().atOrAfter(0);
            case Place.Tail _ -> 0;
            case Place.Realtime time ->
                    entries()
                            .firstWhere(entry ->
                                    Long.compareUnsigned(
                                                    cursor(entry).time().realtimeUsec(),
                                                    time.usec())
                                            >= 0);
            case Place.At at -> firstFrom(at.cursor());
        };
    }

    private long firstFrom(EntryCursor wanted) throws IOException {
        if (!header.sequence().equals(wanted.sequence())) {
            byte[] boot = ("_BOOT_ID=" + wanted.time().boot()).getBytes(StandardCharsets.US_ASCII);
            if (entriesOf(boot) instanceof EntryList ofBoot) {
                long found = ofBoot.firstWhere(entry -> cursor(entry).compareTo(wanted) >= 0);
                if (found != 0) {
                    return found;
                }
            }
        }
        return entries().firstWhere(entry -> cursor(entry).compareTo(wanted) >= 0);
    }

    @Override
    public void close() throws IOException {
        storage.close();
    }
}
