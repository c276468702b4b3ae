package hearth.daemon.log.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearth.daemon.machine.KernelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Whose the numbers are that are given to accounts for their namespaces, as files say it: the name
 * service is not asked, since it may keep whoever asks waiting. They are read at most once in some
 * seconds. Belongs to the thread that writes logs.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/subuid.5.html">subuid(5)</a>
 */
final class SubordinateUsers {
    /** How long what was read is believed. */
    private static final long KNOWN_USEC = 10_000_000;

    /** Bytes of a file that are read: some 20,000 accounts. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    private static final int RANGE_PARTS = 3;

    private final Path directory;
    private List<Range> ranges = List.of();
    private long readUsec;
    private boolean isRead;

    private record Range(long first, long count, int owner) {}

    /**
     * Makes one that has read nothing yet.
     *
     * @param directory where {@code subuid} and {@code passwd} are
     */
    SubordinateUsers(Path directory) {
        this.directory = directory;
    }

    /** Returns whose a number is; nothing where it is given to nobody. */
    OptionalInt ownerOf(int uid, long nowUsec) {
        if (!isRead || nowUsec - readUsec >= KNOWN_USEC) {
            ranges = read();
            readUsec = nowUsec;
            isRead = true;
        }
        long number = Integer.toUnsignedLong(uid);
        for (Range range : ranges) {
            if (number >= range.first && number - range.first < range.count) {
                return OptionalInt.of(range.owner);
            }
        }
        return OptionalInt.empty();
    }

    private List<Range> read() {
        var read = new ArrayList<Range>();
        Map<String, Integer> names = new HashMap<>();
        for (String line : lines("passwd")) {
            String[] parts = line.split(":", -1);
            if (parts.length > 2) {
                number(parts[2]).ifPresent(uid -> names.putIfAbsent(parts[0], uid));
            }
        }
        for (String line : lines("subuid")) {
            String[] parts = line.split(":", -1);
            if (parts.length == RANGE_PARTS) {
                Integer named = names.get(parts[0]);
                OptionalInt owner = named == null ? number(parts[0]) : OptionalInt.of(named);
                OptionalInt first = number(parts[1]);
                OptionalInt count = number(parts[2]);
                if (owner.isPresent() && first.isPresent() && count.isPresent()) {
                    read.add(
                            new Range(
                                    Integer.toUnsignedLong(first.getAsInt()),
                                    Integer.toUnsignedLong(count.getAsInt()),
                                    owner.getAsInt()));
                }
            }
        }
        return read;
    }

    private static OptionalInt number(String text) {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(text.strip()));
        } catch (NumberFormatException _) {
            return OptionalInt.empty();
        }
    }

    private List<String> lines(String name) {
        try {
            byte[] bytes = KernelFile.beginning(directory.resolve(name), FILE_BYTES_MAX);
            return new String(bytes, UTF_8).lines().toList();
        } catch (IOException _) {
            return List.of(); // there need be none
        }
    }
}
