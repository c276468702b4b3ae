package hearth.dbus;

import java.util.Optional;
import java.util.function.Consumer;

/** What a message says before its values. */
record Header(
        MessageType type,
        int flags,
        int serial,
        int replySerial,
        Optional<DbusPath> path,
        Optional<String> interfaceName,
        Optional<String> member,
        Optional<String> errorName,
        Optional<String> destination,
        Optional<String> sender) {

    static final int PATH = 1;
    static final int INTERFACE = 2;
    static final int MEMBER = 3;
    static final int ERROR_NAME = 4;
    static final int REPLY_SERIAL = 5;
    static final int DESTINATION = 6;
    static final int SENDER = 7;
    static final int SIGNATURE = 8;
    static final int UNIX_FDS = 9;

    /** The bytes before the fields. */
    static final int FIXED_SIZE = 16;

    /** The header's shape, the fixed part included. */
    static final Signature SHAPE = Signature.of("yyyyuua(yv)");

    private static final byte VERSION = 1;
    private static final Signature SIGNATURE_TYPE = Signature.of("g");

    /** Returns a header that names an object's member. */
    static Header of(
            MessageType type, int flags, DbusPath path, String interfaceName, String member) {
        return new Header(
                type,
                flags,
                0,
                0,
                Optional.of(path),
                interfaceName.isEmpty() ? Optional.empty() : Optional.of(interfaceName),
                Optional.of(member),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the header of an answer. */
    static Header answer(MessageType type, Header call, Optional<String> errorName) {
        return answer(type, call.serial, call.sender, errorName);
    }

    /** Returns the header of an answer to the call of this number and sender. */
    static Header answer(
            MessageType type, int call, Optional<String> caller, Optional<String> errorName) {
        return new Header(
                type,
                Message.NO_REPLY_EXPECTED,
                0,
                call,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                errorName,
                caller,
                Optional.empty());
    }

    Header withFlags(int newFlags) {
        return new Header(
                type,
                newFlags,
                serial,
                replySerial,
                path,
                interfaceName,
                member,
                errorName,
                destination,
                sender);
    }

    Header withDestination(String busName) {
        return new Header(
                type,
                flags,
                serial,
                replySerial,
                path,
                interfaceName,
                member,
                errorName,
                busName.isEmpty() ? Optional.empty() : Optional.of(busName),
                sender);
    }

    Header withSender(String busName) {
        return new Header(
                type,
                flags,
                serial,
                replySerial,
                path,
                interfaceName,
                member,
                errorName,
                destination,
                Optional.of(busName));
    }

    /** Writes the header of a message with this number, body and descriptors. */
    void write(MessageWriter writer, int number, Signature signature, int bodySize, int fds) {
        writer.uint8('l').uint8(type.code()).uint8(flags).uint8(VERSION);
        writer.uint32(bodySize).uint32(number);
        writer.openArray();
        path.ifPresent(
                value -> field(writer, PATH, Signature.OBJECT_PATH, w -> w.objectPath(value)));
        writeText(writer, INTERFACE, interfaceName);
        writeText(writer, MEMBER, member);
        writeText(writer, ERROR_NAME, errorName);
        if (replySerial != 0) {
            field(writer, REPLY_SERIAL, Signature.UINT32, w -> w.uint32(replySerial));
        }
        writeText(writer, DESTINATION, destination);
        writeText(writer, SENDER, sender);
        if (!signature.isEmpty()) {
            field(writer, SIGNATURE, SIGNATURE_TYPE, w -> w.signature(signature));
        }
        if (fds > 0) {
            field(writer, UNIX_FDS, Signature.UINT32, w -> w.uint32(fds));
        }
        writer.closeArray();
    }

    private static void writeText(MessageWriter writer, int code, Optional<String> text) {
        text.ifPresent(value -> field(writer, code, Signature.STRING, w -> w.string(value)));
    }

    private static void field(
            MessageWriter writer, int code, Signature type, Consumer<MessageWriter> value) {
        writer.openStruct().uint8(code).variant(type, value).closeStruct();
    }
}
