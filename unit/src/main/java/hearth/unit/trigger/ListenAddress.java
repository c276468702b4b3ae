package hearth.unit.trigger;

import hearth.unit.value.WireName;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a socket unit listens.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5)</a>
 */
public sealed interface ListenAddress {
    /**
     * Reads an address.
     *
     * @param kind of what listens there
     * @return nothing where the text is no address of that kind
     */
    static Optional<ListenAddress> parse(ListenKind kind, String text) {
        return switch (kind) {
            case STREAM, DATAGRAM -> ListenText.socket(text);
            case SEQUENTIAL_PACKET ->
                    ListenText.socket(text)
                            .filter(address ->
                                    address instanceof Path || address instanceof Abstract);
            case FIFO, SPECIAL, USB_FUNCTION ->
                    text.startsWith("/") ? Optional.of(new Path(text)) : Optional.empty();
            case MESSAGE_QUEUE ->
                    text.startsWith("/") ? Optional.of(new MessageQueue(text)) : Optional.empty();
            case NETLINK -> ListenText.netlink(text);
        };
    }

    /** Returns the address as systemd writes it. */
    String format();

    /** A file: of a socket, a FIFO, a device or another special file; absolute. */
    record Path(String path) implements ListenAddress {
        @Override
        public String format() {
            return path;
        }
    }

    /** A name that needs no file; without its sign, {@code @}. */
    record Abstract(String name) implements ListenAddress {
        @Override
        public String format() {
            return "@" + name;
        }
    }

    /** A port of all the machine's addresses. */
    record AnyHost(int port) implements ListenAddress {
        @Override
        public String format() {
            return "[::]:" + port;
        }
    }

    /**
     * A port of one address.
     *
     * @param host of IPv4 or IPv6
     * @param networkInterface the name of the one it belongs to, or its number; empty for all
     * @param port from 1
     */
    record Internet(InetAddress host, Optional<String> networkInterface, int port)
            implements ListenAddress {
        @Override
        public String format() {
            return InternetHost.format(host.getAddress())
                    + ":"
                    + port
                    + networkInterface.map(name -> "%" + name).orElse("");
        }
    }

    /**
     * A port of a virtual machine's host or guest.
     *
     * @param contextId of the machine; empty for any
     * @param port of it
     */
    record Vsock(Optional<Long> contextId, long port) implements ListenAddress {
        @Override
        public String format() {
            return "vsock:" + contextId.map(Object::toString).orElse("") + ":" + port;
        }
    }

    /** A queue of messages, such as {@code /jobs}. */
    record MessageQueue(String name) implements ListenAddress {
        @Override
        public String format() {
            return name;
        }
    }

    /** A family of the kernel's messages, and the group of them. */
    record Netlink(Family family, long group) implements ListenAddress {
        @Override
        public String format() {
            return family.wireName() + " " + group;
        }

        /** The families, with the numbers of linux/netlink.h. */
        public enum Family implements WireName {
            ROUTE("route", 0),
            FIREWALL("firewall", 3),
            INET_DIAG("inet-diag", 4),
            NFLOG("nflog", 5),
            XFRM("xfrm", 6),
            SELINUX("selinux", 7),
            ISCSI("iscsi", 8),
            AUDIT("audit", 9),
            FIB_LOOKUP("fib-lookup", 10),
            CONNECTOR("connector", 11),
            NETFILTER("netfilter", 12),
            IP6_FIREWALL("ip6-fw", 13),
            DECNET("dnrtmsg", 14),
            KOBJECT_UEVENT("kobject-uevent", 15),
            GENERIC("generic", 16),
            SCSI_TRANSPORT("scsitransport", 18),
            ECRYPTFS("ecryptfs", 19),
            RDMA("rdma", 20);

            private final String wireName;
            private final int number;

            Family(String wireName, int number) {
                this.wireName = wireName;
                this.number = number;
            }

            @Override
            public String wireName() {
                return wireName;
            }

            /** Returns the kernel's number. */
            public int number() {
                return number;
            }

            static Optional<Family> of(String name) {
                return Arrays.stream(values())
                        .filter(family -> family.wireName.equals(name))
                        .findFirst();
            }
        }
    }
}
