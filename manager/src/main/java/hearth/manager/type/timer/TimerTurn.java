package hearth.manager.type.timer;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Deadline;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.host.Wakeup;
import hearth.manager.type.Ending;
import hearth.manager.type.Question;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.TimerBase;
import hearth.unit.trigger.TimerTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** One turn of the machine of timers; confined to it. */
final class TimerTurn {
    /** How soon a timer may elapse again: one without a pause would leave no time to others. */
    private static final long PERIOD_MIN_USEC = 10_000;

    private final TimerDefinition definition;
    private final Moment now;
    private final List<UnitEffect> effects = new ArrayList<>();
    private final List<ActiveState> passed = new ArrayList<>();
    private TimerPhase phase;
    private TimerResult result;
    private Moment managerStart;
    private Moment started;
    private Moment lastTrigger;
    private Set<Integer> used;
    private List<Long> nexts;
    private TriggeredTimes triggered;
    private TimerElapse elapse;
    private long chance;
    private long question;
    private long nextToken;

    TimerTurn(TimerDefinition definition, TimerRecord record, Moment now) {
        this.definition = definition;
        this.now = now;
        phase = record.phase();
        result = record.result();
        managerStart = record.managerStart();
        started = record.started();
        lastTrigger = record.lastTrigger();
        used = thoseOf(definition, record.used());
        nexts = record.nexts();
        triggered = record.triggered();
        elapse = record.elapse();
        chance = record.chance();
        question = record.question();
        nextToken = record.nextToken();
    }

    Step<TimerRecord> step() {
        return new Step<>(
                new TimerRecord(
                        phase,
                        result,
                        managerStart,
                        started,
                        lastTrigger,
                        used,
                        nexts,
                        triggered,
                        elapse,
                        chance,
                        question,
                        nextToken),
                effects,
                passed);
    }

    /** A record may be older than its definition: places of triggers that are gone mean nothing. */
    private static Set<Integer> thoseOf(TimerDefinition definition, Set<Integer> places) {
        int count = definition.triggers().size();
        return places.stream().allMatch(place -> place < count) ? places : Set.of();
    }

    /** Returns places without those of triggers that are counted from certain bases. */
    private Set<Integer> without(Set<Integer> places, TimerBase... bases) {
        return places.stream()
                .filter(place ->
                        !(definition.triggers().get(place)
                                        instanceof TimerTrigger.After(TimerBase base, _)
                                && List.of(bases).contains(base)))
                .collect(Collectors.toUnmodifiableSet());
    }

    TimerPhase phase() {
        return phase;
    }

    boolean answers(long token) {
        return token != 0 && token == question;
    }

    void start(UnitEvent.Start start) {
        result = TimerResult.SUCCESS;
        started = now;
        lastTrigger = Moment.NEVER;
        chance = start.chance();
        managerStart = start.managerStart();
        // What counts from the start counts anew; boot and manager have begun once only.
        used = without(used, TimerBase.ACTIVE);
        if (definition.isPersistent()) {
            readStamp();
            enter(TimerPhase.READING_STAMP);
        } else {
            awaitNext(false);
        }
    }

    private void readStamp() {
        question = nextToken++;
        effects.add(new UnitEffect.Ask(question, new Question.Stamp()));
    }

    /** A stamp of the future was left by a clock that was wrong. */
    void stampRead(long realtimeUsec) {
        question = 0;
        if (phase != TimerPhase.READING_STAMP) {
            return;
        }
        if (realtimeUsec > now.realtimeUsec()) {
            warn("Not using persistent file timestamp as it is in the future.");
        } else if (realtimeUsec > 0) {
            lastTrigger = new Moment(realtimeUsec, 0);
        } else {
            effects.add(new UnitEffect.Stamp());
        }
        awaitNext(false);
    }

    void elapsed(long token) {
        boolean isOwn = token == elapse.monotonic().token() || token == elapse.realtimeToken();
        if (token != 0 && isOwn && phase == TimerPhase.WAITING) {
            trigger();
        }
    }

    /** A clock that was set back has not been where this was triggered. */
    void clockSet() {
        if (phase != TimerPhase.WAITING) {
            return;
        }
        if (lastTrigger.realtimeUsec() > now.realtimeUsec()) {
            lastTrigger = new Moment(now.realtimeUsec(), lastTrigger.monotonicUsec());
        }
        if (definition.elapsesOnClockChange()) {
            trigger();
        } else {
            awaitNext(true);
        }
    }

    void zoneChanged() {
        if (phase != TimerPhase.WAITING) {
            return;
        }
        if (definition.elapsesOnZoneChange()) {
            trigger();
        } else {
            awaitNext(false);
        }
    }

    void triggeredChanged(TriggeredTimes times) {
        triggered = times;
        used = without(used, TimerBase.UNIT_ACTIVE, TimerBase.UNIT_INACTIVE);
        switch (phase) {
            case WAITING, ELAPSED -> awaitNext(false);
            case RUNNING -> {
                if (times.isDown()) {
                    awaitNext(false);
                }
            }
            case DEAD, READING_STAMP, FAILED -> {}
        }
    }

    void refused(String why) {
        if (phase == TimerPhase.RUNNING) {
            warn("Failed to queue unit startup job: " + why);
            end(TimerResult.RESOURCES);
        }
    }

    void resetFailed() {
        if (phase == TimerPhase.FAILED) {
            enter(TimerPhase.DEAD);
        }
        result = TimerResult.SUCCESS;
    }

    /** Its times may be others now, so none of them is used up. */
    void redefined() {
        used = Set.of();
        if (phase == TimerPhase.WAITING) {
            awaitNext(false);
        }
    }

    /** What was set is set again; what was asked is asked again. */
    void takenOver() {
        if (question != 0) {
            readStamp();
        }
        arm();
    }

    void end(TimerResult why) {
        if (result == TimerResult.SUCCESS) {
            result = why;
        }
        boolean isWell = result == TimerResult.SUCCESS;
        question = 0;
        enter(isWell ? TimerPhase.DEAD : TimerPhase.FAILED);
        effects.add(Ending.of(definition.name().text(), isWell, result.wireName()));
    }

    private void trigger() {
        lastTrigger = now;
        enter(TimerPhase.RUNNING);
        if (definition.isPersistent()) {
            effects.add(new UnitEffect.Stamp());
        }
        effects.add(new UnitEffect.Trigger());
    }

    /** Waits for the next of its times; where there is none, it has elapsed. */
    private void awaitNext(boolean isClockChange) {
        TimerSchedule schedule =
                TimerSchedule.of(
                        definition,
                        new TimerSchedule.Bases(
                                managerStart, started, lastTrigger, triggered, used, nexts),
                        now,
                        isClockChange);
        used = schedule.used();
        nexts = schedule.nexts();
        boolean isOver =
                schedule.monotonicUsec().isEmpty()
                        && schedule.realtimeUsec().isEmpty()
                        && !definition.elapsesOnClockChange()
                        && !definition.elapsesOnZoneChange();
        if (!isOver) {
            enter(TimerPhase.WAITING);
            OptionalLong realtime = schedule.realtimeUsec();
            elapse =
                    new TimerElapse(
                            monotonic(schedule.monotonicUsec()),
                            realtime.isPresent() ? nextToken++ : 0,
                            realtime.isPresent() ? delayed(realtime.getAsLong()) : Long.MAX_VALUE);
            arm();
        } else if (definition.remainsAfterElapse() || definition.followsUnit()) {
            enter(TimerPhase.ELAPSED);
        } else {
            end(TimerResult.SUCCESS);
        }
    }

    private Deadline monotonic(OptionalLong atUsec) {
        return atUsec.isPresent()
                ? new Deadline(nextToken++, delayed(atUsec.getAsLong()))
                : Deadline.NONE;
    }

    /** Adds what chance adds. */
    private long delayed(long atUsec) {
        TimeSpan most = definition.randomizedDelay();
        if (most.usec() == 0 || most.isInfinite()) {
            return atUsec;
        }
        chance = definition.isDelayFixed() ? definition.fixedChance() : following(chance);
        long delay = Long.remainderUnsigned(chance, most.usec());
        return atUsec > Long.MAX_VALUE - delay ? Long.MAX_VALUE : atUsec + delay;
    }

    /** Returns another number from one: each wait has a share of its own. */
    private static long following(long number) {
        return new SplittableRandom(number).nextLong();
    }

    private void arm() {
        Deadline monotonic = elapse.monotonic();
        if (monotonic.isSet()) {
            wake(monotonic.token(), Wakeup.Clock.MONOTONIC, monotonic.atMonotonicUsec());
        }
        if (elapse.realtimeToken() != 0) {
            wake(elapse.realtimeToken(), Wakeup.Clock.REALTIME, elapse.realtimeUsec());
        }
    }

    private void wake(long token, Wakeup.Clock clock, long atUsec) {
        long soonest =
                switch (clock) {
                    case MONOTONIC -> lastTrigger.monotonicUsec() + PERIOD_MIN_USEC;
                    case REALTIME -> lastTrigger.realtimeUsec() + PERIOD_MIN_USEC;
                };
        effects.add(
                new UnitEffect.SetWakeup(
                        token,
                        new Wakeup(
                                clock, Math.max(atUsec, soonest), definition.accuracy().usec())));
    }

    private void enter(TimerPhase newPhase) {
        disarm(elapse.monotonic().token());
        disarm(elapse.realtimeToken());
        elapse = TimerElapse.NEVER;
        boolean isNews = newPhase.activeState() != phase.activeState();
        phase = newPhase;
        if (isNews) {
            passed.add(newPhase.activeState());
        }
    }

    private void disarm(long token) {
        if (token != 0) {
            effects.add(new UnitEffect.CancelTimer(token));
        }
    }

    private void warn(String message) {
        effects.add(new UnitEffect.Say(LogLevel.WARNING, "", definition.name() + ": " + message));
    }
}
