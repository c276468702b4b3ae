package hearth.unit.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Where units are looked for.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5), UNIT
 *     FILE LOAD PATH</a>
 */
public final class SearchPath {
    /** Where the package installs Hearth's own standard units. */
    public static final String BUILT_IN = "/usr/lib/hearth/units";

    private SearchPath() {}

    /**
     * What a user's search path depends on.
     *
     * @param runtimeDirectory {@code $XDG_RUNTIME_DIR}
     * @param configHome {@code $XDG_CONFIG_HOME}, usually {@code ~/.config}
     * @param dataHome {@code $XDG_DATA_HOME}, usually {@code ~/.local/share}
     * @param configDirectories {@code $XDG_CONFIG_DIRS}, usually {@code /etc/xdg}
     * @param dataDirectories {@code $XDG_DATA_DIRS}, usually {@code /usr/local/share} and {@code
     *     /usr/share}
     */
    public record UserDirectories(
            String runtimeDirectory,
            String configHome,
            String dataHome,
            List<String> configDirectories,
            List<String> dataDirectories) {
        public UserDirectories {
            configDirectories = List.copyOf(configDirectories);
            dataDirectories = List.copyOf(dataDirectories);
        }

        /** Returns the directories of a user who has set nothing. */
        public static UserDirectories of(String home, String runtimeDirectory) {
            return new UserDirectories(
                    runtimeDirectory,
                    home + "/.config",
                    home + "/.local/share",
                    List.of("/etc/xdg"),
                    List.of("/usr/local/share", "/usr/share"));
        }
    }

    /**
     * Returns the search path of a user's manager, first wins.
     *
     * @param builtIn where Hearth's own standard units are, {@link #BUILT_IN} where it is installed
     */
    public static List<Place> ofUser(UserDirectories user, String builtIn) {
        String runtime = user.runtimeDirectory() + "/systemd";
        List<Place> places = new ArrayList<>();
        places.add(new Place(user.configHome() + "/systemd/user.control", Place.Role.CONTROL));
        places.add(new Place(runtime + "/user.control", Place.Role.RUNTIME_CONTROL));
        places.add(new Place(runtime + "/transient", Place.Role.TRANSIENT));
        places.add(new Place(runtime + "/generator.early", Place.Role.GENERATOR_EARLY));
        places.add(new Place(user.configHome() + "/systemd/user", Place.Role.CONFIG));
        for (String directory : user.configDirectories()) {
            places.add(new Place(directory + "/systemd/user", Place.Role.ADMINISTRATOR));
        }
        places.add(new Place("/etc/systemd/user", Place.Role.ADMINISTRATOR));
        places.add(new Place(runtime + "/user", Place.Role.RUNTIME_CONFIG));
        places.add(new Place("/run/systemd/user", Place.Role.ADMINISTRATOR_RUNTIME));
        places.add(new Place(runtime + "/generator", Place.Role.GENERATOR));
        places.add(new Place(user.dataHome() + "/systemd/user", Place.Role.VENDOR));
        for (String directory : user.dataDirectories()) {
            places.add(new Place(directory + "/systemd/user", Place.Role.VENDOR));
        }
        places.add(new Place("/usr/local/lib/systemd/user", Place.Role.VENDOR));
        places.add(new Place("/usr/lib/systemd/user", Place.Role.VENDOR));
        places.add(new Place(runtime + "/generator.late", Place.Role.GENERATOR_LATE));
        places.add(new Place(builtIn + "/user", Place.Role.BUILT_IN));
        return List.copyOf(places);
    }

    /**
     * Returns the search path of the system's manager, first wins.
     *
     * @param builtIn where Hearth's own standard units are, {@link #BUILT_IN} where it is installed
     */
    public static List<Place> ofSystem(String builtIn) {
        return List.of(
                new Place("/etc/systemd/system.control", Place.Role.CONTROL),
                new Place("/run/systemd/system.control", Place.Role.RUNTIME_CONTROL),
                new Place("/run/systemd/transient", Place.Role.TRANSIENT),
                new Place("/run/systemd/generator.early", Place.Role.GENERATOR_EARLY),
                new Place("/etc/systemd/system", Place.Role.CONFIG),
                new Place("/etc/systemd/system.attached", Place.Role.ADMINISTRATOR),
                new Place("/run/systemd/system", Place.Role.RUNTIME_CONFIG),
                new Place("/run/systemd/system.attached", Place.Role.ADMINISTRATOR_RUNTIME),
                new Place("/run/systemd/generator", Place.Role.GENERATOR),
                new Place("/usr/local/lib/systemd/system", Place.Role.VENDOR),
                new Place("/usr/lib/systemd/system", Place.Role.VENDOR),
                new Place("/run/systemd/generator.late", Place.Role.GENERATOR_LATE),
                new Place(builtIn + "/system", Place.Role.BUILT_IN));
    }

    /**
     * Returns whether a place belongs to root, so that its directory serves all users. One that
     * goes a roundabout way may lead anywhere, so it does not.
     */
    public static boolean isShared(Place place) {
        String path = place.path();
        if (path.contains("//") || (path + "/").contains("/./") || (path + "/").contains("/../")) {
            return false;
        }
        return path.startsWith("/etc/")
                || path.startsWith("/usr/")
                || (path.startsWith("/run/") && !path.startsWith("/run/user/"));
    }
}
