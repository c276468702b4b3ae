package hearth.api.login1;

import hearth.dbus.object.Call;
import java.util.List;

/**
 * What login1 has besides logins: power and devices of seats. Hearth does none of it, and says so:
 * the machine's init system has power.
 */
final class PowerRows {
    static final String NO_POWER =
            "Hearth does not turn off, suspend or restart the machine; ask its init system";

    private static final String NO_DEVICES = "Hearth attaches no devices to seats";

    private static final List<String> VERBS =
            List.of(
                    "PowerOff",
                    "Reboot",
                    "Halt",
                    "Suspend",
                    "Hibernate",
                    "HybridSleep",
                    "SuspendThenHibernate");

    private PowerRows() {}

    static void add(Rows<Login1View> rows) {
        rows.with(PowerRows::addDevices)
                .with(PowerRows::addVerbs)
                .with(PowerRows::addShutdown)
                .with(PowerRows::addReboot);
    }

    private static void addDevices(Rows<Login1View> rows) {
        rows.refused(
                        "AttachDevice",
                        "ssb",
                        NO_DEVICES,
                        Faults::ofAttach,
                        List.of("seat_id", "sysfs_path", "interactive"))
                .method("FlushDevices", "b", "", PowerRows::flushDevices, "interactive");
    }

    private static void addVerbs(Rows<Login1View> rows) {
        for (String verb : VERBS) {
            rows.refused(verb, "b", "", NO_POWER, "interactive")
                    .refused(verb + "WithFlags", "t", NO_POWER, Faults::ofFlags, List.of("flags"));
        }
        rows.refused("Sleep", "t", NO_POWER, Faults::ofSleep, List.of("flags"));
        VERBS.forEach(verb -> addQuestion(rows, verb));
        addQuestion(rows, "Sleep");
    }

    private static void addShutdown(Rows<Login1View> rows) {
        rows.refused(
                        "ScheduleShutdown",
                        "st",
                        NO_POWER,
                        Faults::ofSchedule,
                        List.of("type", "usec"))
                .method(
                        "CancelScheduledShutdown",
                        "",
                        "b",
                        (_, call) -> call.reply(out -> out.bool(false)),
                        "cancelled")
                .with(InhibitorRows::addMethods);
    }

    private static void addReboot(Rows<Login1View> rows) {
        addQuestion(rows, "RebootParameter");
        rows.refused("SetRebootParameter", "s", "", NO_POWER, "parameter");
        addQuestion(rows, "RebootToFirmwareSetup");
        rows.refused("SetRebootToFirmwareSetup", "b", "", NO_POWER, "enable");
        addQuestion(rows, "RebootToBootLoaderMenu");
        rows.refused("SetRebootToBootLoaderMenu", "t", "", NO_POWER, "timeout");
        addQuestion(rows, "RebootToBootLoaderEntry");
        rows.refused(
                        "SetRebootToBootLoaderEntry",
                        "s",
                        NO_POWER,
                        Faults::ofBootEntry,
                        List.of("boot_loader_entry"))
                .refused(
                        "SetWallMessage",
                        "sb",
                        NO_POWER,
                        Faults::ofWallMessage,
                        List.of("wall_message", "enable"));
    }

    /** The question whether something can be done: it cannot. */
    private static void addQuestion(Rows<Login1View> rows, String verb) {
        rows.method(
                "Can" + verb, "", "s", (_, call) -> call.reply(out -> out.string("na")), "result");
    }

    /** There are none, so there is nothing to do for who may. */
    private static void flushDevices(Login1View view, Call call) {
        view.permission()
                .check(call, Permission.FLUSH_DEVICES, call.arguments().bool(), call::reply);
    }
}
