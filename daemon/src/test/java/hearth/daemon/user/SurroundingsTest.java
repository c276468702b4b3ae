package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.HandEvent;
import hearth.unit.Specifiers;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static final String CGROUP = "/user.slice/user-2001.slice/user@2001.service";

    private static Specifiers.Directories directories(String... environment) {
        var hand =
                new HandEvent.HandWelcome(
                        1,
                        2001,
                        2001,
                        List.of(),
                        42,
                        "alice",
                        "/home/alice",
                        "/bin/sh",
                        CGROUP + "/init.scope",
                        List.of(environment),
                        List.of(),
                        0022,
                        true);
        return Surroundings.of(hand).baseDirectories(CGROUP);
    }

    @Test
    void stateAndLogsLieBesideTheConfiguration() {
        Specifiers.Directories directories = directories();

        assertThat(directories.state()).isEqualTo("/home/alice/.config");
        assertThat(directories.logs()).isEqualTo("/home/alice/.config/log");
    }

    @Test
    void stateAndLogsFollowTheConfigurationHome() {
        Specifiers.Directories directories =
                directories("XDG_CONFIG_HOME=/srv/etc", "XDG_STATE_HOME=/srv/state");

        assertThat(directories.state()).isEqualTo("/srv/etc");
        assertThat(directories.logs()).isEqualTo("/srv/etc/log");
    }
}
