package hearth.daemon.brain;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptorTest {
    private static final UnixAddress ADDRESS = UnixAddress.of("/run/door");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @TempDir Path directory;
    private final List<Integer> admitted = new ArrayList<>();
    private FakeBrain fake;
    private boolean goesOn = true;
    private Acceptor acceptor;

    @BeforeEach
    void listen() throws Exception {
        fake = new FakeBrain(directory);
        int fd = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().bind(fd, ADDRESS, 0666);
        fake.linux().sockets().listen(fd);
        acceptor =
                new Acceptor(
                        fake.brain(),
                        fd,
                        connection -> {
                            admitted.add(connection);
                            return goesOn;
                        });
    }

    private void connect(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            int fd = fake.linux().sockets().socket(SocketType.STREAM);
            fake.linux().sockets().connect(fd, ADDRESS);
        }
    }

    @Test
    void whoeverConnectsIsLetIn() throws Exception {
        connect(40);
        fake.settle();

        assertThat(admitted).hasSize(40);
    }

    @Test
    void afterOneForWhomThereWasNoRoomTheNextWaitASecond() throws Exception {
        goesOn = false;
        connect(3);
        fake.settle();
        assertThat(admitted).hasSize(1);

        fake.advance(PAUSE.minusNanos(1));
        assertThat(admitted).hasSize(1);
        fake.advance(Duration.ofNanos(1));
        assertThat(admitted).hasSize(2);
    }

    @Test
    void whileSoManyDescriptorsWaitToBeClosedNobodyIsLetIn() throws Exception {
        fake.makeClosesLast();
        while (fake.brain().foreign().hasRoom()) {
            fake.brain().foreign().close(1, -1, () -> {});
        }
        connect(1);
        fake.settle();
        fake.advance(PAUSE);

        assertThat(admitted).isEmpty();
    }

    @Test
    void nobodyIsLetInAfterTheEnd() throws Exception {
        acceptor.end();
        connect(1);
        fake.settle();

        assertThat(admitted).isEmpty();
    }
}
