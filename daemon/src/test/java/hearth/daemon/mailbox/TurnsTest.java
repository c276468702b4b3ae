package hearth.daemon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Allowance;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int ALICE = 2001;
    private static final int BOB = 2002;

    private final PlayedClock clock = new PlayedClock();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch overran = new CountDownLatch(1);
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final Turns turns = new Turns(1, clock, new Owner());

    /** Threads that use as much time as the test says, whenever they are looked at. */
    private static final class PlayedClock implements Turns.Clock {
        private final AtomicInteger threads = new AtomicInteger();
        private final AtomicLong perLookNanos = new AtomicLong();
        private final Map<Integer, Long> used = new ConcurrentHashMap<>();
        private final List<Integer> yielding = new CopyOnWriteArrayList<>();

        @Override
        public OptionalInt thisThread() {
            return OptionalInt.of(threads.incrementAndGet());
        }

        @Override
        public OptionalLong cpuNanos(int thread) {
            return OptionalLong.of(used.merge(thread, perLookNanos.get(), Long::sum));
        }

        @Override
        public void yieldFor(int thread) {
            yielding.add(thread);
        }
    }

    private final class Owner implements Turns.Owner {
        @Override
        public void begins(int thread, int uid) {
            told.add("begins " + uid);
        }

        @Override
        public void ends(int thread) {
            told.add("ends");
        }

        @Override
        public void overran(int uid) {
            told.add("overran " + uid);
            overran.countDown();
        }

        @Override
        public void stuck(int uid) {
            told.add("stuck " + uid);
            stuck.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoWorksLongKeepsNobodyWaiting() {
        clock.perLookNanos.set(Turns.PATIENCE_NANOS);
        var end = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        turns.of(ALICE)
                .run(() -> {
                    await(end);
                    over.countDown();
                });
        var ran = new CountDownLatch(1);
        turns.of(BOB).run(ran::countDown); // there is one thread, which is alice's

        await(ran);
        assertThat(clock.yielding).containsExactly(1);
        end.countDown();
        await(over);
    }

    @Test
    void whoWaitsForAFileSystemThatHangsKeepsNobodyWaiting() {
        clock.perLookNanos.set(0);
        var end = new CountDownLatch(1);
        turns.of(ALICE).run(() -> await(end));
        var ran = new CountDownLatch(1);
        turns.of(BOB).run(ran::countDown);
        await(ran);
        assertThat(clock.yielding).isEmpty();
        end.countDown();
    }

    @Test
    void asManyAsAreAllowedWorkLongWithoutKeepingAnybodyWaiting() {
        clock.perLookNanos.set(Turns.PATIENCE_NANOS);
        var end = new CountDownLatch(1);
        for (int i = 0; i < Turns.SPARE_MAX; i++) {
            turns.of(ALICE + i).run(() -> await(end));
        }
        var ran = new CountDownLatch(1);
        turns.of(BOB).run(ran::countDown);
        await(ran);
        end.countDown();
    }

    @Test
    void shortTurnsShareTheUsualThreads() {
        var done = new CountDownLatch(1_000);
        for (int i = 0; i < 1_000; i++) {
            turns.of(ALICE).run(done::countDown);
        }
        await(done);
        assertThat(clock.threads.get()).isEqualTo(1);
    }

    @Test
    void whatServesAllComesBeforeUsers() {
        var order = new CopyOnWriteArrayList<String>();
        var begin = new CountDownLatch(1);
        var done = new CountDownLatch(2);
        turns.of(ALICE).run(() -> await(begin));
        turns.of(ALICE)
                .run(() -> {
                    order.add("alice");
                    done.countDown();
                });
        turns.first()
                .run(() -> {
                    order.add("login");
                    done.countDown();
                });
        begin.countDown();
        await(done);
        assertThat(order).containsExactly("login", "alice");
    }

    @Test
    void workThatTakesFarTooLongEndsWhereItLooks() {
        clock.perLookNanos.set(Turns.ALLOWANCE_NANOS);
        var ended = new CountDownLatch(1);
        turns.of(ALICE)
                .run(() -> {
                    try {
                        while (true) {
                            Allowance.check();
                        }
                    } catch (Allowance.UsedUpException _) {
                        ended.countDown();
                    }
                });
        turns.look();
        await(ended);
        assertThat(told).contains("overran " + ALICE);
    }

    @Test
    void whatComesAfterLongWorkHasItsOwnTime() {
        clock.perLookNanos.set(Turns.ALLOWANCE_NANOS);
        turns.of(ALICE).run(() -> await(overran));
        turns.look();
        await(overran);
        clock.perLookNanos.set(0);
        var ran = new CountDownLatch(1);
        turns.of(ALICE)
                .run(() -> {
                    Allowance.check();
                    ran.countDown();
                });
        await(ran);
    }

    @Test
    void workThatNeverComesBackIsTold() {
        clock.perLookNanos.set(Turns.STUCK_NANOS);
        turns.of(ALICE).run(() -> await(stuck));
        turns.look();
        await(stuck);
        assertThat(told).contains("stuck " + ALICE);
    }

    @Test
    void aThreadThatDiesIsReplaced() {
        turns.of(ALICE)
                .run(() -> {
                    throw new DeathOfTheThread();
                });
        var ran = new CountDownLatch(1);
        turns.of(BOB).run(ran::countDown);
        await(ran);
    }

    /** What no mailbox lets through. */
    private static final class DeathOfTheThread extends Error {
        private static final long serialVersionUID = 1L;

        DeathOfTheThread() {
            super("meant", null, false, false);
        }
    }
}
