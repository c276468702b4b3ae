package hearth.daemon.log;

import hearth.journal.Field;
import hearth.journal.Id128;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What entries say beside their message. Belongs to the thread that writes logs.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.journal-fields.7.html">
 *     systemd.journal-fields(7)</a>
 */
final class EntryFields {
    /** The facility of daemons, as syslog(3) numbers it. */
    private static final Field FACILITY = Field.of("SYSLOG_FACILITY", "3");

    private static final Field STDOUT = Field.of("_TRANSPORT", "stdout");
    private static final Field JOURNAL = Field.of("_TRANSPORT", "journal");
    private static final Field ROOT = Field.of("_UID", "0");

    /** Where a manager's own words come from, as systemd calls it. */
    static final String MANAGER = "init.scope";

    /** Which unit a manager's words are about that are about none. */
    static final String NO_UNIT = "-";

    private final Field machine;
    private final Field boot;
    private final Supplier<String> hostName;

    EntryFields(LogPlace place) {
        machine = Field.of("_MACHINE_ID", place.machine().toString());
        boot = Field.of("_BOOT_ID", place.boot().toString());
        hostName = place.hostName();
    }

    /** Returns whether a manager is a user's: those are called by numbers. */
    static boolean isUser(String manager) {
        return !manager.isEmpty() && manager.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns what each line says that a unit's process has written. */
    List<Field> ofPipe(String manager, LogOrigin origin) {
        List<Field> fields = common(manager, STDOUT);
        fields.add(unit(manager, origin.unit()));
        fields.add(Field.of("SYSLOG_IDENTIFIER", origin.identifier()));
        if (origin.pid() != 0) {
            fields.add(Field.of("_PID", Integer.toString(origin.pid())));
            fields.add(Field.of("_COMM", origin.program()));
        }
        return fields;
    }

    /** Returns all that a line of a manager's own says. */
    List<Field> ofLine(String manager, LogLine line) {
        List<Field> fields = common(manager, JOURNAL);
        fields.add(unit(manager, MANAGER));
        if (!line.unit().equals(NO_UNIT)) {
            fields.add(Field.of(isUser(manager) ? "USER_UNIT" : "UNIT", line.unit()));
        }
        fields.add(Field.of("SYSLOG_IDENTIFIER", line.source()));
        fields.add(priority(line.priority()));
        fields.add(Field.of("MESSAGE", line.text().getBytes(StandardCharsets.UTF_8)));
        return fields;
    }

    /**
     * Returns all that a line of an earlier version says.
     *
     * @param unknownBoot a boot that nobody knows
     */
    List<Field> ofEarlier(String manager, LogLine line, Id128 unknownBoot) {
        boolean isManagers = line.source().equals("hearth");
        List<Field> fields = new ArrayList<>(ofLine(manager, line));
        fields.remove(boot);
        fields.add(Field.of("_BOOT_ID", unknownBoot.toString()));
        if (!isManagers) {
            fields.remove(JOURNAL);
            fields.add(STDOUT);
            fields.remove(unit(manager, MANAGER));
            fields.add(unit(manager, line.unit()));
        }
        return fields;
    }

    /** Returns a priority of syslog(3) as a field. */
    static Field priority(int priority) {
        return Field.of("PRIORITY", Integer.toString(priority));
    }

    private List<Field> common(String manager, Field transport) {
        List<Field> fields = new ArrayList<>();
        fields.add(machine);
        fields.add(boot);
        fields.add(Field.of("_HOSTNAME", hostName.get()));
        fields.add(transport);
        fields.add(FACILITY);
        if (isUser(manager)) {
            fields.add(Field.of("_UID", manager));
            fields.add(Field.of("_SYSTEMD_OWNER_UID", manager));
            fields.add(Field.of("_SYSTEMD_UNIT", "user@" + manager + ".service"));
            fields.add(Field.of("_SYSTEMD_SLICE", "user-" + manager + ".slice"));
        } else {
            fields.add(ROOT);
        }
        return fields;
    }

    private static Field unit(String manager, String unit) {
        return Field.of(isUser(manager) ? "_SYSTEMD_USER_UNIT" : "_SYSTEMD_UNIT", unit);
    }
}
