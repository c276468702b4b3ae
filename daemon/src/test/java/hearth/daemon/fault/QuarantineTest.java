package hearth.daemon.fault;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.mailbox.Turns;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuarantineTest {
    private static final long HEAP = 64 << 20;
    private static final int EXITED = 1;
    private static final int KILLED = 2;
    private static final int SIGKILL = 9;
    private static final int SIGSEGV = 11;
    private static final Crumbs.Left AT_WORK_FOR_ALICE =
            new Crumbs.Left(Set.of(2001, Turns.NOBODY), 2002, HEAP / 4);

    private final Crumbs crumbs = Crumbs.inMemory();
    private long nowUsec = 1_000_000_000;
    private final Quarantine quarantine = new Quarantine(crumbs, () -> nowUsec);

    private void pass(Duration time) {
        nowUsec += time.toNanos() / 1_000;
    }

    @Test
    void theFirstFaultCostsNothing() {
        quarantine.fault(2001);
        assertThat(quarantine.pause(2001)).isEmpty();
    }

    @Test
    void pausesGrowWithFaultsInARow() {
        quarantine.fault(2001);
        quarantine.fault(2001);
        Duration second = quarantine.pause(2001).orElseThrow();
        pass(second);
        assertThat(quarantine.pause(2001)).isEmpty();
        quarantine.fault(2001);
        assertThat(quarantine.pause(2001).orElseThrow()).isGreaterThan(second);
        assertThat(quarantine.pause(2002)).isEmpty();
    }

    @Test
    void pausesAreBoundedHoweverManyFaults() {
        for (int i = 0; i < 1_000; i++) {
            quarantine.fault(2001);
        }
        assertThat(quarantine.pause(2001).orElseThrow())
                .isLessThanOrEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whoWasQuietForLongBeginsAnew() {
        quarantine.fault(2001);
        pass(Quarantine.FORGIVEN.plusSeconds(1));
        assertThat(quarantine.fault(2001)).isEqualTo(1);
    }

    @Test
    void theNextBrainGoesOnWithWhatIsKnown() {
        quarantine.fault(2001);
        quarantine.fault(2001);
        assertThat(new Quarantine(crumbs, () -> nowUsec).pause(2001)).isPresent();
    }

    @Test
    void anEndForWantOfMemoryIsTheHeaviestsFault() {
        var end = new Quarantine.End(EXITED, Quarantine.OUT_OF_MEMORY_STATUS, false);
        assertThat(quarantine.blame(end, AT_WORK_FOR_ALICE, HEAP)).containsExactly(2002);
    }

    @Test
    void whoIsNotHeavyIsNotBlamedForWantOfMemory() {
        var end = new Quarantine.End(EXITED, Quarantine.OUT_OF_MEMORY_STATUS, false);
        var left = new Crumbs.Left(Set.of(2001), 2002, HEAP / 100);
        assertThat(quarantine.blame(end, left, HEAP)).containsExactly(2001);
    }

    @Test
    void aCrashAHangAndAStuckThreadAreTheFaultOfThoseAtWork() {
        for (var end :
                new Quarantine.End[] {
                    new Quarantine.End(KILLED, SIGSEGV, false),
                    new Quarantine.End(KILLED, SIGKILL, true),
                    new Quarantine.End(EXITED, Quarantine.STUCK_STATUS, false)
                }) {
            assertThat(quarantine.blame(end, AT_WORK_FOR_ALICE, HEAP)).containsExactly(2001);
        }
        assertThat(quarantine.pause(2001)).isPresent();
    }

    @Test
    void anEndThatSomebodyWantedIsNobodysFault() {
        assertThat(
                        quarantine.blame(
                                new Quarantine.End(KILLED, SIGKILL, false),
                                AT_WORK_FOR_ALICE,
                                HEAP))
                .isEmpty();
        assertThat(quarantine.blame(new Quarantine.End(0, 0, false), AT_WORK_FOR_ALICE, HEAP))
                .isEmpty();
    }

    @Test
    void moreUsersThanCanBeRememberedPushTheOldestOut() {
        quarantine.fault(1);
        for (int uid = 2; uid <= Crumbs.FAULTS_MAX + 1; uid++) {
            nowUsec++;
            quarantine.fault(uid);
        }
        assertThat(crumbs.faults()).hasSize(Crumbs.FAULTS_MAX).doesNotContainKey(1);
    }
}
