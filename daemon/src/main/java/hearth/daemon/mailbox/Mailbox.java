package hearth.daemon.mailbox;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The work of one manager: tasks that run one at a time, in the order they came, on a shared pool.
 *
 * <p>What a mailbox's tasks touch needs no lock. A task never blocks: it would take a thread from
 * the other mailboxes. Any thread may post.
 *
 * <p>A task that throws has found a broken invariant. The mailbox then closes: it runs nothing more
 * of what is queued and tells its owner, who takes that manager up again from its state. Other
 * mailboxes notice nothing.
 */
public final class Mailbox implements Executor {
    /** Tasks a mailbox runs before it lets the others have the thread. */
    private static final int TASKS_PER_TURN = 64;

    /**
     * Tasks that may wait. A peer's calls are bounded by its connection; what is beyond this is a
     * flood of events for a manager that doesn't keep up, and it is ended rather than the brain.
     */
    static final int TASKS_WAITING_MAX = 1 << 20;

    private final String name;
    private final Executor pool;
    private final Consumer<Throwable> broken;
    private volatile Runnable settled = () -> {};
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    // Tasks queued or running; whoever raises it from 0 hands the mailbox to the pool.
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean flooded;
    private volatile boolean closed;

    /**
     * Makes a mailbox.
     *
     * @param name whose it is, for messages
     * @param pool where its turns run
     * @param broken told once, on a pool thread, what a task threw
     */
    public Mailbox(String name, Executor pool, Consumer<Throwable> broken) {
        this.name = name;
        this.pool = pool;
        this.broken = broken;
    }

    /** Queues a task; a closed mailbox drops it, and one that is flooded closes. */
    @Override
    public void execute(Runnable task) {
        if (closed || flooded) {
            return;
        }
        if (waiting.get() >= TASKS_WAITING_MAX) {
            flooded = true; // whoever posts is not to blame: the next task finds out
            return;
        }
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            pool.execute(this::turn);
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

    private void turn() {
        int done = 0;
        while (done < TASKS_PER_TURN) {
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
            pool.execute(this::turn);
        }
    }

    private boolean run(Runnable task) {
        try {
            if (flooded) {
                throw new RejectedExecutionException(name + ": too many events wait");
            }
            task.run();
            return true;
        } catch (Throwable t) { // whatever it was, only this mailbox is to end
            close();
            broken.accept(t);
            return false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
