package hearth.dbus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes messages of bytes: both byte orders, everything validated. A failure is a value, whatever
 * the bytes are.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages">
 *     D-Bus, messages</a>
 */
public final class MessageDecoder {
    static final int LONGEST_FIELDS = 64 << 20;
    private static final Signature FIELDS = Signature.of("a(yv)");
    static final int FIELDS_AT = 12;
    private static final String LOCAL_INTERFACE = "org.freedesktop.DBus.Local";
    private static final String LOCAL_PATH = "/org/freedesktop/DBus/Local";

    private MessageDecoder() {}

    /** What bytes are. */
    public sealed interface Decoded {
        /** The message, without its descriptors yet, and how many of those it has. */
        record Whole(Message message, int descriptors) implements Decoded {}

        /** The header of a call whose values are not of its types, and why. */
        record BadBody(Message header, int descriptors, String reason) implements Decoded {}

        /** No message; {@code reason} is for the person. The connection cannot go on. */
        record Malformed(String reason) implements Decoded {}
    }

    /**
     * Returns the size of the message that begins at {@code at}: 0 where more bytes are needed to
     * say, -1 where it is garbage or larger than {@code limitBytes}.
     */
    public static int sizeOf(byte[] bytes, int at, int available, int limitBytes) {
        if (available < Header.FIXED_SIZE) {
            return 0;
        }
        boolean isBigEndian = bytes[at] == 'B';
        if (!isBigEndian && bytes[at] != 'l') {
            return -1;
        }
        long body = Integer.toUnsignedLong(Wire.get32(bytes, at + 4, isBigEndian));
        long fields = Integer.toUnsignedLong(Wire.get32(bytes, at + FIELDS_AT, isBigEndian));
        if (fields > LONGEST_FIELDS) {
            return -1;
        }
        long size = Wire.align(Header.FIXED_SIZE + (int) fields, 8) + body;
        return size > limitBytes ? -1 : (int) size;
    }

    /**
     * Decodes the header alone of a message whose values are not wanted.
     *
     * @param size where its values would begin, as {@link Announcement#headerBytes} said
     */
    public static Decoded decodeHeader(byte[] bytes, int at, int size) {
        return decode(Arrays.copyOfRange(bytes, at, at + size), false);
    }

    /**
     * Decodes the message of {@code size} bytes, as {@link #sizeOf} said, that begins at {@code
     * at}.
     */
    public static Decoded decode(byte[] bytes, int at, int size) {
        return decode(Arrays.copyOfRange(bytes, at, at + size), true);
    }

    private static Decoded decode(byte[] message, boolean hasBody) {
        boolean isBigEndian = message[0] == 'B';
        int fieldsEnd = Header.FIXED_SIZE + Wire.get32(message, FIELDS_AT, isBigEndian);
        if (message[3] != 1) {
            return new Decoded.Malformed("protocol version " + message[3]);
        }
        var fieldsValidator = new BodyValidator(message, fieldsEnd, isBigEndian, Integer.MAX_VALUE);
        if (!fieldsValidator.isValid(FIELDS.toString(), FIELDS_AT)) {
            return new Decoded.Malformed("header fields that are not valid values");
        }
        int bodyStart = Wire.align(fieldsEnd, 8);
        for (int i = fieldsEnd; i < bodyStart; i++) {
            if (message[i] != 0) {
                return new Decoded.Malformed("padding that is not zero");
            }
        }
        var fields = new Fields();
        Optional<String> fault =
                fields.read(new MessageReader(FIELDS, message, FIELDS_AT, isBigEndian));
        if (fault.isEmpty()) {
            fault = fields.check(message[1] & 0xff, Wire.get32(message, 8, isBigEndian));
        }
        if (fault.isPresent()) {
            return new Decoded.Malformed(fault.get());
        }
        var body = new BodyValidator(message, message.length, isBigEndian, fields.descriptors);
        Header header =
                fields.header(message[1] & 0xff, message[2], Wire.get32(message, 8, isBigEndian));
        boolean isValid = hasBody && body.isValid(fields.signature.toString(), bodyStart);
        var decoded =
                new Message(
                        header,
                        isValid ? fields.signature : Signature.EMPTY,
                        message,
                        bodyStart,
                        isBigEndian,
                        DescriptorList.NONE);
        return isValid || !hasBody
                ? new Decoded.Whole(decoded, fields.descriptors)
                : new Decoded.BadBody(
                        decoded,
                        fields.descriptors,
                        "a body that is not \"" + fields.signature + "\"");
    }

    static MessageType type(int code) {
        for (MessageType type : MessageType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        return MessageType.UNKNOWN;
    }

    /** The header's fields while they are gathered. */
    private static final class Fields {
        private Optional<DbusPath> path = Optional.empty();
        private final Map<Integer, String> texts = new HashMap<>();
        private int replySerial;
        private Signature signature = Signature.EMPTY;
        private int descriptors;
        private int seen;

        /** Reads all fields; returns what is wrong with them. */
        Optional<String> read(MessageReader reader) {
            reader.openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                int code = reader.uint8();
                String type = reader.openVariant().toString();
                if (code == 0) {
                    return Optional.of("header field 0");
                }
                if (code <= Header.UNIX_FDS) {
                    if ((seen & 1 << code) != 0) {
                        return Optional.of("header field " + code + " twice");
                    }
                    seen |= 1 << code;
                    if (!readKnown(code, type, reader)) {
                        return Optional.of("bad header field " + code);
                    }
                }
                reader.closeVariant();
                reader.closeStruct();
            }
            return Optional.empty();
        }

        private boolean readKnown(int code, String type, MessageReader reader) {
            String expected =
                    switch (code) {
                        case Header.PATH -> "o";
                        case Header.SIGNATURE -> "g";
                        case Header.REPLY_SERIAL, Header.UNIX_FDS -> "u";
                        default -> "s";
                    };
            if (!type.equals(expected)) {
                return false;
            }
            return switch (code) {
                case Header.PATH -> {
                    path = Optional.of(reader.objectPath());
                    yield !path.get().text().equals(LOCAL_PATH);
                }
                case Header.SIGNATURE -> {
                    signature = reader.signature();
                    yield true;
                }
                case Header.REPLY_SERIAL -> {
                    replySerial = (int) reader.uint32();
                    yield replySerial != 0;
                }
                case Header.UNIX_FDS -> {
                    descriptors = (int) Math.min(reader.uint32(), Integer.MAX_VALUE);
                    yield true;
                }
                default -> {
                    String text = reader.string();
                    texts.put(code, text);
                    yield isName(code, text);
                }
            };
        }

        private static boolean isName(int code, String text) {
            return switch (code) {
                case Header.INTERFACE ->
                        Names.isInterfaceName(text) && !text.equals(LOCAL_INTERFACE);
                case Header.ERROR_NAME -> Names.isInterfaceName(text);
                case Header.MEMBER -> Names.isMemberName(text);
                default -> Names.isBusName(text);
            };
        }

        /** Returns what a message of this type lacks. */
        Optional<String> check(int typeCode, int serial) {
            if (typeCode == 0) {
                return Optional.of("message type 0");
            }
            if (serial == 0) {
                return Optional.of("serial 0");
            }
            boolean isComplete =
                    switch (type(typeCode)) {
                        case METHOD_CALL -> has(Header.PATH) && has(Header.MEMBER);
                        case SIGNAL ->
                                has(Header.PATH) && has(Header.INTERFACE) && has(Header.MEMBER);
                        case METHOD_RETURN -> has(Header.REPLY_SERIAL);
                        case ERROR -> has(Header.REPLY_SERIAL) && has(Header.ERROR_NAME);
                        case UNKNOWN -> true;
                    };
            return isComplete
                    ? Optional.empty()
                    : Optional.of("a required header field is missing");
        }

        private boolean has(int code) {
            return (seen & 1 << code) != 0;
        }

        Header header(int typeCode, int flags, int serial) {
            return new Header(
                    type(typeCode),
                    flags & 0xff,
                    serial,
                    replySerial,
                    path,
                    Optional.ofNullable(texts.get(Header.INTERFACE)),
                    Optional.ofNullable(texts.get(Header.MEMBER)),
                    Optional.ofNullable(texts.get(Header.ERROR_NAME)),
                    Optional.ofNullable(texts.get(Header.DESTINATION)),
                    Optional.ofNullable(texts.get(Header.SENDER)));
        }
    }
}
