package hearth.dbus.connection;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.dbus.Announcement;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.MessageDecoder;
import hearth.linux.socket.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One end of a connection as a machine: fed with bytes and descriptors, it authenticates, frames
 * and decodes, and has bytes and descriptors to write. It knows no socket and no clock. Confined to
 * one thread.
 *
 * <pre>
 *   Authenticating --BEGIN--> Open --+
 *         |                          |  garbage, limit, close(), end of the stream
 *         +--------------------------+--> Closed(reason)
 * </pre>
 */
public final class Connection {
    /** The longest line of authentication; the longest sensible one has 30 bytes. */
    static final int LINE_LIMIT = 1024;

    private static final byte[] NO_BYTES = {};
    private static final int[] NO_FDS = {};

    /**
     * What the owner is told; each call comes from within {@link #receive}, {@link #send} or {@link
     * #close}.
     */
    public interface Listener {
        /** Messages may be sent from now on. */
        default void opened(Connection connection) {}

        /** A message came; it is the listener's to close. */
        void received(Connection connection, Message message);

        /** The connection is over; nothing follows. {@code reason} is for the person. */
        default void closed(Connection connection, String reason) {}
    }

    /** Where the connection stands; the way leads downwards only. */
    private sealed interface State {
        /** A server waits for the NUL byte which credentials travelled with on some systems. */
        record AwaitingNul(SaslServer sasl) implements State {}

        /** A server authenticates its peer. */
        record Serving(SaslServer sasl) implements State {}

        /** A client waits for the server's answers. */
        record Greeting(SaslClient sasl) implements State {}

        /** Messages go to and fro. */
        record Open(boolean passesDescriptors) implements State {}

        /** Over. */
        record Closed() implements State {}
    }

    /**
     * Bytes to be written, the descriptors that go with the first of them, and what was charged for
     * them.
     */
    @SuppressWarnings("ArrayRecordComponent") // a queue's entry: nobody compares it
    private record Chunk(byte[] bytes, DescriptorList descriptors, List<Charge> charges) {
        void close() {
            descriptors.close();
            charges.forEach(Charge::close);
        }
    }

    private final Limits limits;
    private final DescriptorList.Closer closer;
    private final Listener listener;
    private final boolean answersBlindly; // there is one peer, so no answer needs an address
    private State state;
    private boolean goesOn; // after what is no message

    private byte[] input = NO_BYTES;
    private int inputSize;
    private final ArrayDeque<Integer> inputDescriptors = new ArrayDeque<>();
    private final Intake intake;
    private Optional<Account> account = Optional.empty();
    private long unwantedBytes; // to come of a message that is passed over

    private final ArrayDeque<Chunk> output = new ArrayDeque<>();
    private int writtenOfFirst;
    private long waitingBytes;
    private int lastSerial;

    private Connection(
            Limits limits, DescriptorList.Closer closer, Listener listener, State state) {
        this.limits = limits;
        this.closer = closer;
        this.listener = listener;
        this.state = state;
        answersBlindly = state instanceof State.AwaitingNul;
        intake = new Intake(limits);
    }

    /** Charges what comes and what waits to a user from now on. */
    public void chargeTo(Account payer) {
        account = Optional.of(payer);
        intake.chargeTo(payer);
    }

    /**
     * Goes on after messages that cannot be decoded, from now on: a bus is trusted to frame what it
     * passes on, and not to have checked it as we do.
     */
    public void goOnAfterMalformed() {
        goesOn = true;
    }

    /** Returns where descriptors that come end. */
    DescriptorList.Closer closer() {
        return closer;
    }

    /**
     * Returns a server's end, which believes the kernel about who its peer is.
     *
     * @param guid the server's identity
     * @param peer who connected, by SO_PEERCRED; whether it may was decided before
     */
    public static Connection server(
            Guid guid,
            Credentials peer,
            Limits limits,
            DescriptorList.Closer closer,
            Listener listener) {
        var sasl = new SaslServer(guid, peer.uid());
        return new Connection(limits, closer, listener, new State.AwaitingNul(sasl));
    }

    /** Returns a client's end, with its first bytes ready to be written. */
    public static Connection client(
            Limits limits, DescriptorList.Closer closer, Listener listener) {
        return client(limits, true, closer, listener);
    }

    /** Returns the end of a client whose transport carries no descriptors. */
    public static Connection clientWithoutDescriptors(Limits limits, Listener listener) {
        return client(limits, false, fd -> {}, listener);
    }

    /**
     * Returns a client's end that is open already and passes descriptors: another has opened it,
     * and left it at the beginning of a message in both directions.
     *
     * @param lastSerial the number before that of the first message from here: what still comes as
     *     an answer to the other's must not be taken for one to ours
     */
    public static Connection goingOn(
            Limits limits, DescriptorList.Closer closer, Listener listener, int lastSerial) {
        var connection = new Connection(limits, closer, listener, new State.Open(true));
        connection.lastSerial = lastSerial;
        return connection;
    }

    private static Connection client(
            Limits limits,
            boolean wantsDescriptors,
            DescriptorList.Closer closer,
            Listener listener) {
        var sasl = new SaslClient(wantsDescriptors);
        var connection = new Connection(limits, closer, listener, new State.Greeting(sasl));
        connection.queue(ascii(sasl.greeting()));
        return connection;
    }

    /**
     * Takes bytes that came, and the descriptors that came among them, which it owns from now on. A
     * stream may bring descriptors together with messages before theirs.
     */
    public void receive(byte[] data, int offset, int length, int... fds) {
        if (isClosed()) {
            Arrays.stream(fds).forEach(closer::close);
            return;
        }
        Arrays.stream(fds).forEach(inputDescriptors::add);
        if (inputDescriptors.size() > limits.descriptors()) {
            close("more than " + limits.descriptors() + " descriptors");
        } else if (fds.length > 0 && !passesDescriptors()) {
            close("descriptors without an agreement");
        } else if (inputSize == 0) {
            int end = offset + length;
            int used = consume(data, offset, end);
            keep(Arrays.copyOfRange(data, used, end));
        } else {
            append(data, offset, length);
            int used = consume(input, 0, inputSize);
            if (used > 0 && !isClosed()) {
                keep(Arrays.copyOfRange(input, used, inputSize));
            }
        }
        if (unwantedBytes > 0) {
            dropDescriptors(inputDescriptors.size()); // what comes with a message comes first
        }
        if (!isClosed() && inputSize == 0 && !inputDescriptors.isEmpty()) {
            close("descriptors that no message announced");
        }
    }

    /**
     * Takes lines and messages from {@code at} on; returns where the first incomplete one begins.
     */
    private int consume(byte[] bytes, int at, int end) {
        int next = at;
        while (true) {
            int used =
                    switch (state) {
                        case State.AwaitingNul(SaslServer sasl) -> takeNul(bytes, next, end, sasl);
                        case State.Serving(SaslServer sasl) -> takeLine(bytes, next, end, sasl);
                        case State.Greeting(SaslClient sasl) -> takeAnswer(bytes, next, end, sasl);
                        case State.Open open -> takeBytes(bytes, next, end, open);
                        case State.Closed closed -> 0;
                    };
            if (used == 0) {
                return isClosed() ? end : next;
            }
            next += used;
        }
    }

    private int takeNul(byte[] bytes, int at, int end, SaslServer sasl) {
        if (at == end) {
            return 0;
        }
        if (bytes[at] != 0) {
            close("no NUL byte before the authentication");
            return 0;
        }
        state = new State.Serving(sasl);
        return 1;
    }

    private int takeLine(byte[] bytes, int at, int end, SaslServer sasl) {
        Optional<String> line = line(bytes, at, end);
        if (line.isEmpty()) {
            return 0;
        }
        sasl.line(line.get()).ifPresent(answer -> queue(ascii(answer + "\r\n")));
        if (sasl.isFailed()) {
            close("the peer did not authenticate");
        } else if (sasl.isDone()) {
            open(sasl.passesDescriptors());
        }
        return line.get().length() + 2;
    }

    private int takeAnswer(byte[] bytes, int at, int end, SaslClient sasl) {
        Optional<String> line = line(bytes, at, end);
        if (line.isEmpty()) {
            return 0;
        }
        sasl.line(line.get());
        if (sasl.isFailed()) {
            close("the server refused: " + line.get());
        } else if (sasl.isDone()) {
            open(sasl.passesDescriptors());
        }
        return line.get().length() + 2;
    }

    private void open(boolean passesDescriptors) {
        state = new State.Open(passesDescriptors);
        listener.opened(this);
    }

    /** Returns the line at {@code at} without its end; empty where its end is not there yet. */
    private Optional<String> line(byte[] bytes, int at, int end) {
        for (int i = at; i + 1 < end; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return Optional.of(new String(bytes, at, i - at, StandardCharsets.ISO_8859_1));
            }
        }
        if (end - at > LINE_LIMIT) {
            close("a line of more than " + LINE_LIMIT + " bytes");
        }
        return Optional.empty();
    }

    private int takeBytes(byte[] bytes, int at, int end, State.Open open) {
        if (unwantedBytes > 0) {
            return takeUnwanted(end - at);
        }
        if (end - at < Announcement.BYTES) {
            return 0;
        }
        Optional<Announcement> announced = Announcement.read(bytes, at);
        if (announced.isEmpty()) {
            close("bytes that are no message, or one above the specification's limit");
            return 0;
        }
        Announcement message = announced.get();
        Optional<String> refusal = intake.refusal(message);
        if (refusal.isPresent()) {
            return refuse(message, refusal.get(), bytes, at, end);
        }
        return message.bytes() > end - at ? 0 : takeMessage(bytes, at, (int) message.bytes(), open);
    }

    /**
     * Answers a call that is not read, as soon as its header is here, and begins to pass it over. A
     * header that is too large is passed over too: then nobody knows to whom a bus would carry the
     * answer.
     */
    private int refuse(Announcement message, String text, byte[] bytes, int at, int end) {
        if (message.headerBytes() <= limits.headerBytes()) {
            if (message.headerBytes() > end - at) {
                return 0;
            }
            passOver(
                    MessageDecoder.decodeHeader(bytes, at, (int) message.headerBytes()),
                    ErrorName.LIMITS_EXCEEDED,
                    text);
        } else if (answersBlindly && message.expectsReply()) {
            send(message.refusal(text));
        }
        unwantedBytes = message.bytes();
        return isClosed() ? 0 : takeUnwanted(end - at);
    }

    /** Answers a call that is not taken; what is no message ends most connections. */
    private void passOver(MessageDecoder.Decoded decoded, String errorName, String text) {
        switch (decoded) {
            case MessageDecoder.Decoded.Whole(Message header, int count) -> {
                dropDescriptors(Math.min(count, inputDescriptors.size()));
                if (header.expectsReply()) {
                    send(Message.error(header, errorName, text));
                }
            }
            case MessageDecoder.Decoded.BadBody bad -> close(bad.reason());
            case MessageDecoder.Decoded.Malformed(String reason) -> {
                if (goesOn) {
                    dropDescriptors(inputDescriptors.size());
                } else {
                    close(reason);
                }
            }
        }
    }

    private int takeUnwanted(int available) {
        int unwanted = (int) Math.min(unwantedBytes, available);
        unwantedBytes -= unwanted;
        return unwanted;
    }

    private void dropDescriptors(int count) {
        for (int i = 0; i < count; i++) {
            closer.close(inputDescriptors.remove());
        }
    }

    private int takeMessage(byte[] bytes, int at, int size, State.Open open) {
        switch (MessageDecoder.decode(bytes, at, size)) {
            case MessageDecoder.Decoded.Whole(Message message, int count) -> {
                if (count > inputDescriptors.size() || (count > 0 && !open.passesDescriptors())) {
                    close("a message without its descriptors");
                } else {
                    listener.received(
                            this,
                            intake.withCharge(message).withDescriptors(takeDescriptors(count)));
                }
            }
            case MessageDecoder.Decoded.BadBody bad when goesOn ->
                    passOver(
                            new MessageDecoder.Decoded.Whole(bad.header(), bad.descriptors()),
                            ErrorName.INCONSISTENT_MESSAGE,
                            bad.reason());
            case MessageDecoder.Decoded.BadBody bad -> close(bad.reason());
            case MessageDecoder.Decoded.Malformed malformed -> passOver(malformed, "", "");
        }
        return size;
    }

    private DescriptorList takeDescriptors(int count) {
        int[] fds = new int[count];
        for (int i = 0; i < count; i++) {
            fds[i] = inputDescriptors.remove();
        }
        return DescriptorList.owning(closer, fds);
    }

    /** Keeps what was not used for the next time; an idle connection holds no buffer. */
    private void keep(byte[] rest) {
        input = isClosed() ? NO_BYTES : rest;
        inputSize = input.length;
    }

    private void append(byte[] data, int offset, int length) {
        int needed = inputSize + length;
        if (needed > input.length) {
            // Grown by what came, not by what the header promises: that may be a lie.
            input = Arrays.copyOf(input, Math.max(needed, input.length * 2));
        }
        System.arraycopy(data, offset, input, inputSize, length);
        inputSize = needed;
    }

    /**
     * Numbers a message and queues it, descriptors included; they are closed when they are written.
     *
     * @return the serial; 0 where the connection isn't open and the message was dropped
     */
    public int send(Message message) {
        boolean isOpen = isOpen();
        boolean isSendable = message.descriptors().size() == 0 || passesDescriptors();
        if (!isOpen || !isSendable) {
            message.close();
            return 0;
        }
        lastSerial = lastSerial == -1 ? 1 : lastSerial + 1;
        byte[] bytes = message.encode(lastSerial);
        List<Charge> charges = message.charges();
        if (charges.isEmpty() && account.isPresent()) {
            Optional<Charge> charge = account.get().charge(Resource.OUTGOING_BYTES, bytes.length);
            if (charge.isEmpty()) {
                message.close();
                close("its user has too many answers that nobody reads");
                return 0;
            }
            charges = List.of(charge.get());
        }
        queue(new Chunk(bytes, message.descriptors(), charges));
        return isClosed() ? 0 : lastSerial;
    }

    private void queue(byte[] line) {
        queue(new Chunk(line, DescriptorList.NONE, List.of()));
    }

    private void queue(Chunk chunk) {
        output.add(chunk);
        waitingBytes += chunk.bytes().length;
        if (waitingBytes > limits.outgoingBytes()) {
            close("the peer does not read: " + waitingBytes + " bytes wait");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns whether there is something to write. */
    public boolean hasOutput() {
        return !output.isEmpty();
    }

    /** Returns whether a message of more bytes waits to be written, or is being written. */
    public boolean hasOutputAbove(int bytes) {
        return output.stream().anyMatch(chunk -> chunk.bytes.length > bytes);
    }

    /**
     * Returns the bytes to write next: from {@link #outputOffset()} to {@link #outputEnd()} of this
     * array. There must be some, see {@link #hasOutput()}.
     */
    public byte[] output() {
        return output.element().bytes;
    }

    /** Returns where the bytes to write end in {@link #output()}. */
    public int outputEnd() {
        return output.element().bytes.length;
    }

    /** Returns where the bytes to write begin in {@link #output()}. */
    public int outputOffset() {
        return writtenOfFirst;
    }

    /**
     * Returns the descriptors that must be written with the first of these bytes; they stay ours.
     */
    public int[] outputDescriptors() {
        DescriptorList descriptors = output.element().descriptors;
        if (writtenOfFirst > 0 || descriptors.size() == 0) {
            return NO_FDS;
        }
        int[] fds = new int[descriptors.size()];
        Arrays.setAll(fds, descriptors::get);
        return fds;
    }

    /** Tells that {@code count} bytes were written, and the descriptors with them. */
    public void written(int count) {
        Chunk first = output.element();
        if (count > 0) {
            first.descriptors.close();
        }
        writtenOfFirst += count;
        waitingBytes -= count;
        if (writtenOfFirst == first.bytes.length) {
            output.remove().close();
            writtenOfFirst = 0;
        }
    }

    /**
     * Returns how many of the bytes that come next are whole messages; 0 where the first of them is
     * not, or authentication goes on, or it is no message.
     */
    public int wholeBytes(byte[] bytes, int available) {
        if (!isOpen() || hasPartialInput()) {
            return 0;
        }
        int whole = 0;
        while (true) {
            int size =
                    MessageDecoder.sizeOf(bytes, whole, available - whole, limits.messageBytes());
            if (size <= 0 || size > available - whole) {
                return whole;
            }
            whole += size;
        }
    }

    /** Returns whether a part of a message has come that is not whole. */
    public boolean hasPartialInput() {
        return inputSize > 0 || unwantedBytes > 0;
    }

    /** Returns whether messages may be sent and come. */
    public boolean isOpen() {
        return state instanceof State.Open;
    }

    /** Returns whether the connection is over. */
    public boolean isClosed() {
        return state instanceof State.Closed;
    }

    /** Returns whether descriptors may be sent. */
    public boolean passesDescriptors() {
        return switch (state) {
            case State.Open(boolean passesDescriptors) -> passesDescriptors;
            case State.Serving(SaslServer sasl) -> sasl.passesDescriptors();
            case State.Greeting(SaslClient sasl) -> sasl.passesDescriptors();
            case State.AwaitingNul nul -> false;
            case State.Closed closed -> false;
        };
    }

    /** Ends the connection: whatever waits, descriptors included, is dropped. */
    public void close(String reason) {
        if (isClosed()) {
            return;
        }
        state = new State.Closed();
        inputDescriptors.forEach(closer::close);
        inputDescriptors.clear();
        input = NO_BYTES;
        inputSize = 0;
        output.forEach(Chunk::close);
        output.clear();
        unwantedBytes = 0;
        intake.close();
        waitingBytes = 0;
        writtenOfFirst = 0;
        listener.closed(this, reason);
    }
}
