package hearth.dbus;

import hearth.budget.Charge;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A message: immutable but for its descriptors and what was charged for it, which it owns.
 *
 * <p>Made by the factories below (body and all on any thread) and given to a connection, which
 * numbers it; or decoded from a connection, then validated as a whole. Whoever has a message closes
 * it once; sending it hands it over.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages">
 *     D-Bus, messages</a>
 */
public final class Message implements AutoCloseable {
    /** Flag of a call: its sender wants no answer. */
    public static final int NO_REPLY_EXPECTED = 0x1;

    /** Flag of a call: the bus is not to start a service for it. */
    public static final int NO_AUTO_START = 0x2;

    /** Flag of a call: its sender would wait for a person to authenticate. */
    public static final int ALLOW_INTERACTIVE_AUTHORIZATION = 0x4;

    /** Bytes of a usual header. */
    private static final long HEADER_ESTIMATE = 256;

    private static final byte[] NO_BYTES = {};

    private final Header header;
    private final Signature signature;
    private final byte[] bytes;
    private final int bodyStart;
    private final boolean isBigEndian;
    private final DescriptorList descriptors;
    private final List<Charge> charges;

    /**
     * Creates a message whose body lies in {@code bytes} from {@code bodyStart}, a multiple of
     * eight, to the end and was validated.
     */
    Message(
            Header header,
            Signature signature,
            byte[] bytes,
            int bodyStart,
            boolean isBigEndian,
            DescriptorList descriptors) {
        this(header, signature, bytes, bodyStart, isBigEndian, descriptors, List.of());
    }

    private Message(
            Header header,
            Signature signature,
            byte[] bytes,
            int bodyStart,
            boolean isBigEndian,
            DescriptorList descriptors,
            List<Charge> charges) {
        this.header = header;
        this.signature = signature;
        this.bytes = bytes;
        this.bodyStart = bodyStart;
        this.isBigEndian = isBigEndian;
        this.descriptors = descriptors;
        this.charges = charges;
    }

    private static Message of(Header header) {
        return new Message(header, Signature.EMPTY, NO_BYTES, 0, false, DescriptorList.NONE);
    }

    /** Returns a method call; an empty {@code destination} means the peer itself. */
    public static Message call(
            String destination, DbusPath path, String interfaceName, String member) {
        Header header = Header.of(MessageType.METHOD_CALL, 0, path, interfaceName, member);
        return of(header.withDestination(destination));
    }

    /** Returns a signal. */
    public static Message signal(DbusPath path, String interfaceName, String member) {
        return of(Header.of(MessageType.SIGNAL, NO_REPLY_EXPECTED, path, interfaceName, member));
    }

    /** Returns the answer to a call, without values yet. */
    public static Message reply(Message call) {
        return of(Header.answer(MessageType.METHOD_RETURN, call.header, Optional.empty()));
    }

    /**
     * Returns the failure of a call.
     *
     * @param errorName one of {@link ErrorName}
     * @param text for the person
     */
    public static Message error(Message call, String errorName, String text) {
        return of(Header.answer(MessageType.ERROR, call.header, Optional.of(errorName)))
                .withBody(Signature.STRING, writer -> writer.string(text));
    }

    /** Returns the failure of a call of which no more is known than its number and its sender. */
    static Message refusal(int serial, Optional<String> sender, String errorName, String text) {
        return of(Header.answer(MessageType.ERROR, serial, sender, Optional.of(errorName)))
                .withBody(Signature.STRING, writer -> writer.string(text));
    }

    /** Returns a failure in place of this answer to a call. */
    public Message failedInstead(String errorName, String text) {
        return refusal(header.replySerial(), header.destination(), errorName, text);
    }

    /** Returns this message with values. */
    public Message withBody(Signature newSignature, Consumer<MessageWriter> content) {
        var writer = new MessageWriter(newSignature);
        content.accept(writer);
        return new Message(
                header, newSignature, writer.toByteArray(), 0, false, descriptors, charges);
    }

    /** Returns this message with descriptors, which it owns from now on. */
    public Message withDescriptors(DescriptorList newDescriptors) {
        return new Message(
                header, signature, bytes, bodyStart, isBigEndian, newDescriptors, charges);
    }

    /**
     * Returns this message with something more that was charged for it, to be released when it is
     * closed.
     */
    public Message withCharge(Charge charge) {
        return new Message(
                header,
                signature,
                bytes,
                bodyStart,
                isBigEndian,
                descriptors,
                Stream.concat(charges.stream(), Stream.of(charge)).toList());
    }

    /** Returns this message for one receiver; an empty name means the peer itself. */
    public Message withDestination(String busName) {
        return with(header.withDestination(busName));
    }

    /** Returns this message as a bus hands it on: with the sender's unique name. */
    public Message withSender(String busName) {
        return with(header.withSender(busName));
    }

    /** Returns this message with these flags besides its own. */
    public Message withFlags(int flags) {
        return with(header.withFlags(header.flags() | flags));
    }

    private Message with(Header newHeader) {
        return new Message(
                newHeader, signature, bytes, bodyStart, isBigEndian, descriptors, charges);
    }

    /**
     * Returns this message's bytes with a number; the descriptors go beside them.
     *
     * @param serial what the answer will refer to; not 0
     */
    public byte[] encode(int serial) {
        if (isBigEndian) {
            throw new IllegalStateException("a foreign message is not handed on");
        }
        int bodySize = bytes.length - bodyStart;
        var writer = new MessageWriter(Header.SHAPE);
        header.write(writer, serial, signature, bodySize, descriptors.size());
        byte[] head = writer.toByteArray();
        int bodyAt = Wire.align(head.length, 8);
        byte[] whole = Arrays.copyOf(head, bodyAt + bodySize);
        System.arraycopy(bytes, bodyStart, whole, bodyAt, bodySize);
        return whole;
    }

    /** Returns what this is. */
    public MessageType type() {
        return header.type();
    }

    /** Returns the flags: a union of the constants above, and unknown ones. */
    public int flags() {
        return header.flags();
    }

    /** Returns whether this is a call whose sender waits for an answer. */
    public boolean expectsReply() {
        return type() == MessageType.METHOD_CALL && (flags() & NO_REPLY_EXPECTED) == 0;
    }

    /** Returns whether a call's sender would wait for a person to authenticate. */
    public boolean allowsInteractiveAuthorization() {
        return (flags() & ALLOW_INTERACTIVE_AUTHORIZATION) != 0;
    }

    /** Returns the sender's number of this message; 0 in one made here. */
    public int serial() {
        return header.serial();
    }

    /** Returns the number of the call that this answers; 0 where it is no answer. */
    public int replySerial() {
        return header.replySerial();
    }

    /** Returns the object; there in calls and signals. */
    public Optional<DbusPath> path() {
        return header.path();
    }

    /** Returns the interface; there in signals, and mostly in calls. */
    public Optional<String> interfaceName() {
        return header.interfaceName();
    }

    /** Returns the method's or signal's name; there in calls and signals. */
    public Optional<String> member() {
        return header.member();
    }

    /** Returns the error's name; there in errors. */
    public Optional<String> errorName() {
        return header.errorName();
    }

    /** Returns the bus name this is for. */
    public Optional<String> destination() {
        return header.destination();
    }

    /**
     * Returns the unique bus name of who sent this, which the bus itself wrote. Between two peers
     * it is whatever the peer claims: nothing follows from it.
     */
    public Optional<String> sender() {
        return header.sender();
    }

    /** Returns the types of the values. */
    public Signature signature() {
        return signature;
    }

    /** Returns a reader at the first value; each call begins anew. */
    public MessageReader reader() {
        return new MessageReader(signature, bytes, bodyStart, isBigEndian);
    }

    /** Returns the descriptors. */
    public DescriptorList descriptors() {
        return descriptors;
    }

    /** Returns whether this is the signal of that name. */
    public boolean isSignal(String interfaceName, String member) {
        return type() == MessageType.SIGNAL
                && header.interfaceName().filter(interfaceName::equals).isPresent()
                && header.member().filter(member::equals).isPresent();
    }

    /** Returns whether this is a call of that method; a call without an interface names any. */
    public boolean isCall(String interfaceName, String member) {
        return type() == MessageType.METHOD_CALL
                && header.interfaceName().map(interfaceName::equals).orElse(true)
                && header.member().filter(member::equals).isPresent();
    }

    /** Returns an error's text: its first value where that is a string, else nothing. */
    public String errorText() {
        return signature.toString().startsWith("s") ? reader().string() : "";
    }

    /** Returns what was charged for this message. */
    public List<Charge> charges() {
        return charges;
    }

    /** Returns about how many bytes this is; never less than its values. */
    public long sizeBytes() {
        return HEADER_ESTIMATE + bytes.length - bodyStart;
    }

    /** Closes the descriptors that nobody took, and releases what was charged. */
    @Override
    public void close() {
        descriptors.close();
        charges.forEach(Charge::close);
    }

    /** Returns one line for a log: what, whom, and whence, without the values. */
    @Override
    public String toString() {
        var text = new StringBuilder(type().name());
        header.path().ifPresent(value -> text.append(' ').append(value));
        header.interfaceName().ifPresent(value -> text.append(' ').append(value));
        header.member().ifPresent(value -> text.append('.').append(value));
        header.errorName().ifPresent(value -> text.append(' ').append(value));
        return text.append("(").append(signature).append(")").toString();
    }
}
