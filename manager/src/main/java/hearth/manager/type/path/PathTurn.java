package hearth.manager.type.path;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.path.PathRecord.Seen;
import hearth.unit.trigger.PathWatch;
import java.util.ArrayList;
import java.util.List;

/** One turn of the machine of path units; confined to it. */
final class PathTurn {
    private static final String UNIT_SUCCESS = "7ad2d189f7e94e70a38c781354912448";
    private static final String UNIT_FAILURE = "d9b373ed55a64feb8242e02dbe79a49c";

    private final PathDefinition definition;
    private final Moment now;
    private final List<UnitEffect> effects = new ArrayList<>();
    private final List<ActiveState> passed = new ArrayList<>();
    private final List<Seen> seen;
    private final List<Long> starts;
    private PathPhase phase;
    private PathResult result;
    private boolean isUnitDown;
    private long firstWatch;
    private long nextToken;

    PathTurn(PathDefinition definition, PathRecord record, Moment now) {
        this.definition = definition;
        this.now = now;
        seen = new ArrayList<>(record.seen());
        starts = new ArrayList<>(record.starts());
        phase = record.phase();
        result = record.result();
        isUnitDown = record.isUnitDown();
        firstWatch = record.firstWatch();
        nextToken = record.nextToken();
    }

    Step<PathRecord> step() {
        return new Step<>(
                new PathRecord(phase, result, isUnitDown, seen, starts, firstWatch, nextToken),
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
        int place = (int) (token - firstWatch);
        if (firstWatch == 0 || phase != PathPhase.WAITING || place < 0 || place >= seen.size()) {
            return;
        }
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
        int place = (int) (token - firstWatch);
        if (firstWatch != 0 && phase == PathPhase.WAITING && place >= 0 && place < seen.size()) {
            say(
                    LogLevel.WARNING,
                    "",
                    "Failed to watch " + definition.watches().get(place).path() + ": " + why);
            end(PathResult.RESOURCES);
        }
    }

    void refused(String why) {
        if (phase == PathPhase.RUNNING) {
            say(LogLevel.WARNING, "", "Failed to queue unit startup job: " + why);
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
        if (isWell) {
            say(LogLevel.INFO, UNIT_SUCCESS, "Deactivated successfully.");
        } else {
            say(LogLevel.WARNING, UNIT_FAILURE, "Failed with result '" + result.wireName() + "'.");
        }
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
        long since = now.monotonicUsec() - definition.limitInterval().usec();
        starts.removeIf(start -> start < since);
        boolean isLimited = definition.limitBurst() > 0 && definition.limitInterval().usec() > 0;
        if (isLimited && starts.size() >= definition.limitBurst()) {
            say(
                    LogLevel.WARNING,
                    "",
                    "Path unit is triggered too often, it is not started any more.");
            end(PathResult.TRIGGER_LIMIT_HIT);
            return;
        }
        if (isLimited) {
            starts.add(now.monotonicUsec());
        }
        enter(PathPhase.RUNNING);
        effects.add(new UnitEffect.Trigger());
    }

    private void enter(PathPhase newPhase) {
        unwatch();
        boolean isNews = newPhase.activeState() != phase.activeState();
        phase = newPhase;
        if (isNews) {
            passed.add(newPhase.activeState());
        }
    }

    private void say(LogLevel level, String messageId, String message) {
        effects.add(new UnitEffect.Say(level, messageId, definition.name() + ": " + message));
    }
}
