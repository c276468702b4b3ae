package hearth.manager.type.scope;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.KillMode;
import hearth.unit.value.service.OomPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeMachineTest {
    private KillPlan kill = KillPlan.STANDARD;
    private TimeSpan longest = TimeSpan.INFINITY;
    private ScopeRecord record = ScopeRecord.dead(List.of(7, 8), 1);
    private final List<UnitEffect> effects = new ArrayList<>();
    private long nowUsec = 1_000_000;

    private ScopeMachineTest feed(UnitEvent event) {
        Step<ScopeRecord> step =
                ScopeMachine.next(
                        new ScopeDefinition(
                                "x.scope",
                                TimeSpan.ofSeconds(90),
                                longest,
                                TimeSpan.ZERO,
                                OomPolicy.STOP,
                                kill),
                        record,
                        event,
                        new Moment(nowUsec, nowUsec));
        record = step.record();
        effects.addAll(step.effects());
        return this;
    }

    private ScopeMachineTest happens(Event event) {
        return feed(new UnitEvent.Happened(event));
    }

    private ScopeMachineTest running() {
        feed(new UnitEvent.Start(0, Moment.NEVER));
        return happens(new Event.Moved(record.question(), ""));
    }

    private ScopeMachineTest timeIsUp() {
        nowUsec = record.deadline().atMonotonicUsec();
        return happens(new Event.TimerElapsed(record.deadline().token()));
    }

    private List<Integer> signals() {
        return effects.stream()
                .filter(UnitEffect.Signal.class::isInstance)
                .map(effect -> ((UnitEffect.Signal) effect).order().signal())
                .toList();
    }

    @Test
    void itRunsOnceItsProcessesAreThere() {
        feed(new UnitEvent.Start(0, Moment.NEVER));
        assertThat(record.phase()).isEqualTo(ScopePhase.START_CHOWN);
        assertThat(effects).contains(new UnitEffect.Move(record.question(), List.of(7, 8)));

        happens(new Event.Moved(record.question(), ""));

        assertThat(record.phase()).isEqualTo(ScopePhase.RUNNING);
    }

    @Test
    void itFailsWhereNoProcessCouldBeMoved() {
        feed(new UnitEvent.Start(0, Moment.NEVER));

        happens(new Event.Moved(record.question(), "Permission denied"));

        assertThat(record.phase()).isEqualTo(ScopePhase.FAILED);
        assertThat(record.result()).isEqualTo(ScopeResult.RESOURCES);
    }

    @Test
    void itEndsWithItsLastProcess() {
        running().happens(new Event.CgroupEmptied("/x"));

        assertThat(record.phase()).isEqualTo(ScopePhase.DEAD);
        assertThat(record.result()).isEqualTo(ScopeResult.SUCCESS);
    }

    @Test
    void itIsStoppedBySigtermThenSigkill() {
        running().feed(new UnitEvent.Stop(false));
        assertThat(record.phase()).isEqualTo(ScopePhase.STOP_SIGTERM);
        timeIsUp();
        assertThat(record.phase()).isEqualTo(ScopePhase.STOP_SIGKILL);
        timeIsUp();

        assertThat(record.phase()).isEqualTo(ScopePhase.FAILED);
        assertThat(record.result()).isEqualTo(ScopeResult.TIMEOUT);
        assertThat(signals()).containsExactly(15, 9);
    }

    @Test
    void aSignalThatFindsNobodyEndsTheStop() {
        running().feed(new UnitEvent.Stop(false));

        happens(new Event.Signalled(record.question(), 0));

        assertThat(record.phase()).isEqualTo(ScopePhase.DEAD);
    }

    @Test
    void killModeMixedHasNoMainProcessToBeGentleTo() {
        kill = new KillPlan(KillMode.MIXED, 15, 15, 9, 6, false, true);

        running().feed(new UnitEvent.Stop(false));

        assertThat(signals()).containsExactly(9);
    }

    @Test
    void anAbandonedScopeIsStillStopped() {
        running().feed(new UnitEvent.Abandon());
        assertThat(record.phase()).isEqualTo(ScopePhase.ABANDONED);
        assertThat(record.wasAbandoned()).isTrue();

        feed(new UnitEvent.Stop(false));

        assertThat(record.phase()).isEqualTo(ScopePhase.STOP_SIGTERM);
    }

    @Test
    void abandoningKeepsTheLongestTime() {
        longest = TimeSpan.ofSeconds(10);
        running().feed(new UnitEvent.Abandon());

        timeIsUp();

        assertThat(record.phase()).isEqualTo(ScopePhase.STOP_SIGTERM);
        assertThat(record.result()).isEqualTo(ScopeResult.TIMEOUT);
    }

    @Test
    void takenOverItIsWhatItsCgroupSays() {
        running();
        ScopeRecord before = record;

        feed(new UnitEvent.TakenOver(Set.of(), Set.of(), true));
        assertThat(record).isEqualTo(before);
        feed(new UnitEvent.TakenOver(Set.of(), Set.of(), false));

        assertThat(record.phase()).isEqualTo(ScopePhase.DEAD);
    }

    @Test
    void staleAnswersChangeNothing() {
        running();
        ScopeRecord before = record;

        happens(new Event.Moved(999, "no")).happens(new Event.TimerElapsed(999));
        happens(new Event.Signalled(999, 0)).happens(new Event.Signalled(0, 0));

        assertThat(record).isEqualTo(before);
    }

    @Test
    void aLimitThatChangesReachesAScopeThatRuns() {
        running();
        long up = nowUsec;
        nowUsec += 5_000_000;

        longest = TimeSpan.ofSeconds(20);
        feed(new UnitEvent.Redefined());
        assertThat(record.deadline().atMonotonicUsec()).isEqualTo(up + 20_000_000);

        longest = TimeSpan.INFINITY;
        feed(new UnitEvent.Redefined());
        assertThat(record.deadline().isSet()).isFalse();
    }
}
