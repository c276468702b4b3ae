package hearth.daemon.configuration;

import hearth.unit.syntax.UnitFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A configuration file with its drop-ins, as systemd finds them: the main file from the first
 * directory that has it, then {@code NAME.d/*.conf} of all directories by file name, the first
 * directory winning where two have the same name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/logind.conf.5.html">logind.conf(5),
 *     CONFIGURATION DIRECTORIES AND PRECEDENCE</a>
 */
final class ConfigurationFiles {
    private static final long FILE_BYTES_MAX = 1 << 20;

    /** One line that says something. */
    record Assignment(String section, String name, String value, String file, int line) {}

    private final Consumer<String> complaints;

    /** Whether all that there may be could be read. */
    private boolean isWhole = true;

    /**
     * Makes a reader.
     *
     * @param complaints told what cannot be read or understood: file, line, cause
     */
    ConfigurationFiles(Consumer<String> complaints) {
        this.complaints = complaints;
    }

    /**
     * Returns all assignments in the order in which they count, the last one winning.
     *
     * @param directories by precedence, such as {@code /etc/systemd}
     * @param name such as {@code logind.conf}
     */
    List<Assignment> read(List<Path> directories, String name) {
        var assignments = new ArrayList<Assignment>();
        directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::exists)
                .findFirst()
                .ifPresent(file -> add(assignments, file));
        dropIns(directories, name + ".d").forEach(file -> add(assignments, file));
        return assignments;
    }

    /** Whether all that there may be could be read so far. */
    boolean isWhole() {
        return isWhole;
    }

    /**
     * Returns the assignments of one file.
     *
     * @param file a drop-in; one that is not a regular file says nothing
     */
    List<Assignment> read(Path file) {
        var assignments = new ArrayList<Assignment>();
        add(assignments, file);
        return assignments;
    }

    /**
     * Returns the files {@code *.conf} of some directories by their names, the first directory
     * winning.
     *
     * @param name the directories' own, as {@code logind.conf.d}
     */
    List<Path> dropIns(List<Path> directories, String name) {
        var byName = new TreeMap<String, Path>();
        for (Path directory : directories) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(directory.resolve(name), "*.conf")) {
                files.forEach(file -> byName.putIfAbsent(String.valueOf(file.getFileName()), file));
            } catch (NoSuchFileException | NotDirectoryException _) {
                // most directories are not there
            } catch (IOException e) {
                isWhole = false;
                complaints.accept(directory.resolve(name) + ": " + e.getMessage());
            }
        }
        return List.copyOf(byName.values());
    }

    private void add(List<Assignment> assignments, Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > FILE_BYTES_MAX) {
                return; // /dev/null masks a drop-in
            }
            UnitFile content = UnitFile.parse(Files.readAllBytes(file));
            content.problems()
                    .forEach(problem ->
                            complaints.accept(
                                    file + ":" + problem.line() + ": " + problem.message()));
            for (UnitFile.Directive directive : content.directives()) {
                assignments.add(
                        new Assignment(
                                directive.section(),
                                directive.name(),
                                directive.value(),
                                file.toString(),
                                directive.line()));
            }
        } catch (IOException e) {
            isWhole = false;
            complaints.accept(file + " cannot be read: " + e.getMessage());
        }
    }
}
