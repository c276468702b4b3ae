package hearth.manager.type.scope;

import hearth.manager.cause.CauseText;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Deadline;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogMessage;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Ending;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.unit.time.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One turn of a scope's machine; lives within one call of {@link ScopeMachine#next}. */
final class ScopeTurn {
    private final ScopeDefinition definition;
    private final Moment now;
    private final List<UnitEffect> effects = new ArrayList<>();
    private final List<ActiveState> passed = new ArrayList<>();
    private ScopePhase phase;
    private Moment phaseSince;
    private ScopeResult result;
    private List<Integer> pids;
    private boolean wasAbandoned;
    private long extraUsec;
    private Deadline deadline;
    private long question;
    private long nextToken;

    ScopeTurn(ScopeDefinition definition, ScopeRecord record, Moment now) {
        this.definition = definition;
        this.now = now;
        phase = record.phase();
        phaseSince = record.phaseSince();
        result = record.result();
        pids = record.pids();
        wasAbandoned = record.wasAbandoned();
        extraUsec = record.runtimeExtraUsec();
        deadline = record.deadline();
        question = record.question();
        nextToken = record.nextToken();
    }

    Step<ScopeRecord> step() {
        return new Step<>(
                new ScopeRecord(
                        phase,
                        phaseSince,
                        result,
                        pids,
                        wasAbandoned,
                        extraUsec,
                        deadline,
                        question,
                        nextToken),
                effects,
                passed);
    }

    ScopePhase phase() {
        return phase;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean answers(long token) {
        return token != 0 && token == question;
    }

    void start(long runtimeExtraUsec) {
        extraUsec = runtimeExtraUsec;
        result = ScopeResult.SUCCESS;
        wasAbandoned = false;
        question = nextToken++;
        enter(ScopePhase.START_CHOWN);
        effects.add(new UnitEffect.Move(question, pids));
        arm(definition.timeoutStop());
    }

    /** The brain may have died before it gave the order; who is there already stays there. */
    void moveAgain() {
        question = nextToken++;
        effects.add(new UnitEffect.Move(question, pids));
    }

    void moved(String failure) {
        question = 0;
        if (!failure.isEmpty()) {
            say(
                    LogLevel.WARNING,
                    "",
                    "Failed to add processes to scope's control group: " + failure);
            dead(ScopeResult.RESOURCES);
            return;
        }
        pids = List.of();
        enter(ScopePhase.RUNNING);
        if (!definition.runtimeMax().isInfinite()) {
            armAt(now.plus(definition.runtimeMax(), extraUsec));
        }
    }

    void abandon() {
        wasAbandoned = true;
        phase = ScopePhase.ABANDONED;
        passed.add(ScopeMachine.activeState(phase));
    }

    void signal(ScopePhase step, ScopeResult why) {
        fail(why);
        KillPlan.Purpose purpose =
                step == ScopePhase.STOP_SIGKILL
                        ? KillPlan.Purpose.KILL
                        : KillPlan.Purpose.TERMINATE;
        Optional<KillPlan.Order> order = definition.kill().order(purpose, List.of(), true);
        if (order.isEmpty()) {
            if (step == ScopePhase.STOP_SIGTERM && definition.kill().sendsKill()) {
                signal(ScopePhase.STOP_SIGKILL, ScopeResult.SUCCESS);
            } else {
                dead(ScopeResult.SUCCESS);
            }
            return;
        }
        enter(step);
        question = nextToken++;
        effects.add(new UnitEffect.Signal(question, order.get()));
        arm(definition.timeoutStop());
    }

    void dead(ScopeResult why) {
        fail(why);
        boolean isWell = result == ScopeResult.SUCCESS;
        enter(isWell ? ScopePhase.DEAD : ScopePhase.FAILED);
        question = 0;
        pids = List.of();
        effects.add(Ending.of(definition.unit(), isWell, result.wireName()));
    }

    void resetFailed() {
        if (phase == ScopePhase.FAILED) {
            enter(ScopePhase.DEAD);
        }
        result = ScopeResult.SUCCESS;
    }

    void deadlineElapsed() {
        deadline = Deadline.NONE;
    }

    /** What it may take has changed: each limit counts from when it began to. */
    void redefined() {
        long end =
                switch (phase) {
                    case DEAD, FAILED -> Long.MAX_VALUE;
                    case START_CHOWN, STOP_SIGTERM, STOP_SIGKILL ->
                            phaseSince.plus(definition.timeoutStop());
                    case RUNNING, ABANDONED -> phaseSince.plus(definition.runtimeMax(), extraUsec);
                };
        boolean isSame =
                phaseSince.isNever()
                        || (deadline.isSet() ? deadline.atMonotonicUsec() : Long.MAX_VALUE) == end;
        if (isSame) {
            return;
        }
        cancelTimer();
        if (end != Long.MAX_VALUE) {
            armAt(end);
        }
    }

    void rearm() {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.SetTimer(deadline.token(), deadline.atMonotonicUsec()));
        }
    }

    void say(LogLevel level, String messageId, String message) {
        effects.add(new UnitEffect.Say(level, messageId, definition.unit() + ": " + message));
    }

    /** Says what follows from a setting of this name. */
    void warnBy(String setting, String message) {
        String text = definition.unit() + ": " + message;
        effects.add(
                new UnitEffect.Say(
                        new LogMessage(
                                LogLevel.WARNING, "", text, Map.of(CauseText.RULE, setting))));
    }

    boolean sendsKill() {
        return definition.kill().sendsKill();
    }

    ScopeDefinition definition() {
        return definition;
    }

    private void fail(ScopeResult why) {
        if (result == ScopeResult.SUCCESS) {
            result = why;
        }
    }

    private void cancelTimer() {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.CancelTimer(deadline.token()));
            deadline = Deadline.NONE;
        }
    }

    private void enter(ScopePhase newPhase) {
        cancelTimer();
        phase = newPhase;
        phaseSince = now;
        passed.add(ScopeMachine.activeState(newPhase));
    }

    private void arm(TimeSpan span) {
        if (!span.isInfinite()) {
            armAt(now.plus(span));
        }
    }

    private void armAt(long atUsec) {
        deadline = new Deadline(nextToken++, atUsec);
        effects.add(new UnitEffect.SetTimer(deadline.token(), atUsec));
    }
}
