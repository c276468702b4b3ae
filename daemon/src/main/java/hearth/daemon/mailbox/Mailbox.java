package hearth.daemon.mailbox;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The work of one manager: tasks that run one at a time, in the order they came, on shared threads.
 *
 * <p>What a mailbox's tasks touch needs no lock. A task never blocks: it would take a thread from
 * the other mailboxes. Any thread may post.
 *
 * <p>A task that throws has found a broken invariant. A user's mailbox then closes: it runs nothing
 * more of what is queued and tells its owner, who takes that manager up again from its state. Other
 * mailboxes notice nothing. One that serves all users tells of it and goes on: what that task was
 * about is the one thing that is not done.
 */
public final class Mailbox implements Executor {
    /** Tasks a mailbox runs before it lets the others have the thread. */
    private static final int TASKS_PER_TURN = 64;

    /** Time after which no more of them are begun. */
    static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * Tasks that may wait. A peer's calls are bounded by its connection; what is beyond this is a
     * flood of events for a manager that doesn't keep up, and it is ended rather than the brain.
     */
    static final int TASKS_WAITING_MAX = 1 << 17;

    private final String name;
    private final Lane lane;
    private final boolean goesOn;
    private final Consumer<Throwable> broken;
    private volatile Runnable settled = () -> {};
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    // Tasks queued or running; whoever raises it from 0 hands the mailbox to the pool.
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean flooded;
    private volatile boolean closed;

    /**
     * Makes a mailbox that closes with the first task that throws.
     *
     * @param name whose it is, for messages
     * @param lane where its turns run
     * @param broken told once, on the lane, what a task threw
     */
    public Mailbox(String name, Lane lane, Consumer<Throwable> broken) {
        this(name, lane, false, broken);
    }

    private Mailbox(String name, Lane lane, boolean goesOn, Consumer<Throwable> broken) {
        this.name = name;
        this.lane = lane;
        this.goesOn = goesOn;
        this.broken = broken;
    }

    /**
     * Returns a mailbox that goes on after a task that throws.
     *
     * @param faults told on the lane what each such task threw
     */
    public static Mailbox thatGoesOn(String name, Lane lane, Consumer<Throwable> faults) {
        return new Mailbox(name, lane, true, faults);
    }

    /** Queues a task; a closed mailbox drops it, and one that is flooded closes. */
    @Override
    public void execute(Runnable task) {
        if (closed || flooded) {
            return;
        }
        if (waiting.get() >= TASKS_WAITING_MAX && !goesOn) {
            flooded = true; // whoever posts is not to blame: the next task finds out
            return;
        }
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            lane.run(this::turn);
        }
    }

    /**
     * Sets what runs in the mailbox at the end of each turn: what many tasks in a row have changed
     * is told once. To be called before the first task, or by one.
     */
    public void afterEachTurn(Runnable task) {
        settled = task;
    }

    /** Drops what is queued, and everything that is posted from now on. */
    public void close() {
        closed = true;
        tasks.clear();
    }

    /** Returns whether tasks are dropped: it is closed, or will be with the next task. */
    public boolean isClosed() {
        return closed || flooded;
    }

    private void turn() {
        int done = 0;
        long begun = lane.nowNanos();
        while (done < TASKS_PER_TURN && (done == 0 || lane.nowNanos() - begun < TURN_NANOS)) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            done++;
            if (!closed && !run(task)) {
                return;
            }
        }
        if (!closed && done > 0 && !run(settled)) {
            return;
        }
        if (waiting.addAndGet(-done) > 0 && !closed) {
            lane.run(this::turn);
        }
    }

    private boolean run(Runnable task) {
        try {
            if (flooded) {
                throw new RejectedExecutionException(name + ": too many events wait");
            }
            task.run();
            return true;
        } catch (Throwable t) { // whatever it was, only this mailbox is to end, if any
            if (!goesOn) {
                close();
            }
            broken.accept(t);
            return goesOn;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
