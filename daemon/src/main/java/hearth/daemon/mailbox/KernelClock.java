package hearth.daemon.mailbox;

import hearth.linux.ErrnoException;
import hearth.linux.Threads;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@link Turns}' view of its threads, by the kernel. */
public final class KernelClock implements Turns.Clock {
    private final Threads threads;

    /** Makes a view. */
    public KernelClock(Threads threads) {
        this.threads = threads;
    }

    @Override
    public OptionalInt thisThread() {
        try {
            return OptionalInt.of(threads.current());
        } catch (ErrnoException _) {
            return OptionalInt.empty(); // there is no /proc: nobody is told apart
        }
    }

    @Override
    public OptionalLong cpuNanos(int thread) {
        try {
            return OptionalLong.of(threads.cpuNanos(thread));
        } catch (ErrnoException _) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void yieldFor(int thread) {
        try {
            threads.yieldFor(thread);
        } catch (ErrnoException _) {
            // it shares the processors as before
        }
    }
}
