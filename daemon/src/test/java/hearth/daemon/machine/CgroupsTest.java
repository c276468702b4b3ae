package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.machine.Cgroups.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupsTest {
    @TempDir Path directory;
    private Cgroups cgroups;

    @BeforeEach
    void makeTree() throws Exception {
        cgroups = new Cgroups(directory.resolve("cgroup").toString(), directory.resolve("proc"));
        write("cgroup/a.slice/cgroup.procs", "");
        write("cgroup/a.slice/cgroup.events", "populated 1\nfrozen 0\n");
        write("cgroup/a.slice/b.service/cgroup.procs", "12\n13\n");
        write("cgroup/a.slice/b.service/cpu.stat", "usage_usec 1597\nuser_usec 1000\n");
        write("cgroup/a.slice/b.service/memory.max", "max\n");
        write("proc/12/cgroup", "1:name=systemd:/x\n0::/a.slice/b.service\n");
        write("proc/12/cmdline", "/bin/sleep\0infinity\0");
        write("proc/13/cmdline", "");
        write("proc/13/comm", "kworker\n");
        write("proc/12/status", "Name:\tsleep\nPPid:\t7\nUid:\t2001\t0\t0\t0\n");
    }

    @Test
    void findsTheProcessesBelowACgroup() {
        assertThat(cgroups.members("/a.slice"))
                .containsExactly(
                        new Member("/a.slice/b.service", 12), new Member("/a.slice/b.service", 13));
        assertThat(cgroups.members("/gone")).isEmpty();
    }

    @Test
    void theCgroupsInOneAreToldWithoutWhatIsInThem() throws Exception {
        write("cgroup/a.slice/b.service/deeper/cgroup.procs", "");

        assertThat(cgroups.below("/a.slice")).containsExactly("/a.slice/b.service");
    }

    @Test
    void aProcessIsInTheUnifiedHierarchy() {
        assertThat(cgroups.of(12)).contains("/a.slice/b.service");
        assertThat(cgroups.of(99)).isEmpty();
    }

    @Test
    void numbersOfMissingControllersAreUnknown() {
        assertThat(cgroups.number("/a.slice/b.service", "cpu.stat", "usage_usec")).hasValue(1597);
        assertThat(cgroups.number("/a.slice/b.service", "memory.max")).isEmpty();
        assertThat(cgroups.number("/a.slice/b.service", "memory.current")).isEmpty();
    }

    @Test
    void tellsWhetherAnythingIsLeft() {
        assertThat(cgroups.isPopulated("/a.slice")).isTrue();
        assertThat(cgroups.isPopulated("/gone")).isFalse();
    }

    @Test
    void tellsWhereProcessesAreFrozen() throws Exception {
        write("cgroup/a.slice/cgroup.freeze", "1\n");
        write("cgroup/a.slice/b.service/cgroup.freeze", "0\n");
        write("cgroup/a.slice/b.service/cgroup.events", "populated 1\nfrozen 1\n");

        assertThat(cgroups.frozenBy("/a.slice/b.service", "")).containsExactly("/a.slice");
        assertThat(cgroups.frozenBy("/a.slice/b.service", "/a.slice")).isEmpty();
        assertThat(cgroups.frozenBy("/gone", "")).isEmpty();
    }

    @Test
    void tellsWhatKeepsAProcessFromGoingOn() throws Exception {
        write("proc/21/status", "Name:\tx\nState:\tT (stopped)\n");
        write("proc/22/status", "Name:\tx\nState:\tS (sleeping)\n");
        write("proc/23/status", "Name:\tx\nState:\tS (sleeping)\n");
        write("proc/23/cgroup", "0::/cold.slice\n");
        write("proc/24/status", "Name:\tx\nState:\tR (running)\n");
        write("cgroup/cold.slice/cgroup.freeze", "1\n");
        write("cgroup/cold.slice/cgroup.events", "populated 1\nfrozen 1\n");

        assertThat(cgroups.halt(21)).isEqualTo(Halt.STOPPED);
        assertThat(cgroups.halt(22)).isEqualTo(Halt.WAITING);
        assertThat(cgroups.halt(23)).isEqualTo(Halt.FROZEN);
        assertThat(cgroups.halt(24)).isEqualTo(Halt.NOTHING);
        assertThat(cgroups.halt(99)).isEqualTo(Halt.GONE);
    }

    @Test
    void showsCommandLinesAndNamesOfKernelThreads() {
        assertThat(cgroups.commandLine(12)).isEqualTo("/bin/sleep infinity");
        assertThat(cgroups.commandLine(13)).isEqualTo("[kworker]");
        assertThat(cgroups.commandLine(99)).isEqualTo("[?]");
    }

    @Test
    void ofMillionsOfArgumentsTheFirstAreShown() throws Exception {
        write("proc/25/comm", "many\n");
        write("proc/25/cmdline", "\0".repeat(6_000_000) + "a\0");
        write("proc/26/cmdline", "/bin/echo\0" + "a\0".repeat(1_000_000));

        assertThat(cgroups.commandLine(25)).isEqualTo("[many]");
        assertThat(cgroups.commandLine(26)).startsWith("/bin/echo a a").hasSizeLessThan(5_000);
    }

    @Test
    void withoutATreeThereIsNothingToLookAt() {
        var none = new Cgroups("", directory.resolve("proc"));

        assertThat(none.below("/")).isEmpty();
        assertThat(none.withThoseBelow("")).containsExactly("");
        assertThat(none.members("")).isEmpty();
        assertThat(none.isPopulated("")).isFalse();
    }

    @Test
    void aNameIsOneLineThatATerminalMayBeShown() throws Exception {
        write("proc/14/cmdline", "");
        write("proc/14/comm", "\033[31m\r\nx\n");

        assertThat(cgroups.commandLine(14)).isEqualTo("[\\033[31m\\r\\nx]");
    }

    @Test
    void knowsParentAndUser() {
        assertThat(cgroups.parent(12)).isEqualTo(7);
        assertThat(cgroups.user(12)).hasValue(2001);
        assertThat(cgroups.user(99)).isEmpty();
    }

    private void write(String name, String text) throws Exception {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
