package hearth.daemon.link;

import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.Frame;
import hearth.daemon.protocol.Header;
import hearth.daemon.protocol.Message;
import hearth.daemon.reactor.Reactor;
import hearth.dbus.DescriptorList;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.ReceiveBuffer;
import hearth.linux.Sockets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A conversation with the keeper or with a hand: orders out, answers and events in.
 *
 * <p>Belongs to the reactor's thread, where listeners and answers are called too; they pass on to
 * mailboxes. What a hand sends is user input: a malformed message or one too many descriptors cuts
 * it off, and nothing else happens.
 *
 * @param <E> what the other side tells
 */
public final class Link<E extends Message> {
    /** Messages read in one go, so that one chatty hand leaves time for the others. */
    private static final int MESSAGES_PER_TURN = 64;

    /**
     * Bytes that may wait for a hand that doesn't read: enough for the orders of a large unit tree.
     * One that is stopped by its user gets there only when its brain works on without an answer.
     */
    static final long WAITING_BYTES_MAX = 16L << 20;

    /**
     * Bytes of a datagram: a header, a body that stays inline, and room to see what is too long.
     */
    private static final int DATAGRAM_BYTES_MAX = Header.SIZE + Codec.INLINE_LIMIT + 1;

    /** How long orders may wait before it is said: a hand that works answers in milliseconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Orders that may wait for their answers: several for each of ten thousand units. */
    static final int UNANSWERED_MAX = 1 << 17;

    private static final int[] NO_DESCRIPTORS = {};

    /** Turns a datagram into a message. */
    @FunctionalInterface
    public interface Decoder<E extends Message> {
        /** Returns the message, or why it is none. */
        Decoded<E> decode(byte[] datagram, Optional<byte[]> memfd);
    }

    /** Told what the other side says. Descriptors belong to whoever is told. */
    public interface Listener<E extends Message> {
        /** Takes an event that answers no order. */
        void event(E event, int[] descriptors);

        /** The conversation has ended; nothing more is told. Orders without answers stay so. */
        void ended(String reason);

        /** Orders wait for an answer, and none has come for {@link #PATIENCE}; told again later. */
        void silent();
    }

    /** Told the answer to an order. */
    @FunctionalInterface
    public interface Answer<E extends Message> {
        /** Takes the answer and the descriptors that came with it. */
        void take(E answer, int[] descriptors);
    }

    @SuppressWarnings("ArrayRecordComponent") // a queue's entry: nobody compares it
    private record Waiting(byte[] datagram, int[] descriptors, long bytes) {}

    private final Linux linux;
    private final Reactor reactor;
    private final int fd;
    private final Decoder<E> decoder;
    private final Listener<E> listener;
    private final Reactor.Registration registration;
    private final ReceiveBuffer buffer;
    private final DescriptorList.Closer closer;
    private final Map<Long, Answer<E>> answers = new HashMap<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long lastToken;
    private boolean hasAnswered;
    private boolean isWatched;
    private boolean ended;

    /**
     * Begins a conversation with somebody who is trusted, on a socket which belongs to the link
     * from now on.
     *
     * @param buffer shared by all links of the reactor: made by {@link #newBuffer}
     */
    public Link(
            Linux linux,
            Reactor reactor,
            ReceiveBuffer buffer,
            int fd,
            Decoder<E> decoder,
            Listener<E> listener)
            throws ErrnoException {
        this(linux, reactor, buffer, fd, decoder, listener, linux.descriptors()::closeQuietly);
    }

    /**
     * Begins a conversation on a socket, which belongs to the link from now on.
     *
     * @param closer where descriptors end that pass here, and the socket
     */
    public Link(
            Linux linux,
            Reactor reactor,
            ReceiveBuffer buffer,
            int fd,
            Decoder<E> decoder,
            Listener<E> listener,
            DescriptorList.Closer closer)
            throws ErrnoException {
        this.linux = linux;
        this.reactor = reactor;
        this.fd = fd;
        this.decoder = decoder;
        this.listener = listener;
        this.buffer = buffer;
        this.closer = closer;
        linux.descriptors().setNonBlocking(fd, true);
        registration = reactor.register(fd, Polling.READABLE, this::ready);
    }

    /** Returns a buffer that takes the largest datagram. */
    public static ReceiveBuffer newBuffer() {
        return new ReceiveBuffer(DATAGRAM_BYTES_MAX);
    }

    /** Returns whether the conversation is over. */
    public boolean isEnded() {
        return ended;
    }

    /**
     * Sends an order.
     *
     * @param descriptors go with it; the link closes them once they are sent
     * @param answer told the answer, unless the conversation ends before
     */
    public void order(Message order, int[] descriptors, Answer<E> answer) {
        if (ended) {
            closeAll(descriptors);
            return;
        }
        if (answers.size() >= UNANSWERED_MAX) {
            closeAll(descriptors);
            end("does not answer its orders");
            return;
        }
        long token = ++lastToken;
        answers.put(token, answer);
        watch();
        try {
            send(Codec.encode(token, order, descriptors.length), descriptors);
        } catch (ErrnoException e) {
            closeAll(descriptors);
            end("cannot send: " + e.getMessage());
        }
    }

    /** Looks after a while whether an answer has come; no timer runs while nothing is asked. */
    private void watch() {
        if (isWatched) {
            return;
        }
        isWatched = true;
        hasAnswered = false;
        reactor.after(
                PATIENCE,
                () -> {
                    isWatched = false;
                    if (ended || answers.isEmpty()) {
                        return;
                    }
                    if (!hasAnswered) {
                        listener.silent();
                    }
                    watch();
                });
    }

    /** Sends an order without descriptors, whose answer has none either: others are closed. */
    public void order(Message order, Consumer<E> answer) {
        order(
                order,
                NO_DESCRIPTORS,
                (event, received) -> {
                    closeAll(received);
                    answer.accept(event);
                });
    }

    private void send(Frame frame, int[] own) throws ErrnoException {
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
        registration.want(Polling.READABLE | Polling.WRITABLE);
        if (waitingBytes > WAITING_BYTES_MAX) {
            end("does not read its orders");
        }
    }

    private boolean sendNow(byte[] datagram, int[] descriptors) throws ErrnoException {
        int sent = linux.sockets().send(fd, datagram, 0, datagram.length, descriptors);
        if (sent == Linux.WOULD_BLOCK) {
            return false;
        }
        closeAll(descriptors);
        return true;
    }

    private void ready(int events) {
        try {
            if ((events & Polling.WRITABLE) != 0) {
                sendWaiting();
            }
            for (int i = 0; i < MESSAGES_PER_TURN && !ended; i++) {
                int received = linux.sockets().receive(fd, buffer);
                if (received == Linux.WOULD_BLOCK) {
                    return;
                }
                if (received == 0) {
                    end("has ended");
                } else if (received == Sockets.TRUNCATED) {
                    closeAll(buffer.takeDescriptors());
                    end("sent a message that is too large");
                } else {
                    take(buffer.toByteArray(), buffer.takeDescriptors());
                }
            }
        } catch (ErrnoException e) {
            end("cannot be read: " + e.getMessage());
        }
    }

    /** Sends what has waited, as far as there is room. */
    void sendWaiting() throws ErrnoException {
        while (!waiting.isEmpty()) {
            Waiting next = waiting.getFirst();
            if (!sendNow(next.datagram(), next.descriptors())) {
                return;
            }
            waiting.removeFirst();
            waitingBytes -= next.bytes();
        }
        registration.want(Polling.READABLE);
    }

    private void take(byte[] datagram, int[] received) throws ErrnoException {
        Optional<Header> header = Header.of(datagram);
        if (header.isEmpty() || header.get().descriptors() != received.length) {
            closeAll(received);
            end("sent something that is no message");
            return;
        }
        int[] descriptors = received;
        Optional<byte[]> memfd = Optional.empty();
        if (header.get().inMemfd()) {
            descriptors = Arrays.copyOfRange(received, 1, received.length);
            memfd = Optional.of(readBody(received[0], descriptors));
        }
        switch (decoder.decode(datagram, memfd)) {
            case Decoded.Good<E>(long token, E message) -> pass(token, message, descriptors);
            case Decoded.Malformed<E>(String reason) -> {
                closeAll(descriptors);
                end("sent a malformed message: " + reason);
            }
        }
    }

    private byte[] readBody(int memfd, int[] others) throws ErrnoException {
        try {
            return linux.descriptors().readSealed(memfd, Codec.BODY_LIMIT);
        } catch (ErrnoException e) {
            closeAll(others);
            throw e;
        } finally {
            closer.close(memfd);
        }
    }

    private void pass(long token, E message, int[] descriptors) {
        if (token == 0) {
            listener.event(message, descriptors);
            return;
        }
        Answer<E> answer = answers.remove(token);
        if (answer == null) {
            closeAll(descriptors);
            end("answered what it was not asked");
            return;
        }
        hasAnswered = true;
        answer.take(message, descriptors);
    }

    /** Ends the conversation from this side; the listener is told nothing. */
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        registration.end();
        closer.close(fd);
        waiting.forEach(message -> closeAll(message.descriptors()));
        waiting.clear();
        answers.clear();
    }

    private void end(String reason) {
        if (!ended) {
            close();
            listener.ended(reason);
        }
    }

    private void closeAll(int[] descriptors) {
        for (int descriptor : descriptors) {
            closer.close(descriptor);
        }
    }
}
