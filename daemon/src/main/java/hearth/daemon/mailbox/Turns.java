package hearth.daemon.mailbox;

import hearth.budget.Allowance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The threads on which mailboxes have their turns, one after the other.
 *
 * <p>A turn is short by itself ({@link Mailbox}), unless one task of it takes long. While others
 * wait, a turn that has had {@link #PATIENCE_NANOS} of CPU time is left alone on its thread, which
 * yields to all others and ends with it; the others get a thread in its place. So do they where it
 * waits for a disk or a file system that hangs. So the work of one user, however long, costs the
 * others no more than their share of the processors.
 *
 * <p>Work that takes {@link #ALLOWANCE_NANOS} ends at its next {@link Allowance#check}; that which
 * takes {@link #STUCK_NANOS} and never checks is told to the owner, who has to end more than it.
 *
 * <p>Any thread may call. The thread that watches sleeps while nothing waits.
 */
public final class Turns implements Lanes {
    /** CPU time of a turn before the others get a thread in its place. */
    static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * Looks at a turn before the others get a thread in its place, whatever it does: it may sleep.
     */
    static final int LOOKS_PATIENCE = 12;

    /** CPU time of a turn before its work is ended: ten thousand units are loaded in a tenth. */
    static final long ALLOWANCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** CPU time of a turn that was to end, and has not. */
    static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** How often turns are looked at while others wait. */
    private static final long LOOK_MILLIS = 20;

    /** Threads beyond the usual ones: so many users may be at long work at once. */
    static final int SPARE_MAX = 64;

    /** How the kernel sees a thread. */
    public interface Clock {
        /** Returns the number of the calling thread; empty where nobody knows. */
        OptionalInt thisThread();

        /** Returns the CPU time that a thread has used; empty where nobody knows. */
        OptionalLong cpuNanos(int thread);

        /** Makes a thread yield to all others from now on. */
        void yieldFor(int thread);
    }

    /** Told what users' work does to the others. */
    public interface Owner {
        /** A turn of a user's begins on a thread, whose number is below {@link #threadsMax}. */
        void begins(int thread, int uid);

        /** What began on a thread is over. */
        void ends(int thread);

        /** A turn of a user's has taken {@link #ALLOWANCE_NANOS}, and is ended if it can be. */
        void overran(int uid);

        /** A turn of a user's has taken {@link #STUCK_NANOS}, and nothing ends it. */
        void stuck(int uid);
    }

    /** Stands for no user: login's and the system manager's turns. */
    public static final int NOBODY = -1;

    private record Turn(int uid, Runnable work) {}

    private final int usual;
    private final Clock clock;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition watching = lock.newCondition();

    // Below: guarded by the lock.
    private final ArrayDeque<Turn> first = new ArrayDeque<>();
    private final ArrayDeque<Turn> others = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private int idleWorkers;
    private boolean isWatchWanted;

    /**
     * Makes the threads, which start when they are needed.
     *
     * @param usual how many turns run at the same time where none takes long
     */
    public Turns(int usual, Clock clock, Owner owner) {
        this.usual = usual;
        this.clock = clock;
        this.owner = owner;
        Thread.ofPlatform().daemon().name("watch").start(this::watch);
    }

    /** Returns how many threads there may be. */
    public static int threadsMax(int usual) {
        return usual + SPARE_MAX;
    }

    @Override
    public Lane of(int uid) {
        return new UserLane(uid, others);
    }

    @Override
    public Lane first() {
        return new UserLane(NOBODY, first);
    }

    private final class UserLane implements Lane {
        private final int uid;
        private final ArrayDeque<Turn> queue;

        UserLane(int uid, ArrayDeque<Turn> queue) {
            this.uid = uid;
            this.queue = queue;
        }

        @Override
        public void run(Runnable turn) {
            submit(queue, new Turn(uid, turn));
        }

        @Override
        public long nowNanos() {
            return System.nanoTime();
        }
    }

    private void submit(ArrayDeque<Turn> queue, Turn turn) {
        lock.lock();
        try {
            queue.add(turn);
            if (idleWorkers > 0) {
                work.signal();
            } else if (!startWorker()) {
                want(true);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void look() {
        lock.lock();
        try {
            want(true);
        } finally {
            lock.unlock();
        }
    }

    private void want(boolean wantsWatch) {
        if (wantsWatch && !isWatchWanted) {
            watching.signal();
        }
        isWatchWanted = wantsWatch;
    }

    /** Starts a thread, unless there are enough that are not at long work. */
    private boolean startWorker() {
        long atLongWork = workers.stream().filter(Worker::isLong).count();
        if (workers.size() - atLongWork >= usual || workers.size() >= threadsMax(usual)) {
            return false;
        }
        int number = 0;
        while (isTaken(number)) {
            number++;
        }
        var worker = new Worker(number);
        workers.add(worker);
        Thread.ofPlatform().daemon().name("mailbox").start(worker);
        return true;
    }

    private boolean isTaken(int number) {
        return workers.stream().anyMatch(worker -> worker.number == number);
    }

    /** How far a turn has been seen to be. */
    private enum Length {
        SHORT,
        LONG,
        OVERRUN,
        STUCK
    }

    /** One thread. */
    private final class Worker implements Runnable {
        private final int number;

        // Below: guarded by the lock.
        private OptionalInt thread = OptionalInt.empty();
        private Optional<Allowance> allowance = Optional.empty();
        private int uid = NOBODY;
        private boolean isAtWork;
        private Length length = Length.SHORT;
        private OptionalLong cpuAtFirstLook = OptionalLong.empty();
        private int looks;
        private boolean isYielding;

        Worker(int number) {
            this.number = number;
        }

        boolean isLong() {
            return length != Length.SHORT;
        }

        @Override
        public void run() {
            begin(clock.thisThread(), Allowance.ofThisThread());
            try {
                for (Optional<Turn> turn = next(); turn.isPresent(); turn = next()) {
                    owner.begins(number, turn.get().uid());
                    turn.get().work().run();
                    owner.ends(number);
                }
            } finally {
                end(); // a mailbox catches what its tasks throw: this is for what it does not
            }
        }

        private void begin(OptionalInt name, Allowance ofThisThread) {
            lock.lock();
            try {
                thread = name;
                allowance = Optional.of(ofThisThread);
            } finally {
                lock.unlock();
            }
        }

        /** Returns what is to be done next; nothing where this thread is to end. */
        private Optional<Turn> next() {
            lock.lock();
            try {
                isAtWork = false;
                if (isLong()) {
                    return Optional.empty(); // it yields to all others: no turn is to begin there
                }
                while (first.isEmpty() && others.isEmpty()) {
                    idleWorkers++;
                    work.awaitUninterruptibly();
                    idleWorkers--;
                }
                Turn turn = first.isEmpty() ? others.remove() : first.remove();
                uid = turn.uid();
                isAtWork = true;
                cpuAtFirstLook = OptionalLong.empty();
                looks = 0;
                allowance.ifPresent(Allowance::renew);
                return Optional.of(turn);
            } finally {
                lock.unlock();
            }
        }

        private void end() {
            lock.lock();
            try {
                workers.remove(this);
                if (!first.isEmpty() || !others.isEmpty()) {
                    startWorker();
                }
            } finally {
                lock.unlock();
            }
        }

        /**
         * Looks how long the turn at hand has taken; returns whether it is to be looked at again.
         */
        boolean look() {
            if (!isAtWork || thread.isEmpty()) {
                return false;
            }
            OptionalLong cpu = clock.cpuNanos(thread.getAsInt());
            if (cpuAtFirstLook.isEmpty() || cpu.isEmpty()) {
                cpuAtFirstLook = cpu;
                return true;
            }
            long used = cpu.getAsLong() - cpuAtFirstLook.getAsLong();
            boolean isBusy = used >= PATIENCE_NANOS;
            if (length == Length.SHORT && (isBusy || ++looks >= LOOKS_PATIENCE)) {
                length = Length.LONG;
                if (!first.isEmpty() || !others.isEmpty()) {
                    startWorker();
                }
            }
            if (isBusy && !isYielding) {
                isYielding = true;
                clock.yieldFor(thread.getAsInt());
            }
            if (length == Length.LONG && used >= ALLOWANCE_NANOS) {
                length = Length.OVERRUN;
                allowance.ifPresent(Allowance::useUp);
                owner.overran(uid);
            }
            if (length == Length.OVERRUN && used >= STUCK_NANOS) {
                length = Length.STUCK;
                owner.stuck(uid);
            }
            return true;
        }
    }

    /** Looks at turns while any waits, or one that was seen at work is still at it. */
    private void watch() {
        lock.lock();
        try {
            while (true) {
                while (!isWatchWanted) {
                    watching.awaitUninterruptibly();
                }
                boolean isAnyAtWork = false;
                for (Worker worker : List.copyOf(workers)) {
                    isAnyAtWork |= worker.look();
                }
                want(isAnyAtWork || !others.isEmpty() || !first.isEmpty());
                if (isWatchWanted) {
                    pause();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.unlock();
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the watch", e);
        } finally {
            lock.lock();
        }
    }
}
