package hearth.daemon.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Returns the text in a file. */
    public static String text(Path file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }
}
