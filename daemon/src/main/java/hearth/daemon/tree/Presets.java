package hearth.daemon.tree;

import hearth.unit.install.PresetRules;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the distributor and the administrator want enabled for users; read again only when a
 * directory has changed. For the files worker.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.preset.5.html">systemd.preset(5)</a>
 */
final class Presets {
    /** Where they lie, first wins where two files have the same name. All of it is root's. */
    private static final List<Path> DIRECTORIES =
            List.of(
                    Path.of("/etc/systemd/user-preset"),
                    Path.of("/run/systemd/user-preset"),
                    Path.of("/usr/local/lib/systemd/user-preset"),
                    Path.of("/usr/lib/systemd/user-preset"));

    /** Bytes of a file of rules. */
    private static final long FILE_BYTES_MAX = 1 << 20;

    private List<FileTime> times = List.of();
    private PresetRules rules = PresetRules.NONE;

    /** Returns the rules of this machine. */
    PresetRules read() {
        List<FileTime> now = DIRECTORIES.stream().map(Presets::changed).toList();
        if (!now.equals(times)) {
            Map<String, String> files = new HashMap<>();
            DIRECTORIES.forEach(directory -> addFiles(files, directory));
            rules = PresetRules.parse(files);
            times = now;
        }
        return rules;
    }

    private static FileTime changed(Path directory) {
        try {
            return Files.getLastModifiedTime(directory);
        } catch (IOException _) {
            return FileTime.fromMillis(0); // it is not there
        }
    }

    private static void addFiles(Map<String, String> files, Path directory) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.preset")) {
            for (Path file : found) {
                String name = String.valueOf(file.getFileName());
                if (!files.containsKey(name) && Files.size(file) <= FILE_BYTES_MAX) {
                    files.put(name, Files.readString(file));
                }
            }
        } catch (IOException _) {
            // most directories are not there, and a file that cannot be read rules nothing
        }
    }
}
