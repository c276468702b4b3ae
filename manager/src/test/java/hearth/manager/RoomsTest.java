package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Packages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The packages of this module are rooms: which may use which, and how large they are. */
class RoomsTest {
    /**
     * Which rooms a room uses, beside the values of the module's own package (configuration, limits
     * and how units are shown), which all may use.
     */
    private static final Map<String, Set<String>> ARROWS =
            Map.ofEntries(
                    Map.entry("cause", Set.of()),
                    Map.entry("graph", Set.of()),
                    Map.entry("host", Set.of()),
                    Map.entry("kill", Set.of()),
                    Map.entry("job", Set.of("cause", "graph", "host")),
                    Map.entry("type", Set.of("cause", "graph", "host", "kill")),
                    Map.entry("type.*", Set.of("cause", "graph", "host", "kill", "type")),
                    Map.entry("table", Set.of("cause", "graph", "host", "job", "type", "type.*")),
                    Map.entry(
                            "turn",
                            Set.of("cause", "graph", "host", "job", "kill", "table", "type")),
                    Map.entry(
                            "call",
                            Set.of("cause", "graph", "host", "job", "table", "turn", "type")),
                    Map.entry(
                            "snapshot",
                            Set.of("cause", "graph", "host", "job", "table", "turn", "type")));

    private static String family(String room) {
        return room.startsWith("type.") ? "type.*" : room;
    }

    @Test
    void aRoomUsesThoseBelowIt() throws IOException {
        Packages rooms = Packages.of("hearth.manager");
        assertThat(rooms.files()).hasSizeGreaterThan(ARROWS.size());
        for (String room : rooms.files().keySet()) {
            if (room.isEmpty()) {
                continue; // the door: it may use all
            }
            Set<String> allowed = ARROWS.getOrDefault(family(room), Set.of());
            for (String used : rooms.usedBy(room)) {
                assertThat(used.isEmpty() || allowed.contains(family(used)))
                        .as(room + " uses " + used)
                        .isTrue();
            }
        }
    }

    @Test
    void aKindKnowsNoOther() throws IOException {
        Packages rooms = Packages.of("hearth.manager");
        for (String room : rooms.files().keySet()) {
            if (room.startsWith("type.")) {
                assertThat(rooms.usedBy(room)).as(room).noneMatch(used -> used.startsWith("type."));
            }
        }
    }

    @Test
    void nobodyButKindsAsksForATypeByName() throws IOException {
        List<String> naming = new ArrayList<>();
        for (var room : Packages.of("hearth.manager").files().entrySet()) {
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
        assertThat(Packages.of("hearth.manager").tooLarge()).isEmpty();
    }
}
