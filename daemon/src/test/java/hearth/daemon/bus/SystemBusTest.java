package hearth.daemon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.state.Caretaker;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.object.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemBusTest {
    private static final String ADDRESS = "/run/dbus/system_bus_socket";
    private static final int MESSAGE_BYTES = 64 << 10;
    private static final String NAME = "org.freedesktop.login1";

    @TempDir Path directory;
    private final List<String> told = new ArrayList<>();
    private FakeBrain fake;
    private PuppetBus played;
    private boolean isFree;

    private final class Ear implements SystemBus.Listener {
        @Override
        public void namesFree() {
            isFree = true;
        }

        @Override
        public void ready() {
            told.add("ready");
        }

        @Override
        public void wentOn() {
            told.add("went on");
        }

        @Override
        public void calledBefore(Message call, Caller caller) {
            told.add(call.member().orElse("") + " of " + caller.busName() + " again");
            call.close();
        }

        @Override
        public void caughtUp() {
            told.add("caught up");
        }

        @Override
        public void nameTaken(String name) {
            told.add("taken " + name);
        }

        @Override
        public void nameRefused(String name) {
            told.add("refused " + name);
        }

        @Override
        public void called(Message call, Caller caller) {
            told.add(call.member().orElse("") + " of " + caller.busName());
            call.close();
        }

        @Override
        public void gone(String busName) {
            told.add("gone " + busName);
        }
    }

    @BeforeEach
    void makeBus() throws Exception {
        fake = new FakeBrain(directory);
        played = new PuppetBus(fake, ADDRESS);
    }

    private void connect() throws Exception {
        var bus =
                new SystemBus(
                        fake.linux(),
                        fake.brain().reactor(),
                        new SystemBus.Parts(
                                fake.brain().buffers().bus(),
                                ADDRESS,
                                List.of(NAME),
                                new KeptBus(fake.linux()),
                                new UnansweredCalls(
                                        directory,
                                        Caretaker.in(
                                                fake.brain(),
                                                new Mailbox(
                                                        "test",
                                                        fake.brain().lanes().first(),
                                                        fault -> {})),
                                        true),
                                MESSAGE_BYTES,
                                fake.linux().descriptors()::closeQuietly,
                                new Random(1)),
                        new Ear());
        bus.begin(OptionalInt.empty());
        fake.settle();
        bus.own();
        fake.settle();
    }

    private static Message call(String member) {
        return Message.call(
                NAME, DbusPath.of("/org/freedesktop/login1"), NAME + ".Manager", member);
    }

    @Test
    void callsOfAnUnknownCallerKeepTheirOrder() throws Exception {
        connect();
        played.hold("GetConnectionCredentials");
        played.pass(call("First"), ":1.7");
        played.pass(call("Second"), ":1.7");
        played.hold("");

        played.letGo();
        played.pass(call("Third"), ":1.7");

        assertThat(told)
                .containsExactly(
                        "caught up", "ready", "First of :1.7", "Second of :1.7", "Third of :1.7");
    }

    @Test
    void aCallThatIsOneTooManyIsAnswered() throws Exception {
        connect();
        played.hold("GetConnectionCredentials");
        for (int i = 0; i <= UnidentifiedCalls.CALLS_OF_SENDER_MAX; i++) {
            played.pass(call("Flood"), ":1.7");
        }

        assertThat(played.heard())
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.errorName()).contains(ErrorName.LIMITS_EXCEEDED));
    }

    @Test
    void whereNobodyHasTheNameThatIsToldBeforeItIsTaken() throws Exception {
        played.hold("RequestName");
        connect();

        assertThat(isFree).isTrue();
        assertThat(told).containsExactly("caught up");
    }

    @Test
    void aRivalsNameIsNotAskedFor() throws Exception {
        played.giveAway(NAME);
        connect();
        fake.advance(Duration.ofMinutes(1));
        fake.advance(Duration.ofMinutes(1));

        assertThat(told).containsExactly("caught up", "taken " + NAME);
        assertThat(isFree).isFalse();
    }

    @Test
    void aBrainThatHasDiedAMomentAgoIsNoRival() throws Exception {
        played.giveAway(NAME);
        connect();
        played.giveAway("");
        fake.advance(Duration.ofMinutes(1));

        assertThat(told).containsExactly("caught up", "ready");
    }

    @Test
    void aBusThatHangsKeepsNobodyWaitingForLong() throws Exception {
        played.hold("GetNameOwner");
        connect();
        assertThat(isFree).isFalse();

        fake.advance(Duration.ofMinutes(1));

        assertThat(isFree).isTrue();
    }

    @Test
    void aMessageThatIsTooLargeIsAnsweredAndTheNextIsRead() throws Exception {
        connect();
        played.pass(
                call("Large").withBody(Signature.STRING, out -> out.string("x".repeat(150_000))),
                ":1.7");
        played.pass(call("Small"), ":1.7");

        assertThat(told).containsExactly("caught up", "ready", "Small of :1.7");
        assertThat(played.heard())
                .singleElement()
                .satisfies(answer -> {
                    assertThat(answer.errorName()).contains(ErrorName.LIMITS_EXCEEDED);
                    assertThat(answer.destination()).contains(":1.7");
                });
    }

    /** The reference bus doesn't look whether a descriptor's number is one of the message's. */
    @Test
    void aCallThatIsMalformedIsAnsweredAndTheNextIsRead() throws Exception {
        connect();
        played.pass(call("Bad").withBody(Signature.of("h"), out -> out.handle(5)), ":1.7");
        played.pass(call("Good"), ":1.7");

        assertThat(told).containsExactly("caught up", "ready", "Good of :1.7");
        assertThat(played.heard())
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.errorName()).contains(ErrorName.INCONSISTENT_MESSAGE));
    }

    @Test
    void aNameThatThePolicyRefusesIsAskedForUntilItIsInstalled() throws Exception {
        played.refuse("RequestName");
        connect();
        fake.advance(Duration.ofMinutes(1));
        assertThat(told).containsExactly("caught up", "refused " + NAME);

        played.refuse("");
        fake.advance(Duration.ofMinutes(1));

        assertThat(told).containsExactly("caught up", "refused " + NAME, "ready");
    }
}
