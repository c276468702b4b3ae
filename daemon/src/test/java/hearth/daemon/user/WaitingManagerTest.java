package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.bus.Peer;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.HandEvent;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.object.Caller;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingManagerTest {
    private static final UnixAddress ADDRESS = UnixAddress.parse("@waiting");

    @TempDir Path directory;
    private FakeBrain fake;
    private boolean isOver;
    private WaitingManager waiting;
    private int openBefore;
    private Sockets.Pair pair;

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        openBefore = fake.linux().openDescriptors();
        pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        waiting =
                new WaitingManager(
                        fake.brain(),
                        new WaitingManager.Start(
                                2001,
                                pair.first(),
                                Duration.ofSeconds(5),
                                OptionalInt.of(listener())),
                        () -> isOver = true);
        waiting.begin();
        fake.settle();
    }

    private int listener() throws Exception {
        int listener = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().bind(listener, ADDRESS, 0700);
        fake.linux().sockets().listen(listener);
        return listener;
    }

    private void say(HandEvent event) throws Exception {
        byte[] datagram = Codec.encode(0, event, 0).datagram().toArray();
        fake.linux().sockets().send(pair.second(), datagram, 0, datagram.length);
        fake.settle();
    }

    /** The hand may be a new one: the socket of the one before is with the brain. */
    @Test
    void clientsAreHeardThoughTheHandHasNoSocketForThem() throws Exception {
        say(new HandEvent.HandComplete());
        int before = fake.linux().openDescriptors();

        int client = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().connect(client, ADDRESS);
        fake.settle();

        assertThat(fake.linux().openDescriptors()).as("accepted").isEqualTo(before + 2);
    }

    @Test
    void clientsAreToldWhyAndUntilWhen() {
        var sent = new ArrayList<Message>();
        var peer = new Peer(1, new Caller("", 2001, 7), sent::add);
        Message call =
                Message.call(
                        "org.freedesktop.systemd1",
                        DbusPath.of("/org/freedesktop/systemd1"),
                        "org.freedesktop.systemd1.Manager",
                        "ListUnits");
        waiting.received(peer, call);
        assertThat(sent)
                .singleElement()
                .satisfies(reply -> {
                    assertThat(reply.errorName()).contains("org.freedesktop.DBus.Error.Failed");
                    assertThat(reply.reader().string())
                            .contains("the manager of 2001")
                            .containsPattern("[0-9]{2}:[0-9]{2}:[0-9]{2}");
                });
    }

    @Test
    void itIsOverAfterThePause() {
        fake.advance(Duration.ofSeconds(4));
        assertThat(isOver).isFalse();
        fake.advance(Duration.ofSeconds(1));
        assertThat(isOver).isTrue();
    }

    @Test
    void oneThatIsClosedTellsNothingAndKeepsNothing() throws Exception {
        waiting.close();
        fake.advance(Duration.ofMinutes(1));
        assertThat(isOver).isFalse();
        fake.linux().descriptors().close(pair.second());
        assertThat(fake.linux().openDescriptors()).isEqualTo(openBefore);
    }
}
