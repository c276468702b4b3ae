package hearth.manager.turn;

import hearth.manager.cause.Why;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.LogLevel;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.Kind;
import hearth.manager.type.UnitEvent;
import hearth.unit.value.JobMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What passes between units and those that start them: timers and paths start units, and are told
 * how these do. Both wait here until the present change is settled.
 */
final class Triggers {
    private final Core core;

    /** Units that want to start what they trigger. */
    private final Deque<UnitEntry> pulled = new ArrayDeque<>();

    /** Units that are triggered by others, and have changed. */
    private final Set<UnitEntry> changed = new LinkedHashSet<>();

    /** Those of them that were started too often. */
    private final Set<UnitEntry> limited = new LinkedHashSet<>();

    Triggers(Core core) {
        this.core = core;
    }

    /** A unit wants what it triggers to be started. */
    void pull(UnitEntry unit) {
        pulled.add(unit);
    }

    /** A unit has changed its state, or has lost a job. */
    void changed(UnitEntry unit) {
        if (!unit.edges(UnitEdge.TRIGGERED_BY).isEmpty()) {
            changed.add(unit);
        }
    }

    /** A unit was started too often. */
    void startLimitHit(UnitEntry unit) {
        limited.add(unit);
        changed(unit);
    }

    /** Tells a unit that is about to start what it triggers is. */
    void tell(UnitEntry unit) {
        for (UnitEntry target : unit.edges(UnitEdge.TRIGGERS)) {
            core.machines().feed(unit, news(target, false));
        }
    }

    /** Returns, and says, whether what a unit triggers is not there, or in its way. */
    boolean isTargetMissing(UnitEntry unit) {
        Optional<String> missing = missingTarget(unit);
        missing.ifPresent(why -> refuse(unit, why));
        return missing.isPresent();
    }

    /** Returns that what a unit triggers is not there, or in its way, in words. */
    Optional<String> missingTarget(UnitEntry unit) {
        Kind.Need need = unit.body().needOfTriggered();
        if (need == Kind.Need.NOTHING) {
            return Optional.empty();
        }
        boolean isSocket = need == Kind.Need.DOWN;
        for (UnitEntry target : targets(unit)) {
            if (target.loadState() != LoadState.LOADED) {
                return Optional.of(
                        isSocket
                                ? "Socket service " + target.id() + " not loaded, refusing."
                                : "Refusing to start, unit "
                                        + target.id()
                                        + " to trigger not loaded.");
            }
            boolean isDown =
                    target.activeState().isInactiveOrFailed() || target.body().awaitsRestart();
            if (isSocket && !isDown) {
                return Optional.of("Socket service " + target.id() + " already active, refusing.");
            }
        }
        return Optional.empty();
    }

    private List<UnitEntry> targets(UnitEntry unit) {
        return unit.body()
                .starts()
                .map(name -> List.of(core.table().get(name)))
                .orElseGet(() -> List.copyOf(unit.edges(UnitEdge.TRIGGERS)));
    }

    private void refuse(UnitEntry unit, String why) {
        core.outbox().log(unit, LogLevel.ERR, "", unit.id() + ": " + why);
    }

    /** Passes one thing on; returns whether there was one. */
    boolean settleOne() {
        if (!pulled.isEmpty()) {
            start(pulled.remove());
            return true;
        }
        if (changed.isEmpty()) {
            return false;
        }
        UnitEntry target = changed.iterator().next();
        changed.remove(target);
        boolean isLimited = limited.remove(target);
        if (target.job().isEmpty()) { // or its end will be told
            for (UnitEntry unit : List.copyOf(target.edges(UnitEdge.TRIGGERED_BY))) {
                core.machines().feed(unit, news(target, isLimited));
            }
        }
        return true;
    }

    private void start(UnitEntry unit) {
        boolean isStopping = unit.job().filter(job -> job.type() == JobType.STOP).isPresent();
        if (isStopping || (unit.body().starts().isPresent() && isTaken(unit))) {
            return;
        }
        List<UnitEntry> targets = targets(unit);
        if (targets.isEmpty()) {
            core.machines().feed(unit, new UnitEvent.TriggerRefused("there is no unit to start"));
        }
        for (UnitEntry target : targets) {
            if (core.consequences()
                            .enqueue(target, JobType.START, JobMode.REPLACE, because(unit, target))
                    instanceof Outcome.Refused<List<Job>>(var _, String message)) {
                core.machines().feed(unit, new UnitEvent.TriggerRefused(message));
            }
        }
    }

    private Optional<Why> because(UnitEntry unit, UnitEntry target) {
        return Optional.of(Why.of(core.places().because(unit, UnitEdge.TRIGGERS, target)));
    }

    /** Returns whether somebody already takes what comes, or is about to. */
    private static boolean isTaken(UnitEntry unit) {
        return unit.edges(UnitEdge.TRIGGERS).stream()
                .filter(target -> target.body().connection().isEmpty())
                .anyMatch(target ->
                        target.activeState().isActiveOrReloading()
                                || target.activeState() == ActiveState.ACTIVATING
                                || target.job().filter(Triggers::starts).isPresent());
    }

    private static boolean starts(Job job) {
        return switch (job.type()) {
            case START, RESTART, RELOAD_OR_START -> true;
            case STOP, RELOAD, VERIFY_ACTIVE, NOP, TRY_RESTART, TRY_RELOAD -> false;
        };
    }

    private static UnitEvent news(UnitEntry target, boolean isLimited) {
        return new UnitEvent.TriggeredChanged(
                target.activeState().isInactiveOrFailed(),
                target.times().inactiveExit(),
                target.times().inactiveEnter(),
                target.subState(),
                isLimited);
    }
}
