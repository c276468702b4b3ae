package hearth.unit.catalogue;

import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.type.BasicTypes;
import hearth.unit.value.Signals;
import hearth.unit.value.service.KillMode;

/**
 * How processes are ended.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.kill.5.html">systemd.kill(5)</a>
 */
public final class KillSettings {
    private static final Table TABLE =
            Table.of(4, "systemd.kill(5)", "Service", "Socket", "Mount", "Swap", "Scope");

    public static final Setting<KillMode> KILL_MODE =
            TABLE.add(
                    "KillMode",
                    BasicTypes.resettable(BasicTypes.choice("kill mode", KillMode.values())),
                    KillMode.CONTROL_GROUP,
                    "KillMode");

    public static final Setting<Integer> KILL_SIGNAL =
            TABLE.add("KillSignal", BasicTypes.SIGNAL, Signals.SIGTERM, "KillSignal");

    public static final Setting<Integer> RESTART_KILL_SIGNAL =
            TABLE.add("RestartKillSignal", BasicTypes.SIGNAL, Signals.SIGTERM, "RestartKillSignal");

    public static final Setting<Boolean> SEND_SIGHUP =
            TABLE.add("SendSIGHUP", BasicTypes.BOOLEAN, false, "SendSIGHUP");

    public static final Setting<Boolean> SEND_SIGKILL =
            TABLE.add("SendSIGKILL", BasicTypes.BOOLEAN, true, "SendSIGKILL");

    public static final Setting<Integer> FINAL_KILL_SIGNAL =
            TABLE.add("FinalKillSignal", BasicTypes.SIGNAL, Signals.SIGKILL, "FinalKillSignal");

    public static final Setting<Integer> WATCHDOG_SIGNAL =
            TABLE.add("WatchdogSignal", BasicTypes.SIGNAL, Signals.SIGABRT, "WatchdogSignal");

    private KillSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
