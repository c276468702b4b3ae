package hearth.api.login1;

import hearth.dbus.MessageReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with calls that would be refused anyway: who makes a mistake hears of it, as from
 * logind. Each reads a call's arguments and returns the text of the fault.
 */
final class Faults {
    private static final Set<String> SHUTDOWNS = Set.of("poweroff", "reboot", "halt", "kexec");

    /** Both flags there are: heed inhibitors as root too, restart by kexec. */
    private static final long FLAGS = 3;

    /** The one that makes sense for whatever sleep it is: heed inhibitors as root too. */
    private static final long SLEEP_FLAGS = 1;

    /** As long as logind takes one. */
    private static final int WALL_MESSAGE_CHARACTERS = 4096;

    private Faults() {}

    static Optional<String> ofAttach(MessageReader in) {
        String seat = in.string();
        String path = in.string();
        List<String> parts = Arrays.asList(path.split("/", -1));
        if (parts.contains("..") || parts.contains(".") || path.contains("//")) {
            return Optional.of("Path " + path + " is not normalized");
        }
        if (!path.equals("/sys") && !path.startsWith("/sys/")) {
            return Optional.of("Path " + path + " is not in /sys");
        }
        boolean isSeat = seat.matches("seat[A-Za-z0-9_-]{1,251}");
        return isSeat ? Optional.empty() : Optional.of("Seat name " + seat + " is not valid");
    }

    static Optional<String> ofSchedule(MessageReader in) {
        String type = in.string();
        boolean isKnown = SHUTDOWNS.contains(type.startsWith("dry-") ? type.substring(4) : type);
        return isKnown ? Optional.empty() : Optional.of("Unsupported shutdown type");
    }

    static Optional<String> ofFlags(MessageReader in) {
        return (in.uint64() & ~FLAGS) == 0
                ? Optional.empty()
                : Optional.of("Invalid flags parameter");
    }

    static Optional<String> ofSleep(MessageReader in) {
        return (in.uint64() & ~SLEEP_FLAGS) == 0
                ? Optional.empty()
                : Optional.of("Invalid flags parameter");
    }

    static Optional<String> ofBootEntry(MessageReader in) {
        String name = in.string();
        boolean isValid = name.matches("[A-Za-z0-9+_.@-]{0,255}");
        return isValid
                ? Optional.empty()
                : Optional.of("Boot loader entry name '" + name + "' is not valid, refusing.");
    }

    static Optional<String> ofWallMessage(MessageReader in) {
        return in.string().length() <= WALL_MESSAGE_CHARACTERS
                ? Optional.empty()
                : Optional.of(
                        "Wall message too long, maximum permitted length is "
                                + WALL_MESSAGE_CHARACTERS
                                + " characters.");
    }
}
