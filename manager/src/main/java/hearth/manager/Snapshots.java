package hearth.manager;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Host;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.job.JobState;
import hearth.manager.job.JobType;
import hearth.manager.scope.ScopePhase;
import hearth.manager.scope.ScopeRecord;
import hearth.manager.scope.ScopeResult;
import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What outlives the brain: one text for each unit that is anything, and one for the manager. */
final class Snapshots {
    /** The name of the manager's own snapshot; no unit can have it. */
    static final String MANAGER = "manager";

    private static final int VERSION = 1;
    private static final String REFERENCE = "reference.";
    private static final String VARIABLE = "environment.";

    private final Core core;

    Snapshots(Core core) {
        this.core = core;
    }

    /** Returns whether a unit is anything that loading its files would not bring back. */
    boolean isWorthKeeping(Unit unit) {
        return unit.activeState() != ActiveState.INACTIVE
                || !unit.jobs().isEmpty()
                || unit.isTransient()
                || !unit.references().isEmpty()
                || !unit.times.stateChange().isNever();
    }

    // ---- writing

    Host.Snapshot of(Unit unit) {
        SnapshotText text = new SnapshotText();
        text.put("version", VERSION).put("index", unit.index());
        text.put("invocation-id", unit.invocationId());
        text.putMoment("state-change", unit.times.stateChange())
                .putMoment("inactive-exit", unit.times.inactiveExit())
                .putMoment("active-enter", unit.times.activeEnter())
                .putMoment("active-exit", unit.times.activeExit())
                .putMoment("inactive-enter", unit.times.inactiveEnter())
                .putMoment("conditions-tested", unit.conditions.when())
                .putFlag("conditions-met", unit.conditions.isMet())
                .putMoment("asserts-tested", unit.asserts.when())
                .putFlag("asserts-met", unit.asserts.isMet())
                .putFlag("cgroup", unit.isCgroupMade)
                .put("controller", unit.controller)
                .put("freezer", unit.freezer.name())
                .put("next-unit-token", unit.nextUnitToken);
        StartLimit limit = isTesting(unit) ? unit.startLimit.beforeLast() : unit.startLimit;
        text.put(
                "starts",
                String.join(" ", limit.startsUsec().stream().map(String::valueOf).toList()));
        unit.transientSource.ifPresent(made -> text.put("transient", made.text()));
        unit.referenceCounts()
                .forEach((client, count) -> text.put(REFERENCE + client, count.longValue()));
        unit.job()
                .ifPresent(job ->
                        text.put(
                                "job",
                                words(job, isTesting(unit) ? JobState.WAITING : job.state())));
        writeBody(unit, text);
        return new Host.Snapshot(unit.id(), text.text());
    }

    private static String words(Job job, JobState state) {
        return job.id() + " " + job.type().name() + " " + job.isIrreversible() + " " + state.name();
    }

    /**
     * Returns whether a start waits for the answer about its conditions: that goes to the brain
     * that has asked, so for the next one the start has not begun.
     */
    private static boolean isTesting(Unit unit) {
        return unit.task instanceof UnitTask.Testing;
    }

    private static void writeBody(Unit unit, SnapshotText text) {
        switch (unit.body) {
            case UnitBody.Service service -> ServiceSnapshots.write(service.record(), text);
            case UnitBody.Scope scope -> {
                ScopeRecord record = scope.record();
                text.put("phase", record.phase().name())
                        .put("result", record.result().name())
                        .putFlag("abandoned", record.wasAbandoned())
                        .put("runtime-extra-usec", record.runtimeExtraUsec())
                        .putDeadline("deadline", record.deadline())
                        .put("question", record.question())
                        .put("next-token", record.nextToken());
                text.put(
                        "pids",
                        String.join(" ", record.pids().stream().map(String::valueOf).toList()));
            }
            case UnitBody.Slice(boolean isActive) -> text.putFlag("active", isActive);
            case UnitBody.Target(boolean isActive) -> text.putFlag("active", isActive);
            case UnitBody.Inert() -> {}
        }
    }

    Host.Snapshot ofManager() {
        SnapshotText text = new SnapshotText();
        StartupTimes times = core.startup.times();
        text.put("version", VERSION)
                .put("next-index", core.table.nextIndex())
                .put("last-job", core.engine.lastId())
                .put("installed-jobs", core.engine.installedCount())
                .put("failed-jobs", core.engine.failedCount())
                .put("exit-code", core.exitCode)
                .putMoment("userspace", times.userspace())
                .putMoment("units-load-start", times.unitsLoadStart())
                .putMoment("units-load-finish", times.unitsLoadFinish())
                .putMoment("finish", times.finish());
        core.environment.ofClients().forEach((name, value) -> text.put(VARIABLE + name, value));
        return new Host.Snapshot(MANAGER, text.text());
    }

    // ---- reading

    /** Takes up what was kept; a snapshot that cannot be read is said, and its unit begins anew. */
    void restore(List<Host.Snapshot> snapshots) {
        for (Host.Snapshot snapshot : snapshots) {
            core.outbox.keptBefore(snapshot.name());
            try {
                if (snapshot.name().equals(MANAGER)) {
                    restoreManager(SnapshotText.parse(snapshot.text()));
                } else {
                    restoreUnit(snapshot);
                }
            } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
                core.outbox.log(
                        LogLevel.ERR,
                        "",
                        snapshot.name()
                                + ": its state could not be taken over, it counts as not started: "
                                + e.getMessage());
            }
        }
        core.table.settleLoading();
        core.engine.recount(); // only now is known who comes after whom
    }

    private void restoreManager(SnapshotText text) {
        core.table.continueAt(text.integer("next-index", 1));
        core.engine.continueAfter(
                text.integer("last-job", 0),
                text.integer("installed-jobs", 0),
                text.integer("failed-jobs", 0));
        core.exitCode = text.integer("exit-code", 0);
        core.startup.continueWith(
                new StartupTimes(
                        text.moment("userspace"),
                        text.moment("units-load-start"),
                        text.moment("units-load-finish"),
                        text.moment("finish")));
        Map<String, String> ofClients = new LinkedHashMap<>();
        for (String key : text.values().keySet()) {
            if (key.startsWith(VARIABLE)) {
                ofClients.put(key.substring(VARIABLE.length()), text.get(key, ""));
            }
        }
        core.environment.recall(ofClients);
    }

    private void restoreUnit(Host.Snapshot snapshot) {
        Optional<UnitName> name = UnitName.parse(snapshot.name());
        SnapshotText text = SnapshotText.parse(snapshot.text());
        int index = text.integer("index", 0);
        if (name.isEmpty() || index <= 0 || text.integer("version", 0) > VERSION) {
            throw new IllegalArgumentException("not a snapshot of this version");
        }
        Unit unit = core.table.revive(name.get(), index, text.values().get("transient"));
        UnitBody body = readBody(unit, text);
        List<Long> starts = new ArrayList<>();
        text.words("starts").forEach(start -> starts.add(Long.parseLong(start)));
        unit.body = body;
        unit.startLimit = new StartLimit(starts);
        unit.invocationId = text.get("invocation-id", "");
        if (!unit.invocationId.isEmpty()) {
            core.byInvocation.put(unit.invocationId, unit);
        }
        unit.times =
                new UnitTimes(
                        text.moment("state-change"),
                        text.moment("inactive-exit"),
                        text.moment("active-enter"),
                        text.moment("active-exit"),
                        text.moment("inactive-enter"));
        unit.conditions = report(text, "conditions");
        unit.asserts = report(text, "asserts");
        unit.isCgroupMade = text.flag("cgroup");
        unit.controller = text.get("controller", "");
        unit.freezer = text.constant("freezer", Unit.FreezerState.class, Unit.FreezerState.RUNNING);
        unit.nextUnitToken = text.integer("next-unit-token", 1);
        for (String key : text.values().keySet()) {
            if (key.startsWith(REFERENCE)) {
                unit.setReferenceCount(key.substring(REFERENCE.length()), text.integer(key, 1));
            }
        }
        if (unit.activeState() == ActiveState.FAILED) {
            core.failedUnits.add(unit);
        }
        restoreJob(unit, text.words("job"));
    }

    private static ConditionReport report(SnapshotText text, String kind) {
        Moment when = text.moment(kind + "-tested");
        return new ConditionReport(when, text.flag(kind + "-met"), List.of());
    }

    private void restoreJob(Unit unit, List<String> words) {
        if (words.size() == 4) {
            JobType type = JobType.valueOf(words.get(1));
            boolean wasRunning = JobState.valueOf(words.get(3)) == JobState.RUNNING;
            core.engine.reinstall(
                    unit,
                    type,
                    Integer.parseInt(words.get(0)),
                    Boolean.parseBoolean(words.get(2)),
                    wasRunning && isUnderWay(unit, type));
        }
    }

    /**
     * Returns whether a job that was running has left its mark on the unit, whose state will end
     * it. A start whose unit is on its way down again has been carried out: a oneshot service that
     * has run is going to be dead, and must not run for the same job once more.
     */
    private static boolean isUnderWay(Unit unit, JobType type) {
        ActiveState state = unit.activeState();
        return switch (type) {
            case START -> state == ActiveState.ACTIVATING || state == ActiveState.DEACTIVATING;
            case STOP, RESTART -> state == ActiveState.DEACTIVATING;
            case RELOAD ->
                    state == ActiveState.RELOADING
                            || state == ActiveState.ACTIVATING
                            || state == ActiveState.DEACTIVATING;
            case VERIFY_ACTIVE, NOP, TRY_RESTART, TRY_RELOAD, RELOAD_OR_START -> false;
        };
    }

    private static UnitBody readBody(Unit unit, SnapshotText text) {
        return switch (unit.body) {
            case UnitBody.Service service ->
                    new UnitBody.Service(
                            service.definition(),
                            ServiceSnapshots.read(text, service.record().nextToken()));
            case UnitBody.Scope scope -> {
                List<Integer> pids = new ArrayList<>();
                text.words("pids").forEach(pid -> pids.add(Integer.parseInt(pid)));
                yield new UnitBody.Scope(
                        scope.definition(),
                        new ScopeRecord(
                                text.constant("phase", ScopePhase.class, ScopePhase.DEAD),
                                text.constant("result", ScopeResult.class, ScopeResult.SUCCESS),
                                pids,
                                text.flag("abandoned"),
                                text.number("runtime-extra-usec", 0),
                                text.deadline("deadline"),
                                text.number("question", 0),
                                text.number("next-token", scope.record().nextToken())));
            }
            case UnitBody.Slice _ -> new UnitBody.Slice(text.flag("active"));
            case UnitBody.Target _ -> new UnitBody.Target(text.flag("active"));
            case UnitBody.Inert inert -> inert;
        };
    }
}
