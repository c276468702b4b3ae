package hearth.unit.load;

import hearth.unit.UnitName;
import hearth.unit.catalogue.AutomountSettings;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.KillSettings;
import hearth.unit.catalogue.MountSettings;
import hearth.unit.catalogue.PathSettings;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.catalogue.SwapSettings;
import hearth.unit.catalogue.TimerSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.setting.Setting;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.EmergencyAction;
import hearth.unit.value.exec.InputStream;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.KillMode;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.OomPolicy;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import java.util.List;

/** What follows from a unit's settings taken together: defaults, and what they may not be. */
final class UnitRules {
    /** How many instances a socket unit may start in {@code TriggerLimitIntervalSec=}. */
    private static final int INSTANCES_BURST = 200;

    /** Times of a timer, paths or addresses: each is looked at whenever one of them counts. */
    private static final int TRIGGERS_MAX = 1_024;

    private UnitRules() {}

    /** Sets the defaults that depend on other settings, then refuses what makes no sense. */
    static void apply(UnitReader unit) {
        switch (unit.unit().type()) {
            case SERVICE -> {
                implyService(unit);
                checkService(unit);
            }
            case SOCKET -> checkSocket(unit);
            case TIMER -> checkTimer(unit);
            case PATH -> checkAny(unit, PathSettings.WATCHES, "the path unit watches no path");
            case SLICE -> checkSlice(unit);
            case MOUNT -> {
                checkPlace(unit, MountSettings.WHERE);
                checkWhat(unit, MountSettings.WHAT);
            }
            case AUTOMOUNT -> checkPlace(unit, AutomountSettings.WHERE);
            case SWAP -> checkPlace(unit, SwapSettings.WHAT);
            case TARGET, DEVICE, SCOPE -> {}
        }
    }

    private static void implyService(UnitReader unit) {
        boolean hasStart = !unit.get(ServiceSettings.EXEC_START).isEmpty();
        boolean hasBusName = !unit.get(ServiceSettings.BUS_NAME).isEmpty();
        unit.imply(
                ServiceSettings.TYPE,
                hasBusName
                        ? ServiceType.DBUS
                        : hasStart ? ServiceType.SIMPLE : ServiceType.ONESHOT);
        ServiceType type = unit.get(ServiceSettings.TYPE);
        if (type == ServiceType.ONESHOT) {
            unit.imply(ServiceSettings.TIMEOUT_START_SEC, TimeSpan.INFINITY);
        }
        implyStreams(unit);
        boolean isNotifying =
                type == ServiceType.NOTIFY
                        || type == ServiceType.NOTIFY_RELOAD
                        || unit.get(ServiceSettings.FILE_DESCRIPTOR_STORE_MAX) > 0
                        || unit.get(ServiceSettings.WATCHDOG_SEC).usec() > 0;
        if (isNotifying && unit.get(ServiceSettings.NOTIFY_ACCESS) == NotifyAccess.NONE) {
            unit.replace(ServiceSettings.NOTIFY_ACCESS, NotifyAccess.MAIN);
        }
        if (unit.settings().isSet(ServiceSettings.TIMEOUT_STOP_SEC)) {
            unit.imply(
                    ServiceSettings.TIMEOUT_ABORT_SEC, unit.get(ServiceSettings.TIMEOUT_STOP_SEC));
        }
        if (unit.get(ResourceControlSettings.DELEGATE).isOn()) {
            unit.imply(ServiceSettings.OOM_POLICY, OomPolicy.CONTINUE);
        }
    }

    /**
     * What can be read and written is all three streams where nothing else is said; what can only
     * be read is never written to.
     */
    private static void implyStreams(UnitReader unit) {
        boolean isBothWays =
                switch (unit.get(ExecSettings.STANDARD_INPUT)) {
                    case InputStream.Tty _, InputStream.Socket _, InputStream.Descriptor _ -> true;
                    case InputStream.Null _, InputStream.Data _, InputStream.File _ -> false;
                };
        OutputStream output = unit.get(ExecSettings.STANDARD_OUTPUT);
        if (isBothWays) {
            unit.imply(ExecSettings.STANDARD_OUTPUT, new OutputStream.Inherit());
        } else if (output instanceof OutputStream.Inherit) {
            unit.forget(ExecSettings.STANDARD_OUTPUT);
        }
    }

    private static void checkService(UnitReader unit) {
        ServiceType type = unit.get(ServiceSettings.TYPE);
        int starts = unit.get(ServiceSettings.EXEC_START).size();
        boolean isOneshot = type == ServiceType.ONESHOT;
        boolean hasAction = unit.get(UnitSettings.SUCCESS_ACTION) != EmergencyAction.NONE;
        RestartPolicy restart = unit.get(ServiceSettings.RESTART);
        if (starts == 0 && unit.get(ServiceSettings.EXEC_STOP).isEmpty() && !hasAction) {
            unit.refuse("the service has no ExecStart=, ExecStop= or SuccessAction=");
        } else if (!isOneshot && starts == 0) {
            unit.refuse("the service has no ExecStart=, which only Type=oneshot allows");
        } else if (starts == 0 && !unit.get(ServiceSettings.REMAIN_AFTER_EXIT) && !hasAction) {
            unit.refuse(
                    "the service has no ExecStart= and no SuccessAction=, and not"
                            + " RemainAfterExit=yes");
        } else if (!isOneshot && starts > 1) {
            unit.refuse("the service has more than one ExecStart=, which only Type=oneshot allows");
        } else if (isOneshot
                && (restart == RestartPolicy.ALWAYS || restart == RestartPolicy.ON_SUCCESS)) {
            unit.refuse("Restart=" + restart.wireName() + " is not possible with Type=oneshot");
        } else if (isOneshot && unit.get(ServiceSettings.EXIT_TYPE) == ExitType.CGROUP) {
            unit.refuse("ExitType=cgroup is not possible with Type=oneshot");
        } else if (type == ServiceType.DBUS && unit.get(ServiceSettings.BUS_NAME).isEmpty()) {
            unit.refuse("Type=dbus needs a BusName=");
        } else if (!unit.get(ExecSettings.PAM_NAME).isEmpty()
                && unit.get(KillSettings.KILL_MODE) != KillMode.CONTROL_GROUP
                && unit.get(KillSettings.KILL_MODE) != KillMode.MIXED) {
            unit.refuse("PAMName= needs KillMode=control-group or KillMode=mixed");
        }
        if (isOneshot && !unit.get(ServiceSettings.RUNTIME_MAX_SEC).isInfinite()) {
            unit.warn("RuntimeMaxSec= has no effect with Type=oneshot");
        }
    }

    private static void checkSocket(UnitReader unit) {
        checkAny(unit, SocketSettings.LISTEN, "the socket listens to nothing");
        if (unit.get(SocketSettings.ACCEPT)) {
            unit.imply(SocketSettings.TRIGGER_LIMIT_BURST, INSTANCES_BURST);
        }
        if (unit.get(SocketSettings.ACCEPT) && unit.get(SocketSettings.SERVICE).isPresent()) {
            unit.refuse("Service= is not possible with Accept=yes");
        }
        if (unit.get(SocketSettings.ACCEPT) && unit.get(SocketSettings.MAX_CONNECTIONS) == 0) {
            unit.refuse("MaxConnections=0 takes no connection, which Accept=yes is about");
        }
    }

    private static void checkWhat(UnitReader unit, Setting<String> what) {
        if (unit.get(what).isEmpty()) {
            unit.refuse("there is no " + what);
        }
    }

    /** Where a unit says its place, its name is that of the place. */
    private static void checkPlace(UnitReader unit, Setting<String> place) {
        String path = unit.get(place);
        boolean fits =
                NameEscapes.escapePath(path)
                        .filter(name -> name.equals(unit.unit().withoutSuffix()))
                        .isPresent();
        if (path.startsWith("/") && !fits) {
            unit.refuse(place + path + " does not fit the name " + unit.unit());
        }
    }

    private static void checkTimer(UnitReader unit) {
        if (!unit.get(TimerSettings.ON_CLOCK_CHANGE)
                && !unit.get(TimerSettings.ON_TIMEZONE_CHANGE)) {
            checkAny(unit, TimerSettings.TRIGGERS, "the timer never elapses");
        }
    }

    private static <E> void checkAny(UnitReader unit, Setting<List<E>> setting, String message) {
        int count = unit.get(setting).size();
        if (count == 0) {
            unit.refuse(message);
        } else if (count > TRIGGERS_MAX) {
            unit.refuse(
                    "there are "
                            + count
                            + " "
                            + setting.type().name()
                            + ", and a unit may have "
                            + TRIGGERS_MAX
                            + " at most");
        }
    }

    /** A slice's name is its path: parts between single dashes, and it lies in the slice above. */
    private static void checkSlice(UnitReader unit) {
        UnitName name = unit.unit();
        String stem = name.withoutSuffix();
        boolean isRoot = stem.equals("-");
        boolean isPath =
                !stem.startsWith("-")
                        && !stem.endsWith("-")
                        && !stem.contains("--")
                        && name.template().isEmpty();
        if (!isRoot && !isPath) {
            unit.refuse("'" + name + "' is not a slice's name");
            return;
        }
        UnitName above = name.sliceAbove();
        unit.get(ResourceControlSettings.SLICE)
                .filter(slice -> !slice.equals(above))
                .ifPresent(slice -> unit.refuse("a slice of this name lies in " + above));
    }
}
