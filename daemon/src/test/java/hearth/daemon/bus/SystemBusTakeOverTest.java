package hearth.daemon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.reactor.Reactor;
import hearth.daemon.state.Caretaker;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Signature;
import hearth.dbus.object.Caller;
import hearth.linux.socket.ReceiveBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection to the system bus, which outlives the brain. */
class SystemBusTakeOverTest {
    private static final Caretaker CARE =
            new Caretaker() {
                @Override
                public void say(String message) {
                    throw new AssertionError(message);
                }

                @Override
                public void later(Runnable attempt) {
                    throw new AssertionError("a file cannot be written");
                }
            };

    private static final String ADDRESS = "/run/dbus/system_bus_socket";
    private static final String NAME = "org.freedesktop.login1";
    private static final String CLIENT = ":1.7";
    private static final int BUFFER_BYTES = 4_096;

    @TempDir Path directory;
    private final List<String> told = new ArrayList<>();
    private final List<Message> calls = new ArrayList<>();
    private FakeBrain fake; // of which the bus is a part: it outlives the lives below
    private PuppetBus played;
    private KeptBus vault;
    private Life life;

    /** One brain: it is dead when nobody turns its reactor any more. */
    private final class Life implements SystemBus.Listener {
        private final Reactor reactor;
        private final SystemBus bus;

        Life() throws Exception {
            reactor =
                    new Reactor(
                            fake.linux(),
                            (what, failure) -> {
                                throw new AssertionError(what, failure);
                            });
            bus =
                    new SystemBus(
                            fake.linux(),
                            reactor,
                            new SystemBus.Parts(
                                    new ReceiveBuffer(BUFFER_BYTES),
                                    ADDRESS,
                                    List.of(NAME),
                                    vault,
                                    new UnansweredCalls(directory, CARE, followsFault),
                                    1 << 20,
                                    fake.linux().descriptors()::closeQuietly,
                                    new Random(told.size())),
                            this);
            bus.begin(vault.present());
            settle();
            bus.own();
            settle();
        }

        /** Lets this brain and the bus do all that there is to do. */
        void settle() {
            for (int i = 0; i < 100; i++) {
                reactor.poll();
                fake.settle();
            }
        }

        @Override
        public void namesFree() {
            // the test goes on by itself
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
        public void nameTaken(String name) {
            told.add("taken " + name);
        }

        @Override
        public void nameRefused(String name) {
            told.add("refused " + name);
        }

        @Override
        public void called(Message call, Caller caller) {
            told.add(call.member().orElse(""));
            calls.add(call);
        }

        @Override
        public void calledBefore(Message call, Caller caller) {
            told.add(call.member().orElse("") + " again");
            calls.add(call);
        }

        @Override
        public void caughtUp() {
            told.add("caught up");
        }

        @Override
        public void gone(String busName) {
            told.add("gone " + busName);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        played = new PuppetBus(fake, ADDRESS);
        vault = new KeptBus(fake.linux());
        life = new Life();
        assertThat(told).containsExactly("caught up", "ready");
        told.clear();
    }

    private boolean followsFault = true;

    private void nextLife() throws Exception {
        life = new Life();
    }

    private static Message call(String member) {
        return Message.call(
                NAME, DbusPath.of("/org/freedesktop/login1"), NAME + ".Manager", member);
    }

    private void pass(String member) {
        played.pass(call(member), CLIENT);
    }

    private void answerLast() {
        life.bus.send(Message.reply(calls.getLast()));
        life.settle();
    }

    private long answers() {
        return played.heard().stream()
                .filter(message -> message.type() == MessageType.METHOD_RETURN)
                .count();
    }

    @Test
    void theNextBrainGoesOnWithTheConnection() throws Exception {
        nextLife();

        assertThat(told).containsExactly("went on", "caught up");
    }

    @Test
    void whatIsAskedWhileThereIsNoBrainWaitsInTheSocket() throws Exception {
        pass("First");
        nextLife();
        pass("Second");
        life.settle();

        assertThat(told).containsExactly("went on", "caught up", "First", "Second");
        answerLast();
        assertThat(answers()).isEqualTo(1);
    }

    @Test
    void aCallThatWasReadAndNotAnsweredIsToldAgain() throws Exception {
        pass("First");
        life.settle();
        nextLife();

        assertThat(told).containsExactly("First", "went on", "First again", "caught up");
        answerLast();
        assertThat(answers()).isEqualTo(1);
        nextLife();
        assertThat(told).endsWith("went on", "caught up");
    }

    @Test
    void aCallWhoseCallerIsNotKnownYetIsToldAgain() throws Exception {
        played.hold("GetConnectionCredentials");
        pass("First");
        life.settle();
        played.hold("");
        nextLife();
        played.letGo(); // to a brain that did not ask
        life.settle();

        assertThat(told).containsExactly("went on", "First again", "caught up");
    }

    /**
     * Whoever is asked about waits with 64 calls; the others are refused, and that is all of them.
     */
    @Test
    void moreCallsThanMayWaitForTheirCallerAreRefusedAndOver() throws Exception {
        pass("Many");
        life.settle(); // who calls is known now, and not to the next brain
        for (int i = 0; i < UnidentifiedCalls.CALLS_OF_SENDER_MAX + 1; i++) {
            pass("Many");
        }
        life.settle();
        told.clear();
        nextLife();

        assertThat(told).startsWith("went on", "Many again").endsWith("caught up");
        assertThat(played.heard())
                .hasSize(2)
                .allSatisfy(answer ->
                        assertThat(answer.errorName()).contains(ErrorName.LIMITS_EXCEEDED));
    }

    @Test
    void anAnsweredCallIsNotToldAgain() throws Exception {
        pass("First");
        life.settle();
        answerLast();
        nextLife();

        assertThat(told).containsExactly("First", "went on", "caught up");
    }

    @Test
    void aCallOverWhichTwoBrainsHaveEndedIsNotToldTheThird() throws Exception {
        pass("First");
        life.settle();
        nextLife();
        nextLife();

        assertThat(told)
                .containsExactly(
                        "First", "went on", "First again", "caught up", "went on", "caught up");
        assertThat(played.heard())
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.errorName())
                                .contains("org.freedesktop.DBus.Error.NoReply"));
    }

    /** Whoever kills brains from outside is nothing that a call can be blamed for. */
    @Test
    void aCallOutlivesBrainsThatAreKilledFromOutside() throws Exception {
        followsFault = false;
        pass("First");
        life.settle();
        for (int i = 0; i < 7; i++) {
            nextLife();
        }
        assertThat(told).filteredOn("First again"::equals).hasSize(7);

        answerLast();
        nextLife();

        assertThat(told).filteredOn("First again"::equals).hasSize(7);
        assertThat(answers()).isEqualTo(1);
    }

    @Test
    void aCallComesToAnEndThoughBrainsAreKilledForEver() throws Exception {
        followsFault = false;
        pass("First");
        life.settle();
        for (int i = 0; i < 20; i++) {
            nextLife();
        }

        assertThat(told).filteredOn("First again"::equals).hasSize(7);
        assertThat(played.heard()).hasSize(1);
    }

    @Test
    void aCallThatIsOnFileAndInTheSocketStillIsOne() throws Exception {
        pass("First");
        byte[] bytes = new byte[BUFFER_BYTES];
        int size = fake.linux().sockets().peek(vault.present().orElseThrow(), bytes);
        new UnansweredCalls(directory, CARE, followsFault).keep(bytes, size);
        nextLife();

        assertThat(told).containsExactly("went on", "First again", "caught up");
    }

    @Test
    void whatAnotherVersionHasOnFileIsPassedOver() throws Exception {
        pass("First");
        life.settle();
        Path file = directory.resolve("bus-calls");
        Files.writeString(file, "+ 8 :1.9/7\nno base!\n", StandardOpenOption.APPEND);
        nextLife();

        assertThat(told).containsExactly("First", "went on", "First again", "caught up");
    }

    @Test
    void aCallThatWantsNoAnswerIsNotKept() throws Exception {
        played.pass(call("First").withFlags(Message.NO_REPLY_EXPECTED), CLIENT);
        life.settle();
        nextLife();

        assertThat(told).containsExactly("First", "went on", "caught up");
    }

    @Test
    void aConnectionThatIsLeftInTheMidstOfAMessageIsMadeAnew() throws Exception {
        pass("First");
        life.settle();
        new UnansweredCalls(directory, CARE, followsFault).setTorn(true);
        nextLife();

        assertThat(told).containsExactly("First", "caught up", "ready");
        nextLife();
        assertThat(told).endsWith("went on", "caught up");
    }

    @Test
    void aMessageThatIsLargerThanTheBufferIsReadInParts() throws Exception {
        played.pass(
                call("Large").withBody(Signature.STRING, out -> out.string("x".repeat(50_000))),
                CLIENT);
        life.settle();

        assertThat(told).containsExactly("Large");
        assertThat(directory.resolve("bus-torn")).doesNotExist();
        answerLast();
        nextLife();
        assertThat(told).endsWith("went on", "caught up");
    }

    @Test
    void aLongAnswerLeavesTheConnectionWhole() throws Exception {
        pass("First");
        life.settle();
        life.bus.send(
                Message.reply(calls.getLast())
                        .withBody(Signature.STRING, out -> out.string("x".repeat(500_000))));
        assertThat(directory.resolve("bus-torn")).doesNotExist();
        life.reactor.poll();
        assertThat(directory.resolve("bus-torn")).exists();
        life.settle();

        assertThat(directory.resolve("bus-torn")).doesNotExist();
        assertThat(answers()).isEqualTo(1);
    }
}
