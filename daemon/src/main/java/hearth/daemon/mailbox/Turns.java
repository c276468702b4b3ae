package hearth.daemon.mailbox;

import hearth.budget.Allowance;
import hearth.daemon.mailbox.TurnQueues.Turn;
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
 * <p>Whose turns are long again and again has them on half of the threads at most ({@link
 * TurnQueues}).
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
    public static final int NOBODY = TurnQueues.NOBODY;

    private final int usual;
    private final Clock clock;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition watching = lock.newCondition();

    // Below: guarded by the lock.
    private final TurnQueues queues;
    private final List<Worker> workers = new ArrayList<>();
    private int idleWorkers; // that nobody has woken
    private int wokenWorkers; // that have not seen it yet
    private boolean isWatchWanted;

    /**
     * Makes the threads, which start when they are needed.
     *
     * @param usual how many turns run at the same time where none takes long
     */
    public Turns(int usual, Clock clock, Owner owner) {
        this.usual = usual;
        queues = new TurnQueues(usual);
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
        return new UserLane(uid);
    }

    @Override
    public Lane first() {
        return new UserLane(NOBODY);
    }

    private final class UserLane implements Lane {
        private final int uid;

        UserLane(int uid) {
            this.uid = uid;
        }

        @Override
        public void run(Runnable turn) {
            submit(new Turn(uid, turn));
        }

        @Override
        public long nowNanos() {
            return System.nanoTime();
        }
    }

    private void submit(Turn turn) {
        lock.lock();
        try {
            boolean mayBegin = queues.add(turn, System.nanoTime());
            if (!wakeWorker() || !mayBegin) {
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

    /** Has a thread look for work; returns whether there is one that has none. */
    private boolean wakeWorker() {
        if (idleWorkers == 0) {
            return startWorker();
        }
        idleWorkers--; // whoever comes before it has woken up needs another
        wokenWorkers++;
        work.signal();
        return true;
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
        private boolean isHeavy; // and counts as such
        private long begunNanos;
        private OptionalLong cpuAtBegin = OptionalLong.empty();
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
                endTurn();
                if (isLong()) {
                    return Optional.empty(); // it yields to all others: no turn is to begin there
                }
                Optional<TurnQueues.Next> next = queues.take();
                while (next.isEmpty()) {
                    awaitWork();
                    next = queues.take();
                }
                beginTurn(next.get());
                return next.map(TurnQueues.Next::turn);
            } finally {
                lock.unlock();
            }
        }

        private void awaitWork() {
            idleWorkers++;
            while (wokenWorkers == 0) {
                work.awaitUninterruptibly();
            }
            wokenWorkers--;
        }

        private void beginTurn(TurnQueues.Next next) {
            uid = next.turn().uid();
            isHeavy = next.isHeavy();
            isAtWork = true;
            begunNanos = System.nanoTime();
            cpuAtBegin = queues.isMeasured(uid, begunNanos) ? cpuNanos() : OptionalLong.empty();
            cpuAtFirstLook = OptionalLong.empty();
            looks = 0;
            allowance.ifPresent(Allowance::renew);
        }

        private void endTurn() {
            if (isAtWork && uid != NOBODY) {
                long now = System.nanoTime();
                OptionalLong cpu = cpuAtBegin.isPresent() ? cpuNanos() : OptionalLong.empty();
                queues.took(
                        uid,
                        now,
                        now - begunNanos,
                        cpu.isPresent()
                                ? OptionalLong.of(cpu.getAsLong() - cpuAtBegin.getAsLong())
                                : cpu);
            }
            heavyTurnOver();
            isAtWork = false;
        }

        private void heavyTurnOver() {
            if (isHeavy) {
                isHeavy = false;
                queues.heavyTurnOver();
            }
        }

        private OptionalLong cpuNanos() {
            return thread.isPresent() ? clock.cpuNanos(thread.getAsInt()) : OptionalLong.empty();
        }

        private void end() {
            lock.lock();
            try {
                heavyTurnOver();
                workers.remove(this);
                if (!queues.isEmpty()) {
                    wakeWorker();
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
            OptionalLong cpu = cpuNanos();
            if (cpuAtFirstLook.isEmpty() || cpu.isEmpty()) {
                cpuAtFirstLook = cpu;
                return true;
            }
            long used = cpu.getAsLong() - cpuAtFirstLook.getAsLong();
            boolean isBusy = used >= PATIENCE_NANOS;
            if (length == Length.SHORT && (isBusy || ++looks >= LOOKS_PATIENCE)) {
                length = Length.LONG;
                heavyTurnOver(); // it is alone on this thread from now on
                if (!queues.isEmpty()) {
                    wakeWorker();
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
                want(isAnyAtWork || !queues.isEmpty());
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
