package hearth.api.systemd1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.manager.Activation;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.manager.Unit;
import hearth.manager.graph.ActiveState;
import hearth.manager.job.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units that the bus asks for; dbus.socket is played by a unit that can be up at once. */
class ActivationTest {
    private final House house = new House();
    private final List<Message> toBus = new ArrayList<>();

    @BeforeEach
    void writeUnits() {
        String up = "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n";
        house.world.write("dbus.service", up);
        house.world.write("dbus.socket", "[Socket]\nListenStream=/run/bus\n");
        house.world.write("refuses.service", "[Unit]\nRefuseManualStart=yes\n" + up);
        house.manager.reload(house.files());
    }

    private String failure() {
        assertThat(toBus).hasSize(1);
        Message signal = toBus.getFirst();
        assertThat(signal.destination()).contains("org.freedesktop.DBus");
        assertThat(signal.isSignal("org.freedesktop.systemd1.Activator", "ActivationFailure"))
                .isTrue();
        MessageReader in = signal.reader();
        return in.string() + ": " + in.string() + ": " + in.string();
    }

    @Test
    void whileTheBusIsDownNothingIsStartedForIt() {
        house.objects.activate("hello.service", toBus::add);

        assertThat(failure())
                .isEqualTo(
                        "hello.service: org.freedesktop.systemd1.ShuttingDown: Refusing activation,"
                                + " D-Bus is shutting down.");
        assertThat(house.manager.jobs()).isEmpty();
    }

    @Test
    void aUnitThatIsNotThereIsRefusedInItsOwnWords() {
        Activation.answer(house.manager, "nowhere.service", toBus::add);

        assertThat(failure())
                .isEqualTo(
                        "nowhere.service: org.freedesktop.systemd1.NoSuchUnit: Unit nowhere.service"
                                + " not found.");
    }

    @Test
    void aUnitThatNobodyMayStartIsRefused() {
        Activation.answer(house.manager, "refuses.service", toBus::add);

        assertThat(failure()).contains("org.freedesktop.systemd1.OnlyByDependency");
    }

    @Test
    void aUnitThatIsThereIsStarted() {
        Activation.answer(house.manager, "hello.service", toBus::add);

        assertThat(toBus).isEmpty();
        assertThat(house.manager.getUnit("hello.service"))
                .extracting(found -> ((Outcome.Done<Unit>) found).value().activeState())
                .isNotEqualTo(ActiveState.INACTIVE);
    }

    @Test
    void withTheBusGoTheUnitsThatItsClientsHeld() {
        house.manager.loadUnit("hello.service");
        house.manager.refUnit("hello.service", ":1.5");
        assertThat(house.objects.busClients()).containsExactly(":1.5");

        house.objects.busGone();

        assertThat(house.objects.busClients()).isEmpty();
    }
}
