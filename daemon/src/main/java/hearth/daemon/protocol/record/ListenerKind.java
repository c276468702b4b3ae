package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;

/** What a socket unit listens on. */
public enum ListenerKind {
    /** SOCK_STREAM. */
    STREAM(0),
    /** SOCK_DGRAM. */
    DATAGRAM(1),
    /** SOCK_SEQPACKET. */
    SEQUENTIAL_PACKET(2),
    /** A named pipe. */
    FIFO(3),
    /** A special file. */
    SPECIAL(4),
    /** A queue of messages. */
    MESSAGE_QUEUE(5),
    /** Messages of the kernel. */
    NETLINK(6);

    private final int number;

    ListenerKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static ListenerKind read(BodyReader in) {
        int number = in.u8();
        for (var value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        throw in.unknown("ListenerKind", number);
    }
}
