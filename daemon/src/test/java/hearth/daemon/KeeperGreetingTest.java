package hearth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.KeeperEvent;
import hearth.linux.fake.FakeLinux;
import hearth.linux.socket.SocketType;
import org.junit.jupiter.api.Test;

class KeeperGreetingTest {
    private static final int UID = 2001;
    private static final int CLD_KILLED = 2;
    private static final int SIGKILL = 9;

    private final FakeLinux linux = new FakeLinux();
    private final KeeperGreeting greeting = new KeeperGreeting();

    private void present(int pid, int socket) {
        greeting.take(
                new KeeperEvent.HandPresent(UID, pid), new int[] {socket}, linux.descriptors());
    }

    private void exited(int pid) {
        greeting.take(
                new KeeperEvent.HandExited(UID, pid, CLD_KILLED, SIGKILL),
                new int[0],
                linux.descriptors());
    }

    @Test
    void aHandThatEndsDuringTheGreetingIsNotThere() throws Exception {
        int before = linux.openDescriptors();
        var pair = linux.sockets().socketPair(SocketType.SEQPACKET);
        present(50, pair.first());
        exited(50);

        assertThat(greeting.hands()).isEmpty();
        assertThat(greeting.exits()).hasSize(1);
        linux.descriptors().closeQuietly(pair.second());
        assertThat(linux.openDescriptors()).isEqualTo(before);
    }

    @Test
    void theHandAfterOneThatHasEndedIsThere() throws Exception {
        var pair = linux.sockets().socketPair(SocketType.SEQPACKET);
        present(51, pair.first());
        exited(50);

        assertThat(greeting.hands()).hasSize(1);
    }
}
