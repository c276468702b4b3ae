package hearth.daemon.bus;

import hearth.daemon.FakeBrain;
import hearth.daemon.reactor.Reactor;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.bus.PeerBus;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import hearth.dbus.connection.SocketTransport;
import hearth.linux.Credentials;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.SocketType;
import hearth.linux.UnixAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A message bus with one client, hearthd: it answers at once, or when the test lets it. */
final class PlayedBus implements Connection.Listener {
    private static final Credentials ROOT = new Credentials(1, 0, 0);

    private final FakeBrain fake;
    private final PeerBus bus;
    private final Deque<Message> held = new ArrayDeque<>();
    private final List<Message> heard = new ArrayList<>();
    private Optional<SocketTransport> client = Optional.empty();
    private String heldMember = "";
    private String refusedMember = "";

    PlayedBus(FakeBrain fake, String address) throws ErrnoException {
        this.fake = fake;
        var guid = Guid.random(new Random(1));
        bus = new PeerBus(guid, ROOT, ROOT);
        Linux linux = fake.linux();
        int fd = linux.sockets().socket(SocketType.STREAM);
        linux.sockets().bind(fd, UnixAddress.of(address), 0777);
        linux.sockets().listen(fd);
        fake.brain().reactor().register(fd, Polling.READABLE, _ -> accept(guid, fd));
    }

    private void accept(Guid guid, int fd) throws ErrnoException {
        Linux linux = fake.linux();
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
                fake.brain()
                        .reactor()
                        .register(
                                peer,
                                Polling.READABLE,
                                _ -> {
                                    transport.readable(fake.brain().buffers().bus());
                                    transport.writable();
                                    if (connection.isClosed()) {
                                        registration[0].end();
                                        transport.close();
                                    }
                                });
    }

    /** Answers no call of this name until {@link #letGo}. */
    void hold(String member) {
        heldMember = member;
    }

    /** Answers every call of this name with a failure; none where it is empty. */
    void refuse(String member) {
        refusedMember = member;
    }

    /** Answers the first call that was held. */
    void letGo() {
        answer(held.remove());
        fake.settle();
    }

    /** Passes a message to hearthd as from another client. */
    void pass(Message message, String sender) {
        send(message.withSender(sender));
        fake.settle();
    }

    /** Returns what hearthd has sent that was not for the bus itself. */
    List<Message> heard() {
        return heard;
    }

    @Override
    public void received(Connection connection, Message message) {
        String member = message.member().orElse("");
        if (!bus.isFor(message)) {
            heard.add(message);
        } else if (member.equals(refusedMember)) {
            send(Message.error(message, "org.freedesktop.DBus.Error.AccessDenied", "no"));
        } else if (member.equals(heldMember)) {
            held.add(message);
        } else {
            answer(message);
        }
    }

    private void answer(Message call) {
        bus.answer(call).ifPresent(this::send);
    }

    private void send(Message message) {
        client.ifPresent(transport -> {
            transport.connection().send(message);
            transport.writable();
        });
    }
}
