package hearth.cli.systemd.run;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.linux.Linux;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd-notify says, and how long it stays. */
class SystemdNotifyTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private final Linux kernel = Linux.kernel();
    private final ReceiveBuffer buffer = new ReceiveBuffer(1 << 10);
    private UnixAddress address;
    private int manager;

    @BeforeEach
    void listen() throws Exception {
        address = UnixAddress.of(run.resolve("notify").toString());
        manager = kernel.sockets().socket(SocketType.DATAGRAM);
        kernel.sockets().bind(manager, address, 0600);
    }

    @AfterEach
    void leave() throws Exception {
        kernel.descriptors().close(manager);
    }

    private String hear() throws Exception {
        kernel.descriptors().setNonBlocking(manager, false);
        kernel.sockets().receive(manager, buffer);
        return new String(buffer.toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void itStaysUntilTheManagerHasLooked() throws Exception {
        SystemdNotify notify = SystemdNotify.of(List.of("--ready"));
        try (var thread = Executors.newSingleThreadExecutor()) {
            Future<?> said =
                    thread.submit(() -> {
                        notify.say(address, notify.lines());
                        return "";
                    });
            assertThat(hear()).isEqualTo("READY=1");
            assertThat(hear()).isEqualTo("BARRIER=1");
            assertThat(buffer.descriptorCount()).isEqualTo(1);
            assertThat(said).isNotDone();
            for (int descriptor : buffer.takeDescriptors()) {
                kernel.descriptors().close(descriptor);
            }
            assertThat(said.get()).isEqualTo("");
        }
    }

    @Test
    void whoDoesNotWaitSendsNoBarrier() throws Exception {
        SystemdNotify notify = SystemdNotify.of(List.of("--ready", "--no-block"));
        notify.say(address, notify.lines());

        assertThat(hear()).isEqualTo("READY=1");
        kernel.descriptors().setNonBlocking(manager, true);
        assertThat(kernel.sockets().receive(manager, buffer)).isEqualTo(Linux.WOULD_BLOCK);
    }
}
