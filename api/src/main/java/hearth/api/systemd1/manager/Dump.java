package hearth.api.systemd1.manager;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.manager.ConditionReport;
import hearth.manager.StartupTimes;
import hearth.manager.Unit;
import hearth.manager.UnitTimes;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.NamePatterns;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.setting.Settings;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A manager and its units as a text for people who debug, in the words and the order of systemd's.
 * What a type adds is its state and its processes; settings are what {@code systemctl show} is for.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemd-analyze.1.html">systemd-analyze(1),
 *     dump</a>
 */
final class Dump {
    private static final String NONE = "n/a";

    private final ManagerView view;
    private final DateTimeFormatter times;
    private final StringBuilder text = new StringBuilder();

    private Dump(ManagerView view) {
        this.view = view;
        ZoneId zone = view.manager().defaults().zone();
        times =
                DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT)
                        .withZone(zone);
    }

    /** Returns the manager, its units and its jobs. */
    static String ofAll(ManagerView view) {
        var dump = new Dump(view);
        dump.manager();
        dump.units(NamePatterns.ALL);
        view.manager().jobs().forEach(dump::job);
        return dump.text.toString();
    }

    /** Returns units alone. */
    static String of(ManagerView view, NamePatterns patterns) {
        var dump = new Dump(view);
        dump.units(patterns);
        return dump.text.toString();
    }

    // ---- the manager

    private void manager() {
        text.append("Manager: systemd ").append(view.world().facts().version()).append('\n');
        text.append("Features: ").append(view.world().facts().features()).append('\n');
        StartupTimes startup = view.manager().startupTimes();
        timestamp("userspace", startup.userspace());
        timestamp("finish", startup.finish());
        timestamp("generators-start", view.world().generatorTimes().start());
        timestamp("generators-finish", view.world().generatorTimes().finish());
        timestamp("units-load-start", startup.unitsLoadStart());
        timestamp("units-load-finish", startup.unitsLoadFinish());
        timestamp("units-load", startup.unitsReload());
    }

    private void timestamp(String name, Moment moment) {
        if (!moment.isNever()) {
            text.append("Timestamp ").append(name).append(": ").append(time(moment)).append('\n');
        }
    }

    private void job(Job job) {
        text.append("-> Job ").append(job.id()).append(":\n");
        line("Action", job.unit().id() + " -> " + job.type().wireName());
        line("State", job.state().wireName());
    }

    // ---- units

    private void units(NamePatterns patterns) {
        view.manager().listUnits(Set.of(), patterns).forEach(this::unit);
    }

    private void unit(Unit unit) {
        text.append("-> Unit ").append(unit.id()).append(":\n");
        line("Description", unit.description());
        String instance = unit.name().instance().orElse("");
        line("Instance", instance.isEmpty() ? NONE : instance);
        line("Unit Load State", unit.loadState().wireName());
        line("Unit Active State", unit.activeState().wireName());
        times(unit.times());
        line("Need Daemon Reload", unit.needsDaemonReload());
        line("Transient", unit.isTransient());
        line("Perpetual", unit.isPerpetual());
        line("Garbage Collection Mode", unit.settings().get(UnitSettings.COLLECT_MODE).wireName());
        place(unit);
        unit.names().stream()
                .filter(name -> !name.equals(unit.id()))
                .forEach(name -> line("Name", name));
        unit.settings()
                .get(UnitSettings.DOCUMENTATION)
                .forEach(page -> line("Documentation", page));
        unit.fragmentPath().ifPresent(path -> line("Fragment Path", path));
        unit.dropInPaths().forEach(path -> line("DropIn Path", path));
        report("Condition", unit.conditions());
        report("Assert", unit.asserts());
        for (UnitEdge edge : UnitEdge.values()) {
            String name = edge == UnitEdge.SLICE ? "InSlice" : edge.wireName();
            unit.edges(edge).forEach(other -> line(name, other.id()));
        }
        if (unit.loadState() == LoadState.LOADED) {
            settings(unit.settings());
        } else {
            line("Load Error", Failure.loadError(unit).text());
        }
        own(unit);
        unit.job().ifPresent(this::job);
    }

    private void times(UnitTimes passed) {
        line("State Change Timestamp", time(passed.stateChange()));
        line("Inactive Exit Timestamp", time(passed.inactiveExit()));
        line("Active Enter Timestamp", time(passed.activeEnter()));
        line("Active Exit Timestamp", time(passed.activeExit()));
        line("Inactive Enter Timestamp", time(passed.inactiveEnter()));
    }

    private void place(Unit unit) {
        if (unit.type().hasCgroup()) {
            line("Slice", unit.slice().orElse(NONE));
            line("CGroup", unit.cgroup().isEmpty() ? NONE : unit.cgroup());
            line("CGroup realized", !unit.cgroup().isEmpty());
        }
        if (!unit.invocationId().isEmpty()) {
            line("Invocation ID", unit.invocationId());
        }
    }

    private void report(String what, ConditionReport report) {
        if (!report.when().isNever()) {
            line(what + " Timestamp", time(report.when()));
            line(what + " Result", report.isMet());
        }
    }

    private void settings(Settings settings) {
        line("StopWhenUnneeded", settings.get(UnitSettings.STOP_WHEN_UNNEEDED));
        line("RefuseManualStart", settings.get(UnitSettings.REFUSE_MANUAL_START));
        line("RefuseManualStop", settings.get(UnitSettings.REFUSE_MANUAL_STOP));
        line("DefaultDependencies", settings.get(UnitSettings.DEFAULT_DEPENDENCIES));
        line("OnSuccessJobMode", settings.get(UnitSettings.ON_SUCCESS_JOB_MODE).wireName());
        line("OnFailureJobMode", settings.get(UnitSettings.ON_FAILURE_JOB_MODE).wireName());
        line("IgnoreOnIsolate", settings.get(UnitSettings.IGNORE_ON_ISOLATE));
    }

    /** What a type says of itself, under its name. */
    private void own(Unit unit) {
        String type = unit.type().wireName();
        line(
                type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1) + " State",
                unit.subState());
        unit.record(ServiceRecord.class).ifPresent(this::service);
    }

    private void service(ServiceRecord record) {
        line("Result", record.result().wireName());
        if (record.main().pid() > 0) {
            line("Main PID", Integer.toString(record.main().pid()));
        }
        if (record.control().pid() > 0) {
            line("Control PID", Integer.toString(record.control().pid()));
        }
        if (!record.report().statusText().isEmpty()) {
            line("Status Text", record.report().statusText());
        }
    }

    // ---- lines

    private String time(Moment moment) {
        return moment.isNever()
                ? NONE
                : times.format(
                        Instant.ofEpochSecond(
                                TimeUnit.MICROSECONDS.toSeconds(moment.realtimeUsec())));
    }

    private void line(String name, boolean value) {
        line(name, value ? "yes" : "no");
    }

    private void line(String name, String value) {
        text.append('\t').append(name).append(": ").append(value).append('\n');
    }
}
