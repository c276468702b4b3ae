package hearth.daemon.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads files of {@code /proc} and {@code /sys}. Their size is no number of bytes, and a setting
 * below {@code /proc/sys} has its end behind the first read, however little that took: so the first
 * read asks for more than such a file ever has.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_sys.5.html">proc_sys(5)</a>
 */
public final class KernelFile {
    /** Bytes of one read: the kernel gives settings at most a page, and lists in pieces. */
    private static final int READ_BYTES = 64 << 10;

    private KernelFile() {}

    /** Returns what is in a file. */
    public static byte[] bytes(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer piece = ByteBuffer.allocate(READ_BYTES);
            var all = new ByteArrayOutputStream(0);
            while (channel.read(piece) > 0) {
                all.write(piece.array(), 0, piece.position());
                piece.clear();
            }
            return all.toByteArray();
        }
    }

    /** Returns the beginning of a file: whoever runs a process chooses how long some are. */
    public static byte[] beginning(Path file, int bytesMax) throws IOException {
        ByteBuffer beginning = ByteBuffer.allocate(bytesMax);
        readBeginning(file, beginning);
        return Arrays.copyOf(beginning.array(), beginning.limit());
    }

    /** Reads the beginning of a file into the whole of a buffer, for who reads many. */
    static void readBeginning(Path file, ByteBuffer into) throws IOException {
        into.clear();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            while (into.hasRemaining() && channel.read(into) > 0) {
                // more may come
            }
        }
        into.flip();
    }

    /**
     * Hands over the lines of a file, without their ends; the text is valid until the consumer
     * returns.
     *
     * @param longest bytes of a line, at most a quarter of a read; what is longer is passed over
     */
    public static void lines(ReadableByteChannel file, int longest, Consumer<ByteBuffer> consumer)
            throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(READ_BYTES);
        boolean isTooLong = false; // what has been read of the present line was dropped
        int seen = 0;
        while (file.read(piece) > 0) {
            int begin = 0;
            for (int i = seen; i < piece.position(); i++) {
                if (piece.get(i) == '\n') {
                    if (!isTooLong && i - begin <= longest) {
                        consumer.accept(piece.slice(begin, i - begin));
                    }
                    isTooLong = false;
                    begin = i + 1;
                }
            }
            piece.flip().position(begin).compact();
            if (isTooLong || piece.position() > longest) {
                isTooLong = true;
                piece.clear();
            }
            seen = piece.position();
        }
        if (!isTooLong && seen > 0) {
            consumer.accept(piece.slice(0, seen));
        }
    }

    /** Returns the text in a file. */
    public static String text(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }
}
