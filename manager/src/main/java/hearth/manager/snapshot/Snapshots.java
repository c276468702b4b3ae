package hearth.manager.snapshot;

import hearth.manager.ConditionReport;
import hearth.manager.StartupTimes;
import hearth.manager.Unit;
import hearth.manager.UnitMarker;
import hearth.manager.UnitTimes;
import hearth.manager.cause.CauseText;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Host;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.job.Job;
import hearth.manager.job.JobEngine;
import hearth.manager.job.JobState;
import hearth.manager.job.JobType;
import hearth.manager.table.KeptUnit;
import hearth.manager.table.References;
import hearth.manager.table.UnitEntry;
import hearth.manager.turn.Core;
import hearth.manager.turn.Scribe;
import hearth.manager.type.SnapshotText;
import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What outlives the brain: one text for each unit that is anything, and one for the manager. */
public final class Snapshots implements Scribe {
    /** The name of the manager's own snapshot; no unit can have it. */
    public static final String MANAGER = "manager";

    private static final int VERSION = 1;
    private static final int WORDS_OF_JOB = 4;
    private static final String JOB_CAUSE = "job-cause";
    private static final String REFERENCE = "reference.";
    private static final String VARIABLE = "environment.";

    private final Core core;

    public Snapshots(Core core) {
        this.core = core;
    }

    @Override
    public boolean isWorthKeeping(UnitEntry unit) {
        boolean hasRun =
                unit.activeState() != ActiveState.INACTIVE || !unit.times().stateChange().isNever();
        return (hasRun && !unit.isPicture())
                || !unit.jobs().isEmpty()
                || unit.isTransient()
                || !unit.references().isEmpty();
    }

    // ---- writing

    @Override
    public Host.Snapshot of(UnitEntry unit) {
        SnapshotText text = new SnapshotText();
        text.put("version", VERSION).put("index", unit.index());
        write(unit.kept(), text);
        unit.transientText().ifPresent(made -> text.put("transient", made));
        unit.referenceCounts()
                .counts()
                .forEach((client, count) -> text.put(REFERENCE + client, count.longValue()));
        unit.job()
                .ifPresent(job ->
                        text.put(
                                "job",
                                words(
                                        job,
                                        unit.conditionOutcome().isOpen()
                                                ? JobState.WAITING
                                                : job.state())));
        unit.job().flatMap(Job::why).ifPresent(why -> text.put(JOB_CAUSE, CauseText.write(why)));
        unit.body().write(text);
        return new Host.Snapshot(unit.id(), text.text());
    }

    private static void write(KeptUnit kept, SnapshotText text) {
        text.put("invocation-id", kept.invocationId())
                .putMoment("state-change", kept.times().stateChange())
                .putMoment("inactive-exit", kept.times().inactiveExit())
                .putMoment("active-enter", kept.times().activeEnter())
                .putMoment("active-exit", kept.times().activeExit())
                .putMoment("inactive-enter", kept.times().inactiveEnter())
                .putMoment("conditions-tested", kept.conditions().when())
                .putFlag("conditions-met", kept.conditions().isMet())
                .putMoment("asserts-tested", kept.asserts().when())
                .putFlag("asserts-met", kept.asserts().isMet())
                .putFlag("cgroup", kept.isCgroupMade())
                .put("controller", kept.controller())
                .put("freezer", kept.freezer().wireName())
                .put("next-unit-token", kept.nextToken());
        if (!kept.markers().isEmpty()) {
            text.put(
                    "markers",
                    kept.markers().stream()
                            .map(UnitMarker::wireName)
                            .sorted()
                            .collect(Collectors.joining(" ")));
        }
        text.put(
                "starts",
                String.join(" ", kept.startsUsec().stream().map(String::valueOf).toList()));
    }

    private static KeptUnit read(SnapshotText text) {
        List<Long> starts = new ArrayList<>();
        text.words("starts").forEach(start -> starts.add(Long.parseLong(start)));
        return new KeptUnit(
                text.get("invocation-id", ""),
                new UnitTimes(
                        text.moment("state-change"),
                        text.moment("inactive-exit"),
                        text.moment("active-enter"),
                        text.moment("active-exit"),
                        text.moment("inactive-enter")),
                report(text, "conditions"),
                report(text, "asserts"),
                text.flag("cgroup"),
                text.get("controller", ""),
                text.word(
                        "freezer",
                        Unit.FreezerState.values(),
                        Unit.FreezerState::wireName,
                        Unit.FreezerState.RUNNING,
                        Unit.FreezerState.RUNNING),
                markers(text),
                starts,
                text.integer("next-unit-token", 1));
    }

    /** What only a later version knows cannot be done here either. */
    private static Set<UnitMarker> markers(SnapshotText text) {
        return text.words("markers").stream()
                .flatMap(word -> UnitMarker.ofWireName(word).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String words(Job job, JobState state) {
        return job.id()
                + " "
                + job.type().wireName()
                + " "
                + job.isIrreversible()
                + " "
                + state.wireName();
    }

    @Override
    public Host.Snapshot ofManager() {
        SnapshotText text = new SnapshotText();
        StartupTimes times = core.startup().times();
        text.put("version", VERSION)
                .put("next-index", core.table().nextIndex())
                .put("last-job", core.engine().lastId())
                .put("installed-jobs", core.engine().installedCount())
                .put("failed-jobs", core.engine().failedCount())
                .put("exit-code", core.exitCode())
                .putFlag("ignores-watchdogs", !core.defaults().heedsWatchdogs())
                .putMoment("userspace", times.userspace())
                .putMoment("units-load-start", times.unitsLoadStart())
                .putMoment("units-load-finish", times.unitsLoadFinish())
                .putMoment("units-reload", times.unitsReload())
                .putMoment("finish", times.finish());
        core.environment().ofClients().forEach((name, value) -> text.put(VARIABLE + name, value));
        return new Host.Snapshot(MANAGER, text.text());
    }

    // ---- reading

    private static References references(SnapshotText text) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String key : text.values().keySet()) {
            if (key.startsWith(REFERENCE)) {
                counts.put(key.substring(REFERENCE.length()), text.integer(key, 1));
            }
        }
        return counts.isEmpty() ? References.NONE : new References(counts);
    }

    /** Takes up what was kept; a snapshot that cannot be read is said, and its unit begins anew. */
    public void restore(List<Host.Snapshot> snapshots) {
        for (Host.Snapshot snapshot : snapshots) {
            core.outbox().keptBefore(snapshot.name());
            try {
                if (snapshot.name().equals(MANAGER)) {
                    restoreManager(SnapshotText.parse(snapshot.text()));
                } else {
                    restoreUnit(snapshot);
                }
            } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
                core.outbox()
                        .log(
                                LogLevel.ERR,
                                "",
                                snapshot.name()
                                        + ": its state could not be taken over, it counts as not started: "
                                        + e.getMessage());
            }
        }
        core.table().settleLoading();
        core.engine().recount(); // only now is known who comes after whom
    }

    private void restoreManager(SnapshotText text) {
        core.table().continueAt(text.integer("next-index", 1));
        core.engine()
                .continueAfter(
                        text.integer("last-job", 0),
                        text.integer("installed-jobs", 0),
                        text.integer("failed-jobs", 0));
        core.exitWith(text.integer("exit-code", 0));
        core.heedWatchdogs(!text.flag("ignores-watchdogs"));
        core.startup()
                .continueWith(
                        new StartupTimes(
                                text.moment("userspace"),
                                text.moment("units-load-start"),
                                text.moment("units-load-finish"),
                                text.moment("units-reload"),
                                text.moment("finish")));
        Map<String, String> ofClients = new LinkedHashMap<>();
        for (String key : text.values().keySet()) {
            if (key.startsWith(VARIABLE)) {
                ofClients.put(key.substring(VARIABLE.length()), text.get(key, ""));
            }
        }
        core.environment().recall(ofClients);
    }

    private void restoreUnit(Host.Snapshot snapshot) {
        Optional<UnitName> name = UnitName.parse(snapshot.name());
        SnapshotText text = SnapshotText.parse(snapshot.text());
        int index = text.integer("index", 0);
        if (name.isEmpty() || index <= 0 || text.integer("version", 0) > VERSION) {
            throw new IllegalArgumentException("not a snapshot of this version");
        }
        UnitEntry unit = core.table().revive(name.get(), index, text.values().get("transient"));
        unit.became(unit.body().read(text));
        unit.recalled(read(text));
        if (!unit.invocationId().isEmpty()) {
            core.byInvocation().put(unit.invocationId(), unit);
        }
        unit.held(references(text));
        if (unit.activeState() == ActiveState.FAILED) {
            core.failedUnits().add(unit);
        }
        restoreJob(unit, text);
        for (String unknown : text.unknown()) {
            core.outbox()
                    .log(
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
    private void restoreJob(UnitEntry unit, SnapshotText text) {
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
            core.engine()
                    .reinstall(
                            unit,
                            type,
                            new JobEngine.Kept(
                                    Integer.parseInt(words.get(0)),
                                    Boolean.parseBoolean(words.get(2)),
                                    state == JobState.RUNNING && isUnderWay(unit, type),
                                    CauseText.readWhy(text.get(JOB_CAUSE, ""))));
        }
    }

    /**
     * Returns whether a job that was running has left its mark on the unit, whose state will end
     * it. A start whose unit is on its way down again has been carried out: a oneshot service that
     * has run is going to be dead, and must not run for the same job once more.
     */
    private static boolean isUnderWay(UnitEntry unit, JobType type) {
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
}
