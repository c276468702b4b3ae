package hearth.daemon.link;

import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.Frame;
import hearth.daemon.protocol.Header;
import hearth.daemon.protocol.Introduction;
import hearth.daemon.protocol.Message;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * A conversation with the keeper or with a hand: orders out, answers and events in.
 *
 * <p>Belongs to the reactor's thread, where listeners and answers are called too; they pass on to
 * mailboxes. What a hand sends is user input: a malformed message, one that is larger than what was
 * asked for, or a descriptor that no hand has to give cuts it off, and nothing else happens. What
 * it says unasked is read as fast as it is handled ({@link #bound}).
 *
 * <p>The other side may be of another version. What only a later one says is passed over; an order
 * that an earlier one does not know fails here.
 *
 * @param <E> what the other side tells
 */
public final class Link<E extends Message> {
    /** Messages read in one go, so that one chatty hand leaves time for the others. */
    private static final int MESSAGES_PER_TURN = 64;

    /**
     * Bytes of a datagram: a header, a body that stays inline, and room to see what is too long.
     */
    private static final int DATAGRAM_BYTES_MAX = Header.SIZE + Codec.INLINE_LIMIT + 1;

    /** How long orders may wait before it is said: a hand that works answers in milliseconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Orders that may wait for their answers: several for each of ten thousand units. */
    static final int UNANSWERED_MAX = 1 << 17;

    private static final int[] NO_DESCRIPTORS = {};

    private static final int ENOSYS = 38;

    /** Differences that are told: there is one for each message that a version has brought. */
    private static final int DIFFERENCES_MAX = 32;

    private static final String UNASKED_ANSWER = "answered what it was not asked";

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

        /**
         * The other side is of another version, and something is left out for it: "doesn't know
         * AskProgram of version 2". Told once for each thing, and no more than a few times.
         */
        void differs(String what);
    }

    /** Told the answer to an order. */
    @FunctionalInterface
    public interface Answer<E extends Message> {
        /** Takes the answer and the descriptors that came with it. */
        void take(E answer, int[] descriptors);
    }

    /** Descriptors of a message, its body aside: no message has use for more. */
    private static final int DESCRIPTORS_MAX = 1;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM = 2;

    /** How long a hand isn't read that says too much: a few turns of the others. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** How long one that takes no orders any more is listened to: a dead one's end is there. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** An order without its answer. */
    private record Asked<E extends Message>(Answer<E> answer, int bytesMax, int storedMax) {}

    private final Linux linux;
    private final Reactor reactor;
    private final int fd;
    private final Decoder<E> decoder;
    private final Listener<E> listener;
    private final Reactor.Registration registration;
    private final ReceiveBuffer buffer;
    private final Map<Long, Asked<E>> answers = new HashMap<>();
    private final Outgoing outgoing;
    private long lastToken;
    private boolean hasAnswered;
    private boolean isWatched;
    private boolean hasHeard;
    private boolean isPaused;
    private boolean isDeaf; // it takes no orders any more: what it has said is still to be heard
    private boolean ended;
    private int version; // of the other side; 0: it has not said so yet
    private final Set<String> differences = new HashSet<>();
    private Optional<Bounds> bounds = Optional.empty();

    private record Bounds(Unasked unasked, IntPredicate closing) {}

    /**
     * Begins a conversation on a socket, which belongs to the link from now on.
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
        this.linux = linux;
        this.reactor = reactor;
        this.fd = fd;
        this.decoder = decoder;
        this.listener = listener;
        this.buffer = buffer;
        outgoing = new Outgoing(linux, fd, this::closeAll);
        linux.descriptors().setNonBlocking(fd, true);
        registration = reactor.register(fd, Polling.READABLE, this::ready);
    }

    /** Returns a buffer that takes the largest datagram. */
    public static ReceiveBuffer newBuffer() {
        return new ReceiveBuffer(DATAGRAM_BYTES_MAX);
    }

    /**
     * Bounds what is taken from the other side, which is a user's: to be called before anything has
     * come.
     *
     * @param closing closes a descriptor that nobody wanted, and says no where too many wait for
     *     that
     */
    public void bound(IntPredicate closing) {
        bounds = Optional.of(new Bounds(new Unasked(linux.polling()), closing));
    }

    /** An event that the listener was told has been handled; any thread. */
    public void handled() {
        if (bounds.isPresent() && bounds.get().unasked().handled()) {
            reactor.execute(this::goOn);
        }
    }

    private void pauseWhereTooMuch() {
        if (bounds.isEmpty() || isPaused || ended) {
            return;
        }
        Unasked unasked = bounds.get().unasked();
        if (unasked.isFull()) {
            isPaused = true;
        } else if (unasked.isTooFast()) {
            isPaused = true;
            reactor.after(PAUSE, this::goOn);
        }
        want();
    }

    private void goOn() {
        if (ended || !isPaused || bounds.isEmpty() || !bounds.get().unasked().isLow()) {
            return; // there will be another call when enough is handled
        }
        isPaused = false;
        pauseWhereTooMuch();
    }

    private void want() {
        registration.want(
                (isPaused ? 0 : Polling.READABLE) | (outgoing.isEmpty() ? 0 : Polling.WRITABLE));
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
        if (ended || isDeaf) {
            closeAll(descriptors);
            return;
        }
        if (version != 0 && Integer.compareUnsigned(order.since(), version) > 0) {
            closeAll(descriptors);
            String name = order.getClass().getSimpleName();
            differ("doesn't know %s of version %d".formatted(name, order.since()));
            reactor.execute(() ->
                    answer.take(
                            unsupported(
                                    "order %s: it is of version %s"
                                            .formatted(name, Integer.toUnsignedString(version))),
                            NO_DESCRIPTORS));
            return;
        }
        if (answers.size() >= UNANSWERED_MAX) {
            closeAll(descriptors);
            end("does not answer its orders");
            return;
        }
        long token = ++lastToken;
        answers.put(
                token,
                new Asked<>(answer, AnswerSizes.bytesMax(order), AnswerSizes.storedMax(order)));
        watch();
        try {
            send(Codec.encode(token, order, descriptors.length), descriptors);
        } catch (ErrnoException e) {
            closeAll(descriptors);
            sendingFailed(e);
        }
    }

    /**
     * One that has died cannot be told anything, but may have said something: exits of processes
     * that nobody else knows.
     */
    private void sendingFailed(ErrnoException e) {
        if (!e.is(Errno.EPIPE) && !e.is(Errno.ECONNRESET)) {
            end("cannot send: " + e.getMessage());
            return;
        }
        isDeaf = true;
        outgoing.drop();
        want();
        reactor.after(LAST_WORDS, () -> end("takes no orders any more"));
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

    private void send(Frame frame, int[] descriptors) throws ErrnoException {
        outgoing.send(frame, descriptors);
        if (!outgoing.isEmpty()) {
            want();
        }
        if (outgoing.isTooMuch()) {
            end("does not read its orders");
        }
    }

    private void ready(int events) {
        if ((events & Polling.WRITABLE) != 0) {
            try {
                sendWaiting();
            } catch (ErrnoException e) {
                sendingFailed(e);
            }
        }
        // The last words of one that has hung up are few: the socket holds no more.
        boolean isLast = (events & (Polling.HANG_UP | Polling.ERROR)) != 0;
        boolean hasMore = true;
        for (int i = 0; i < MESSAGES_PER_TURN && hasMore && (isLast || !isPaused); i++) {
            hasMore = hear();
        }
    }

    /** Hears all that one has said that is gone, and ends. */
    public void finish() {
        boolean hasMore = !ended;
        while (hasMore) { // nobody adds to it: as much as a socket holds
            hasMore = hear();
        }
        end("has ended");
    }

    /** Takes one message; returns whether there may be more. */
    private boolean hear() {
        try {
            int received = receive();
            if (received == Linux.WOULD_BLOCK) {
                return false;
            }
            if (received == 0) {
                end("has ended");
            } else if (received == Sockets.TRUNCATED) {
                end("sent a message that is too large");
            } else {
                take(buffer.toByteArray(), buffer.takeDescriptors());
            }
        } catch (ErrnoException e) {
            end("cannot be read: " + e.getMessage());
        }
        return !ended;
    }

    private int receive() throws ErrnoException {
        try {
            return linux.sockets().receive(fd, buffer);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ECONNRESET)) {
                throw e;
            }
            // It has died with orders unread: the kernel says so once, before its last words.
            return linux.sockets().receive(fd, buffer);
        }
    }

    void sendWaiting() throws ErrnoException {
        outgoing.sendWaiting();
        if (outgoing.isEmpty()) {
            want();
        }
    }

    private void take(byte[] datagram, int[] received) throws ErrnoException {
        Optional<Header> header = Header.of(datagram);
        if (header.isEmpty() || header.get().descriptors() != received.length) {
            closeAll(received);
            end("sent something that is no message");
            return;
        }
        Optional<String> excess = excess(header.get(), datagram.length, received);
        if (excess.isPresent()) {
            closeAll(received);
            end(excess.get());
            return;
        }
        hasHeard = true;
        int[] descriptors = received;
        Optional<byte[]> memfd = Optional.empty();
        if (header.get().inMemfd()) {
            descriptors = Arrays.copyOfRange(received, 1, received.length);
            memfd = Optional.of(readBody(received[0], bytesMax(header.get().token()), descriptors));
        }
        switch (decoder.decode(datagram, memfd)) {
            case Decoded.Good<E>(long token, E message) -> pass(token, message, descriptors);
            case Decoded.Unknown<E>(long token, String what) -> passOver(token, what, descriptors);
            case Decoded.Malformed<E>(String reason) -> {
                closeAll(descriptors);
                end("sent a malformed message: " + reason);
            }
        }
    }

    /** Says what a message has too much of, before anything of it is read or used. */
    private Optional<String> excess(Header header, int bytes, int[] received) {
        if (bounds.isEmpty()) {
            return Optional.empty();
        }
        int first = header.inMemfd() ? 1 : 0;
        if (header.token() != 0 && !answers.containsKey(header.token())) {
            return Optional.of(UNASKED_ANSWER);
        }
        if (header.token() == 0 && hasHeard && (header.inMemfd() || bytes > Unasked.BYTES_MAX)) {
            return Optional.of("sent an event that is too large");
        }
        Asked<E> asked = answers.get(header.token());
        if (asked != null && received.length - first <= asked.storedMax()) {
            return Optional.empty();
        }
        if (received.length - first > DESCRIPTORS_MAX) {
            return Optional.of("sent too many descriptors");
        }
        for (int i = first; i < received.length; i++) {
            if (!isWelcome(received[i])) {
                return Optional.of("sent a descriptor that is no pipe and no local socket");
            }
        }
        return Optional.empty();
    }

    /**
     * Returns whether it is a pipe, a local socket, or one of the internet that listens or takes
     * datagrams: whatever else it is, using it may wait for its maker.
     */
    private boolean isWelcome(int fd) {
        if (linux.descriptors().isPipe(fd)) {
            return true;
        }
        try {
            return switch (linux.sockets().option(fd, SocketOption.DOMAIN)) {
                case AF_UNIX -> true;
                case AF_INET, AF_INET6 ->
                        linux.sockets().option(fd, SocketOption.LISTENING) == 1
                                || linux.sockets().option(fd, SocketOption.TYPE) == SOCK_DGRAM;
                default -> false;
            };
        } catch (ErrnoException _) {
            return false;
        }
    }

    private int bytesMax(long token) {
        if (bounds.isEmpty()) {
            return Codec.BODY_LIMIT;
        }
        Asked<E> asked = answers.get(token);
        return asked == null ? Unasked.FIRST_BYTES_MAX : asked.bytesMax();
    }

    private byte[] readBody(int memfd, int bytesMax, int[] others) throws ErrnoException {
        try {
            byte[] body = linux.descriptors().readSealed(memfd, bytesMax);
            linux.descriptors().closeQuietly(memfd); // what was sealed is memory: nothing waits
            return body;
        } catch (ErrnoException e) {
            closeAll(memfd);
            closeAll(others);
            throw e;
        }
    }

    /** The other side is of a version at least: what it says itself does not take it back. */
    public void raiseVersion(int least) {
        version = Integer.compareUnsigned(least, version) > 0 ? least : version;
    }

    /** Returns the version of the other side; 0: it has not said so yet. */
    public int version() {
        return version;
    }

    /** Says once that the other side is of another version; a hand could say so for ever. */
    private void differ(String what) {
        if (differences.size() < DIFFERENCES_MAX && differences.add(what)) {
            listener.differs(what);
        }
    }

    /** Whoever waits for an answer gets one, and an event counts as any other. */
    private void passOver(long token, String what, int[] descriptors) {
        closeAll(descriptors);
        differ("says what only a later version knows: " + what);
        if (token != 0) {
            pass(token, unsupported("understand the answer: " + what), NO_DESCRIPTORS);
            return;
        }
        bounds.ifPresent(present -> present.unasked().told());
        handled();
        pauseWhereTooMuch();
    }

    @SuppressWarnings("unchecked") // whatever the other side is, it can say that it failed
    private E unsupported(String step) {
        return (E) new CommonEvent.Failed(ENOSYS, step);
    }

    private void pass(long token, E message, int[] descriptors) {
        if (message instanceof Introduction introduction) {
            raiseVersion(introduction.version());
        }
        if (token == 0) {
            bounds.ifPresent(present -> present.unasked().told());
            listener.event(message, descriptors);
            pauseWhereTooMuch();
            return;
        }
        Asked<E> asked = answers.remove(token);
        if (asked == null) {
            closeAll(descriptors);
            end(UNASKED_ANSWER);
            return;
        }
        hasAnswered = true;
        asked.answer().take(message, descriptors);
    }

    /** Ends the conversation from this side; the listener is told nothing. */
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        registration.end();
        closeAll(fd); // with what lies in it unread
        outgoing.drop();
        answers.clear();
    }

    private void end(String reason) {
        if (!ended) {
            close();
            listener.ended(reason);
        }
    }

    private void closeAll(int... descriptors) {
        for (int descriptor : descriptors) {
            bounds.ifPresentOrElse(
                    present -> close(present.closing(), descriptor),
                    () -> linux.descriptors().closeQuietly(descriptor));
        }
    }

    private void close(IntPredicate closing, int descriptor) {
        if (!closing.test(descriptor)) {
            // So many hang already: this one stays open, and the link, which brought it, ends.
            end("sends descriptors that cannot be closed");
        }
    }
}
