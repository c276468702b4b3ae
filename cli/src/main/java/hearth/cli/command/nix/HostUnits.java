package hearth.cli.command.nix;

import hearth.unit.UnitName;
import hearth.unit.tree.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The units that packages have installed for users' managers. */
final class HostUnits {
    private static final List<String> DIRECTORIES =
            List.of(
                    "usr/local/share/systemd/user",
                    "usr/share/systemd/user",
                    "usr/local/lib/systemd/user",
                    "usr/lib/systemd/user",
                    SearchPath.BUILT_IN.substring(1) + "/user");

    private HostUnits() {}

    /** Returns the names of their files. */
    static Set<String> names(Ground ground) {
        Set<String> names = new TreeSet<>();
        for (String directory : DIRECTORIES) {
            add(ground.root().resolve(directory), names);
        }
        add(ground.imageUnits(), names);
        return names;
    }

    private static void add(Path directory, Set<String> names) {
        try (Stream<Path> entries = Files.list(directory)) {
            entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(UnitName::isValid)
                    .forEach(names::add);
        } catch (IOException e) {
            // most machines have only some of these directories
        }
    }
}
