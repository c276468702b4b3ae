package hearth.daemon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import org.junit.jupiter.api.Test;

class UnidentifiedCallsTest {
    private final UnidentifiedCalls calls = new UnidentifiedCalls();

    private static Message call(String member, int size) {
        return Message.call("a.b", DbusPath.ROOT, "a.b", member)
                .withBody(Signature.STRING, out -> out.string("x".repeat(size)));
    }

    @Test
    void aSendersCallsAreTakenInTheirOrderOnce() {
        calls.add(":1.1", call("One", 1));
        calls.add(":1.1", call("Two", 1));

        assertThat(calls.take(":1.1"))
                .extracting(it -> it.member().orElse(""))
                .containsExactly("One", "Two");
        assertThat(calls.take(":1.1")).isEmpty();
    }

    @Test
    void oneSendersBytesAreBounded() {
        assertThat(calls.add(":1.1", call("One", 1 << 20))).isEmpty();
        assertThat(calls.add(":1.1", call("Two", 1 << 20))).isPresent();
        assertThat(calls.add(":1.2", call("Three", 1 << 20))).isEmpty();
    }

    @Test
    void whereThereIsNoRoomForAllThoseGoWhoHaveTheMost() {
        for (int sender = 0; sender < 7; sender++) {
            assertThat(calls.add(":1." + sender, call("Large", 1 << 20))).isEmpty();
        }
        assertThat(calls.add(":1.7", call("Largest", (1 << 20) - 10_000))).isEmpty();

        assertThat(calls.add(":1.8", call("Small", 20_000)))
                .hasValueSatisfying(gone -> assertThat(gone.member()).contains("Large"));
        assertThat(calls.take(":1.8")).hasSize(1);
    }

    @Test
    void aSenderOfWhomNothingIsLeftDoesNotStay() {
        for (int sender = 0; sender < UnidentifiedCalls.CALLS_MAX + 100; sender++) {
            calls.add(":1." + sender, call("Invented", 1));
        }

        assertThat(calls.senderCount()).isEqualTo(UnidentifiedCalls.CALLS_MAX);
    }

    @Test
    void roomIsMadeByTaking() {
        for (int round = 0; round < 100; round++) {
            assertThat(calls.add(":1.1", call("Large", 1 << 20))).isEmpty();
            calls.take(":1.1");
        }
    }
}
