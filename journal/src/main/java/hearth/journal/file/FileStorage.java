package hearth.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** A journal file on disk. */
public final class FileStorage implements Storage {
    private final FileChannel channel;

    private FileStorage(FileChannel channel) {
        this.channel = channel;
    }

    /** Opens a file for reading; a symbolic link is none. */
    public static FileStorage toRead(Path file) throws IOException {
        return open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** Opens a file for reading and writing; a symbolic link is none. */
    public static FileStorage toWrite(Path file) throws IOException {
        return open(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Makes a file.
     *
     * @throws java.nio.file.FileAlreadyExistsException where something has that name, a link too
     */
    public static FileStorage create(Path file, FileAttribute<?>... attributes) throws IOException {
        return open(
                file,
                Set.of(
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.CREATE_NEW),
                attributes);
    }

    private static FileStorage open(
            Path file, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return new FileStorage(FileChannel.open(file, options, attributes));
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position() - at) <= 0) {
                break;
            }
        }
        return buffer.position() - at;
    }

    @Override
    public void write(long offset, byte[] from, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(from, at, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer, offset + buffer.position() - at);
        }
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
