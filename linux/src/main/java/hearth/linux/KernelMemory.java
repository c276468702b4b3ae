package hearth.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link Memory} by downcalls, which are linked only where memory is given back. */
final class KernelMemory implements Memory {
    static final KernelMemory INSTANCE = new KernelMemory();

    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final int MADV_DONTNEED = 4;

    private KernelMemory() {}

    /** The calls. */
    private static final class Calls {
        // int malloc_trim(size_t pad); musl has none
        static final Optional<MethodHandle> MALLOC_TRIM =
                Libc.linkWhereItIs("malloc_trim", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
        // int madvise(void addr[.length], size_t length, int advice);
        static final MethodHandle MADVISE =
                Libc.link(
                        "madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

        private Calls() {}
    }

    /** Part of a file, mapped from {@code start} on. */
    record Mapping(long start, long sizeBytes) {}

    @Override
    public void giveBack() throws ErrnoException {
        if (Calls.MALLOC_TRIM.isPresent()) {
            MethodHandle trim = Calls.MALLOC_TRIM.get();
            Libc.call("malloc_trim", state -> (int) trim.invokeExact(state, 0L));
        }
        for (Mapping mapping : clean(mappings())) {
            Libc.call(
                    "madvise",
                    state ->
                            (int)
                                    Calls.MADVISE.invokeExact(
                                            state,
                                            mapping.start,
                                            mapping.sizeBytes,
                                            MADV_DONTNEED));
        }
    }

    private static List<String> mappings() throws ErrnoException {
        try (var lines = Files.lines(MAPPINGS, StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        } catch (IOException | UncheckedIOException _) {
            throw new ErrnoException("read " + MAPPINGS, Errno.ENOENT);
        }
    }

    /**
     * Returns the mappings that hold nothing but what is in their files, and may not be written to:
     * to forget their pages changes nothing. Only files count that are mapped before any Java runs,
     * and never again: what the dynamic linker is about to load could be changed in between.
     *
     * @param smaps the lines of the kernel's list
     * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html">
     *     proc_pid_smaps(5)</a>
     */
    static List<Mapping> clean(List<String> smaps) {
        List<Mapping> clean = new ArrayList<>();
        String head = "";
        for (String line : smaps) {
            if (isHead(line)) {
                head = line;
            } else if (line.startsWith("Anonymous:")
                    && line.endsWith(" 0 kB")
                    && isRuntimeFile(head)
                    && head.charAt(head.indexOf(' ') + 2) == '-') {
                clean.add(mapping(head));
            }
        }
        return clean;
    }

    /** Returns whether a line begins a mapping: "7f00-7f10 r-xp OFFSET DEVICE INODE PATH". */
    private static boolean isHead(String line) {
        int space = line.indexOf(' ');
        return space > 0 && line.charAt(space - 1) != ':';
    }

    private static boolean isRuntimeFile(String head) {
        return head.endsWith("/lib/server/libjvm.so")
                || head.endsWith("/lib/modules")
                || head.endsWith(".aot");
    }

    private static Mapping mapping(String head) {
        int dash = head.indexOf('-');
        long start = Long.parseUnsignedLong(head, 0, dash, 16);
        long end = Long.parseUnsignedLong(head, dash + 1, head.indexOf(' '), 16);
        return new Mapping(start, end - start);
    }
}
