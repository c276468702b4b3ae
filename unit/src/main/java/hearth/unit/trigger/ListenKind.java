package hearth.unit.trigger;

import hearth.unit.value.WireName;
import java.util.Optional;

/**
 * The kinds of what a socket unit listens to.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5)</a>
 */
public enum ListenKind implements WireName {
    STREAM("Stream"),
    DATAGRAM("Datagram"),
    SEQUENTIAL_PACKET("SequentialPacket"),
    FIFO("FIFO"),
    SPECIAL("Special"),
    NETLINK("Netlink"),
    MESSAGE_QUEUE("MessageQueue"),
    USB_FUNCTION("USBFunction");

    private static final String PREFIX = "Listen";

    private final String wireName;

    ListenKind(String wireName) {
        this.wireName = wireName;
    }

    /** Returns its name in the property {@code Listen}. */
    @Override
    public String wireName() {
        return wireName;
    }

    /** Returns its directive, such as {@code ListenStream}. */
    public String directive() {
        return PREFIX + wireName;
    }

    /** Returns the kind with a wire name. */
    public static Optional<ListenKind> of(String wireName) {
        for (ListenKind kind : values()) {
            if (kind.wireName.equals(wireName)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
