package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of this module are rooms: which may use which, and how large they are. */
class RoomsTest {
    private static final Path SOURCES = Path.of("src/main/java/hearth/manager");
    private static final int FILES_MAX = 25;
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?hearth\\.manager((?:\\.[a-z]\\w*)*)\\.[A-Z]");

    /**
     * Which rooms a room uses, beside the values of the module's own package (configuration, limits
     * and how units are shown), which all may use.
     */
    private static final Map<String, Set<String>> ARROWS =
            Map.ofEntries(
                    Map.entry("graph", Set.of()),
                    Map.entry("host", Set.of()),
                    Map.entry("kill", Set.of()),
                    Map.entry("job", Set.of("graph", "host")),
                    Map.entry("type", Set.of("graph", "host", "kill")),
                    Map.entry("type.*", Set.of("graph", "host", "kill", "type")),
                    Map.entry("table", Set.of("graph", "host", "job", "type", "type.*")),
                    Map.entry("turn", Set.of("graph", "host", "job", "kill", "table", "type")),
                    Map.entry("call", Set.of("graph", "host", "job", "table", "turn", "type")),
                    Map.entry("snapshot", Set.of("graph", "host", "job", "table", "turn", "type")));

    private static Map<String, List<Path>> rooms() throws IOException {
        Map<String, List<Path>> rooms = new HashMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> {
                        String room =
                                SOURCES.relativize(file.getParent()).toString().replace('/', '.');
                        rooms.computeIfAbsent(room, name -> new ArrayList<>()).add(file);
                    });
        }
        return rooms;
    }

    private static String family(String room) {
        return room.startsWith("type.") ? "type.*" : room;
    }

    private static Set<String> used(List<Path> files) throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                var found = IMPORT.matcher(line);
                if (found.find() && !found.group(1).isEmpty()) {
                    used.add(found.group(1).substring(1));
                }
            }
        }
        return used;
    }

    @Test
    void aRoomUsesThoseBelowIt() throws IOException {
        Map<String, List<Path>> rooms = rooms();
        assertThat(rooms).hasSizeGreaterThan(ARROWS.size());
        for (var room : rooms.entrySet()) {
            if (room.getKey().isEmpty()) {
                continue; // the door: it may use all
            }
            Set<String> allowed = ARROWS.getOrDefault(family(room.getKey()), Set.of());
            for (String used : used(room.getValue())) {
                boolean isItself = used.equals(room.getKey());
                assertThat(isItself || allowed.contains(family(used)))
                        .as(room.getKey() + " uses " + used)
                        .isTrue();
            }
        }
    }

    @Test
    void aKindKnowsNoOther() throws IOException {
        for (var room : rooms().entrySet()) {
            if (room.getKey().startsWith("type.")) {
                assertThat(used(room.getValue()))
                        .as(room.getKey())
                        .noneMatch(used -> used.startsWith("type.") && !used.equals(room.getKey()));
            }
        }
    }

    @Test
    void nobodyButKindsAsksForATypeByName() throws IOException {
        List<String> naming = new ArrayList<>();
        for (var room : rooms().entrySet()) {
            for (Path file : room.getValue()) {
                boolean isOfKind = room.getKey().startsWith("type.");
                if (!isOfKind && Files.readString(file).matches("(?s).*\\bUnitType\\.[A-Z].*")) {
                    naming.add(file.getFileName().toString());
                }
            }
        }

        assertThat(naming).isEmpty();
    }

    @Test
    void aRoomHasNotMoreThanOneCanOverlook() throws IOException {
        rooms().forEach((room, files) -> assertThat(files).as(room).hasSizeLessThan(FILES_MAX + 1));
    }
}
