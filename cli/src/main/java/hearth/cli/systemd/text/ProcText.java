package hearth.cli.systemd.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the kernel says in short files. */
public final class ProcText {
    /** Longer than any name that is read here. */
    private static final int MAX_BYTES = 4096;

    private ProcText() {}

    /** Returns a file's text without its line feed; nothing where it cannot be read. */
    public static Optional<String> read(String file) {
        var bytes = new byte[MAX_BYTES];
        try (InputStream input = Files.newInputStream(Path.of(file))) {
            // Once: a file below /proc/sys has nothing behind its first read.
            int count = input.read(bytes);
            return Optional.of(
                    new String(bytes, 0, Math.max(0, count), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns what a process is called; nothing where it is gone. */
    public static Optional<String> nameOf(long pid) {
        return read("/proc/" + pid + "/comm").filter(name -> !name.isEmpty());
    }

    /** Returns the machine's name. */
    public static String hostName() {
        return read("/proc/sys/kernel/hostname").orElse("localhost");
    }
}
