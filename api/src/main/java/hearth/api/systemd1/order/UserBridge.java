package hearth.api.systemd1.order;

import hearth.unit.UnitType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one service that the system scope runs for a client: a process of a user's, in a session of
 * its own, that passes messages on to that user's bus. Root's clients ask for it where they are to
 * talk to a user's manager ({@code systemctl --user -M alice@}), and talk through its streams.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1),
 *     --machine=</a>
 */
final class UserBridge {
    private static final String PROGRAM = "systemd-stdio-bridge";

    /** What follows the program's name: to the system bus, or to the user's. */
    private static final Set<List<String>> ARGUMENTS =
            Set.of(
                    List.of(PROGRAM),
                    List.of(PROGRAM, "--user"),
                    List.of(PROGRAM, "-punix:path=${XDG_RUNTIME_DIR}/bus"));

    /** What may be asked of it besides: how it is called, and when it is forgotten. */
    private static final Set<String> BESIDES = Set.of("Description", "CollectMode");

    private UserBridge() {}

    /** Returns whether it is what a request asks for, and nothing else. */
    static boolean isAskedFor(TransientRequest request) {
        if (request.type() != UnitType.SERVICE || !request.bringsAllStreams()) {
            return false;
        }
        boolean isLogin = false;
        boolean isOfUser = false;
        boolean isBridge = false;
        for (Map.Entry<String, List<Object>> property : request.values().entrySet()) {
            switch (property.getKey()) {
                case "User" -> isOfUser = isOneName(property.getValue());
                case "PAMName" -> isLogin = property.getValue().equals(List.of("login"));
                case "ExecStart" -> isBridge = isBridge(property.getValue());
                default -> {
                    if (!BESIDES.contains(property.getKey())) {
                        return false;
                    }
                }
            }
        }
        return isLogin && isOfUser && isBridge;
    }

    private static boolean isOneName(List<Object> users) {
        return users.size() == 1 && !users.contains("");
    }

    private static boolean isBridge(List<Object> commands) {
        return ARGUMENTS.stream()
                .map(words -> List.of(List.of(PROGRAM, words, false)))
                .anyMatch(command -> commands.equals(List.of(command)));
    }
}
