package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir Path root;

    @Test
    void readsTheMachinesNames() throws Exception {
        write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
        write("proc/sys/kernel/random/boot_id", "01234567-89ab-cdef-0123-456789abcdef\n");
        write("proc/sys/kernel/hostname", "box\n");
        write("etc/os-release", "# comment\nID=debian\nPRETTY_NAME=\"Debian 12\"\n");
        write("proc/meminfo", "MemTotal:       2048 kB\nMemFree: 1 kB\n");

        var machine = new Machine(root);
        var host = machine.specifiers();

        assertThat(host.machineId()).contains("0123456789abcdef0123456789abcdef");
        assertThat(host.bootId()).contains("0123456789abcdef0123456789abcdef");
        assertThat(host.hostName()).isEqualTo("box");
        assertThat(host.osRelease())
                .containsEntry("ID", "debian")
                .containsEntry("PRETTY_NAME", "Debian 12");
        assertThat(machine.memoryBytes()).isEqualTo(2_097_152);
    }

    @Test
    void aHostMayGetAnotherName() throws Exception {
        write("proc/sys/kernel/hostname", "box\n");
        write("etc/os-release", "ID=debian\n");
        var machine = new Machine(root);
        var before = machine.specifiers();
        assertThat(machine.specifiers()).isSameAs(before);

        write("proc/sys/kernel/hostname", "chest\n");

        assertThat(machine.specifiers()).isEqualTo(before.withHostName("chest"));
    }

    @Test
    void aContainerThatIsStartedAnewIsAnotherBoot() throws Exception {
        write("proc/sys/kernel/random/boot_id", "01234567-89ab-cdef-0123-456789abcdef\n");
        String kernel = "0123456789abcdef0123456789abcdef";
        assertThat(new Machine(root).boot()).isEqualTo(kernel);
        write("proc/1/stat", "1 (a ) b) S 0 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 777 9 9\n");
        assertThat(new Machine(root).boot()).isEqualTo(kernel + "-777");
    }

    @Test
    void anUninitializedMachineHasNoId() throws Exception {
        write("etc/machine-id", "uninitialized\n");

        assertThat(new Machine(root).machineId()).isEmpty();
    }

    @Test
    void tellsWhatItRunsIn() throws Exception {
        assertThat(new Machine(root).virtualization()).isEmpty();
        write("proc/sys/kernel/osrelease", "5.15.1-microsoft-standard-WSL2\n");
        assertThat(new Machine(root).virtualization()).isEqualTo("wsl");
        write("run/systemd/container", "podman\n");
        assertThat(new Machine(root).virtualization()).isEqualTo("podman");
    }

    private void write(String name, String text) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
