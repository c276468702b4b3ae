package hearth.dbus;

import java.util.Optional;

/**
 * What a message says of itself in its first bytes, before the rest has come: enough to decide
 * whether the rest is wanted.
 *
 * @param type what it is
 * @param flags see {@link Message#flags}
 * @param serial its sender's number
 * @param headerBytes where its values begin
 * @param bytes its size
 */
public record Announcement(MessageType type, int flags, int serial, long headerBytes, long bytes) {
    /** How many bytes announce a message. */
    public static final int BYTES = Header.FIXED_SIZE;

    /** The specification's largest message. */
    private static final long MESSAGE_LIMIT = 128L << 20;

    /** Reads an announcement at {@code at}; empty where it is garbage. */
    public static Optional<Announcement> read(byte[] bytes, int at) {
        boolean isBigEndian = bytes[at] == 'B';
        if (!isBigEndian && bytes[at] != 'l') {
            return Optional.empty();
        }
        long body = Integer.toUnsignedLong(Wire.get32(bytes, at + 4, isBigEndian));
        long fields =
                Integer.toUnsignedLong(
                        Wire.get32(bytes, at + MessageDecoder.FIELDS_AT, isBigEndian));
        long header = (Header.FIXED_SIZE + fields + 7) / 8 * 8;
        if (fields > MessageDecoder.LONGEST_FIELDS || header + body > MESSAGE_LIMIT) {
            return Optional.empty();
        }
        return Optional.of(
                new Announcement(
                        MessageDecoder.type(bytes[at + 1] & 0xff),
                        bytes[at + 2] & 0xff,
                        Wire.get32(bytes, at + 8, isBigEndian),
                        header,
                        header + body));
    }

    /** Returns whether this is a call whose sender waits for an answer. */
    public boolean expectsReply() {
        return type == MessageType.METHOD_CALL && (flags & Message.NO_REPLY_EXPECTED) == 0;
    }

    /** Returns the refusal of a call between two peers, of which nothing more has come. */
    public Message refusal(String text) {
        return Message.refusal(serial, Optional.empty(), ErrorName.LIMITS_EXCEEDED, text);
    }
}
