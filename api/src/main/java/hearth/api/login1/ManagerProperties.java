package hearth.api.login1;

import hearth.dbus.Signature;
import hearth.dbus.object.Property.Emits;
import hearth.login.setting.LoginSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The properties of login1's manager. Those about power, keys, lids and terminals say what is true
 * here: nothing is done about them.
 */
final class ManagerProperties {
    /** What clients read as "never". */
    private static final long INFINITY = -1;

    private static final String IGNORE = "ignore";

    /** The settings of logind.conf about keys and lids: Hearth watches none. */
    private static final List<String> UNWATCHED =
            List.of(
                    "HandlePowerKey",
                    "HandlePowerKeyLongPress",
                    "HandleRebootKey",
                    "HandleRebootKeyLongPress",
                    "HandleSuspendKey",
                    "HandleSuspendKeyLongPress",
                    "HandleHibernateKey",
                    "HandleHibernateKeyLongPress",
                    "HandleLidSwitch",
                    "HandleLidSwitchExternalPower",
                    "HandleLidSwitchDocked",
                    "HandleSecureAttentionKey");

    private ManagerProperties() {}

    static void add(Rows<Login1View> rows) {
        rows.with(ManagerProperties::addRules)
                .with(ManagerProperties::addReboot)
                .with(ManagerProperties::addInhibition)
                .with(ManagerProperties::addUnwatched)
                .with(ManagerProperties::addLimits);
    }

    private static void addRules(Rows<Login1View> rows) {
        rows.settingRefused(
                        "EnableWallMessages",
                        "b",
                        Emits.NOTHING,
                        (_, out) -> out.bool(false),
                        PowerRows.NO_POWER)
                .settingRefused(
                        "WallMessage",
                        "s",
                        Emits.NOTHING,
                        (_, out) -> out.string(""),
                        PowerRows.NO_POWER)
                .uint32("NAutoVTs", Emits.CONST, _ -> 0)
                .texts("KillOnlyUsers", Emits.CONST, view -> settings(view).killOnlyUsers().value())
                .texts(
                        "KillExcludeUsers",
                        Emits.CONST,
                        view -> settings(view).killExcludeUsers().value())
                .flag(
                        "KillUserProcesses",
                        Emits.CONST,
                        view -> settings(view).killUserProcesses().value());
    }

    private static void addReboot(Rows<Login1View> rows) {
        rows.text("RebootParameter", Emits.NOTHING, _ -> "")
                .flag("RebootToFirmwareSetup", Emits.NOTHING, _ -> false)
                .uint64("RebootToBootLoaderMenu", Emits.NOTHING, _ -> INFINITY)
                .text("RebootToBootLoaderEntry", Emits.NOTHING, _ -> "")
                .texts("BootLoaderEntries", Emits.CONST, _ -> List.of());
    }

    private static void addInhibition(Rows<Login1View> rows) {
        rows.idleness(view -> view.login().isIdle(), view -> view.login().idleSince())
                .with(InhibitorRows::addProperties)
                .uint64("InhibitDelayMaxUSec", Emits.CONST, _ -> 0)
                .uint64(
                        "UserStopDelayUSec",
                        Emits.CONST,
                        view ->
                                settings(view)
                                        .userStopDelay()
                                        .value()
                                        .map(ManagerProperties::usec)
                                        .orElse(INFINITY))
                .texts("SleepOperation", Emits.CONST, _ -> List.of());
    }

    private static void addUnwatched(Rows<Login1View> rows) {
        UNWATCHED.forEach(name -> rows.text(name, Emits.CONST, _ -> IGNORE));
        rows.uint64("HoldoffTimeoutUSec", Emits.CONST, _ -> 0)
                .text("IdleAction", Emits.CONST, _ -> IGNORE)
                .uint64("IdleActionUSec", Emits.CONST, _ -> 0)
                .flag("PreparingForShutdown", Emits.NOTHING, _ -> false)
                .any(
                        "PreparingForShutdownWithMetadata",
                        "a{sv}",
                        Emits.NOTHING,
                        (_, out) ->
                                out.openArray()
                                        .openEntry()
                                        .string("preparing")
                                        .variant(Signature.BOOLEAN, it -> it.bool(false))
                                        .closeEntry()
                                        .closeArray())
                .flag("PreparingForSleep", Emits.NOTHING, _ -> false)
                .any(
                        "ScheduledShutdown",
                        "(st)",
                        Emits.CHANGE,
                        (_, out) -> out.openStruct().string("").uint64(INFINITY).closeStruct())
                .text("DesignatedMaintenanceTime", Emits.CONST, _ -> "")
                .flag("Docked", Emits.NOTHING, _ -> false)
                .flag("LidClosed", Emits.CHANGE, _ -> false)
                .flag("OnExternalPower", Emits.NOTHING, _ -> true);
    }

    private static void addLimits(Rows<Login1View> rows) {
        rows.flag("RemoveIPC", Emits.CONST, view -> settings(view).removeIpc().value())
                .uint64(
                        "RuntimeDirectorySize",
                        Emits.CONST,
                        view -> settings(view).runtimeDirectorySize().value())
                .uint64(
                        "RuntimeDirectoryInodesMax",
                        Emits.CONST,
                        view -> settings(view).runtimeDirectoryInodesMax().value())
                .uint64(
                        "InhibitorsMax",
                        Emits.CONST,
                        view -> settings(view).inhibitorsMax().value())
                .uint64(
                        "NCurrentInhibitors",
                        Emits.NOTHING,
                        view -> view.login().inhibitors().size())
                .uint64("SessionsMax", Emits.CONST, view -> settings(view).sessionsMax().value())
                .uint64("NCurrentSessions", Emits.NOTHING, view -> view.login().sessions().size())
                .uint64("StopIdleSessionUSec", Emits.CONST, _ -> INFINITY);
    }

    private static LoginSettings settings(Login1View view) {
        return view.login().settings();
    }

    private static long usec(Duration duration) {
        return TimeUnit.MICROSECONDS.convert(duration);
    }
}
