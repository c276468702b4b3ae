package hearth.manager.call;

import hearth.manager.ManagerLimits;
import hearth.manager.SignalTargets;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Effect;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.table.UnitEntry;
import hearth.manager.turn.Core;
import hearth.manager.turn.Freezing;
import hearth.manager.turn.Messages;
import hearth.manager.type.UnitEvent;
import java.util.List;
import java.util.stream.IntStream;

/** What clients may ask of a unit's processes. */
public final class ProcessCalls {
    /** The highest signal of Linux. */
    private static final int MAX_SIGNAL = 64;

    private final Core core;
    private final Freezing freezing;
    private final UnitCalls calls;

    public ProcessCalls(Core core, UnitCalls calls) {
        this.core = core;
        freezing = new Freezing(core);
        this.calls = calls;
    }

    public Outcome<UnitEntry> kill(String name, Effect.Whom whom, int signal) {
        if (signal <= 0 || signal > MAX_SIGNAL) {
            return UnitCalls.refused(Refusal.INVALID_ARGUMENT, "Signal number out of range.");
        }
        Outcome<UnitEntry> found = killable(name, whom);
        if (!(found instanceof Outcome.Done<UnitEntry>(UnitEntry unit))) {
            return found;
        }
        List<Integer> pids =
                switch (whom) {
                    case MAIN -> List.of(unit.body().mainPid());
                    case CONTROL -> List.of(unit.body().controlPid());
                    case ALL -> List.of();
                };
        if (unit.plan().cgroup().isEmpty()) {
            return found; // without a definition it has never had any
        }
        core.outbox()
                .emit(
                        new Effect.SignalUnit(
                                unit.token(),
                                unit.id(),
                                unit.plan().cgroup(),
                                pids,
                                whom == Effect.Whom.ALL,
                                signal,
                                false,
                                false,
                                new Effect.SignalUnit.Request()));
        core.outbox().log(unit, Messages.signalled(unit, signal, core.asked()));
        return found;
    }

    /** Returns a unit that has the processes that are meant. */
    private Outcome<UnitEntry> killable(String name, Effect.Whom whom) {
        Outcome<UnitEntry> found = calls.loaded(name);
        if (!(found instanceof Outcome.Done<UnitEntry>(UnitEntry unit))) {
            return found;
        }
        if (!unit.type().canBeKilled()) {
            return UnitCalls.refused(
                    Refusal.NOT_SUPPORTED,
                    "Unit type " + unit.type().wireName() + " does not support process killing.");
        }
        if (whom == Effect.Whom.MAIN && unit.body().mainPid() == 0) {
            return UnitCalls.refused(Refusal.NO_SUCH_PROCESS, "No main process to kill");
        }
        if (whom == Effect.Whom.CONTROL && unit.body().controlPid() == 0) {
            return UnitCalls.refused(Refusal.NO_SUCH_PROCESS, "No control process to kill");
        }
        return found;
    }

    /** Returns the main and control processes of a unit, as far as they are meant. */
    public Outcome<SignalTargets> targets(String name, Effect.Whom whom) {
        return switch (killable(name, whom)) {
            case Outcome.Refused<UnitEntry> refused -> refused.of();
            case Outcome.Done<UnitEntry>(UnitEntry unit) -> {
                IntStream meant =
                        switch (whom) {
                            case MAIN -> IntStream.of(unit.body().mainPid());
                            case CONTROL -> IntStream.of(unit.body().controlPid());
                            case ALL ->
                                    IntStream.of(unit.body().mainPid(), unit.body().controlPid());
                        };
                yield new Outcome.Done<>(
                        new SignalTargets(
                                unit.plan().cgroup(),
                                meant.filter(pid -> pid != 0).boxed().toList()));
            }
        };
    }

    public Outcome<UnitEntry> attach(String name, String subcgroup, List<Integer> pids) {
        if (pids.size() > ManagerLimits.PROCESSES_PER_CALL) {
            return UnitCalls.refused(Refusal.LIMIT_EXCEEDED, "Too many processes.");
        }
        if (!subcgroup.isEmpty() && (!subcgroup.startsWith("/") || subcgroup.contains(".."))) {
            return UnitCalls.refused(
                    Refusal.INVALID_ARGUMENT, "Control group path is not absolute: " + subcgroup);
        }
        Outcome<UnitEntry> found = calls.loaded(name);
        if (!(found instanceof Outcome.Done<UnitEntry>(UnitEntry unit))) {
            return found;
        }
        if (unit.activeState().isInactiveOrFailed() || unit.plan().cgroup().isEmpty()) {
            return UnitCalls.refused(
                    Refusal.UNIT_INACTIVE,
                    "Can't migrate processes into inactive or stopped unit " + unit.id() + ".");
        }
        core.outbox()
                .emit(
                        new Effect.MoveProcesses(
                                unit.token(),
                                unit.id(),
                                unit.plan().cgroup() + (subcgroup.equals("/") ? "" : subcgroup),
                                pids));
        return found;
    }

    public Outcome<UnitEntry> abandon(String name) {
        Outcome<UnitEntry> found = calls.loaded(name);
        if (!(found instanceof Outcome.Done<UnitEntry>(UnitEntry unit))) {
            return found;
        }
        if (!unit.type().beginsWithProcesses()) {
            return UnitCalls.refused(
                    Refusal.INVALID_ARGUMENT,
                    "Unit '" + unit.id() + "' is not a scope unit, refusing.");
        }
        if (unit.activeState() != ActiveState.ACTIVE) {
            return UnitCalls.refused(
                    Refusal.SCOPE_NOT_RUNNING,
                    "Scope " + unit.id() + " is not running, cannot abandon.");
        }
        core.machines().feed(unit, new UnitEvent.Abandon());
        return found;
    }

    public Outcome<UnitEntry> freeze(String name, boolean isFreeze) {
        Outcome<UnitEntry> found = calls.loaded(name);
        if (!(found instanceof Outcome.Done<UnitEntry>(UnitEntry unit))) {
            return found;
        }
        if (!unit.type().canBeFrozen()) {
            return UnitCalls.refused(
                    Refusal.NOT_SUPPORTED, "Unit '" + unit.id() + "' does not support freezing.");
        }
        if (unit.activeState() != ActiveState.ACTIVE) {
            return UnitCalls.refused(Refusal.UNIT_INACTIVE, "Unit is inactive.");
        }
        if (isFreeze) {
            freezing.freeze(unit);
        } else {
            freezing.thaw(unit);
        }
        return found;
    }
}
