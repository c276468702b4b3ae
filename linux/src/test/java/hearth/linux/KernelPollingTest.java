package hearth.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hearth.linux.Polling.Clock;
import hearth.linux.socket.SocketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KernelPollingTest {
    /** Long enough for any machine: a test that waits so long has failed. */
    private static final int DEADLINE_MILLIS = 20_000;

    private final Polling polling = Linux.kernel().polling();
    private final Descriptors descriptors = Linux.kernel().descriptors();
    private final EventBatch batch = new EventBatch(4);
    private int epollFd;

    @BeforeEach
    void open() throws Exception {
        epollFd = polling.epoll();
    }

    @AfterEach
    void close() throws Exception {
        descriptors.close(epollFd);
    }

    @Test
    void aPipeBecomesReadableWithItsToken() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        polling.add(epollFd, pipe.readFd(), Polling.READABLE, 0x1234_5678_9abc_def0L);

        assertThat(polling.wait(epollFd, batch, 0)).isZero();
        descriptors.write(pipe.writeFd(), new byte[1], 0, 1);
        assertThat(polling.wait(epollFd, batch, DEADLINE_MILLIS)).isEqualTo(1);
        assertThat(batch.token(0)).isEqualTo(0x1234_5678_9abc_def0L);
        assertThat(batch.events(0)).isEqualTo(Polling.READABLE);
        descriptors.close(pipe.readFd());
        descriptors.close(pipe.writeFd());
    }

    @Test
    void interestIsChangedAndWithdrawn() throws Exception {
        Descriptors.Pipe pipe = descriptors.pipe();
        polling.add(epollFd, pipe.writeFd(), 0, 1);

        assertThat(polling.wait(epollFd, batch, 0)).isZero();
        polling.modify(epollFd, pipe.writeFd(), Polling.WRITABLE, 2);
        assertThat(polling.wait(epollFd, batch, 0)).isEqualTo(1);
        assertThat(batch.token(0)).isEqualTo(2);
        polling.remove(epollFd, pipe.writeFd());
        assertThat(polling.wait(epollFd, batch, 0)).isZero();
        descriptors.close(pipe.readFd());
        descriptors.close(pipe.writeFd());
    }

    /** What hearthd gives to people so as to learn of their end. */
    @Test
    void aSocketThatTakesNothingTellsItsEndUnasked() throws Exception {
        Sockets sockets = Linux.kernel().sockets();
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        sockets.shutdown(pair.first(), Sockets.Direction.READING);
        polling.add(epollFd, pair.first(), 0, 1);

        for (int[] passed : new int[][] {{}, {pair.second()}}) {
            assertThatExceptionOfType(ErrnoException.class)
                    .isThrownBy(() -> sockets.send(pair.second(), new byte[1], 0, 1, passed))
                    .matches(e -> e.is(Errno.EPIPE));
        }
        assertThat(polling.wait(epollFd, batch, 0)).isZero();
        descriptors.close(pair.second());

        assertThat(polling.wait(epollFd, batch, DEADLINE_MILLIS)).isEqualTo(1);
        assertThat(batch.events(0)).isEqualTo(Polling.HANG_UP);
        descriptors.close(pair.first());
    }

    @Test
    void aBatchHoldsNoMoreThanItsCapacity() throws Exception {
        int[] fds = new int[6];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = polling.eventFd();
            polling.signal(fds[i]);
            polling.add(epollFd, fds[i], Polling.READABLE, i);
        }

        assertThat(polling.wait(epollFd, batch, 0)).isEqualTo(4);
        for (int fd : fds) {
            descriptors.close(fd);
        }
    }

    @Test
    void anotherThreadsSignalWakesTheWaiter() throws Exception {
        int eventFd = polling.eventFd();
        polling.add(epollFd, eventFd, Polling.READABLE, 7);
        Thread other =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                polling.signal(eventFd);
                            } catch (ErrnoException e) {
                                throw new AssertionError(e);
                            }
                        });

        assertThat(polling.wait(epollFd, batch, DEADLINE_MILLIS)).isEqualTo(1);
        other.join();
        assertThat(polling.drain(eventFd)).isEqualTo(1);
        assertThat(polling.drain(eventFd)).isZero();
        descriptors.close(eventFd);
    }

    @Test
    void aTimerFiresAtItsDeadlineOnEachClock() throws Exception {
        for (Clock clock : Clock.values()) {
            int timer = polling.timerFd(clock);
            polling.add(epollFd, timer, Polling.READABLE, 1);
            polling.arm(timer, polling.nowNanos(clock) + 1_000_000);

            assertThat(polling.wait(epollFd, batch, DEADLINE_MILLIS)).as("%s", clock).isEqualTo(1);
            assertThat(polling.expirations(timer)).isEqualTo(1);
            assertThat(polling.expirations(timer)).isZero();
            descriptors.close(timer);
        }
    }

    @Test
    void aDeadlineThatHasPassedFiresAtOnceAndADisarmedTimerNever() throws Exception {
        int timer = polling.timerFd(Clock.MONOTONIC);
        polling.add(epollFd, timer, Polling.READABLE, 1);

        polling.arm(timer, -5);
        assertThat(polling.wait(epollFd, batch, DEADLINE_MILLIS)).isEqualTo(1);
        polling.disarm(timer);
        assertThat(polling.wait(epollFd, batch, 0)).isZero();
        descriptors.close(timer);
    }

    @Test
    void theWallClockCanBeWatchedForChanges() throws Exception {
        int timer = polling.timerFd(Clock.REALTIME);

        polling.watchClockChange(timer);
        assertThat(polling.expirations(timer)).isZero();
        descriptors.close(timer);
    }

    @Test
    void clocksGoForward() {
        for (Clock clock : Clock.values()) {
            long before = polling.nowNanos(clock);
            assertThat(polling.nowNanos(clock)).isGreaterThanOrEqualTo(before).isPositive();
        }
    }

    @Test
    void addingADescriptorTwiceIsRefused() throws Exception {
        int eventFd = polling.eventFd();
        polling.add(epollFd, eventFd, Polling.READABLE, 1);

        assertThatExceptionOfType(ErrnoException.class)
                .isThrownBy(() -> polling.add(epollFd, eventFd, Polling.READABLE, 1))
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
        descriptors.close(eventFd);
    }
}
