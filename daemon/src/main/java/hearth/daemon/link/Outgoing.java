package hearth.daemon.link;

import hearth.daemon.protocol.Frame;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** What is on its way to the other side of a link, which may read slowly. The reactor's. */
final class Outgoing {
    /**
     * Bytes that may wait for a hand that doesn't read: enough for the orders of a large unit tree.
     * One that is stopped by its user gets there only when its brain works on without an answer.
     */
    static final long WAITING_BYTES_MAX = 16L << 20;

    @SuppressWarnings("ArrayRecordComponent") // a queue's entry: nobody compares it
    private record Waiting(byte[] datagram, int[] descriptors, long bytes) {}

    private final Linux linux;
    private final int fd;
    private final Consumer<int[]> closing;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;

    /**
     * Makes one for a socket.
     *
     * @param closing closes descriptors that are sent, or never will be
     */
    Outgoing(Linux linux, int fd, Consumer<int[]> closing) {
        this.linux = linux;
        this.fd = fd;
        this.closing = closing;
    }

    /** Returns whether nothing waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Returns whether more waits than may. */
    boolean isTooMuch() {
        return waitingBytes > WAITING_BYTES_MAX;
    }

    /**
     * Sends a message, behind those that wait.
     *
     * @param own descriptors that go with it; they are closed once it is sent
     */
    void send(Frame frame, int[] own) throws ErrnoException {
        int[] descriptors = own;
        if (frame.memfd().isPresent()) {
            descriptors = new int[own.length + 1];
            descriptors[0] =
                    linux.descriptors().sealedMemfd("hearth-order", frame.memfd().get().toArray());
            System.arraycopy(own, 0, descriptors, 1, own.length);
        }
        byte[] datagram = frame.datagram().toArray();
        if (waiting.isEmpty() && sendNow(datagram, descriptors)) {
            return;
        }
        long bytes = datagram.length + frame.memfd().map(body -> (long) body.length()).orElse(0L);
        waiting.add(new Waiting(datagram, descriptors, bytes));
        waitingBytes += bytes;
    }

    private boolean sendNow(byte[] datagram, int[] descriptors) throws ErrnoException {
        int sent = linux.sockets().send(fd, datagram, 0, datagram.length, descriptors);
        if (sent == Linux.WOULD_BLOCK) {
            return false;
        }
        closing.accept(descriptors);
        return true;
    }

    /** Sends what waits, as far as there is room. */
    void sendWaiting() throws ErrnoException {
        while (!waiting.isEmpty()) {
            Waiting next = waiting.getFirst();
            if (!sendNow(next.datagram(), next.descriptors())) {
                return;
            }
            waiting.removeFirst();
            waitingBytes -= next.bytes();
        }
    }

    /** Sends no more of what waits. */
    void drop() {
        waiting.forEach(message -> closing.accept(message.descriptors()));
        waiting.clear();
    }
}
