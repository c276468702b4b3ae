package hearth.journal.read;

import hearth.journal.DamagedException;
import hearth.journal.Id128;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import java.io.IOException;

/**
 * What the header of a file says.
 *
 * @param state {@link Format#OFFLINE}, online or archived
 * @param isKeyed whether the file's id is the key of its hashes
 * @param usedBytes of the file
 * @param headSeqnum the first entry's number, 0 where there is none
 * @param headRealtimeUsec when the first entry was written
 */
public record FileHeader(
        byte state,
        Id128 fileId,
        Id128 machine,
        Id128 sequence,
        Shape shape,
        boolean isKeyed,
        long usedBytes,
        long entries,
        long dataObjects,
        long headSeqnum,
        long tailSeqnum,
        long headRealtimeUsec,
        long tailRealtimeUsec) {

    /**
     * Reads a header.
     *
     * @throws DamagedException where it is none, or needs what is not known here
     */
    static FileHeader read(Blocks blocks) throws IOException {
        if (blocks.getLong(0) != Format.SIGNATURE) {
            throw new DamagedException("it isn't a journal file");
        }
        int flags = (int) blocks.getInt(Format.INCOMPATIBLE_FLAGS);
        if ((flags & ~Format.KNOWN_FLAGS) != 0) {
            throw new DamagedException("its format is newer than this program");
        }
        long headerBytes = blocks.getLong(Format.HEADER_SIZE);
        if (headerBytes < Format.HEADER_BYTES_MIN || headerBytes > blocks.storage().size()) {
            throw new DamagedException("its header has " + headerBytes + " bytes");
        }
        return new FileHeader(
                blocks.getByte(Format.STATE),
                blocks.getId(Format.FILE_ID),
                blocks.getId(Format.MACHINE_ID),
                blocks.getId(Format.SEQNUM_ID),
                new Shape((flags & Format.COMPACT) != 0),
                (flags & Format.KEYED_HASH) != 0,
                headerBytes + blocks.getLong(Format.ARENA_SIZE),
                blocks.getLong(Format.N_ENTRIES),
                headerBytes > Format.N_DATA ? blocks.getLong(Format.N_DATA) : 0,
                blocks.getLong(Format.HEAD_ENTRY_SEQNUM),
                blocks.getLong(Format.TAIL_ENTRY_SEQNUM),
                blocks.getLong(Format.HEAD_ENTRY_REALTIME),
                blocks.getLong(Format.TAIL_ENTRY_REALTIME));
    }
}
