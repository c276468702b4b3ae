package hearth.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KernelNameServiceTest {
    private final NameService names = Linux.kernel().nameService();

    @Test
    void rootIsFoundByNumberAndByName() throws Exception {
        NameService.User root = names.user(0).orElseThrow();

        assertThat(root.name()).isEqualTo("root");
        assertThat(names.user("root")).contains(root);
        assertThat(Files.readAllLines(Path.of("/etc/passwd")))
                .anyMatch(line -> line.endsWith(":" + root.home() + ":" + root.shell()));
        assertThat(names.groups(root)).contains(root.gid());
    }

    @Test
    void groupsAreFoundByNumberAndByName() throws Exception {
        NameService.Group group = names.group(0).orElseThrow();

        assertThat(group.name()).isEqualTo("root");
        assertThat(names.group("root")).contains(group);
    }

    @Test
    void whoDoesNotExistIsNoFailure() throws Exception {
        assertThat(names.user("nobody-has-this-name")).isEmpty();
        assertThat(names.user(1_999_999_999)).isEmpty();
        assertThat(names.group("nobody-has-this-name")).isEmpty();
    }
}
