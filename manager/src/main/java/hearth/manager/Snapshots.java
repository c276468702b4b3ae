package hearth.manager;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Host;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.job.JobState;
import hearth.manager.job.JobType;
import hearth.manager.type.Body;
import hearth.manager.type.SnapshotText;
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
    private static final int WORDS_OF_JOB = 4;
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
                .put("freezer", unit.freezer.wireName())
                .put("next-unit-token", unit.nextUnitToken);
        text.put(
                "starts",
                String.join(
                        " ", unit.startLimit.startsUsec().stream().map(String::valueOf).toList()));
        unit.transientSource.ifPresent(made -> text.put("transient", made.text()));
        unit.referenceCounts()
                .forEach((client, count) -> text.put(REFERENCE + client, count.longValue()));
        unit.job().ifPresent(job -> text.put("job", words(job)));
        unit.body.write(text);
        return new Host.Snapshot(unit.id(), text.text());
    }

    private static String words(Job job) {
        return job.id()
                + " "
                + job.type().wireName()
                + " "
                + job.isIrreversible()
                + " "
                + job.state().wireName();
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
        Body<?, ?> body = unit.body.read(text);
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
        unit.freezer =
                text.word(
                        "freezer",
                        Unit.FreezerState.values(),
                        Unit.FreezerState::wireName,
                        Unit.FreezerState.RUNNING,
                        Unit.FreezerState.RUNNING);
        unit.nextUnitToken = text.integer("next-unit-token", 1);
        for (String key : text.values().keySet()) {
            if (key.startsWith(REFERENCE)) {
                unit.setReferenceCount(key.substring(REFERENCE.length()), text.integer(key, 1));
            }
        }
        if (unit.activeState() == ActiveState.FAILED) {
            core.failedUnits.add(unit);
        }
        restoreJob(unit, text);
        for (String unknown : text.unknown()) {
            core.outbox.log(
                    unit,
                    LogLevel.WARNING,
                    "",
                    unit.id()
                            + ": its state could not be taken over whole, "
                            + unknown
                            + " means nothing to this version; it goes on as "
                            + unit.subState()
                            + ".");
        }
    }

    private static ConditionReport report(SnapshotText text, String kind) {
        Moment when = text.moment(kind + "-tested");
        return new ConditionReport(when, text.flag(kind + "-met"), List.of());
    }

    /** A job that only another brain knows is none; its unit stays as it is. */
    private void restoreJob(Unit unit, SnapshotText text) {
        List<String> words = text.words("job");
        if (words.size() != WORDS_OF_JOB) {
            return;
        }
        JobType type =
                text.value("job", words.get(1), JobType.values(), JobType::wireName, JobType.NOP);
        JobState state =
                text.value(
                        "job",
                        words.get(3),
                        JobState.values(),
                        JobState::wireName,
                        JobState.WAITING);
        if (type != JobType.NOP) {
            core.engine.reinstall(
                    unit,
                    type,
                    Integer.parseInt(words.get(0)),
                    Boolean.parseBoolean(words.get(2)),
                    state == JobState.RUNNING && isUnderWay(unit, type));
        }
    }

    /** A start that was still testing conditions, for one, begins again. */
    private static boolean isUnderWay(Unit unit, JobType type) {
        ActiveState state = unit.activeState();
        return switch (type) {
            case START -> state == ActiveState.ACTIVATING;
            case STOP, RESTART -> state == ActiveState.DEACTIVATING;
            case RELOAD -> state == ActiveState.RELOADING;
            case VERIFY_ACTIVE, NOP, TRY_RESTART, TRY_RELOAD, RELOAD_OR_START -> false;
        };
    }
}
