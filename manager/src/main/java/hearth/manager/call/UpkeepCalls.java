package hearth.manager.call;

import hearth.manager.CleanedResource;
import hearth.manager.UnitMarker;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.manager.host.Effect;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.table.UnitEntry;
import hearth.manager.turn.Core;
import hearth.unit.value.JobMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What package managers and administrators ask for between the starts of units: that what they left
 * behind is removed, and that those which were marked start anew.
 */
public final class UpkeepCalls {
    /** What stands for all resources. */
    private static final String ALL = "all";

    private final Core core;
    private final UnitCalls calls;

    public UpkeepCalls(Core core, UnitCalls calls) {
        this.core = core;
        this.calls = calls;
    }

    /** Removes what a unit has left on disk, as far as these words name it. */
    public Outcome<UnitEntry> clean(String name, List<String> words) {
        Outcome<UnitEntry> found = calls.loaded(name);
        if (!(found instanceof Outcome.Done<UnitEntry>(UnitEntry unit))) {
            return found;
        }
        Set<CleanedResource> wanted = EnumSet.noneOf(CleanedResource.class);
        for (String word : words) {
            Optional<CleanedResource> resource = CleanedResource.ofWireName(word);
            if (word.equals(ALL)) {
                wanted.addAll(EnumSet.allOf(CleanedResource.class));
            } else if (resource.isPresent()) {
                wanted.add(resource.get());
            } else {
                return UnitCalls.refused(
                        Refusal.INVALID_ARGUMENT, "Invalid resource type: " + word);
            }
        }
        return clean(unit, wanted);
    }

    private Outcome<UnitEntry> clean(UnitEntry unit, Set<CleanedResource> wanted) {
        if (!CleanedResource.isLeftBy(unit.type())) {
            return UnitCalls.refused(
                    Refusal.NOT_SUPPORTED, "Unit '" + unit.id() + "' does not support cleaning.");
        }
        if (wanted.isEmpty()) {
            return nothing();
        }
        boolean isBusy =
                unit.loadState() != LoadState.LOADED
                        || unit.job().isPresent()
                        || unit.activeState() != ActiveState.INACTIVE;
        if (isBusy) {
            return UnitCalls.refused(Refusal.UNIT_BUSY, "Unit is not inactive or has pending job.");
        }
        wanted.retainAll(unit.leftResources());
        if (wanted.isEmpty()) {
            return nothing();
        }
        core.outbox().emit(new Effect.Clean(unit.id(), unit.settings(), wanted));
        return new Outcome.Done<>(unit);
    }

    private static Outcome<UnitEntry> nothing() {
        return UnitCalls.refused(Refusal.NOTHING_TO_CLEAN, "No matching resources found.");
    }

    /** Notes something about a unit, in place of what was noted. */
    public Outcome<UnitEntry> mark(String name, Set<UnitMarker> markers) {
        Outcome<UnitEntry> found = calls.load(name, false);
        if (found instanceof Outcome.Done<UnitEntry>(UnitEntry unit)) {
            unit.marked(markers);
            core.outbox().changed(unit);
        }
        return found;
    }

    /**
     * Queues a restart, or a reload where that was noted and can be, of all units that were marked;
     * the first refusal is the answer, once all have been tried.
     */
    public Outcome<List<Job>> enqueueMarked() {
        List<Job> jobs = new ArrayList<>();
        Optional<Outcome.Refused<List<Job>>> refusal = Optional.empty();
        for (UnitEntry unit : List.copyOf(core.table().units())) {
            if (unit.markers().isEmpty()) {
                continue;
            }
            boolean reloads = !unit.markers().contains(UnitMarker.NEEDS_RESTART);
            switch (calls.order(unit.id(), JobType.TRY_RESTART, JobMode.FAIL, reloads)) {
                case Outcome.Done<List<Job>>(List<Job> queued) -> jobs.add(queued.getFirst());
                case Outcome.Refused<List<Job>> refused ->
                        refusal = refusal.or(() -> Optional.of(refused));
            }
        }
        return refusal.<Outcome<List<Job>>>map(refused -> refused)
                .orElseGet(() -> new Outcome.Done<>(jobs));
    }
}
