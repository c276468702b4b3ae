package hearth.linux.fake;

import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a descriptor refers to; duplicates and descriptors on their way share it. */
sealed interface OpenFile {
    /** Returns what epoll would say of it: a union of {@link Polling}'s constants. */
    int ready();

    /** Returns a number that changes with what an edge-triggered waiter is told of. */
    default long edge() {
        return ready();
    }

    /** Ends it after its last descriptor was closed. */
    default void released() {}

    /** Bytes between the two ends of a pipe. */
    final class PipeBuffer {
        /** As the kernel's pipes. */
        static final int CAPACITY = 64 << 10;

        private final Deque<Byte> bytes = new ArrayDeque<>();
        private boolean hasReader = true;
        private boolean hasWriter = true;
        private long writes;

        /** Returns a FIFO that nobody reads yet, which until then hangs up on nobody. */
        static PipeBuffer fifo() {
            var fifo = new PipeBuffer();
            fifo.hasReader = false;
            return fifo;
        }

        boolean hasReader() {
            return hasReader;
        }

        /** Another reading end was opened. */
        void openReader() {
            hasReader = true;
        }

        /** Another writing end was opened. */
        void openWriter() {
            hasWriter = true;
        }
    }

    /** A pipe's reading end. */
    record PipeReader(PipeBuffer pipe) implements OpenFile {
        int read(byte[] into, int offset, int length) {
            int count = 0;
            while (count < length && !pipe.bytes.isEmpty()) {
                into[offset + count++] = pipe.bytes.remove();
            }
            return count > 0 || !pipe.hasWriter || length == 0 ? count : Linux.WOULD_BLOCK;
        }

        @Override
        public long edge() {
            return pipe.hasWriter ? pipe.writes : -1;
        }

        /** Copies bytes into another pipe, as {@link hearth.linux.Descriptors#tee}. */
        int tee(PipeWriter to, int length) throws ErrnoException {
            byte[] head = new byte[Math.min(length, pipe.bytes.size())];
            int at = 0;
            for (byte one : pipe.bytes) {
                if (at == head.length) {
                    break;
                }
                head[at++] = one;
            }
            if (head.length == 0) {
                return pipe.hasWriter ? Linux.WOULD_BLOCK : 0;
            }
            return to.write(head, 0, head.length);
        }

        @Override
        public int ready() {
            return (pipe.bytes.isEmpty() ? 0 : Polling.READABLE)
                    | (pipe.hasWriter ? 0 : Polling.HANG_UP);
        }

        @Override
        public void released() {
            pipe.hasReader = false;
        }
    }

    /** A pipe's writing end. */
    record PipeWriter(PipeBuffer pipe) implements OpenFile {
        int write(byte[] data, int offset, int length) throws ErrnoException {
            if (!pipe.hasReader) {
                throw new ErrnoException("write", Errno.EPIPE);
            }
            int count = Math.min(length, PipeBuffer.CAPACITY - pipe.bytes.size());
            for (int i = 0; i < count; i++) {
                pipe.bytes.add(data[offset + i]);
            }
            pipe.writes++;
            return count > 0 || length == 0 ? count : Linux.WOULD_BLOCK;
        }

        @Override
        public int ready() {
            if (!pipe.hasReader) {
                return Polling.ERROR;
            }
            return pipe.bytes.size() < PipeBuffer.CAPACITY ? Polling.WRITABLE : 0;
        }

        @Override
        public void released() {
            pipe.hasWriter = false;
        }
    }

    /** A file of the kernel's that tells of changes: once of each, when it is asked. */
    final class Told implements OpenFile {
        private final Counter changes;
        private long seen;

        Told(Counter changes) {
            this.changes = changes;
            seen = changes.count;
        }

        @Override
        public int ready() {
            boolean isChanged = changes.count > seen;
            seen = changes.count;
            return isChanged ? Polling.ERROR : 0;
        }

        @Override
        public long edge() {
            return changes.count;
        }
    }

    /** An event descriptor. */
    final class Counter implements OpenFile {
        private long count;

        void add() {
            count++;
        }

        long drain() {
            long drained = count;
            count = 0;
            return drained;
        }

        @Override
        public int ready() {
            return count > 0 ? Polling.READABLE : 0;
        }
    }

    /** A timer; it fires when the fake's clock is moved past its deadline. */
    final class Timer implements OpenFile {
        private final FakeClock clock;
        private Optional<Long> deadlineNanos = Optional.empty();

        Timer(FakeClock clock) {
            this.clock = clock;
        }

        void set(Optional<Long> newDeadlineNanos) {
            deadlineNanos = newDeadlineNanos;
        }

        Optional<Long> deadlineNanos() {
            return deadlineNanos;
        }

        long expirations() {
            boolean hasFired = ready() != 0;
            if (hasFired) {
                deadlineNanos = Optional.empty();
            }
            return hasFired ? 1 : 0;
        }

        @Override
        public int ready() {
            return deadlineNanos.filter(deadline -> deadline <= clock.nowNanos()).isPresent()
                    ? Polling.READABLE
                    : 0;
        }
    }

    /** A file in memory. */
    final class Memfd implements OpenFile {
        private byte[] content = {};
        private boolean isSealed;

        byte[] content() {
            return content.clone();
        }

        boolean isSealed() {
            return isSealed;
        }

        void seal() {
            isSealed = true;
        }

        int write(byte[] data, int offset, int length) throws ErrnoException {
            if (isSealed) {
                throw new ErrnoException("write", Errno.EPERM);
            }
            int size = content.length;
            content = Arrays.copyOf(content, size + length);
            System.arraycopy(data, offset, content, size, length);
            return length;
        }

        void writeAt(byte[] data, int offset, int length, int position) throws ErrnoException {
            if (isSealed) {
                throw new ErrnoException("pwrite", Errno.EPERM);
            }
            content = Arrays.copyOf(content, Math.max(content.length, position + length));
            System.arraycopy(data, offset, content, position, length);
        }

        @Override
        public int ready() {
            return Polling.READABLE | Polling.WRITABLE;
        }
    }

    /** An epoll instance. */
    final class Epoll implements OpenFile {
        /** What is waited for, and what for. */
        static final class Interest {
            private final OpenFile file;
            private final int mask;
            private final long token;
            private long told; // the edge that was told last

            Interest(OpenFile file, int mask, long token) {
                this.file = file;
                this.mask = mask;
                this.token = token;
                told = Long.MIN_VALUE;
            }

            OpenFile file() {
                return file;
            }

            int mask() {
                return mask;
            }

            long token() {
                return token;
            }

            /** Returns whether its waiter is to be told: once of each edge where it asked so. */
            boolean isNews() {
                long edge = file.edge();
                boolean isNew = edge != told;
                told = edge;
                return isNew || (mask & Polling.EDGE_TRIGGERED) == 0;
            }
        }

        private final Map<Integer, Interest> interests = new HashMap<>();

        Map<Integer, Interest> interests() {
            return interests;
        }

        @Override
        public int ready() {
            return 0;
        }
    }

    /** A process. */
    record PidFd(int pid, Set<Integer> ended) implements OpenFile {
        @Override
        public int ready() {
            return ended.contains(pid) ? Polling.READABLE : 0;
        }
    }

    /** A socket; see {@link FakeSocket}. */
    record Socket(FakeSocket socket) implements OpenFile {
        @Override
        public int ready() {
            return socket.ready();
        }

        @Override
        public long edge() {
            return socket.edge();
        }

        @Override
        public void released() {
            socket.close();
        }
    }
}
