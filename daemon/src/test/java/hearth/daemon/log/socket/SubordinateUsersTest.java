package hearth.daemon.log.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubordinateUsersTest {
    @TempDir Path directory;

    @Test
    void aNumberIsInARangeOfANameOrANumber() throws Exception {
        Files.writeString(
                directory.resolve("passwd"), "root:x:0:0::/:/bin/sh\nalice:x:2001:2001::/:\nbad\n");
        Files.writeString(
                directory.resolve("subuid"),
                """
                alice:100000:65536
                2002:165536:65536
                nobody-knows:300000:10
                alice:x:1
                alice:1
                alice:4294967290:5
                """);
        var users = new SubordinateUsers(directory);

        assertThat(users.ownerOf(100_000, 0)).hasValue(2001);
        assertThat(users.ownerOf(165_535, 0)).hasValue(2001);
        assertThat(users.ownerOf(165_536, 0)).hasValue(2002);
        assertThat(users.ownerOf(-1, 0)).isEmpty();
        assertThat(users.ownerOf(-2, 0)).hasValue(2001); // 4294967294
        assertThat(users.ownerOf(99_999, 0)).isEmpty();
        assertThat(users.ownerOf(300_000, 0)).isEmpty();
    }

    @Test
    void filesAreReadAnewAfterSomeSeconds() throws Exception {
        var users = new SubordinateUsers(directory);
        assertThat(users.ownerOf(100_000, 0)).isEmpty();
        Files.writeString(directory.resolve("subuid"), "2001:100000:65536\n");

        assertThat(users.ownerOf(100_000, 9_999_999)).isEmpty();
        assertThat(users.ownerOf(100_000, 10_000_000)).hasValue(2001);
    }
}
