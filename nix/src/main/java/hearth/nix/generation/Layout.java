package hearth.nix.generation;

import hearth.nix.render.Directory;
import hearth.nix.render.FileName;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where one owner's directories lie.
 *
 * @param directories one for each; a place that the owner has no use for may be missing
 * @param state where generations of all declarations are kept
 */
public record Layout(Map<Directory, Path> directories, Path state) {
    /** Where root keeps generations. */
    private static final String SYSTEM_STATE = "var/lib/hearth/nix";

    /** Where a user keeps generations, below {@code $XDG_STATE_HOME}. */
    private static final String USER_STATE = "hearth/nix";

    public Layout {
        Map<Directory, Path> copy = new EnumMap<>(Directory.class);
        copy.putAll(directories);
        directories = Collections.unmodifiableMap(copy);
    }

    /**
     * Returns root's, for units of everybody.
     *
     * @param root of the file system: {@code /}
     * @param name of the declarations
     */
    public static Layout ofSystem(Path root, DeclarationName name) {
        Path state = root.resolve(SYSTEM_STATE);
        Map<Directory, Path> directories = new EnumMap<>(Directory.class);
        directories.put(Directory.UNITS, root.resolve("etc/systemd/user"));
        directories.put(Directory.MANAGER, root.resolve("etc/systemd/user.conf.d"));
        directories.put(Directory.LOGIN, root.resolve("etc/systemd/logind.conf.d"));
        directories.put(Directory.TMPFILES, root.resolve("etc/xdg/user-tmpfiles.d"));
        directories.put(Directory.SCRIPTS, state.resolve(name.text()).resolve("scripts"));
        return new Layout(directories, state);
    }

    /**
     * Returns a user's.
     *
     * @param configHome {@code $XDG_CONFIG_HOME}, usually {@code ~/.config}
     * @param stateHome {@code $XDG_STATE_HOME}, usually {@code ~/.local/state}
     * @param name of the declarations
     */
    public static Layout ofUser(Path configHome, Path stateHome, DeclarationName name) {
        Path state = stateHome.resolve(USER_STATE);
        Map<Directory, Path> directories = new EnumMap<>(Directory.class);
        directories.put(Directory.UNITS, configHome.resolve("systemd/user"));
        directories.put(Directory.MANAGER, configHome.resolve("systemd/user.conf.d"));
        directories.put(Directory.TMPFILES, configHome.resolve("user-tmpfiles.d"));
        directories.put(Directory.ENVIRONMENT, configHome.resolve("environment.d"));
        directories.put(Directory.SCRIPTS, state.resolve(name.text()).resolve("scripts"));
        return new Layout(directories, state);
    }

    /** Returns where a directory lies; nothing where the owner has none of that kind. */
    public Optional<Path> path(Directory directory) {
        return Optional.ofNullable(directories.get(directory));
    }

    /** Returns where a file lies; nothing where the owner has no directory for it. */
    public Optional<Path> path(FileName name) {
        return path(name.directory()).map(directory -> directory.resolve(name.path()));
    }
}
