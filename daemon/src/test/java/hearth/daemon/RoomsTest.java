package hearth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Packages;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Which package of this module may use which, and how large one may be. */
class RoomsTest {
    /** The lowest first; "-" is the module's own package. */
    private static final String LAYERS =
            """
            reactor descriptor fault protocol.body stream
            mailbox protocol.record
            protocol configuration machine log.source
            link log mount
            tree world log.socket
            brain
            state training
            bus varlink store
            host log.varlink
            generator
            user
            system
            login
            -
            """;

    @Test
    void aPackageUsesThoseBelowIt() throws IOException {
        assertThat(Packages.of("hearth.daemon").against(LAYERS)).isEmpty();
    }

    @Test
    void aPackageHasNotMoreThanOneCanOverlook() throws IOException {
        assertThat(Packages.of("hearth.daemon").tooLarge()).isEmpty();
    }
}
