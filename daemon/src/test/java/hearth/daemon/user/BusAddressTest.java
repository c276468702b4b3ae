package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BusAddressTest {
    private static final String RUNTIME = "/run/user/1000";
    private static final BusAddress OWN = new BusAddress("/run/user/1000/bus", false);

    private static BusAddress of(String address) {
        return BusAddress.of(Map.of("DBUS_SESSION_BUS_ADDRESS", address), RUNTIME);
    }

    @Test
    void withoutAWordTheBusIsInTheRuntimeDirectory() {
        assertThat(BusAddress.of(Map.of(), RUNTIME)).isEqualTo(OWN);
    }

    @Test
    void theOwnSocketByNameIsTheOwnSocket() {
        assertThat(of("unix:path=/run/user/1000/bus")).isEqualTo(OWN);
    }

    @Test
    void anotherPathIsSomebodyElsesBus() {
        assertThat(of("unix:path=/tmp/dbus-1,guid=00"))
                .isEqualTo(new BusAddress("/tmp/dbus-1", true));
    }

    @Test
    void anAbstractNameIsSomebodyElsesBus() {
        assertThat(of("unix:abstract=/tmp/x")).isEqualTo(new BusAddress("@/tmp/x", true));
    }

    @Test
    void theFirstThatCanBeConnectedToCounts() {
        assertThat(of("tcp:host=localhost;autolaunch:;unix:path=/tmp/b"))
                .isEqualTo(new BusAddress("/tmp/b", true));
    }

    @Test
    void escapesStandForBytes() {
        assertThat(of("unix:path=/tmp/a%2cb%c3%a4")).isEqualTo(new BusAddress("/tmp/a,bä", true));
    }

    @Test
    void anAddressThatIsNoneIsPassedOver() {
        assertThat(of("unix:path=/tmp/a%2")).isEqualTo(OWN);
        assertThat(of("unix:path=relative")).isEqualTo(OWN);
        assertThat(of("garbage")).isEqualTo(OWN);
    }
}
