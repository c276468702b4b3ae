package hearth.daemon.descriptor;

import hearth.budget.Budgets;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.dbus.DescriptorList;
import hearth.linux.Descriptors;
import hearth.linux.Linux;
import hearth.linux.socket.ReceiveBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Closes what users have passed, where nobody waits for it: the last close of a TCP socket lingers
 * for as long as its owner has said, and one of a file in FUSE asks a program of its owner's. So
 * each account's descriptors are closed one after the other on a thread that is started for it, and
 * ends when there are no more. An account is a user, of whom it is known that they are one: a
 * number that some user may have in a namespace besides is not, and all of those are one account.
 * Any thread may call.
 */
public final class ForeignDescriptors {
    /**
     * Threads at the same time. An account whose closes wait holds one; where so many do, the
     * others' descriptors wait for their turn, and each has a budget of his own.
     */
    static final int THREADS_MAX = 64;

    /**
     * Descriptors that wait until they are closed, of all users together: an eighth of what the
     * keeper lets the brain have.
     */
    static final int WAITING_MAX = 64 << 10;

    /**
     * Connections that were not served, and others of the same account's, that wait until they are
     * closed before the next come one at a time.
     */
    static final int REFUSED_MAX = 64;

    /** Descriptors of an account that are closed at once. */
    private static final int AT_ONCE = 64;

    /** Stands for senders of whom nobody knows any more who they were. */
    public static final int STRANGERS = -1;

    private final Descriptors descriptors;
    private final Refusal refusal;
    private final Closing closing;
    private final Budgets budgets;
    private final Executor threads;
    private final Map<Integer, Queue> queues = new HashMap<>(); // guarded by this
    private final Deque<Queue> threadless = new ArrayDeque<>(); // guarded by this
    private final Set<Integer> known = new HashSet<>(); // guarded by this
    private int threadCount; // guarded by this
    private int waitingCount; // not closed yet; guarded by this

    private record Waiting(int fd, Runnable then) {}

    /** Closes descriptors, and returns when they are closed. */
    @FunctionalInterface
    interface Closing {
        /** Closes them. */
        void close(List<Integer> fds);
    }

    /** What an account has to be closed; guarded by the outer object. */
    private static final class Queue {
        private final int account;
        private final Deque<Waiting> waiting = new ArrayDeque<>();
        private boolean isServed; // has a thread, or waits for one

        Queue(int account) {
            this.account = account;
        }
    }

    /**
     * Makes a place where descriptors end.
     *
     * @param threads runs each task on a thread of its own
     */
    public ForeignDescriptors(Linux linux, Budgets budgets, Executor threads) {
        this(linux, budgets, threads, fds -> fds.forEach(linux.descriptors()::closeQuietly));
    }

    private ForeignDescriptors(Linux linux, Budgets budgets, Executor threads, Closing closing) {
        this.closing = closing;
        descriptors = linux.descriptors();
        refusal = new Refusal(linux.sockets());
        this.budgets = budgets;
        this.threads = threads;
    }

    /** Returns one that starts daemon threads. */
    public static ForeignDescriptors onThreads(Linux linux, Budgets budgets) {
        return new ForeignDescriptors(
                linux,
                budgets,
                task -> Thread.ofPlatform().daemon().name("close").start(task),
                new ApartClosing(linux.descriptors()));
    }

    /** A user has a manager: the number is nobody's in a namespace. */
    public synchronized void know(int uid) {
        known.add(uid);
    }

    /** Returns whose a number is: its own, or that of all of whom nobody knows whose they are. */
    public synchronized int account(int uid) {
        return UserNumbers.mayBeSubordinate(uid) && !known.contains(uid) ? STRANGERS : uid;
    }

    /** Returns where the descriptors of one connection of a user's end. */
    public Owner of(int uid) {
        return new Owner(uid, budgets.of(uid).open(Resource.DESCRIPTORS));
    }

    /** Returns where those end whose sender has gone before anybody knew who it was. */
    public DescriptorList.Closer ofStrangers() {
        return fd -> close(STRANGERS, fd, () -> {});
    }

    /**
     * Closes a descriptor elsewhere.
     *
     * @param uid who may make it take long
     * @param then runs when it is closed, on the thread that has closed it
     */
    public void close(int uid, int fd, Runnable then) {
        Queue queue;
        synchronized (this) {
            queue = queues.computeIfAbsent(account(uid), Queue::new);
            queue.waiting.add(new Waiting(fd, then));
            waitingCount++;
            if (queue.isServed) {
                return;
            }
            queue.isServed = true;
            if (threadCount == THREADS_MAX) {
                threadless.add(queue);
                return;
            }
            threadCount++;
        }
        serve(queue);
    }

    /** Without a thread to be had they wait until the account's next one comes. */
    private void serve(Queue queue) {
        try {
            threads.execute(() -> work(queue));
        } catch (OutOfMemoryError _) {
            synchronized (this) {
                queue.isServed = false;
                threadCount--;
            }
        }
    }

    /**
     * Closes a connection that is not served: here, where nothing is in it that could make that
     * last.
     *
     * @return whether the next may be let in at once: not where many of the account's wait to be
     *     closed
     */
    public boolean refuse(int uid, int fd) {
        if (refusal.canBeClosed(fd)) {
            descriptors.closeQuietly(fd);
            return true;
        }
        close(uid, fd, () -> {});
        return waitingOf(account(uid)) <= REFUSED_MAX;
    }

    private synchronized int waitingOf(int account) {
        Queue queue = queues.get(account);
        return queue == null ? 0 : queue.waiting.size();
    }

    /** Returns whether connections may be let in that may have to be closed here. */
    public boolean hasRoom() {
        return isRoomForMessage();
    }

    /** One account's thread: it goes on with whoever has none. */
    private void work(Queue first) {
        for (var queue = Optional.of(first); queue.isPresent(); queue = nextQueue()) {
            closeAll(queue.get());
        }
    }

    private void closeAll(Queue queue) {
        for (var next = next(queue); !next.isEmpty(); next = next(queue)) {
            closing.close(next.stream().map(Waiting::fd).toList());
            closed(next.size());
            next.forEach(one -> one.then().run());
        }
    }

    private synchronized void closed(int count) {
        waitingCount -= count;
    }

    private synchronized boolean isRoomForMessage() {
        return waitingCount + ReceiveBuffer.DESCRIPTOR_LIMIT <= WAITING_MAX;
    }

    /** Does something that may take as long as a close, on a thread of its own. */
    public void apart(Runnable work) {
        threads.execute(work);
    }

    /** Takes some of those that wait; the queue is over where none does. */
    private synchronized List<Waiting> next(Queue queue) {
        List<Waiting> next = new ArrayList<>();
        while (next.size() < AT_ONCE && !queue.waiting.isEmpty()) {
            next.add(queue.waiting.remove());
        }
        if (next.isEmpty()) {
            queue.isServed = false;
            queues.remove(queue.account);
        }
        return next;
    }

    private synchronized Optional<Queue> nextQueue() {
        Optional<Queue> next = Optional.ofNullable(threadless.poll());
        if (next.isEmpty()) {
            threadCount--;
        }
        return next;
    }

    /**
     * The descriptors of one connection, charged to its user from when they come until they are
     * closed or taken.
     */
    public final class Owner implements DescriptorList.Closer {
        private final int uid;
        private final Charge charge; // guarded by this

        private Owner(int uid, Charge charge) {
            this.uid = uid;
            this.charge = charge;
        }

        @Override
        public synchronized boolean mayCome() {
            return charge.resize(charge.amount() + ReceiveBuffer.DESCRIPTOR_LIMIT);
        }

        @Override
        public synchronized void came(int count) {
            charge.resize(charge.amount() - ReceiveBuffer.DESCRIPTOR_LIMIT + count);
        }

        /** Returns whether as many may come now as one message carries. */
        public synchronized boolean hasRoom() {
            if (!isRoomForMessage() || !mayCome()) {
                return false;
            }
            came(0);
            return true;
        }

        /** Charges descriptors that have come already; returns whether there is room for them. */
        public synchronized boolean adopt(int count) {
            return charge.resize(charge.amount() + count);
        }

        @Override
        public synchronized void taken() {
            charge.resize(Math.max(0, charge.amount() - 1));
        }

        @Override
        public void close(int fd) {
            ForeignDescriptors.this.close(uid, fd, this::taken);
        }

        /**
         * Closes a descriptor that has come uncharged.
         *
         * @return whether it is being closed; not where so many are already that it stays open
         */
        public boolean tryClose(int fd) {
            if (!adopt(1)) {
                return false;
            }
            close(fd);
            return true;
        }

        /** Closes a descriptor that is not charged here. */
        public void closeUncharged(int fd) {
            ForeignDescriptors.this.close(uid, fd, () -> {});
        }
    }
}
