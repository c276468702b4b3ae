package hearth.manager.call;

import hearth.budget.Account;
import hearth.budget.Allowance;
import hearth.budget.Resource;
import hearth.manager.ManagerLimits;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.table.References;
import hearth.manager.table.UnitEntry;
import hearth.manager.turn.Core;
import hearth.manager.type.UnitEvent;
import hearth.unit.NamePatterns;
import hearth.unit.UnitName;
import hearth.unit.value.JobMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What clients may ask of units: each order is checked, refused with a reason, or carried out. */
public final class UnitCalls {
    private final Core core;

    public UnitCalls(Core core) {
        this.core = core;
    }

    static <T> Outcome<T> refused(Refusal reason, String message) {
        return new Outcome.Refused<>(reason, message);
    }

    // ---- finding

    public Outcome<UnitEntry> loaded(String name) {
        Optional<UnitEntry> unit = core.table().find(name);
        if (unit.isPresent()) {
            return new Outcome.Done<>(unit.get());
        }
        return UnitName.isValid(name)
                ? refused(Refusal.NO_SUCH_UNIT, "Unit " + name + " not loaded.")
                : refused(Refusal.INVALID_ARGUMENT, "Unit name " + name + " is not valid.");
    }

    public Outcome<UnitEntry> load(String name, boolean isPinned) {
        Optional<UnitName> parsed = UnitName.parse(name);
        if (parsed.isEmpty()) {
            return refused(Refusal.INVALID_ARGUMENT, "Unit name " + name + " is not valid.");
        }
        if (parsed.get().isTemplate()) {
            return refused(
                    Refusal.INVALID_ARGUMENT,
                    "Unit name " + name + " is missing the instance name.");
        }
        if (core.table().find(name).isEmpty() && core.table().isFull()) {
            return refused(Refusal.LIMIT_EXCEEDED, Account.refusal(Resource.UNITS));
        }
        UnitEntry unit = core.table().get(parsed.get());
        if (isPinned) {
            core.table().collector().pin(unit);
        }
        core.table().settleLoading();
        return new Outcome.Done<>(unit);
    }

    public List<UnitEntry> list(Set<String> states, NamePatterns patterns) {
        List<UnitEntry> found = new ArrayList<>();
        for (UnitEntry unit : core.table().units()) {
            if (isIn(states, unit) && unit.names().stream().anyMatch(patterns::matches)) {
                found.add(unit);
            }
        }
        core.table()
                .mirror()
                .others(patterns)
                .filter(unit -> isIn(states, unit))
                .forEach(found::add);
        return found;
    }

    private static boolean isIn(Set<String> states, UnitEntry unit) {
        return states.isEmpty()
                || states.contains(unit.loadState().wireName())
                || states.contains(unit.activeState().wireName())
                || states.contains(unit.subState());
    }

    // ---- jobs

    /** Queues what somebody has asked for, as far as the unit lets itself be asked. */
    public Outcome<List<Job>> order(
            String name, JobType asked, JobMode mode, boolean reloadsIfPossible) {
        return switch (admit(name, asked, mode, reloadsIfPossible, false)) {
            case Outcome.Refused<Admitted> refused -> refused.of();
            case Outcome.Done<Admitted>(Admitted admitted) ->
                    core.consequences()
                            .enqueue(admitted.unit(), admitted.type(), mode, core.asked());
        };
    }

    /** A unit, and the job that an order means for it. */
    record Admitted(UnitEntry unit, JobType type) {}

    /**
     * Returns what is asked for, as far as the unit lets itself be asked.
     *
     * @param isPinned whether the unit stays in memory until the next turn
     */
    Outcome<Admitted> admit(
            String name, JobType asked, JobMode mode, boolean reloadsIfPossible, boolean isPinned) {
        return switch (load(name, isPinned)) {
            case Outcome.Refused<UnitEntry> refused -> refused.of();
            case Outcome.Done<UnitEntry>(UnitEntry unit) -> {
                JobType type = reloadsIfPossible ? reloading(unit, asked) : asked;
                Optional<Outcome.Refused<Admitted>> refusal = refusalOf(unit, type, mode);
                yield refusal.isPresent()
                        ? refusal.get()
                        : new Outcome.Done<>(new Admitted(unit, type));
            }
        };
    }

    /** Queues what the manager itself wants. */
    public Outcome<List<Job>> queue(String name, JobType type, JobMode mode) {
        return switch (load(name, false)) {
            case Outcome.Refused<UnitEntry> refused -> refused.of();
            case Outcome.Done<UnitEntry>(UnitEntry unit) ->
                    core.consequences().enqueue(unit, type, mode, core.asked());
        };
    }

    private static JobType reloading(UnitEntry unit, JobType type) {
        if (!unit.canReload()) {
            return type;
        }
        return type == JobType.RESTART ? JobType.RELOAD_OR_START : JobType.TRY_RELOAD;
    }

    private static Optional<Outcome.Refused<Admitted>> refusalOf(
            UnitEntry unit, JobType type, JobMode mode) {
        boolean isGone =
                type == JobType.STOP
                        && unit.loadState() == LoadState.NOT_FOUND
                        && unit.activeState() == ActiveState.INACTIVE;
        if (isGone) {
            return Optional.of(
                    new Outcome.Refused<>(
                            Refusal.NO_SUCH_UNIT, "Unit " + unit.id() + " not loaded."));
        }
        boolean isTried = type == JobType.TRY_RESTART || type == JobType.TRY_RELOAD;
        if (isTried && unit.loadRefusal().isPresent()) {
            return unit.loadRefusal()
                    .map(refusal -> new Outcome.Refused<>(refusal.reason(), refusal.message()));
        }
        boolean starts =
                type == JobType.START
                        || type == JobType.RESTART
                        || type == JobType.TRY_RESTART
                        || type == JobType.RELOAD_OR_START;
        boolean stops =
                type == JobType.STOP || type == JobType.RESTART || type == JobType.TRY_RESTART;
        boolean isRefusing =
                (starts && unit.plan().refusesManualStart())
                        || (stops && unit.plan().refusesManualStop());
        if (isRefusing) {
            return Optional.of(
                    new Outcome.Refused<>(
                            Refusal.ONLY_BY_DEPENDENCY,
                            "Operation refused, unit "
                                    + unit.id()
                                    + " may be requested by dependency only (it is configured to"
                                    + " refuse manual start/stop)."));
        }
        if (mode == JobMode.ISOLATE && type != JobType.START) {
            return Optional.of(
                    new Outcome.Refused<>(
                            Refusal.INVALID_ARGUMENT, "Isolate is only valid for start."));
        }
        if (mode == JobMode.ISOLATE && !unit.plan().allowsIsolate()) {
            return Optional.of(
                    new Outcome.Refused<>(
                            Refusal.NO_ISOLATION, "Operation refused, unit may not be isolated."));
        }
        if (mode == JobMode.TRIGGERING && type != JobType.STOP) {
            return Optional.of(
                    new Outcome.Refused<>(
                            Refusal.INVALID_ARGUMENT,
                            "--job-mode=triggering is only valid for stop."));
        }
        return Optional.empty();
    }

    // ---- failures and references

    public Outcome<UnitEntry> resetFailed(String name) {
        Outcome<UnitEntry> found = loaded(name);
        if (found instanceof Outcome.Done<UnitEntry>(UnitEntry unit)) {
            reset(unit);
        }
        return found;
    }

    public void resetAllFailed() {
        List.copyOf(core.table().units()).forEach(this::reset);
    }

    private void reset(UnitEntry unit) {
        core.machines().feed(unit, new UnitEvent.ResetFailed());
        if (unit.startsForgotten()) {
            core.outbox().changed(unit);
        }
        core.table().collector().mayCollect(unit);
    }

    public Outcome<UnitEntry> ref(String name, String client) {
        Outcome<UnitEntry> found = load(name, false);
        if (found instanceof Outcome.Done<UnitEntry>(UnitEntry unit)) {
            int before = unit.referenceCounts().of(client);
            if (before == 0 && unit.references().size() >= ManagerLimits.REFERENCES_PER_UNIT) {
                return refused(Refusal.LIMIT_EXCEEDED, "Too many references.");
            }
            unit.held(unit.referenceCounts().with(client, before + 1));
            core.outbox().changed(unit);
        }
        return found;
    }

    public Outcome<UnitEntry> unref(String name, String client) {
        Outcome<UnitEntry> found = loaded(name);
        if (!(found instanceof Outcome.Done<UnitEntry>(UnitEntry unit))) {
            return found;
        }
        int count = unit.referenceCounts().of(client);
        if (count == 0) {
            return refused(Refusal.NOT_REFERENCED, "Unit has not been referenced yet.");
        }
        unit.held(unit.referenceCounts().with(client, count - 1));
        core.outbox().changed(unit);
        core.table().collector().mayCollect(unit);
        return found;
    }

    public void clientGone(String client) {
        for (UnitEntry unit : core.table().units()) {
            Allowance.check();
            if (unit.referenceCounts().of(client) > 0) {
                unit.held(unit.referenceCounts().with(client, 0));
                letGo(unit);
            }
        }
    }

    /** All clients have gone: one look at each unit, however many held it. */
    public void allClientsGone() {
        for (UnitEntry unit : core.table().units()) {
            Allowance.check();
            if (!unit.references().isEmpty()) {
                unit.held(References.NONE);
                letGo(unit);
            }
        }
    }

    /** Nothing goes before the turn ends. */
    private void letGo(UnitEntry unit) {
        core.outbox().changed(unit);
        core.table().collector().mayCollect(unit);
    }

    // ---- environment

    public Outcome<Map<String, String>> changeEnvironment(
            List<String> unset, List<String> assignments) {
        Outcome<Map<String, String>> outcome = core.environment().change(unset, assignments);
        core.outbox().managerChanged();
        return outcome;
    }
}
