package hearth.journal;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Packages;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which package of this module may use which, and how large one may be. */
class RoomsTest {
    /** The lowest first; "-" is the module's own package. */
    private static final String LAYERS =
            """
            -
            file keep protocol
            read write
            """;

    @Test
    void aPackageUsesThoseBelowIt() throws IOException {
        assertThat(Packages.of("hearth.journal").against(LAYERS)).isEmpty();
    }

    @Test
    void aPackageHasNotMoreThanOneCanOverlook() throws IOException {
        assertThat(Packages.of("hearth.journal").tooLarge()).isEmpty();
    }
}
