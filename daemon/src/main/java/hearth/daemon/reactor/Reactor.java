package hearth.daemon.reactor;

import hearth.linux.ErrnoException;
import hearth.linux.EventBatch;
import hearth.linux.Linux;
import hearth.linux.Polling;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * One thread, one epoll: everything the brain waits for.
 *
 * <p>All methods but {@link #execute} and {@link #stop} belong to the reactor's own thread, that of
 * {@link #run}. With nothing to do it sleeps without end: no wake-ups but those of descriptors,
 * posted tasks and real timers.
 */
public final class Reactor implements Executor, Runnable {
    /** Events taken at once; what is beyond waits for the next round. */
    private static final int EVENTS_PER_ROUND = 256;

    /** Posted tasks run before descriptors are looked at again. */
    private static final int TASKS_PER_ROUND = 1_024;

    /** Told what happened to a descriptor: a union of {@link Polling}'s constants. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Handles events; reads a bounded amount and comes back, since epoll reports what is left.
         */
        void ready(int events) throws ErrnoException;
    }

    /** A descriptor that is waited for. */
    public final class Registration {
        private final int fd;
        private final long token;
        private final Handler handler;
        private int interest;

        private Registration(int fd, long token, int interest, Handler handler) {
            this.fd = fd;
            this.token = token;
            this.interest = interest;
            this.handler = handler;
        }

        /** Changes what is waited for. */
        public void want(int newInterest) {
            if (newInterest == interest || !registrations.containsKey(token)) {
                return;
            }
            interest = newInterest;
            try {
                polling.modify(epollFd, fd, newInterest, token);
            } catch (ErrnoException e) {
                throw new IllegalStateException("a registered descriptor is gone", e);
            }
        }

        /**
         * Stops waiting; to be done before the descriptor is closed. Doing it again does nothing.
         */
        public void end() {
            if (registrations.remove(token) == null) {
                return;
            }
            try {
                polling.remove(epollFd, fd);
            } catch (ErrnoException e) {
                throw new IllegalStateException("a registered descriptor is gone", e);
            }
        }
    }

    /** Something that happens at a time, unless it is cancelled. */
    public final class Timer {
        private final long atNanos;
        private final long order;
        private final Runnable task;

        private Timer(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        /** Forgets the timer and all it holds; one that has fired stays so. */
        public void cancel() {
            timers.remove(this);
        }
    }

    private final Polling polling;
    private final BiConsumer<String, Throwable> failures;
    private final int epollFd;
    private final int wakeFd;
    private final Map<Long, Registration> registrations = new HashMap<>();
    // A set, not a heap: most timers are cancelled, and none may stay until its time.
    private final TreeSet<Timer> timers =
            new TreeSet<>(
                    Comparator.comparingLong((Timer timer) -> timer.atNanos)
                            .thenComparingLong(timer -> timer.order));
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean awake = new AtomicBoolean(true);
    private volatile boolean stopping;
    private long lastToken;
    private long lastTimer;
    private long done; // tasks, timers and events so far

    /**
     * Makes a reactor.
     *
     * @param failures told what a handler, task or timer threw; the others go on
     * @throws ErrnoException EMFILE and the like
     */
    public Reactor(Linux linux, BiConsumer<String, Throwable> failures) throws ErrnoException {
        this.polling = linux.polling();
        this.failures = failures;
        epollFd = polling.epoll();
        wakeFd = polling.eventFd();
        polling.add(epollFd, wakeFd, Polling.READABLE, 0);
    }

    /** Waits for a descriptor from now on; it stays the caller's. */
    public Registration register(int fd, int interest, Handler handler) throws ErrnoException {
        long token = ++lastToken;
        var registration = new Registration(fd, token, interest, handler);
        polling.add(epollFd, fd, interest, token);
        registrations.put(token, registration);
        return registration;
    }

    /** Runs a task once CLOCK_MONOTONIC shows {@code atNanos}. */
    public Timer at(long atNanos, Runnable task) {
        var timer = new Timer(atNanos, ++lastTimer, task);
        timers.add(timer);
        return timer;
    }

    /** Runs a task after a delay. */
    public Timer after(Duration delay, Runnable task) {
        return at(polling.nowNanos(Polling.Clock.MONOTONIC) + delay.toNanos(), task);
    }

    /** Runs a task on the reactor's thread, in the order posted; any thread. */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        // One write wakes it for all that is posted until it has looked.
        if (!awake.getAndSet(true)) {
            wake();
        }
    }

    /** Ends {@link #run} after what is posted; any thread. */
    public void stop() {
        stopping = true;
        awake.set(true);
        wake();
    }

    private void wake() {
        try {
            polling.signal(wakeFd);
        } catch (ErrnoException e) {
            throw new IllegalStateException("the reactor cannot be woken", e);
        }
    }

    @Override
    public void run() {
        var batch = new EventBatch(EVENTS_PER_ROUND);
        while (round(batch, true)) {
            // until it is stopped
        }
    }

    /**
     * Does what there is to do now, for an owner who has a loop of its own; never waits.
     *
     * @return whether there was anything
     */
    public boolean poll() {
        long before = done;
        round(new EventBatch(EVENTS_PER_ROUND), false);
        return done != before;
    }

    /** Returns whether there is to be another round. */
    private boolean round(EventBatch batch, boolean waits) {
        runTasks();
        if (stopping && tasks.isEmpty()) {
            return false;
        }
        long timeout = fireTimers();
        awake.set(false);
        // A task posted before the flag fell wrote nothing: look once more.
        int timeoutMillis = waits && tasks.isEmpty() && !stopping ? toMillis(timeout) : 0;
        try {
            polling.wait(epollFd, batch, timeoutMillis);
        } catch (ErrnoException e) {
            throw new IllegalStateException("epoll is broken", e);
        }
        awake.set(true);
        dispatch(batch);
        return true;
    }

    private void runTasks() {
        for (int i = 0; i < TASKS_PER_ROUND; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            guarded("task", task);
        }
    }

    /** Fires what is due; returns nanoseconds to the next timer, or -1 where there is none. */
    private long fireTimers() {
        while (!timers.isEmpty()) {
            Timer next = timers.first();
            long left = next.atNanos - polling.nowNanos(Polling.Clock.MONOTONIC);
            if (left > 0) {
                return left;
            }
            timers.remove(next);
            guarded("timer", next.task);
        }
        return -1;
    }

    /** Returns how many timers wait; on the reactor's thread. */
    int waitingTimers() {
        return timers.size();
    }

    private static int toMillis(long nanos) {
        if (nanos < 0) {
            return -1;
        }
        long rounded = TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) - 1);
        return (int) Math.min(rounded, Integer.MAX_VALUE);
    }

    private void dispatch(EventBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.token(i) == 0) {
                drainWakeUps();
                continue;
            }
            // Ended by an earlier event of the same round: the number is never used again.
            Registration registration = registrations.get(batch.token(i));
            if (registration != null) {
                done++;
                int events = batch.events(i);
                try {
                    registration.handler.ready(events);
                } catch (ErrnoException | RuntimeException | Error e) { // all others go on
                    failures.accept("handler of descriptor " + registration.fd, e);
                    registration.end();
                }
            }
        }
    }

    private void drainWakeUps() {
        try {
            polling.drain(wakeFd);
        } catch (ErrnoException e) {
            throw new IllegalStateException("the wake-up counter is broken", e);
        }
    }

    private void guarded(String what, Runnable work) {
        done++;
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failures.accept(what, e);
        }
    }
}
