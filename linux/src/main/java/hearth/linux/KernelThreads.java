package hearth.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@link Threads} by downcalls, which are linked only where a thread is looked at. */
final class KernelThreads implements Threads {
    static final KernelThreads INSTANCE = new KernelThreads();

    private static final Path SELF = Path.of("/proc/thread-self");
    private static final int PRIO_PROCESS = 0;

    /**
     * The niceness of a thread that yields: others have ten times its share. At 19 it would be
     * seventy times, and on a machine with more to do than it can a thread would get nowhere: not
     * to the end of its work, which root may be waiting for, and not to the point at which all
     * threads stand still for the collector.
     */
    private static final int YIELDING = 10;

    /** The low bits of the number of a thread's clock; the rest is the thread's, complemented. */
    private static final int CPU_CLOCK_OF_THREAD = 6;

    private static final int CPU_CLOCK_SHIFT = 3;
    private static final int TIMESPEC_BYTES = 16;

    private KernelThreads() {}

    /** The calls that few brains ever make. */
    private static final class Calls {
        // int clock_gettime(clockid_t clockid, struct timespec *tp);
        static final MethodHandle CLOCK_GETTIME =
                Libc.link("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
        // int setpriority(int which, id_t who, int prio);
        static final MethodHandle SETPRIORITY =
                Libc.link(
                        "setpriority",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

        private Calls() {}
    }

    @Override
    public int current() throws ErrnoException {
        try { // "PID/task/THREAD": linking gettid(2) would take longer
            return Integer.parseInt(Files.readSymbolicLink(SELF).getFileName().toString());
        } catch (IOException _) {
            throw new ErrnoException("readlink " + SELF, Errno.ENOENT);
        }
    }

    @Override
    public long cpuNanos(int thread) throws ErrnoException {
        int clock = ~thread << CPU_CLOCK_SHIFT | CPU_CLOCK_OF_THREAD;
        MemorySegment time = Libc.scratch().structures.asSlice(0, TIMESPEC_BYTES);
        Libc.call(
                "clock_gettime",
                state -> (int) Calls.CLOCK_GETTIME.invokeExact(state, clock, time));
        return TimeUnit.SECONDS.toNanos(time.get(JAVA_LONG, 0)) + time.get(JAVA_LONG, Long.BYTES);
    }

    @Override
    public void yieldFor(int thread) throws ErrnoException {
        Libc.call(
                "setpriority",
                state ->
                        (int) Calls.SETPRIORITY.invokeExact(state, PRIO_PROCESS, thread, YIELDING));
    }
}
