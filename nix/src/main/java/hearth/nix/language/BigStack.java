package hearth.nix.language;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs something on a thread with a deep stack: a lazy language recurses wherever a value hangs on
 * another.
 */
final class BigStack {
    /** A stack that suffices for what most people write. */
    private static final long LEAST_STACK_BYTES = 8L << 20;

    private BigStack() {}

    /**
     * Returns the result of a task.
     *
     * @throws NixException where the task does; also where even that stack, or the memory, does not
     *     suffice
     */
    static <T> T call(long stackBytes, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        start(future, stackBytes);
        boolean wasInterrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    wasInterrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw translated(e.getCause());
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts a thread with a stack as large as asked for, or as the machine can reserve. */
    private static void start(Runnable task, long stackBytes) {
        for (long bytes = stackBytes; ; bytes /= 4) {
            Thread thread = new Thread(null, task, "nix", bytes);
            thread.setDaemon(true);
            try {
                thread.start();
                return;
            } catch (OutOfMemoryError e) {
                if (bytes < LEAST_STACK_BYTES) {
                    throw e;
                }
            }
        }
    }

    private static RuntimeException translated(@Nullable Throwable cause) {
        if (cause instanceof StackOverflowError) {
            return new NixException(
                    NixException.Kind.LIMIT,
                    "stack overflow: a value hangs on too many others, which is an endless recursion most often",
                    Position.NONE);
        }
        if (cause instanceof OutOfMemoryError) {
            return new NixException(
                    NixException.Kind.LIMIT,
                    "the evaluation needs more memory than there is",
                    Position.NONE);
        }
        if (cause instanceof RuntimeException failure) {
            return failure;
        }
        return new IllegalStateException(cause);
    }
}
