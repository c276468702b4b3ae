package hearth.daemon.host;

import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.ListenerKind;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.setting.Settings;
import hearth.unit.trigger.ListenAddress;
import hearth.unit.trigger.ListenKind;
import hearth.unit.trigger.ListenSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a socket unit's {@code Listen...=} lines are as orders to a hand. */
final class ListenOrders {
    private static final int PROTOCOL_UDPLITE = 136;
    private static final int PROTOCOL_SCTP = 132;
    private static final int VSOCK_ANY = -1;

    /** Where somebody listens, in the words of the protocol. */
    private record Place(
            int family,
            String path,
            Bytes host,
            String networkInterface,
            int port,
            int group,
            int protocol) {
        static Place file(int family, String path) {
            return new Place(family, path, Bytes.of(""), "", 0, 0, 0);
        }
    }

    private ListenOrders() {}

    /**
     * Returns the order for one line; nothing where no user's manager can listen there, or where
     * the line is gone from the file since it was opened.
     */
    static Optional<ListenOrder.Listen> of(String name, int port, Settings settings) {
        List<ListenSocket> lines = settings.get(SocketSettings.LISTEN);
        if (port >= lines.size()) {
            return Optional.empty();
        }
        ListenSocket line = lines.get(port);
        return kind(line.kind()).map(kind -> order(name, port, kind, line, settings));
    }

    private static Optional<ListenerKind> kind(ListenKind kind) {
        return switch (kind) {
            case STREAM -> Optional.of(ListenerKind.STREAM);
            case DATAGRAM -> Optional.of(ListenerKind.DATAGRAM);
            case SEQUENTIAL_PACKET -> Optional.of(ListenerKind.SEQUENTIAL_PACKET);
            case FIFO -> Optional.of(ListenerKind.FIFO);
            case SPECIAL -> Optional.of(ListenerKind.SPECIAL);
            case MESSAGE_QUEUE -> Optional.of(ListenerKind.MESSAGE_QUEUE);
            case NETLINK -> Optional.of(ListenerKind.NETLINK);
            case USB_FUNCTION -> Optional.empty();
        };
    }

    private static ListenOrder.Listen order(
            String name, int port, ListenerKind kind, ListenSocket line, Settings settings) {
        boolean isSocket =
                line.kind() != ListenKind.FIFO
                        && line.kind() != ListenKind.SPECIAL
                        && line.kind() != ListenKind.MESSAGE_QUEUE;
        Place place = place(line.address(), isSocket, settings);
        boolean isFirst = firstWithFile(settings) == port;
        return new ListenOrder.Listen(
                name,
                kind,
                place.family(),
                place.path(),
                place.host(),
                place.networkInterface(),
                place.port(),
                place.group(),
                place.protocol(),
                isSocket ? settings.get(SocketSettings.BIND_TO_DEVICE) : "",
                settings.get(SocketSettings.SOCKET_MODE),
                settings.get(SocketSettings.DIRECTORY_MODE),
                settings.get(SocketSettings.BACKLOG),
                settings.get(SocketSettings.WRITABLE),
                settings.get(SocketSettings.PIPE_SIZE),
                settings.get(SocketSettings.MESSAGE_QUEUE_MAX_MESSAGES),
                settings.get(SocketSettings.MESSAGE_QUEUE_MESSAGE_SIZE),
                SocketOptions.of(settings, line.kind(), place.family()),
                isFirst ? settings.get(SocketSettings.SYMLINKS) : List.of());
    }

    private static Place place(ListenAddress address, boolean isSocket, Settings settings) {
        int protocol =
                switch (settings.get(SocketSettings.SOCKET_PROTOCOL)) {
                    case "udplite" -> PROTOCOL_UDPLITE;
                    case "sctp" -> PROTOCOL_SCTP;
                    default -> 0;
                };
        return switch (address) {
            case ListenAddress.Path(String path) ->
                    Place.file(isSocket ? SocketOptions.AF_UNIX : 0, path);
            case ListenAddress.Abstract(String name) ->
                    Place.file(SocketOptions.AF_UNIX, "@" + name);
            case ListenAddress.MessageQueue(String name) -> Place.file(0, name);
            case ListenAddress.AnyHost(int port) ->
                    new Place(SocketOptions.AF_INET6, "", Bytes.of(""), "", port, 0, protocol);
            case ListenAddress.Internet internet -> {
                byte[] host = internet.host().getAddress();
                yield new Place(
                        host.length == 4 ? SocketOptions.AF_INET : SocketOptions.AF_INET6,
                        "",
                        Bytes.of(host),
                        internet.networkInterface().orElse(""),
                        internet.port(),
                        0,
                        protocol);
            }
            case ListenAddress.Vsock(Optional<Long> context, long port) ->
                    new Place(
                            SocketOptions.AF_VSOCK,
                            "",
                            Bytes.of(""),
                            "",
                            (int) port,
                            context.map(Long::intValue).orElse(VSOCK_ANY),
                            0);
            case ListenAddress.Netlink(ListenAddress.Netlink.Family family, long group) ->
                    new Place(
                            SocketOptions.AF_NETLINK,
                            "",
                            Bytes.of(""),
                            "",
                            0,
                            (int) group,
                            family.number());
        };
    }

    /** Returns which line's file symbolic links lead to; negative where none has one. */
    private static int firstWithFile(Settings settings) {
        List<ListenSocket> lines = settings.get(SocketSettings.LISTEN);
        for (int i = 0; i < lines.size(); i++) {
            if (!fileOf(lines.get(i)).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the file of a socket or FIFO, which is the unit's own; empty where there is none. */
    private static String fileOf(ListenSocket line) {
        boolean isOwn = line.kind() != ListenKind.SPECIAL && line.kind() != ListenKind.USB_FUNCTION;
        return isOwn && line.address() instanceof ListenAddress.Path(String path) ? path : "";
    }

    /** Returns the order to close what a line names, and to remove what is removed with it. */
    static ListenOrder.CloseListener close(String name, int port, Settings settings) {
        List<String> files = new ArrayList<>();
        String queue = "";
        List<ListenSocket> lines = settings.get(SocketSettings.LISTEN);
        if (settings.get(SocketSettings.REMOVE_ON_STOP) && port < lines.size()) {
            String file = fileOf(lines.get(port));
            if (!file.isEmpty()) {
                files.add(file);
            }
            if (lines.get(port).address() instanceof ListenAddress.MessageQueue(String named)) {
                queue = named;
            }
            if (firstWithFile(settings) == port) {
                files.addAll(settings.get(SocketSettings.SYMLINKS));
            }
        }
        return new ListenOrder.CloseListener(name, files, queue);
    }
}
