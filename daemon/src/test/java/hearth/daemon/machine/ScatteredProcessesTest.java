package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.machine.Cgroups.Member;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a cgroup tree. */
class ScatteredProcessesTest {
    private static final String ONE = "/app.slice/one.service";
    private static final String TWO = "/app.slice/two.service";

    @TempDir Path proc;
    private Cgroups cgroups;

    @BeforeEach
    void begin() throws Exception {
        cgroups = new Cgroups("", proc);
        cgroups.begin(ONE, "aaaa");
        cgroups.begin(TWO, "bbbb");
        Files.createDirectory(proc.resolve("sys"));
        process(100, 1, "A=1\0B=2\0");
        process(101, 100, "A=1\0INVOCATION_ID=aaaa\0");
        process(102, 101, "");
        process(103, 102, "XINVOCATION_ID=bbbb\0C=INVOCATION_ID=bbbb\0");
        process(104, 100, "INVOCATION_ID=bbbb");
        process(105, 100, "INVOCATION_ID=cccc\0");
    }

    @Test
    void aProcessIsWhereItsInvocationWasStarted() {
        assertThat(cgroups.of(101)).contains(ONE);
        assertThat(cgroups.of(104)).contains(TWO);
    }

    @Test
    void aDescendantIsWhereItsParentsAre() {
        assertThat(cgroups.of(102)).contains(ONE);
        assertThat(cgroups.of(103)).contains(ONE);
    }

    @Test
    void aStrangerIsNowhere() throws Exception {
        process(106, 107, "");
        process(107, 106, ""); // a ring of parents, which a race makes

        assertThat(cgroups.of(100)).isEmpty();
        assertThat(cgroups.of(105)).isEmpty();
        assertThat(cgroups.of(106)).isEmpty();
        assertThat(cgroups.of(999)).isEmpty();
    }

    @Test
    void theProcessesBelowACgroupAreFound() {
        assertThat(cgroups.members(ONE))
                .containsExactlyInAnyOrder(
                        new Member(ONE, 101), new Member(ONE, 102), new Member(ONE, 103));
        assertThat(cgroups.members("/app.slice")).hasSize(4);
        assertThat(cgroups.members("/app")).isEmpty();
        assertThat(cgroups.members("/")).hasSize(4);
        assertThat(cgroups.someMembers("/app.slice", 2)).hasSize(2);
    }

    @Test
    void theNextInvocationCountsAndWhatHasEndedDoesNot() throws Exception {
        cgroups.begin(ONE, "cccc");
        cgroups.end(TWO);

        assertThat(cgroups.of(105)).contains(ONE);
        assertThat(cgroups.of(101)).isEmpty();
        assertThat(cgroups.of(104)).isEmpty();
    }

    private void process(int pid, int parent, String environment) throws Exception {
        Path directory = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(directory.resolve("environ"), environment);
        Files.writeString(directory.resolve("status"), "Name:\tx\nPPid:\t" + parent + "\n");
    }
}
