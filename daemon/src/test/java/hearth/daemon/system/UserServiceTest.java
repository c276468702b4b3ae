package hearth.daemon.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserServiceTest {
    @Test
    void theTwoServicesOfAUserAreKnownByTheirNames() {
        assertThat(UserService.of("user@2001.service")).contains(new UserService.Manager(2001));
        assertThat(UserService.of("user-runtime-dir@0.service"))
                .contains(new UserService.RuntimeDirectory(0));
    }

    @Test
    void idsAreUnsigned() {
        assertThat(UserService.of("user@4294967294.service")).contains(new UserService.Manager(-2));
        assertThat(UserService.managerOf(-2)).isEqualTo("user@4294967294.service");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user@.service",
                "user@alice.service",
                "user@-1.service",
                "user@4294967295.service",
                "user@65535.service",
                "user@99999999999.service",
                "user@2001.slice",
                "xuser@2001.service",
                "ssh.service"
            })
    void nothingElseIsRun(String name) {
        assertThat(UserService.of(name)).isEmpty();
    }
}
