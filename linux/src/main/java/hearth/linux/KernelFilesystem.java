package hearth.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** {@link Filesystem} by downcalls. */
final class KernelFilesystem implements Filesystem {
    static final KernelFilesystem INSTANCE = new KernelFilesystem();

    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_NOFOLLOW = Libc.IS_ARM ? 0x8000 : 0x20000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
    private static final int ATTRIBUTE_LIMIT = 4096;

    // int open(const char *pathname, int flags, ... /* mode_t mode */);
    private static final MethodHandle OPEN =
            Libc.linkVariadic(
                    "open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    // int mkfifo(const char *pathname, mode_t mode);
    private static final MethodHandle MKFIFO =
            Libc.link("mkfifo", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // int chmod(const char *pathname, mode_t mode);
    private static final MethodHandle CHMOD =
            Libc.link("chmod", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    // ssize_t lgetxattr(const char *path, const char *name, void *value, size_t size);
    private static final MethodHandle LGETXATTR =
            Libc.link(
                    "lgetxattr",
                    FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    // int lsetxattr(const char *path, const char *name, const void *value, size_t size, int flags);
    private static final MethodHandle LSETXATTR =
            Libc.link(
                    "lsetxattr",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));

    private KernelFilesystem() {}

    @Override
    public void makeFifo(String path, int mode) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "mkfifo", path);
            Libc.call("mkfifo", state -> (int) MKFIFO.invokeExact(state, text, mode));
        }
        changeMode(path, mode);
    }

    @Override
    public int openFifoReader(String path) throws ErrnoException {
        return openFifo(path, O_RDONLY);
    }

    @Override
    public int openFifoWriter(String path) throws ErrnoException {
        return openFifo(path, O_WRONLY);
    }

    @Override
    public int openKernelFile(String path) throws ErrnoException {
        return open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
    }

    private static int openFifo(String path, int access) throws ErrnoException {
        int fd = open(path, access | O_NONBLOCK | O_NOFOLLOW);
        if (!KernelDescriptors.INSTANCE.status(fd).isFifo()) {
            KernelDescriptors.INSTANCE.closeQuietly(fd);
            throw new ErrnoException("open: not a FIFO", Errno.EINVAL);
        }
        return fd;
    }

    @Override
    public void changeMode(String path, int mode) throws ErrnoException {
        int fd = open(path, O_PATH | O_NOFOLLOW);
        try (var arena = Arena.ofConfined()) {
            if (KernelDescriptors.INSTANCE.status(fd).isSymbolicLink()) {
                throw new ErrnoException("chmod", Errno.ELOOP);
            }
            MemorySegment node = arena.allocateFrom("/proc/self/fd/" + fd);
            Libc.call("chmod", state -> (int) CHMOD.invokeExact(state, node, mode));
        } finally {
            KernelDescriptors.INSTANCE.closeQuietly(fd);
        }
    }

    @Override
    public Optional<byte[]> extendedAttribute(String path, String name) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "lgetxattr", path);
            MemorySegment attribute = Libc.string(arena, "lgetxattr", name);
            MemorySegment value = arena.allocate(ATTRIBUTE_LIMIT);
            int size =
                    Libc.call(
                            "lgetxattr",
                            state ->
                                    (long)
                                            LGETXATTR.invokeExact(
                                                    state,
                                                    text,
                                                    attribute,
                                                    value,
                                                    (long) ATTRIBUTE_LIMIT));
            return Optional.of(value.asSlice(0, size).toArray(JAVA_BYTE));
        } catch (ErrnoException e) {
            if (e.is(Errno.ENODATA)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void setExtendedAttribute(String path, String name, byte[] value) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "lsetxattr", path);
            MemorySegment attribute = Libc.string(arena, "lsetxattr", name);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, value);
            Libc.call(
                    "lsetxattr",
                    state ->
                            (int)
                                    LSETXATTR.invokeExact(
                                            state, text, attribute, bytes, (long) value.length, 0));
        }
    }

    private static int open(String path, int flags) throws ErrnoException {
        try (var arena = Arena.ofConfined()) {
            MemorySegment text = Libc.string(arena, "open", path);
            return Libc.call(
                    "open", state -> (int) OPEN.invokeExact(state, text, flags | O_CLOEXEC, 0));
        }
    }
}
