package hearth.daemon.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.linux.Linux;
import hearth.linux.Polling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReactorTest {
    private final Linux linux = Linux.kernel();
    private final List<String> seen = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private Reactor reactor;

    @BeforeEach
    void makeReactor() throws Exception {
        reactor = new Reactor(linux, (what, failure) -> failures.add(what + ": " + failure));
    }

    @Test
    void timersFireInTheOrderOfTheirTimes() {
        reactor.after(
                Duration.ofMillis(20),
                () -> {
                    seen.add("late");
                    reactor.stop();
                });
        reactor.after(Duration.ofMillis(2), () -> seen.add("early"));
        reactor.after(Duration.ofMillis(5), () -> seen.add("cancelled")).cancel();

        reactor.run();

        assertThat(seen).containsExactly("early", "late");
    }

    @Test
    void aCancelledTimerIsNotKeptUntilItsTime() {
        Reactor.Timer kept = reactor.after(Duration.ofDays(365), () -> seen.add("kept"));
        for (int i = 0; i < 1_000; i++) {
            reactor.after(Duration.ofDays(365), () -> seen.add("cancelled")).cancel();
        }

        assertThat(reactor.waitingTimers()).isEqualTo(1);
        kept.cancel();
        assertThat(reactor.waitingTimers()).isZero();
    }

    @Test
    void aTaskPostedByAnotherThreadWakesASleepingReactor() throws Exception {
        var running = new CountDownLatch(1);
        var thread = Thread.ofPlatform().unstarted(reactor);
        reactor.execute(running::countDown);
        thread.start();
        running.await();

        reactor.execute(() -> seen.add("posted"));
        reactor.execute(reactor::stop);
        thread.join();

        assertThat(seen).containsExactly("posted");
    }

    @Test
    void readinessIsToldUntilItIsRead() throws Exception {
        var pipe = linux.descriptors().pipe();
        linux.descriptors().write(pipe.writeFd(), new byte[] {1, 2}, 0, 2);
        var into = new byte[1];
        reactor.register(
                pipe.readFd(),
                Polling.READABLE,
                _ -> {
                    seen.add("read " + linux.descriptors().read(pipe.readFd(), into, 0, 1));
                    if (seen.size() == 2) {
                        reactor.stop();
                    }
                });

        reactor.run();

        assertThat(seen).containsExactly("read 1", "read 1");
    }

    @Test
    void aHandlerThatThrowsIsEndedAndTheOthersGoOn() throws Exception {
        var pipe = linux.descriptors().pipe();
        linux.descriptors().write(pipe.writeFd(), new byte[1], 0, 1);
        reactor.register(
                pipe.readFd(),
                Polling.READABLE,
                _ -> {
                    throw new IllegalStateException("broken");
                });
        reactor.after(Duration.ofMillis(5), reactor::stop);

        reactor.run();

        assertThat(failures).singleElement().asString().contains("broken");
    }
}
