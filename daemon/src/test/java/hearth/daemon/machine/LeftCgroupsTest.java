package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftCgroupsTest {
    @TempDir Path root;

    private void make(String cgroup, boolean isPopulated) throws Exception {
        Path directory = Files.createDirectories(root.resolve(cgroup));
        Files.writeString(
                directory.resolve("cgroup.events"), "populated " + (isPopulated ? 1 : 0) + "\n");
    }

    @Test
    void unitsThatNobodyKnowsAndThatHaveNoProcessesAreLeft() throws Exception {
        make("user.slice/user-1.slice", true);
        make("user.slice/user-1.slice/session-3.scope", false);
        make("user.slice/user-1.slice/session-4.scope", true);
        make("user.slice/user-1.slice/session-5.scope", false);
        make("user.slice/user-1.slice/user@1.service", true);
        make("user.slice/user-1.slice/user@1.service/app.slice", false);
        make("user.slice/user-2.slice", false);

        assertThat(
                        LeftCgroups.below(
                                new Cgroups(root.toString()),
                                "/user.slice",
                                Set.of("user-1.slice", "user@1.service", "session-5.scope")
                                        ::contains))
                .containsExactlyInAnyOrder(
                        "/user.slice/user-1.slice/session-3.scope", "/user.slice/user-2.slice");
    }
}
