package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Packages;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which package of this module may use which, and how large one may be. */
class RoomsTest {
    /** The lowest first; "-" is the module's own package. */
    private static final String LAYERS =
            """
            program
            connection page text training
            client
            command
            command.files
            command.analyze command.doctor command.edit command.lint command.linger command.logout command.nix.report command.nix.user command.top command.unit command.why
            command.nix command.rehearse
            systemd.option systemd.text
            systemd.journal
            systemd.login systemd.run systemd.systemctl
            systemd
            -
            """;

    @Test
    void aPackageUsesThoseBelowIt() throws IOException {
        assertThat(Packages.of("hearth.cli").against(LAYERS)).isEmpty();
    }

    @Test
    void aPackageHasNotMoreThanOneCanOverlook() throws IOException {
        assertThat(Packages.of("hearth.cli").tooLarge()).isEmpty();
    }
}
