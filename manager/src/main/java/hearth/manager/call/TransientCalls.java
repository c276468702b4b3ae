package hearth.manager.call;

import hearth.manager.ManagerLimits;
import hearth.manager.TransientUnit;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.host.Effect;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.table.UnitEntry;
import hearth.manager.turn.Core;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.value.JobMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Units that calls define, and settings that calls change. */
public final class TransientCalls {
    private final Core core;
    private final UnitCalls calls;

    public TransientCalls(Core core, UnitCalls calls) {
        this.core = core;
        this.calls = calls;
    }

    public Outcome<List<Job>> startTransient(
            TransientUnit unit, JobMode mode, List<TransientUnit> auxiliary) {
        Outcome<UnitEntry> made = make(unit);
        if (made instanceof Outcome.Refused<UnitEntry> refused) {
            return refused.of();
        }
        for (TransientUnit other : auxiliary) {
            if (make(other) instanceof Outcome.Refused<UnitEntry> refused) {
                return refused.of();
            }
        }
        return calls.order(unit.name(), JobType.START, mode, false);
    }

    private Outcome<UnitEntry> make(TransientUnit wanted) {
        Optional<UnitName> name = UnitName.parse(wanted.name());
        if (name.isEmpty() || name.get().isTemplate()) {
            return UnitCalls.refused(
                    Refusal.INVALID_ARGUMENT, "Unit name " + wanted.name() + " is not valid.");
        }
        Optional<Outcome<UnitEntry>> refusal = refusalOf(wanted, name.get());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        LoadResult result = core.table().definitions().loadTransient(name.get(), wanted.text());
        if (result instanceof LoadResult.BadSetting(var partly, Diagnostic reason)) {
            return UnitCalls.refused(Refusal.BAD_SETTING, reason.message());
        }
        UnitEntry unit = core.table().get(name.get());
        unit.madeOf(wanted.text(), wanted.controller());
        core.table().apply(unit, result);
        unit.became(unit.body().given(wanted.pids()));
        core.outbox().emit(new Effect.WriteTransient(unit.id(), wanted.text()));
        core.outbox().changed(unit);
        return new Outcome.Done<>(unit);
    }

    private Optional<Outcome<UnitEntry>> refusalOf(TransientUnit wanted, UnitName name) {
        if (!name.type().canBeTransient()) {
            return Optional.of(
                    UnitCalls.refused(
                            Refusal.INVALID_ARGUMENT,
                            "Unit type "
                                    + name.type().wireName()
                                    + " does not support transient units."));
        }
        if (wanted.text().getBytes(StandardCharsets.UTF_8).length
                > ManagerLimits.TRANSIENT_TEXT_BYTES) {
            return Optional.of(
                    UnitCalls.refused(Refusal.LIMIT_EXCEEDED, "The unit's text is too long."));
        }
        if (wanted.pids().size() > ManagerLimits.PROCESSES_PER_CALL) {
            return Optional.of(UnitCalls.refused(Refusal.LIMIT_EXCEEDED, "Too many processes."));
        }
        if (name.type().beginsWithProcesses() && wanted.pids().isEmpty()) {
            return Optional.of(
                    UnitCalls.refused(
                            Refusal.INVALID_ARGUMENT, "A scope needs at least one process."));
        }
        UnitEntry unit = core.table().get(name);
        boolean isFree =
                unit.loadState() == LoadState.NOT_FOUND
                        || (unit.fragmentPath().isEmpty()
                                && !unit.isTransient()
                                && unit.dropInPaths().isEmpty()
                                && unit.activeState() == ActiveState.INACTIVE)
                        || (!name.type().needsFragment()
                                && unit.fragmentPath().isEmpty()
                                && unit.activeState() == ActiveState.INACTIVE);
        return isFree && unit.jobs().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        UnitCalls.refused(
                                Refusal.UNIT_EXISTS,
                                "Unit " + name + " was already loaded or has a fragment file."));
    }

    public Outcome<UnitEntry> setProperties(
            String name, boolean runtime, String fileName, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > ManagerLimits.TRANSIENT_TEXT_BYTES) {
            return UnitCalls.refused(Refusal.LIMIT_EXCEEDED, "The properties' text is too long.");
        }
        Outcome<UnitEntry> found = calls.load(name, false);
        if (found instanceof Outcome.Done<UnitEntry>(UnitEntry unit)) {
            Optional<Outcome.Refused<Job>> refusal = unit.loadRefusal();
            if (refusal.isPresent()) {
                return refusal.get().of();
            }
            core.table().definitions().dropInWritten(unit.name(), fileName, text, runtime);
            core.outbox().emit(new Effect.WriteDropIn(unit.id(), fileName, text, runtime));
            core.table().reloadOne(unit);
            core.engine().recount();
            if (unit.isCgroupMade()) {
                core.outbox()
                        .emit(
                                new Effect.ApplyCgroupAttributes(
                                        unit.id(), unit.plan().cgroup(), unit.settings()));
            }
        }
        return found;
    }
}
