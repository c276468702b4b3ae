package hearth.api;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Packages;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which package of this module may use which, and how large one may be. */
class RoomsTest {
    /** The lowest first; "-" is the module's own package. */
    private static final String LAYERS =
            """
            - systemd1.world
            login1 systemd1.view
            systemd1.order
            systemd1.row
            systemd1.unit
            systemd1.manager
            systemd1
            """;

    @Test
    void aPackageUsesThoseBelowIt() throws IOException {
        assertThat(Packages.of("hearth.api").against(LAYERS)).isEmpty();
    }

    @Test
    void aPackageHasNotMoreThanOneCanOverlook() throws IOException {
        assertThat(Packages.of("hearth.api").tooLarge()).isEmpty();
    }
}
