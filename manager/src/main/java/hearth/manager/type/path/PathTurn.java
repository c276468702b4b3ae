package hearth.manager.type.path;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.type.Ending;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.path.PathRecord.Seen;
import hearth.unit.trigger.PathWatch;
import java.util.ArrayList;
import java.util.List;

/** One turn of the machine of path units; confined to it. */
final class PathTurn {
    private final PathDefinition definition;
    private final Moment now;
    private final List<UnitEffect> effects = new ArrayList<>();
    private final List<ActiveState> passed = new ArrayList<>();
    private final List<Seen> seen;
    private PathPhase phase;
    private PathResult result;
    private boolean isUnitDown;
    private long begun;
    private int count;
    private long firstWatch;
    private long nextToken;

    PathTurn(PathDefinition definition, PathRecord record, Moment now) {
        this.definition = definition;
        this.now = now;
        seen = new ArrayList<>(record.seen());
        begun = record.begun();
        count = record.count();
        phase = record.phase();
        result = record.result();
        isUnitDown = record.isUnitDown();
        firstWatch = record.firstWatch();
        nextToken = record.nextToken();
    }

    Step<PathRecord> step() {
        return new Step<>(
                new PathRecord(
                        phase, result, isUnitDown, seen, begun, count, firstWatch, nextToken),
                effects,
                passed);
    }

    PathPhase phase() {
        return phase;
    }

    void start() {
        result = PathResult.SUCCESS;
        if (definition.makesDirectories()) {
            for (PathWatch watch : definition.watches()) {
                if (watch.kind() != PathWatch.Kind.EXISTS
                        && watch.kind() != PathWatch.Kind.EXISTS_GLOB) {
                    effects.add(
                            new UnitEffect.MakeDirectories(
                                    watch.path(), definition.directoryMode()));
                }
            }
        }
        awaitNext();
    }

    /** Its unit came up or went down, by whoever's wish. */
    void unitChanged(UnitEvent.TriggeredChanged change) {
        isUnitDown = change.isDown();
        boolean isWaiting = phase == PathPhase.WAITING;
        if ((isWaiting && !isUnitDown) || (phase == PathPhase.RUNNING && isUnitDown)) {
            if (change.isStartLimitHit()) {
                end(PathResult.UNIT_START_LIMIT_HIT);
            } else {
                awaitNext();
            }
        }
    }

    /** A path was looked at: at first, or since something has happened to it. */
    void seen(long token, boolean isThere, boolean isChange) {
        if (!isWatched(token)) {
            return;
        }
        int place = (int) (token - firstWatch);
        Seen before = seen.set(place, isThere ? Seen.PRESENT : Seen.MISSING);
        boolean isGood =
                switch (definition.watches().get(place).kind()) {
                    case EXISTS, EXISTS_GLOB, DIRECTORY_NOT_EMPTY -> isThere;
                    // It was there and is gone, or is there and has changed.
                    case CHANGED, MODIFIED -> isChange && (isThere || before == Seen.PRESENT);
                };
        if (isGood) {
            trigger();
        }
    }

    void unwatchable(long token, String why) {
        if (isWatched(token)) {
            PathWatch watch = definition.watches().get((int) (token - firstWatch));
            warn("Failed to watch " + watch.path() + ": " + why);
            end(PathResult.RESOURCES);
        }
    }

    private boolean isWatched(long token) {
        long place = token - firstWatch;
        return phase == PathPhase.WAITING
                && firstWatch != 0
                && place >= 0
                && place < Math.min(seen.size(), definition.watches().size());
    }

    void refused(String why) {
        if (phase == PathPhase.RUNNING) {
            warn("Failed to queue unit startup job: " + why);
            end(PathResult.RESOURCES);
        }
    }

    void resetFailed() {
        if (phase == PathPhase.FAILED) {
            enter(PathPhase.DEAD);
        }
        result = PathResult.SUCCESS;
    }

    /** The hand tells what has changed meanwhile: it knows the watches by their tokens. */
    void takenOver() {
        if (phase != PathPhase.WAITING) {
            return;
        }
        if (seen.size() != definition.watches().size()) {
            watch();
            return;
        }
        for (int i = 0; i < seen.size(); i++) {
            effects.add(new UnitEffect.WatchPath(firstWatch + i, definition.watches().get(i)));
        }
    }

    /** What it watches may be something else now. */
    void redefined() {
        if (phase == PathPhase.WAITING) {
            watch();
        }
    }

    void end(PathResult why) {
        if (result == PathResult.SUCCESS) {
            result = why;
        }
        boolean isWell = result == PathResult.SUCCESS;
        enter(isWell ? PathPhase.DEAD : PathPhase.FAILED);
        effects.add(Ending.of(definition.name().text(), isWell, result.wireName()));
    }

    private void awaitNext() {
        if (isUnitDown) {
            enter(PathPhase.WAITING);
            watch();
        } else {
            enter(PathPhase.RUNNING);
        }
    }

    private void watch() {
        unwatch();
        firstWatch = nextToken;
        for (PathWatch watch : definition.watches()) {
            seen.add(Seen.UNKNOWN);
            effects.add(new UnitEffect.WatchPath(nextToken++, watch));
        }
    }

    private void unwatch() {
        for (int i = 0; i < seen.size(); i++) {
            effects.add(new UnitEffect.UnwatchPath(firstWatch + i));
        }
        seen.clear();
        firstWatch = 0;
    }

    private void trigger() {
        if (isTooOften()) {
            warn("Path unit is triggered too often, it is not started any more.");
            end(PathResult.TRIGGER_LIMIT_HIT);
            return;
        }
        enter(PathPhase.RUNNING);
        effects.add(new UnitEffect.Trigger());
    }

    /** Counts a start; an interval begins with the first that is in none. */
    private boolean isTooOften() {
        long interval = definition.limitInterval().usec();
        if (definition.limitBurst() == 0 || interval == 0) {
            return false;
        }
        if (begun == 0 || now.monotonicUsec() - begun > interval) {
            begun = now.monotonicUsec();
            count = 0;
        }
        return count++ >= definition.limitBurst();
    }

    private void enter(PathPhase newPhase) {
        unwatch();
        boolean isNews = newPhase.activeState() != phase.activeState();
        phase = newPhase;
        if (isNews) {
            passed.add(newPhase.activeState());
        }
    }

    private void warn(String message) {
        effects.add(new UnitEffect.Say(LogLevel.WARNING, "", definition.name() + ": " + message));
    }
}
