package hearth.daemon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {

    @Test
    void tasksOfManyThreadsRunOneAtATimeAndNoneIsLost() throws Exception {
        int threads = 4;
        int each = 20_000;
        int[] count = {0}; // not atomic: two tasks at once would lose increments
        var done = new CountDownLatch(threads * each);
        try (var pool = Executors.newFixedThreadPool(4);
                var posters = Executors.newFixedThreadPool(threads)) {
            var mailbox = new Mailbox("test", pool::execute, MailboxTest::unexpected);
            for (int i = 0; i < threads; i++) {
                posters.execute(() ->
                        IntStream.range(0, each)
                                .forEach(_ ->
                                        mailbox.execute(() -> {
                                            count[0]++;
                                            done.countDown();
                                        })));
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(count[0]).isEqualTo(threads * each);
    }

    @Test
    void tasksOfOneThreadKeepTheirOrder() throws Exception {
        var seen = new ArrayList<Integer>();
        var done = new CountDownLatch(1);
        try (var pool = Executors.newFixedThreadPool(4)) {
            var mailbox = new Mailbox("test", pool::execute, MailboxTest::unexpected);
            IntStream.range(0, 1_000).forEach(i -> mailbox.execute(() -> seen.add(i)));
            mailbox.execute(done::countDown);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen).isSorted().hasSize(1_000);
    }

    @Test
    void aTaskThatThrowsEndsItsMailboxAndNothingElse() {
        var thrown = new ArrayList<Throwable>();
        var ran = new ArrayList<String>();
        var queue = new ArrayList<Runnable>();
        var broken = new Mailbox("broken", queue::add, thrown::add);
        var other = new Mailbox("other", queue::add, MailboxTest::unexpected);
        broken.execute(() -> {
            throw new IllegalStateException("invariant");
        });
        broken.execute(() -> ran.add("after"));
        other.execute(() -> ran.add("other"));

        List.copyOf(queue).forEach(Runnable::run);
        broken.execute(() -> ran.add("later"));

        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(ran).containsExactly("other");
    }

    @Test
    void aLongQueueLetsOtherMailboxesHaveATurn() {
        var ran = new ArrayList<String>();
        var queue = new ArrayList<Runnable>();
        var busy = new Mailbox("busy", queue::add, MailboxTest::unexpected);
        var other = new Mailbox("other", queue::add, MailboxTest::unexpected);
        IntStream.range(0, 1_000).forEach(_ -> busy.execute(() -> ran.add("busy")));
        other.execute(() -> ran.add("other"));

        while (!queue.isEmpty()) {
            queue.removeFirst().run();
        }

        assertThat(ran).hasSize(1_001);
        assertThat(ran.indexOf("other")).isLessThan(100);
    }

    @Test
    void aFloodEndsTheMailboxAndNotWhoeverPosts() {
        var thrown = new ArrayList<Throwable>();
        var queue = new ArrayList<Runnable>();
        var flooded = new Mailbox("flooded", queue::add, thrown::add);
        for (int i = 0; i <= Mailbox.TASKS_WAITING_MAX; i++) {
            flooded.execute(() -> {});
        }
        assertThat(thrown).isEmpty();

        while (!queue.isEmpty()) {
            queue.removeFirst().run();
        }

        assertThat(thrown).singleElement().asString().contains("too many events wait");
    }

    @Test
    void oneThatServesAllGoesOnAfterATaskThatThrows() {
        var thrown = new ArrayList<Throwable>();
        var ran = new ArrayList<String>();
        var queue = new ArrayList<Runnable>();
        var login = Mailbox.thatGoesOn("login", queue::add, thrown::add);
        login.execute(() -> {
            throw new IllegalStateException("meant");
        });
        login.execute(() -> ran.add("after"));

        while (!queue.isEmpty()) {
            queue.removeFirst().run();
        }

        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(ran).containsExactly("after");
    }

    @Test
    void aTurnThatHasHadItsTimeIsOver() {
        var queue = new ArrayList<Runnable>();
        long[] now = {0};
        var lane =
                new Lane() {
                    @Override
                    public void run(Runnable turn) {
                        queue.add(turn);
                    }

                    @Override
                    public long nowNanos() {
                        return now[0];
                    }
                };
        var mailbox = new Mailbox("test", lane, MailboxTest::unexpected);
        var ran = new ArrayList<Integer>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            mailbox.execute(() -> {
                ran.add(number);
                now[0] += Mailbox.TURN_NANOS / 2;
            });
        }
        queue.removeFirst().run();
        assertThat(ran).containsExactly(0, 1);
        assertThat(queue).hasSize(1);
    }

    private static void unexpected(Throwable t) {
        throw new AssertionError(t);
    }
}
