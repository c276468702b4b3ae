package hearth.daemon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.bus.BusNames;
import hearth.dbus.object.Caller;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Callers on a bus that answers when the test lets it. */
class CallersTest {
    private static final int ASKED_MAX = 10;

    private final Map<String, Consumer<Optional<BusNames.PeerCredentials>>> asked =
            new LinkedHashMap<>();
    private final List<String> events = new ArrayList<>();
    private final Callers callers = new Callers(new Bus(), ASKED_MAX);

    private final class Bus implements Callers.Way {
        @Override
        public void ask(String from, Consumer<Optional<BusNames.PeerCredentials>> found) {
            assertThat(asked.put(from, found)).isNull();
        }

        @Override
        public Caller identified(String from, BusNames.PeerCredentials credentials) {
            return new Caller(from, credentials.uid(), credentials.pid());
        }

        @Override
        public void call(Message call, Caller caller) {
            events.add(call.member().orElse("") + " of " + caller.busName());
        }

        @Override
        public void refuse(Message call) {
            events.add("refused " + call.member().orElse(""));
        }

        @Override
        public void unknown(String from, Deque<Message> calls) {
            events.add("unknown " + from);
        }
    }

    private static Message call(String member, int sizeBytes) {
        return Message.call("a.b", DbusPath.ROOT, "a.b", member)
                .withBody(Signature.STRING, out -> out.string("x".repeat(sizeBytes)));
    }

    private void answer(String from) {
        answer(from, Optional.of(new BusNames.PeerCredentials(1000, 1, OptionalInt.empty())));
    }

    private void answer(String from, Optional<BusNames.PeerCredentials> credentials) {
        Optional.ofNullable(asked.remove(from)).orElseThrow().accept(credentials);
    }

    private void askAboutAsManyAsMayBe() {
        for (int i = 0; i < ASKED_MAX; i++) {
            callers.take(call("Early", 1), ":1." + i);
        }
    }

    @Test
    void aCallersCallsComeInTheirOrderOnceHeIsKnown() {
        callers.take(call("One", 1), ":1.1");
        callers.take(call("Two", 1), ":1.1");
        answer(":1.1");
        callers.take(call("Three", 1), ":1.1");

        assertThat(events).containsExactly("One of :1.1", "Two of :1.1", "Three of :1.1");
        assertThat(asked).isEmpty();
    }

    @Test
    void aNewCallerIsRefusedWhileTheBusIsAskedAboutAsManyAsMayBe() {
        askAboutAsManyAsMayBe();
        callers.take(call("Late", 1), ":1.99");
        callers.take(call("More", 1), ":1.0");

        assertThat(events).containsExactly("refused Late");
        assertThat(asked).hasSize(ASKED_MAX);
    }

    @Test
    void anAnswerOfEitherKindMakesRoomForAnotherCaller() {
        askAboutAsManyAsMayBe();
        answer(":1.0");
        answer(":1.1", Optional.empty());
        callers.take(call("Late", 1), ":1.98");
        callers.take(call("Later", 1), ":1.99");

        assertThat(events).containsExactly("Early of :1.0", "unknown :1.1");
        assertThat(asked).containsKeys(":1.98", ":1.99");
    }

    @Test
    void aCallerWhoseCallHadToGoIsNotAskedAboutTwice() {
        for (int i = 0; i < 8; i++) { // more bytes than all may have together
            callers.take(call("Large", 1 << 20), ":1." + i);
        }
        assertThat(events).containsExactly("refused Large");
        for (int i = 0; i < 8; i++) {
            callers.take(call("Small", 1), ":1." + i);
        }

        assertThat(asked).hasSize(8);
    }
}
