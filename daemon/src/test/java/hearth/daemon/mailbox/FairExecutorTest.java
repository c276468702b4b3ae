package hearth.daemon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FairExecutorTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void usersTakeTurnsAndTheirOwnTasksKeepTheirOrder() {
        var executor = new FairExecutor(threads::add, 1, 10);
        submit(executor, "alice", 1, 2, 3);
        submit(executor, "bob", 1);
        submit(executor, "carol", 1, 2);
        runThreads();

        assertThat(done)
                .containsExactly("alice 1", "bob 1", "carol 1", "alice 2", "carol 2", "alice 3");
    }

    @Test
    void howManyTasksOfOneUserWaitIsBounded() {
        var executor = new FairExecutor(threads::add, 1, 2);
        submit(executor, "alice", 1, 2);

        assertThat(executor.submit("alice", () -> {})).isFalse();
        assertThatThrownBy(() -> executor.of("alice").execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(executor.submit("bob", () -> {})).isTrue();
        runThreads();
        assertThat(executor.submit("alice", () -> {})).isTrue();
    }

    @Test
    void aTaskThatFailsHoldsNobodyUp() {
        var executor = new FairExecutor(threads::add, 1, 10);
        executor.submit(
                "alice",
                () -> {
                    throw new IllegalStateException("on purpose");
                });
        submit(executor, "alice", 2);
        submit(executor, "bob", 1);

        assertThatThrownBy(this::runThreads).hasMessage("on purpose");
        runThreads();
        assertThat(done).containsExactlyInAnyOrder("alice 2", "bob 1");
    }

    @Test
    void oneUserHasOneThreadThoughSeveralAreFree() throws Exception {
        FairExecutor executor = FairExecutor.withThreads("test", 2, 10);
        var aliceHangs = new CountDownLatch(1);
        var bobIsServed = new CountDownLatch(1);
        var aliceIsServed = new CountDownLatch(1);
        executor.submit("alice", () -> await(aliceHangs));
        executor.submit("alice", aliceIsServed::countDown);
        executor.submit("bob", bobIsServed::countDown);

        bobIsServed.await();
        assertThat(aliceIsServed.getCount()).isEqualTo(1);
        aliceHangs.countDown();
        aliceIsServed.await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void submit(FairExecutor executor, String user, int... numbers) {
        for (int number : numbers) {
            assertThat(executor.submit(user, () -> done.add(user + " " + number))).isTrue();
        }
    }

    private void runThreads() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }
}
