package hearth.daemon.training;

import hearth.budget.Budgets;
import hearth.daemon.reactor.Reactor;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.bus.PeerBus;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import hearth.dbus.connection.SocketTransport;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** A message bus with one client, hearthd: all others on it are root. Belongs to the reactor. */
public class PlayedBus implements Connection.Listener {
    private static final int EVERYBODY_MODE = 0777;

    /** Root, as a process that lives as long as the bus does. */
    private static final Credentials ROOT =
            new Credentials((int) ProcessHandle.current().pid(), 0, 0);

    private final Stage stage;
    private final PeerBus bus;
    private final Map<Integer, Consumer<Message>> answers = new HashMap<>();
    private Optional<SocketTransport> client = Optional.empty();

    /**
     * Begins to listen.
     *
     * @param address a path, or {@code @name}
     */
    public PlayedBus(Stage stage, String address) throws ErrnoException {
        this.stage = stage;
        var guid = Guid.random(new Random(1));
        bus = new PeerBus(guid, ROOT, ROOT, Budgets.generous().of(0));
        Linux linux = stage.linux();
        int fd = linux.sockets().socket(SocketType.STREAM);
        linux.sockets().bind(fd, UnixAddress.parse(address), EVERYBODY_MODE);
        linux.sockets().listen(fd);
        stage.reactor().register(fd, Polling.READABLE, _ -> accept(guid, fd));
    }

    private void accept(Guid guid, int fd) throws ErrnoException {
        Linux linux = stage.linux();
        int peer = linux.sockets().accept(fd);
        if (peer == Linux.WOULD_BLOCK) {
            return;
        }
        var connection =
                Connection.server(
                        guid, ROOT, Limits.CLIENT, linux.descriptors()::closeQuietly, this);
        var transport = new SocketTransport(linux, peer, connection);
        client = Optional.of(transport);
        Reactor.Registration[] registration = new Reactor.Registration[1];
        registration[0] =
                stage.reactor()
                        .register(
                                peer,
                                Polling.READABLE,
                                _ -> {
                                    transport.readable(stage.buffers().bus());
                                    transport.writable();
                                    if (connection.isClosed()) {
                                        registration[0].end();
                                        transport.close();
                                    }
                                });
    }

    /**
     * Passes a call of another client's to hearthd.
     *
     * @param then told the answer, which is its to close
     */
    final void call(Message call, String sender, Consumer<Message> then) {
        answers.put(send(call.withSender(sender)), then);
    }

    @Override
    public void received(Connection connection, Message message) {
        if (bus.isFor(message)) {
            asked(message);
        } else {
            heard(message);
        }
    }

    /** Whether somebody has a name that hearthd asks about. */
    protected boolean isOwned(String name) {
        return false;
    }

    /** Hearthd asks the bus itself something. */
    protected void asked(Message call) {
        if (call.member().filter("GetNameOwner"::equals).isPresent()
                && !isOwned(call.reader().string())) {
            send(Message.error(call, "org.freedesktop.DBus.Error.NameHasNoOwner", "nobody's name"));
            return;
        }
        bus.answer(call).ifPresent(this::send);
    }

    /** Hearthd says something to a client, or to all. */
    protected void heard(Message message) {
        Consumer<Message> then =
                message.type() == MessageType.SIGNAL ? null : answers.remove(message.replySerial());
        if (then == null) {
            message.close();
        } else {
            then.accept(message);
        }
    }

    /** Sends hearthd a message as it is; returns its serial, 0 while hearthd isn't there. */
    protected final int send(Message message) {
        if (client.isEmpty()) {
            message.close();
            return 0;
        }
        int serial = client.get().connection().send(message);
        client.get().writable();
        return serial;
    }
}
