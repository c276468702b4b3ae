package hearth.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@link Inotify} by downcalls. */
final class KernelInotify implements Inotify {
    static final KernelInotify INSTANCE = new KernelInotify();

    private static final int CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final int BUFFER_SIZE = 64 << 10;
    private static final int EVENT_HEADER = 16;

    // int inotify_init1(int flags);
    private static final MethodHandle INOTIFY_INIT1 =
            Libc.link("inotify_init1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    // int inotify_add_watch(int fd, const char *pathname, uint32_t mask);
    private static final MethodHandle INOTIFY_ADD_WATCH =
            Libc.link(
                    "inotify_add_watch",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    // int inotify_rm_watch(int fd, int wd);
    private static final MethodHandle INOTIFY_RM_WATCH =
            Libc.link("inotify_rm_watch", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private KernelInotify() {}

    @Override
    public int open() throws ErrnoException {
        return Libc.call(
                "inotify_init1", state -> (int) INOTIFY_INIT1.invokeExact(state, CLOEXEC_NONBLOCK));
    }

    @Override
    public int watch(int inotifyFd, String path, int mask) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "inotify_add_watch", path);
            return Libc.call(
                    "inotify_add_watch",
                    state -> (int) INOTIFY_ADD_WATCH.invokeExact(state, inotifyFd, text, mask));
        }
    }

    @Override
    public void unwatch(int inotifyFd, int watch) throws ErrnoException {
        Libc.call(
                "inotify_rm_watch",
                state -> (int) INOTIFY_RM_WATCH.invokeExact(state, inotifyFd, watch));
    }

    @Override
    public List<Event> read(int inotifyFd) throws ErrnoException {
        byte[] bytes = new byte[BUFFER_SIZE];
        int size = KernelDescriptors.INSTANCE.read(inotifyFd, bytes, 0, bytes.length);
        return size <= 0
                ? List.of()
                : parse(ByteBuffer.wrap(bytes, 0, size).order(ByteOrder.nativeOrder()));
    }

    /** Parses struct inotify_event after struct inotify_event. */
    static List<Event> parse(ByteBuffer bytes) {
        var events = new ArrayList<Event>();
        while (bytes.remaining() >= EVENT_HEADER) {
            int watch = bytes.getInt();
            int mask = bytes.getInt();
            int cookie = bytes.getInt();
            byte[] padded = new byte[bytes.getInt()];
            bytes.get(padded);
            int length = 0;
            while (length < padded.length && padded[length] != 0) {
                length++;
            }
            String name = new String(padded, 0, length, StandardCharsets.UTF_8);
            events.add(new Event(watch, mask, cookie, name));
        }
        return events;
    }
}
