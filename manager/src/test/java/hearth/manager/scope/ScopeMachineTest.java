package hearth.manager.scope;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Event;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.unit.TimeSpan;
import hearth.unit.value.KillMode;
import hearth.unit.value.OomPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeMachineTest {
    private KillPlan kill = KillPlan.STANDARD;
    private TimeSpan longest = TimeSpan.INFINITY;
    private ScopeRecord record = ScopeRecord.dead(List.of(7, 8), 1);
    private final List<ScopeEffect> effects = new ArrayList<>();
    private long nowUsec = 1_000_000;

    private ScopeMachineTest feed(ScopeEvent event) {
        ScopeMachine.Step step =
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
        return feed(new ScopeEvent.Happened(event));
    }

    private ScopeMachineTest running() {
        feed(new ScopeEvent.Start(0));
        return happens(new Event.Moved(record.question(), ""));
    }

    private ScopeMachineTest timeIsUp() {
        nowUsec = record.deadline().atMonotonicUsec();
        return happens(new Event.TimerElapsed(record.deadline().token()));
    }

    private List<Integer> signals() {
        return effects.stream()
                .filter(ScopeEffect.Kill.class::isInstance)
                .map(effect -> ((ScopeEffect.Kill) effect).order().signal())
                .toList();
    }

    @Test
    void itRunsOnceItsProcessesAreThere() {
        feed(new ScopeEvent.Start(0));
        assertThat(record.phase()).isEqualTo(ScopePhase.START_CHOWN);
        assertThat(effects).contains(new ScopeEffect.Move(record.question(), List.of(7, 8)));

        happens(new Event.Moved(record.question(), ""));

        assertThat(record.phase()).isEqualTo(ScopePhase.RUNNING);
    }

    @Test
    void itFailsWhereNoProcessCouldBeMoved() {
        feed(new ScopeEvent.Start(0));

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
        running().feed(new ScopeEvent.Stop());
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
        running().feed(new ScopeEvent.Stop());

        happens(new Event.Signalled(record.question(), 0));

        assertThat(record.phase()).isEqualTo(ScopePhase.DEAD);
    }

    @Test
    void killModeMixedHasNoMainProcessToBeGentleTo() {
        kill = new KillPlan(KillMode.MIXED, 15, 15, 9, 6, false, true);

        running().feed(new ScopeEvent.Stop());

        assertThat(signals()).containsExactly(9);
    }

    @Test
    void anAbandonedScopeIsStillStopped() {
        running().feed(new ScopeEvent.Abandon());
        assertThat(record.phase()).isEqualTo(ScopePhase.ABANDONED);
        assertThat(record.wasAbandoned()).isTrue();

        feed(new ScopeEvent.Stop());

        assertThat(record.phase()).isEqualTo(ScopePhase.STOP_SIGTERM);
    }

    @Test
    void abandoningKeepsTheLongestTime() {
        longest = TimeSpan.ofSeconds(10);
        running().feed(new ScopeEvent.Abandon());

        timeIsUp();

        assertThat(record.phase()).isEqualTo(ScopePhase.STOP_SIGTERM);
        assertThat(record.result()).isEqualTo(ScopeResult.TIMEOUT);
    }

    @Test
    void takenOverItIsWhatItsCgroupSays() {
        running();
        ScopeRecord before = record;

        feed(new ScopeEvent.TakenOver(true));
        assertThat(record).isEqualTo(before);
        feed(new ScopeEvent.TakenOver(false));

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
}
