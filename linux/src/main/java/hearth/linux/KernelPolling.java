package hearth.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@link Polling} by downcalls. */
final class KernelPolling implements Polling {
    static final KernelPolling INSTANCE = new KernelPolling();

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int TFD_TIMER_CANCEL_ON_SET = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    // struct epoll_event is packed on x86-64 alone.
    private static final int TOKEN_OFFSET = Libc.IS_ARM ? 8 : 4;
    private static final int EVENT_SIZE = TOKEN_OFFSET + 8;

    // int epoll_create1(int flags);
    private static final MethodHandle EPOLL_CREATE1 =
            Libc.link("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    // int epoll_ctl(int epfd, int op, int fd, struct epoll_event *event);
    private static final MethodHandle EPOLL_CTL =
            Libc.link(
                    "epoll_ctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    // int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout);
    private static final MethodHandle EPOLL_WAIT =
            Libc.link(
                    "epoll_wait",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    // int eventfd(unsigned int initval, int flags);
    private static final MethodHandle EVENTFD =
            Libc.link("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // ssize_t read(int fd, void *buf, size_t count);
    private static final MethodHandle READ =
            Libc.link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    // ssize_t write(int fd, const void *buf, size_t count);
    private static final MethodHandle WRITE =
            Libc.link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    // int clock_gettime(clockid_t clockid, struct timespec *tp);
    private static final MethodHandle CLOCK_GETTIME =
            Libc.link("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    // int timerfd_create(int clockid, int flags);
    private static final MethodHandle TIMERFD_CREATE =
            Libc.link("timerfd_create", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    // int timerfd_settime(int fd, int flags, const struct itimerspec *new_value,
    //                     struct itimerspec *old_value);
    private static final MethodHandle TIMERFD_SETTIME =
            Libc.link(
                    "timerfd_settime",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private KernelPolling() {}

    @Override
    public int epoll() throws ErrnoException {
        return Libc.call(
                "epoll_create1", state -> (int) EPOLL_CREATE1.invokeExact(state, EPOLL_CLOEXEC));
    }

    @Override
    public void add(int epollFd, int fd, int interest, long token) throws ErrnoException {
        control(epollFd, EPOLL_CTL_ADD, fd, interest, token);
    }

    @Override
    public void modify(int epollFd, int fd, int interest, long token) throws ErrnoException {
        control(epollFd, EPOLL_CTL_MOD, fd, interest, token);
    }

    @Override
    public void remove(int epollFd, int fd) throws ErrnoException {
        control(epollFd, EPOLL_CTL_DEL, fd, 0, 0);
    }

    @Override
    public int wait(int epollFd, EventBatch batch, int timeoutMillis) throws ErrnoException {
        batch.clear();
        int capacity = batch.capacity();
        MemorySegment events = Libc.scratch().data(capacity * EVENT_SIZE);
        // Not made again after an interruption: the time-out would begin anew.
        long count =
                Libc.once(
                        "epoll_wait",
                        state ->
                                (int)
                                        EPOLL_WAIT.invokeExact(
                                                state, epollFd, events, capacity, timeoutMillis));
        if (count < 0 && !Libc.lastErrno().equals(Errno.EINTR)) {
            throw new ErrnoException("epoll_wait", Libc.lastErrno());
        }
        for (int i = 0; i < count; i++) {
            long at = (long) i * EVENT_SIZE;
            batch.add(
                    events.get(JAVA_INT.withByteAlignment(1), at),
                    events.get(JAVA_LONG_UNALIGNED, at + TOKEN_OFFSET));
        }
        return batch.size();
    }

    @Override
    public int eventFd() throws ErrnoException {
        return Libc.call("eventfd", state -> (int) EVENTFD.invokeExact(state, 0, CLOEXEC_NONBLOCK));
    }

    @Override
    public void signal(int eventFd) throws ErrnoException {
        MemorySegment one = Libc.scratch().structures;
        one.set(JAVA_LONG, 0, 1);
        // Where the counter is full the poller is awake already.
        Libc.callOrWouldBlock("write", state -> (long) WRITE.invokeExact(state, eventFd, one, 8L));
    }

    @Override
    public long drain(int eventFd) throws ErrnoException {
        return readCounter(eventFd);
    }

    @Override
    public long nowNanos(Clock clock) {
        MemorySegment time = Libc.scratch().structures;
        long result =
                Libc.attempt(
                        "clock_gettime",
                        state -> (int) CLOCK_GETTIME.invokeExact(state, clock.number(), time));
        if (result < 0) {
            throw new AssertionError("clock_gettime: " + Libc.lastErrno());
        }
        return time.get(JAVA_LONG, 0) * NANOS_PER_SECOND + time.get(JAVA_LONG, 8);
    }

    @Override
    public int timerFd(Clock clock) throws ErrnoException {
        return Libc.call(
                "timerfd_create",
                state -> (int) TIMERFD_CREATE.invokeExact(state, clock.number(), CLOEXEC_NONBLOCK));
    }

    @Override
    public void arm(int timerFd, long deadlineNanos) throws ErrnoException {
        // Zero would disarm.
        setTime(timerFd, TFD_TIMER_ABSTIME, Math.max(deadlineNanos, 1));
    }

    @Override
    public void disarm(int timerFd) throws ErrnoException {
        setTime(timerFd, TFD_TIMER_ABSTIME, 0);
    }

    @Override
    public void watchClockChange(int timerFd) throws ErrnoException {
        setTime(timerFd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, Long.MAX_VALUE);
    }

    @Override
    public long expirations(int timerFd) throws ErrnoException {
        return readCounter(timerFd);
    }

    private static void control(int epollFd, int operation, int fd, int interest, long token)
            throws ErrnoException {
        MemorySegment event = Libc.scratch().structures;
        event.set(JAVA_INT, 0, interest);
        event.set(JAVA_LONG_UNALIGNED, TOKEN_OFFSET, token);
        Libc.call(
                "epoll_ctl",
                state -> (int) EPOLL_CTL.invokeExact(state, epollFd, operation, fd, event));
    }

    private static void setTime(int timerFd, int flags, long nanos) throws ErrnoException {
        MemorySegment time = Libc.scratch().structures.asSlice(0, 32);
        time.fill((byte) 0);
        time.set(JAVA_LONG, 16, nanos / NANOS_PER_SECOND);
        time.set(JAVA_LONG, 24, nanos % NANOS_PER_SECOND);
        Libc.call(
                "timerfd_settime",
                state ->
                        (int)
                                TIMERFD_SETTIME.invokeExact(
                                        state, timerFd, flags, time, MemorySegment.NULL));
    }

    private static long readCounter(int fd) throws ErrnoException {
        MemorySegment counter = Libc.scratch().structures;
        int read =
                Libc.callOrWouldBlock(
                        "read", state -> (long) READ.invokeExact(state, fd, counter, 8L));
        return read == Linux.WOULD_BLOCK ? 0 : counter.get(JAVA_LONG, 0);
    }
}
