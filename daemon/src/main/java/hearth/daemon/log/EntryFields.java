package hearth.daemon.log;

import hearth.daemon.log.source.RateLimit;
import hearth.daemon.stream.LineCutter;
import hearth.journal.Field;
import hearth.journal.Id128;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What entries say beside their message. Belongs to the thread that writes logs.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/systemd.journal-fields.7.html">
 *     systemd.journal-fields(7)</a>
 */
final class EntryFields {
    /**
     * In all entries that hearthd has written itself, and in no other: nobody can send a field
     * whose name begins so, not even from the cgroup of a manager, which is its user's.
     */
    static final String WRITER = "_HEARTH_WRITER";

    /** The value of {@link #WRITER}. */
    static final String HEARTHD = "hearthd";

    private static final Field OURS = Field.of(WRITER, HEARTHD);

    /** The facility of daemons, as syslog(3) numbers it. */
    private static final Field FACILITY = Field.of("SYSLOG_FACILITY", "3");

    private static final Field NUL = Field.of("_LINE_BREAK", "nul");
    private static final Field LENGTH = Field.of("_LINE_BREAK", "line-max");
    private static final Field END = Field.of("_LINE_BREAK", "eof");
    private static final Field STDOUT = Field.of("_TRANSPORT", "stdout");
    private static final Field JOURNAL = Field.of("_TRANSPORT", "journal");

    private static final Field DRIVER = Field.of("_TRANSPORT", "driver");

    /** As opposed to an initrd. */
    private static final Field SCOPE = Field.of("_RUNTIME_SCOPE", "system");

    private static final Field ROOT = Field.of("_UID", "0");

    /** Where a manager's own words come from, as systemd calls it. */
    static final String MANAGER = "init.scope";

    /** Which unit a manager's words are about that are about none. */
    static final String NO_UNIT = "-";

    /** By whom managers' own lines were in earlier versions' files. */
    private static final Set<String> OF_MANAGERS = Set.of("hearth", "systemd");

    private static final int INFORMATION = 6;

    private final Field machine;
    private final Field boot;
    private final Id128 bootId;
    private final Supplier<String> hostName;

    EntryFields(LogPlace place) {
        machine = Field.of("_MACHINE_ID", place.machine().toString());
        bootId = place.boot();
        boot = Field.of("_BOOT_ID", bootId.toString());
        hostName = place.hostName();
    }

    /** Returns whether a manager is a user's: those are called by numbers. */
    static boolean isUser(String manager) {
        return !manager.isEmpty() && manager.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns what each line says that a unit's process has written. */
    List<Field> ofInput(String manager, LogInput input) {
        LogOrigin origin = input.origin();
        List<Field> fields = common(manager);
        fields.add(STDOUT);
        fields.add(Field.of("_STREAM_ID", streamId(manager, input)));
        fields.add(Field.of("SYSLOG_FACILITY", Integer.toString(origin.marks().facility())));
        addKnown(fields, "SYSLOG_IDENTIFIER", origin.identifier());
        addUnit(fields, manager, origin.unit());
        addProcess(fields, origin);
        return fields;
    }

    /** Returns what an input is called by, whichever brain reads it. */
    private String streamId(String manager, LogInput input) {
        String name = bootId + " " + manager + " " + input.process() + " " + input.inode();
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new Id128(id.getMostSignificantBits(), id.getLeastSignificantBits()).toString();
    }

    private static void addUnit(List<Field> fields, String manager, LogOrigin.Unit unit) {
        fields.add(unit(manager, unit.equals(LogOrigin.Unit.NONE) ? MANAGER : unit.name()));
        if (!unit.cgroup().isEmpty()) {
            fields.add(Field.of("_SYSTEMD_CGROUP", unit.cgroup()));
            fields.add(Field.of("_SYSTEMD_USER_SLICE", slice(unit.cgroup())));
        }
        if (!unit.invocationId().isEmpty()) {
            fields.add(Field.of("_SYSTEMD_INVOCATION_ID", unit.invocationId()));
        }
    }

    /** Returns the slice of a unit's cgroup, among those of its manager. */
    private static String slice(String cgroup) {
        String above = cgroup.substring(0, Math.max(0, cgroup.lastIndexOf('/')));
        String parent = above.substring(above.lastIndexOf('/') + 1);
        return parent.endsWith(".slice") ? parent : "-.slice";
    }

    private static void addProcess(List<Field> fields, LogOrigin origin) {
        int pid = origin.process().pid();
        fields.add(Field.of("_GID", Integer.toUnsignedString(origin.process().gid())));
        if (pid != 0) {
            fields.add(Field.of("_PID", Integer.toString(pid)));
        }
        LogOrigin.Status status = origin.status();
        addKnown(fields, "_COMM", status.program());
        addKnown(fields, "_CMDLINE", origin.process().commandLine());
        addKnown(fields, "_CAP_EFFECTIVE", status.capabilities());
    }

    private static void addKnown(List<Field> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(Field.of(name, value));
        }
    }

    /** Returns all that a line of a manager's own says, or of what belongs to it. */
    List<Field> ofLine(String manager, LogLine line) {
        List<Field> fields = common(manager);
        fields.add(OURS);
        fields.add(JOURNAL);
        fields.add(FACILITY);
        if (!line.more().containsKey(unitName(manager))) {
            fields.add(unit(manager, MANAGER));
        }
        if (!line.unit().equals(NO_UNIT)) {
            fields.add(Field.of(isUser(manager) ? "USER_UNIT" : "UNIT", line.unit()));
        }
        fields.add(Field.of("SYSLOG_IDENTIFIER", line.source()));
        fields.add(priority(line.priority()));
        fields.add(Field.of("MESSAGE", line.text()));
        line.more().forEach((name, value) -> fields.add(Field.of(name, value)));
        return fields;
    }

    /** Returns what an entry says of those of a unit, or of a user, that were not kept. */
    List<Field> ofSuppressed(String manager, String unit, long count) {
        List<Field> fields = common(manager);
        fields.add(DRIVER);
        fields.add(FACILITY);
        fields.add(unit(manager, MANAGER));
        fields.add(Field.of(isUser(manager) ? "USER_UNIT" : "UNIT", unit));
        fields.add(Field.of("SYSLOG_IDENTIFIER", RateLimit.SPEAKER));
        fields.add(priority(INFORMATION));
        fields.add(Field.of("MESSAGE", RateLimit.text(count, unit)));
        RateLimit.fields(count).forEach((name, value) -> fields.add(Field.of(name, value)));
        return fields;
    }

    /**
     * Returns all that a line of an earlier version says.
     *
     * @param unknownBoot a boot that nobody knows
     */
    List<Field> ofEarlier(String manager, LogLine line, Id128 unknownBoot) {
        boolean isManagers = OF_MANAGERS.contains(line.source());
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

    /** Returns why a line ends where it does; nothing where it is a newline. */
    static Optional<Field> lineBreak(LineCutter.Break end) {
        return switch (end) {
            case NEWLINE -> Optional.empty();
            case NUL -> Optional.of(NUL);
            case LENGTH -> Optional.of(LENGTH);
            case END -> Optional.of(END);
        };
    }

    /** Returns a priority of syslog(3) as a field. */
    static Field priority(int priority) {
        return Field.of("PRIORITY", Integer.toString(priority));
    }

    private List<Field> common(String manager) {
        List<Field> fields = new ArrayList<>();
        fields.add(machine);
        fields.add(boot);
        fields.add(Field.of("_HOSTNAME", hostName.get()));
        fields.add(SCOPE);
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
        return Field.of(unitName(manager), unit);
    }

    private static String unitName(String manager) {
        return isUser(manager) ? "_SYSTEMD_USER_UNIT" : "_SYSTEMD_UNIT";
    }
}
