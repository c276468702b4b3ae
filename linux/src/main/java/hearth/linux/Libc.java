package hearth.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How libc is called: linking, errno, and native memory that a thread uses again and again. */
final class Libc {
    /** Whether this is a 64-bit ARM, whose open flags and epoll events are laid out otherwise. */
    static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private Libc() {}

    /** One thread's native memory; freed after the thread by the garbage collector. */
    static final class Scratch {
        /** Room for the structures of one call: msghdr, control data, addresses, times. */
        static final int STRUCTURES = 4096;

        private static final int SMALLEST_DATA = 16 << 10;

        /** Where errno is left. */
        final MemorySegment state = Arena.ofAuto().allocate(CALL_STATE);

        /** Structures of the call that is being made. */
        final MemorySegment structures = Arena.ofAuto().allocate(STRUCTURES, 8);

        private MemorySegment data = Arena.ofAuto().allocate(SMALLEST_DATA, 8);

        /** Returns room for this many bytes of data. */
        MemorySegment data(int sizeBytes) {
            if (data.byteSize() < sizeBytes) {
                int doubled = Integer.highestOneBit(sizeBytes - 1) << 1;
                data = Arena.ofAuto().allocate(doubled, 8);
            }
            return data;
        }

        /** Returns room that holds these bytes. */
        MemorySegment data(byte[] bytes, int offset, int length) {
            MemorySegment room = data(length);
            MemorySegment.copy(bytes, offset, room, JAVA_BYTE, 0, length);
            return room;
        }
    }

    /** A downcall that returns -1 and sets errno where it fails. */
    @FunctionalInterface
    interface Call {
        long invoke(MemorySegment state) throws Throwable;
    }

    /** Returns this thread's native memory. */
    static Scratch scratch() {
        return SCRATCH.get();
    }

    /** Makes a call, again where it was interrupted. */
    static int call(String name, Call call) throws ErrnoException {
        long result = attempt(name, call);
        if (result < 0) {
            throw new ErrnoException(name, lastErrno());
        }
        return (int) result;
    }

    /** Makes a call as {@link #call}; EAGAIN is {@link Linux#WOULD_BLOCK}. */
    static int callOrWouldBlock(String name, Call call) throws ErrnoException {
        long result = attempt(name, call);
        if (result >= 0) {
            return (int) result;
        }
        Errno errno = lastErrno();
        if (errno.equals(Errno.EAGAIN)) {
            return Linux.WOULD_BLOCK;
        }
        throw new ErrnoException(name, errno);
    }

    /** Makes a call, again where it was interrupted; -1 where it fails, see {@link #lastErrno}. */
    static long attempt(String name, Call call) {
        while (true) {
            long result = once(name, call);
            if (result >= 0 || !lastErrno().equals(Errno.EINTR)) {
                return result;
            }
        }
    }

    /** Makes a call once; answers -1 where it fails, see {@link #lastErrno}. */
    static long once(String name, Call call) {
        try {
            return call.invoke(scratch().state);
        } catch (Throwable t) {
            throw new AssertionError(name, t); // a downcall throws only where its handle is wrong
        }
    }

    /** Returns the errno of this thread's last {@link #attempt}, which failed. */
    static Errno lastErrno() {
        return Errno.of((int) ERRNO.get(scratch().state, 0L));
    }

    /** Returns a C string in {@code arena}; a NUL in the text, which C would cut at, is refused. */
    static MemorySegment string(Arena arena, String call, String text) throws ErrnoException {
        if (text.indexOf('\0') >= 0) {
            throw new ErrnoException(call, Errno.EINVAL);
        }
        return arena.allocateFrom(text, StandardCharsets.UTF_8);
    }

    /** Links a function that sets errno. */
    static MethodHandle link(String symbol, FunctionDescriptor type) {
        return link(symbol, type, Linker.Option.captureCallState("errno"));
    }

    /** Links a function that not every C library has. */
    static Optional<MethodHandle> linkWhereItIs(String symbol, FunctionDescriptor type) {
        return LINKER.defaultLookup().find(symbol).map(_ -> link(symbol, type));
    }

    /** Links a function that sets errno and whose arguments vary from {@code firstVariadic} on. */
    static MethodHandle linkVariadic(String symbol, int firstVariadic, FunctionDescriptor type) {
        return link(
                symbol,
                type,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    @SuppressWarnings("restricted") // downcallHandle: this class is where native access is
    private static MethodHandle link(
            String symbol, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(symbol), type, options);
    }
}
