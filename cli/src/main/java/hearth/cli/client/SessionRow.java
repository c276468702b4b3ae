package hearth.cli.client;

import hearth.dbus.Value;
import java.util.List;
import java.util.Set;

/**
 * A session.
 *
 * @param id such as {@code c1}
 * @param uid whose it is
 * @param user whose it is, by name
 * @param details its other properties
 */
public record SessionRow(String id, long uid, String user, Properties details) {
    /** The classes of what managers have for themselves; see pam_systemd(8). */
    private static final Set<String> MANAGERS = Set.of("manager", "manager-early");

    /** Returns where it is: a terminal, a display, or nothing. */
    public String terminal() {
        String terminal = details.text("TTY");
        return terminal.isEmpty() ? details.text("Display") : terminal;
    }

    /** Returns its seat's name; empty where it has none. */
    public String seat() {
        return details.values().get("Seat") instanceof Value.Struct(List<Value> fields)
                        && fields.getFirst() instanceof Value.Text(String seat)
                ? seat
                : "";
    }

    /** Returns {@code online}, {@code active} or {@code closing}. */
    public String state() {
        return details.text("State");
    }

    /** Whether its user stays as long as it does; what a manager has for itself keeps nobody. */
    boolean pinsUser() {
        return !MANAGERS.contains(details.text("Class"));
    }

    /** Returns the process that opened it; 0 where it is gone. */
    public long leader() {
        return details.number("Leader");
    }

    /** Returns the unit that holds its processes. */
    public String scope() {
        return details.text("Scope");
    }
}
