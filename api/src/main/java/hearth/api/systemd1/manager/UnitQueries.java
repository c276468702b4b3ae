package hearth.api.systemd1.manager;

import static hearth.api.systemd1.view.ManagerView.onDone;

import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.api.systemd1.world.PidFd;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.manager.Unit;
import hearth.manager.job.Job;
import hearth.manager.job.Outcome;
import hearth.unit.NamePatterns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds and lists units. */
final class UnitQueries {
    private static final String UNIT_ROWS = "a(ssssssouso)";
    private static final int ID_BYTES = 16;

    private UnitQueries() {}

    static void addLookups(Rows<ManagerView> rows) {
        rows.method("GetUnit", "s", "o", UnitQueries::getUnit, "name", "unit")
                .method("GetUnitByPID", "u", "o", UnitQueries::getUnitByPid, "pid", "unit")
                .method(
                        "GetUnitByInvocationID",
                        "ay",
                        "o",
                        UnitQueries::getUnitByInvocationId,
                        "invocation_id",
                        "unit")
                .method(
                        "GetUnitByControlGroup",
                        "s",
                        "o",
                        UnitQueries::getUnitByCgroup,
                        "cgroup",
                        "unit")
                .method(
                        "GetUnitByPIDFD",
                        "h",
                        "osay",
                        UnitQueries::getUnitByPidFd,
                        "pidfd",
                        "unit",
                        "unit_id",
                        "invocation_id")
                .method("LoadUnit", "s", "o", UnitQueries::loadUnit, "name", "unit");
    }

    static void addLists(Rows<ManagerView> rows) {
        rows.method("ListUnits", "", UNIT_ROWS, UnitQueries::listUnits, "units")
                .method(
                        "ListUnitsFiltered",
                        "as",
                        UNIT_ROWS,
                        UnitQueries::listUnitsFiltered,
                        "states",
                        "units")
                .method(
                        "ListUnitsByPatterns",
                        "asas",
                        UNIT_ROWS,
                        UnitQueries::listUnitsByPatterns,
                        "states",
                        "patterns",
                        "units")
                .method(
                        "ListUnitsByNames",
                        "as",
                        UNIT_ROWS,
                        UnitQueries::listUnitsByNames,
                        "names",
                        "units")
                .method("ListJobs", "", "a(usssoo)", JobInterface::listJobs, "jobs");
    }

    private static void getUnit(ManagerView view, Call call) {
        String name = call.arguments().string();
        replyUnit(
                call,
                name.isEmpty() ? view.unitOf(0, call.caller()) : view.manager().getUnit(name));
    }

    private static void getUnitByPid(ManagerView view, Call call) {
        replyUnit(call, view.unitOf(call.arguments().uint32(), call.caller()));
    }

    private static void getUnitByPidFd(ManagerView view, Call call) {
        int handle = call.arguments().handle();
        switch (view.world().processOf(call.message().descriptors().get(handle))) {
            case PidFd.Living(int pid) ->
                    ManagerView.onDone(
                            call,
                            view.manager().getUnitByPid(pid),
                            unit ->
                                    call.reply(out ->
                                            out.objectPath(ObjectPaths.of(unit))
                                                    .string(unit.id())
                                                    .bytes(
                                                            HexFormat.of()
                                                                    .parseHex(
                                                                            unit.invocationId()))));
            case PidFd.Ended() ->
                    call.error(ErrorName.ofErrno("ESRCH"), "The process of the PIDFD has ended");
            case PidFd.None() -> Failure.invalid("The file descriptor is no PIDFD").answer(call);
        }
    }

    private static void getUnitByInvocationId(ManagerView view, Call call) {
        byte[] id = call.arguments().bytes();
        if (id.length != 0 && id.length != ID_BYTES) {
            Failure.invalid("Invalid invocation ID").answer(call);
        } else {
            replyUnit(
                    call,
                    id.length == 0
                            ? view.unitOf(0, call.caller())
                            : view.manager().getUnitByInvocationId(HexFormat.of().formatHex(id)));
        }
    }

    private static void getUnitByCgroup(ManagerView view, Call call) {
        replyUnit(call, view.manager().getUnitByCgroup(call.arguments().string()));
    }

    private static void loadUnit(ManagerView view, Call call) {
        String name = call.arguments().string();
        view.resolve(
                call,
                name,
                unit ->
                        view.freshenFor(
                                unit, () -> replyUnit(call, view.manager().loadUnit(unit))));
    }

    private static void replyUnit(Call call, Outcome<Unit> outcome) {
        onDone(call, outcome, unit -> call.reply(out -> out.objectPath(ObjectPaths.of(unit))));
    }

    private static void listUnits(ManagerView view, Call call) {
        replyUnits(call, view.manager().units());
    }

    private static void listUnitsFiltered(ManagerView view, Call call) {
        Set<String> states = Set.copyOf(call.arguments().strings());
        replyUnits(call, view.manager().listUnits(states, NamePatterns.ALL));
    }

    private static void listUnitsByPatterns(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        Set<String> states = Set.copyOf(in.strings());
        withPatterns(
                call,
                in.strings(),
                patterns -> replyUnits(call, view.manager().listUnits(states, patterns)));
    }

    /** Goes on with the names that are meant, or answers that they are too many. */
    static void withPatterns(Call call, List<String> texts, Consumer<NamePatterns> then) {
        NamePatterns.of(texts)
                .ifPresentOrElse(
                        then,
                        () ->
                                call.error(
                                        ErrorName.LIMITS_EXCEEDED,
                                        "More than "
                                                + NamePatterns.MAX_WILDCARD_CHARACTERS
                                                + " characters of patterns in one call"));
    }

    /** Units that are asked for by name are loaded; what is no name is left out. */
    private static void listUnitsByNames(ManagerView view, Call call) {
        List<String> names = call.arguments().strings();
        view.world()
                .freshen(() -> {
                    List<Unit> units = new ArrayList<>();
                    for (String name : names) {
                        if (view.manager().loadUnit(name)
                                instanceof Outcome.Done<Unit>(Unit unit)) {
                            units.add(unit);
                        }
                    }
                    replyUnits(call, units);
                });
    }

    private static void replyUnits(Call call, Collection<Unit> units) {
        call.reply(out -> out.array(units, UnitQueries::writeUnit));
    }

    private static void writeUnit(MessageWriter out, Unit unit) {
        Optional<Job> job = unit.job();
        out.openStruct()
                .string(unit.id())
                .string(unit.description())
                .string(unit.loadState().wireName())
                .string(unit.activeState().wireName())
                .string(unit.subState())
                .string("")
                .objectPath(ObjectPaths.of(unit))
                .uint32(job.map(Job::id).orElse(0))
                .string(job.map(queued -> queued.type().wireName()).orElse(""))
                .objectPath(job.map(ObjectPaths::of).orElse(DbusPath.ROOT))
                .closeStruct();
    }
}
