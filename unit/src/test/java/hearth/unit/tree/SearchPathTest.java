package hearth.unit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPathTest {
    @ParameterizedTest
    @ValueSource(strings = {"/etc/systemd/user", "/usr/lib/systemd/user", "/run/systemd/user"})
    void whatIsRootsServesAllUsers(String path) {
        assertThat(isShared(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home/alice/.config/systemd/user", "/run/user/1000/systemd/user"})
    void whatIsAUsersDoesNot(String path) {
        assertThat(isShared(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/../home/alice/units",
                "/run//user/1000/systemd/user",
                "/run/./user/1000/systemd/user",
                "/etc/.."
            })
    void aRoundaboutWayIsNotTrusted(String path) {
        assertThat(isShared(path)).isFalse();
    }

    @Test
    void aNameWithDotsInItIsNoRoundaboutWay() {
        assertThat(isShared("/usr/share/my..units/.hidden")).isTrue();
    }

    private static boolean isShared(String path) {
        return SearchPath.isShared(new Place(path, Place.Role.VENDOR));
    }
}
