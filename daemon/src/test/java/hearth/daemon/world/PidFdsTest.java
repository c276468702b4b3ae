package hearth.daemon.world;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.world.PidFd;
import hearth.linux.Linux;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PidFdsTest {
    private final Linux linux = Linux.kernel();

    @Test
    void thePidFdOfALivingProcessTellsItsNumber() throws Exception {
        int self = (int) ProcessHandle.current().pid();
        int descriptor = linux.descriptors().pidFd(self);

        assertThat(PidFds.of(descriptor)).isEqualTo(new PidFd.Living(self));

        linux.descriptors().close(descriptor);
    }

    @Test
    void theProcessOfAPidFdMayHaveEnded() throws Exception {
        Process process = new ProcessBuilder("cat").start();
        int descriptor = linux.descriptors().pidFd((int) process.pid());
        process.getOutputStream().close();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(PidFds.of(descriptor)).isEqualTo(new PidFd.Ended());

        linux.descriptors().close(descriptor);
    }

    @Test
    void otherDescriptorsAreNone() throws Exception {
        int file = linux.descriptors().sealedMemfd("Pid:\t1", new byte[0]);

        assertThat(PidFds.of(file)).isEqualTo(new PidFd.None());
        linux.descriptors().close(file);
        assertThat(PidFds.of(-1)).isEqualTo(new PidFd.None());
    }
}
