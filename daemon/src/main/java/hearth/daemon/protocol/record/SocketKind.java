package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;

/** What is bound. */
public enum SocketKind {
    /** SOCK_STREAM. */
    STREAM(0),
    /** SOCK_DGRAM. */
    DATAGRAM(1),
    /** SOCK_SEQPACKET. */
    SEQUENTIAL_PACKET(2),
    /** A named pipe. */
    FIFO(3);

    private final int number;

    SocketKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static SocketKind read(BodyReader in) {
        int number = in.u8();
        for (var value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        throw in.unknown("SocketKind", number);
    }
}
