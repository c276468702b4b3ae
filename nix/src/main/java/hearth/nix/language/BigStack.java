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
    private BigStack() {}

    /**
     * Returns the result of a task.
     *
     * @throws NixException where the task does; also where even that stack, or the memory, does not
     *     suffice
     */
    static <T> T call(long stackBytes, Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, "nix", stackBytes);
        thread.setDaemon(true);
        thread.start();
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
