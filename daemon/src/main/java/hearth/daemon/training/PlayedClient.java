package hearth.daemon.training;

import hearth.daemon.reactor.Reactor;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import hearth.dbus.connection.SocketTransport;
import hearth.linux.ErrnoException;
import hearth.linux.Polling;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client on the manager's private socket that asks what {@code systemctl --user start} and {@code
 * status} ask, one call after the other. Belongs to the reactor.
 */
final class PlayedClient implements Connection.Listener {
    private static final DbusPath MANAGER = DbusPath.of("/org/freedesktop/systemd1");
    private static final DbusPath UNIT =
            DbusPath.of("/org/freedesktop/systemd1/unit/rehearsal_2eservice");
    private static final String INTERFACE = "org.freedesktop.systemd1.";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    private final Stage stage;
    private final Runnable then;
    private final SocketTransport transport;
    private final Reactor.Registration registration;
    private final Deque<Message> calls = new ArrayDeque<>();

    private PlayedClient(Stage stage, int fd, Runnable then) throws ErrnoException {
        this.stage = stage;
        this.then = then;
        transport =
                new SocketTransport(
                        stage.linux(),
                        fd,
                        Connection.client(
                                Limits.CLIENT, stage.linux().descriptors()::closeQuietly, this));
        registration = stage.reactor().register(fd, transport.interest(), this::ready);
        calls.add(manager("Subscribe"));
        calls.add(manager("LoadUnit", "s", out -> out.string(PlayedHand.UNIT)));
        calls.add(manager("StartUnit", "ss", out -> out.string(PlayedHand.UNIT).string("replace")));
        calls.add(manager("ListUnits"));
        calls.add(manager("ListUnitFiles"));
        calls.add(manager("ListJobs"));
        calls.add(all(MANAGER, "Manager"));
        calls.add(all(UNIT, "Unit"));
        calls.add(all(UNIT, "Service"));
        calls.add(manager("Reload"));
        calls.add(manager("GetUnitProcesses", "s", out -> out.string(PlayedHand.UNIT)));
    }

    /**
     * Connects and begins to ask.
     *
     * @param then runs when all calls are answered
     */
    static void connect(Stage stage, String address, Runnable then) {
        try {
            var sockets = stage.linux().sockets();
            int fd = sockets.socket(SocketType.STREAM);
            sockets.connect(fd, UnixAddress.parse(address));
            new PlayedClient(stage, fd, then).flush();
        } catch (ErrnoException e) {
            throw new UncheckedIOException("the played client cannot connect", e);
        }
    }

    private static Message manager(String member) {
        return Message.call("", MANAGER, INTERFACE + "Manager", member);
    }

    private static Message manager(String member, String types, Consumer<MessageWriter> arguments) {
        return manager(member).withBody(Signature.of(types), arguments);
    }

    private static Message all(DbusPath path, String interfaceName) {
        return Message.call("", path, PROPERTIES, "GetAll")
                .withBody(Signature.of("s"), out -> out.string(INTERFACE + interfaceName));
    }

    private void ready(int events) {
        if ((events & ~Polling.WRITABLE) != 0) {
            transport.readable(stage.buffers().bus());
        }
        flush();
    }

    private void flush() {
        transport.writable();
        if (transport.connection().isClosed()) {
            registration.end();
            transport.close();
        } else {
            registration.want(transport.interest());
        }
    }

    @Override
    public void opened(Connection connection) {
        connection.send(calls.remove());
    }

    @Override
    public void received(Connection connection, Message message) {
        boolean isAnswer =
                List.of(MessageType.METHOD_RETURN, MessageType.ERROR).contains(message.type());
        if (message.type() == MessageType.ERROR) {
            throw new IllegalStateException(message.errorText());
        }
        message.close();
        if (!isAnswer) {
            return;
        }
        if (calls.isEmpty()) {
            then.run();
        } else {
            connection.send(calls.remove());
        }
    }
}
