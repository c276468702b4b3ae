package hearth.cli.command.files;

import hearth.cli.client.HearthManager;
import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.client.UserSpecifiers;
import hearth.unit.Specifiers;
import hearth.unit.tree.Place;
import hearth.unit.tree.SearchPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's units are looked for, and what their specifiers stand for.
 *
 * @param places in order of priority
 * @param specifiers as the manager tells them, else enough to say whether a file makes sense
 */
public record UnitPlaces(List<Place> places, Specifiers specifiers) {
    /** Where the image has its own copies of the standard units. */
    private static final String BUILT_IN = System.getProperty("java.home") + "/units";

    /** Copies the list. */
    public UnitPlaces {
        places = List.copyOf(places);
    }

    /** Returns those of whoever has this environment, whether a manager runs or not. */
    public static UnitPlaces of(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "/");
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "/run/user/0");
        var directories =
                new SearchPath.UserDirectories(
                        runtime,
                        environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config"),
                        environment.getOrDefault("XDG_DATA_HOME", home + "/.local/share"),
                        list(environment, "XDG_CONFIG_DIRS", "/etc/xdg"),
                        list(environment, "XDG_DATA_DIRS", "/usr/local/share:/usr/share"));
        return new UnitPlaces(
                SearchPath.ofUser(directories, BUILT_IN), UserSpecifiers.of(home, runtime));
    }

    private static List<String> list(
            Map<String, String> environment, String name, String fallback) {
        String value = environment.getOrDefault(name, "");
        return Arrays.stream((value.isEmpty() ? fallback : value).split(":"))
                .filter(path -> path.startsWith("/"))
                .toList();
    }

    /** Returns those that a manager tells. */
    public static UnitPlaces of(UserManager client, Properties manager) throws IOException {
        var places = new ArrayList<Place>();
        for (String path : manager.texts("UnitPath")) {
            places.add(new Place(path, role(path, places)));
        }
        places.add(new Place(BUILT_IN + "/user", Place.Role.BUILT_IN));
        return new UnitPlaces(
                places,
                new HearthManager(client).specifiers().orElseGet(() -> UserSpecifiers.of(manager)));
    }

    private static Place.Role role(String path, List<Place> before) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return switch (name) {
            case "user.control" -> Place.Role.CONTROL;
            case "transient" -> Place.Role.TRANSIENT;
            case "generator", "generator.early", "generator.late" -> Place.Role.GENERATOR;
            default ->
                    before.stream().anyMatch(place -> place.role() == Place.Role.CONFIG)
                            ? Place.Role.VENDOR
                            : Place.Role.CONFIG;
        };
    }

    /** Returns where the user's own files belong: {@code ~/.config/systemd/user}. */
    public Optional<Path> own() {
        return places.stream()
                .filter(place -> place.role() == Place.Role.CONFIG)
                .map(place -> Path.of(place.path()))
                .findFirst();
    }
}
