package hearth.journal.read;

import hearth.journal.DamagedException;
import hearth.journal.file.Blocks;
import hearth.journal.file.Format;
import java.io.IOException;

/** Checks objects of a file that anybody may have damaged. */
final class FileObjects {
    private FileObjects() {}

    /**
     * Returns an object's size.
     *
     * @throws DamagedException where there is no such object there
     */
    static long size(Blocks blocks, long offset, byte type, long fileBytes) throws IOException {
        if ((offset & 7) != 0 || offset < Format.HEADER_BYTES_MIN || offset > fileBytes) {
            throw new DamagedException("it has no object at " + Long.toUnsignedString(offset));
        }
        byte found = blocks.getByte(offset + Format.OBJECT_TYPE);
        if (found != type) {
            throw new DamagedException(
                    "the object at %d is of type %d, not %d".formatted(offset, found, type));
        }
        long size = blocks.getLong(offset + Format.OBJECT_SIZE);
        if (size < smallest(type) || size > fileBytes - offset) {
            throw new DamagedException(
                    "the object at %d has %s bytes".formatted(offset, Long.toUnsignedString(size)));
        }
        return size;
    }

    private static int smallest(byte type) {
        return switch (type) {
            case Format.DATA -> Format.DATA_BYTES;
            case Format.FIELD -> Format.FIELD_BYTES;
            case Format.ENTRY -> Format.ENTRY_BYTES;
            case Format.ENTRY_ARRAY -> Format.ARRAY_BYTES;
            default -> Format.OBJECT_BYTES;
        };
    }
}
