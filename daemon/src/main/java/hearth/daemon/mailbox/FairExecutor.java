package hearth.daemon.mailbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work that may block, done by few threads for many users: users take turns, one task each, and
 * none has two threads at once.
 *
 * <p>A user's tasks are begun in the order they came, and how many of them wait is bounded. A task
 * whose answer nobody may wait for any more looks whether somebody does, as its first act. Any
 * thread may submit.
 */
public final class FairExecutor {
    /** How long a thread waits for the next task before it ends. */
    private static final long IDLE_SECONDS = 60;

    private final Executor threads;
    private final int parallel;
    private final int waitingMax;

    /** Whose tasks wait, in the order of their turns; none is empty. Guarded by itself. */
    private final Map<Object, Deque<Runnable>> waiting = new LinkedHashMap<>();

    private final Set<Object> served = new HashSet<>(); // whose task runs
    private int running;

    /**
     * Makes an executor.
     *
     * @param threads where tasks run
     * @param parallel how many at once
     * @param waitingMax how many of one user may wait
     */
    public FairExecutor(Executor threads, int parallel, int waitingMax) {
        this.threads = threads;
        this.parallel = parallel;
        this.waitingMax = waitingMax;
    }

    /** Makes one with threads of its own, which are there while there is work. */
    public static FairExecutor withThreads(String name, int parallel, int waitingMax) {
        var threads =
                new ThreadPoolExecutor(
                        parallel,
                        parallel,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> Thread.ofPlatform().daemon().name(name).unstarted(task));
        threads.allowCoreThreadTimeOut(true);
        return new FairExecutor(threads, parallel, waitingMax);
    }

    /**
     * Has a task done in its user's turn.
     *
     * @return whether it was taken; not where too many of this user wait
     */
    public boolean submit(Object user, Runnable work) {
        synchronized (waiting) {
            Deque<Runnable> tasks = waiting.computeIfAbsent(user, _ -> new ArrayDeque<>(1));
            if (tasks.size() >= waitingMax) {
                return false;
            }
            tasks.add(work);
            if (running == parallel) {
                return true;
            }
            running++;
        }
        threads.execute(this::serve);
        return true;
    }

    /**
     * Returns this as one user sees it; it throws {@link RejectedExecutionException} where too many
     * tasks of that user wait.
     */
    public Executor of(Object user) {
        return work -> {
            if (!submit(user, work)) {
                throw new RejectedExecutionException("too much of user " + user + " waits");
            }
        };
    }

    private record Turn(Object user, Runnable work) {}

    private void serve() {
        for (Optional<Turn> turn = next(); turn.isPresent(); turn = next()) {
            try {
                turn.get().work().run();
            } catch (Throwable t) { // it ends this thread: another goes on
                ended(turn.get().user());
                threads.execute(this::serve);
                throw t;
            }
            ended(turn.get().user());
        }
    }

    /** Returns what is next; where there is nothing, this thread's service is over. */
    private Optional<Turn> next() {
        synchronized (waiting) {
            Optional<Object> next =
                    waiting.keySet().stream().filter(user -> !served.contains(user)).findFirst();
            if (next.isEmpty()) {
                running--;
                return Optional.empty();
            }
            return next.map(this::begin);
        }
    }

    private Turn begin(Object user) {
        Deque<Runnable> tasks = Objects.requireNonNull(waiting.remove(user));
        var turn = new Turn(user, tasks.remove());
        if (!tasks.isEmpty()) {
            waiting.put(user, tasks); // behind all others
        }
        served.add(user);
        return turn;
    }

    private void ended(Object user) {
        synchronized (waiting) {
            served.remove(user);
        }
    }
}
