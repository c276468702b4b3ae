package hearth.daemon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.mailbox.Mailbox;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Names;
import hearth.dbus.Outbox;
import hearth.dbus.Signature;
import hearth.dbus.bus.BusNames;
import hearth.dbus.object.Caller;
import hearth.linux.Linux;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import hearth.unit.UnitName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's bus that the test plays; it is the user's, so it may say anything. */
class UserBusTest {
    private static final int UID = 1000;
    private static final String ADDRESS = "/run/user/1000/bus";
    private static final String NAME = "org.freedesktop.systemd1";
    private static final String CLIENT = ":1.7";
    private static final DbusPath BUS_PATH = DbusPath.of("/org/freedesktop/DBus");

    @TempDir Path directory;
    private final List<String> told = new ArrayList<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private FakeBrain fake;
    private PuppetBus played;
    private int socket;
    private Outbox toBus = message -> {};

    private final class Ear implements UserBus.Service {
        @Override
        public void joined(UserBus bus, Outbox outbox) {
            toBus = outbox;
            told.add("joined");
        }

        @Override
        public void nameTaken(String name) {
            told.add("taken " + name);
        }

        @Override
        public void called(Message call, Caller caller, Outbox outbox) {
            told.add(call.member().orElse("") + " of " + caller.busName() + " " + caller.uid());
            if (call.expectsReply()) {
                outbox.send(Message.reply(call));
            }
            call.close();
        }

        @Override
        public void activationRequested(String unit, Outbox outbox) {
            told.add("start " + unit);
        }

        @Override
        public void ownerChanged(String name, String owner) {
            told.add(name + " is of " + owner);
        }

        @Override
        public void left(String busName) {
            told.add("left " + busName);
        }

        @Override
        public void over(UserBus bus, String reason) {
            told.add("over: " + reason);
        }
    }

    @BeforeEach
    void makeBus() throws Exception {
        fake = new FakeBrain(directory);
        played = new PuppetBus(fake, ADDRESS);
    }

    private UserBus connect(Executor mailbox) throws Exception {
        socket = fake.linux().sockets().socket(SocketType.STREAM);
        fake.linux().sockets().connect(socket, UnixAddress.parse(ADDRESS));
        var order = new UserBus.Order(UID, NAME, Set.of(BusNames.NameFlag.REPLACE_EXISTING));
        var bus = new UserBus(fake.brain(), socket, order, mailbox, new Ear());
        fake.settle();
        return bus;
    }

    private UserBus connect() throws Exception {
        return connect(new Mailbox("test", fake.brain().lanes().first(), fault -> {}));
    }

    private static Message call(String member) {
        return Message.call(NAME, DbusPath.of("/org/freedesktop/systemd1"), NAME, member);
    }

    private static Message ownerChange(String name, String before, String after) {
        return Message.signal(BUS_PATH, BusNames.BUS, "NameOwnerChanged")
                .withBody(
                        Signature.of("sss"), out -> out.string(name).string(before).string(after));
    }

    private static Message request(String unit) {
        return Message.signal(BUS_PATH, "org.freedesktop.systemd1.Activator", "ActivationRequest")
                .withBody(Signature.STRING, out -> out.string(unit));
    }

    @Test
    void aBusThatAnswersIsJoined() throws Exception {
        connect();

        assertThat(told).containsExactly("joined");
    }

    @Test
    void aNameThatAnotherKeepsIsTold() throws Exception {
        played.refuse("RequestName");
        connect();

        assertThat(told).containsExactly("joined", "taken " + NAME);
    }

    @Test
    void aBusThatDoesNotAnswerIsLeft() throws Exception {
        played.hold("Hello");
        connect();
        fake.advance(Duration.ofSeconds(26));

        assertThat(told).containsExactly("over: the bus does not answer");
    }

    @Test
    void whoeverTheBusSaysThatACallerIsHeIsItsUser() throws Exception {
        connect();
        played.introduce(CLIENT, 0);
        played.pass(call("ListUnits"), CLIENT);

        assertThat(told).containsExactly("joined", "ListUnits of :1.7 1000");
        assertThat(played.heard()).anyMatch(message -> message.type() == MessageType.METHOD_RETURN);
    }

    @Test
    void callsOfACallerOfWhomTheBusSaysNothingAreBounded() throws Exception {
        connect();
        played.hold("GetConnectionCredentials");
        for (int i = 0; i < 2 * UnidentifiedCalls.CALLS_OF_SENDER_MAX; i++) {
            played.pass(call("ListUnits"), CLIENT);
        }

        assertThat(told).containsExactly("joined");
        assertThat(played.heard().stream().filter(it -> it.type() == MessageType.ERROR))
                .hasSize(UnidentifiedCalls.CALLS_OF_SENDER_MAX);
    }

    @Test
    void aBusThatInventsCallersIsAskedAboutSomeOfThemAlone() throws Exception {
        connect();
        played.hold("GetConnectionCredentials");
        for (int i = 0; i < 2 * UserBus.ASKED_MAX; i++) {
            played.pass(call("ListUnits"), ":2." + i);
        }

        assertThat(told).containsExactly("joined");
        assertThat(played.heldCount()).isEqualTo(UserBus.ASKED_MAX);
        assertThat(played.heard().stream().filter(it -> it.type() == MessageType.ERROR))
                .hasSize(UserBus.ASKED_MAX);

        played.letGo();
        played.pass(call("ListUnits"), CLIENT);
        assertThat(played.heldCount()).isEqualTo(UserBus.ASKED_MAX);
    }

    @Test
    void aRequestOfTheBusIsPassedOn() throws Exception {
        connect();
        played.pass(request("a.service"), BusNames.BUS);

        assertThat(told).containsExactly("joined", "start a.service");
    }

    @Test
    void aRequestOfAnybodyElseIsNone() throws Exception {
        connect();
        played.pass(request("a.service"), CLIENT);

        assertThat(told).containsExactly("joined");
    }

    @Test
    void theOwnerOfAWatchedNameIsToldNowAndLater() throws Exception {
        UserBus bus = connect();
        bus.watch("org.example.A");
        fake.settle();
        played.pass(ownerChange("org.example.A", "", CLIENT), BusNames.BUS);
        played.pass(ownerChange("org.example.B", "", CLIENT), BusNames.BUS);

        assertThat(told)
                .containsExactly("joined", "org.example.A is of ", "org.example.A is of :1.7");
    }

    @Test
    void aNameIsToldNoMoreOnceItIsNotWatched() throws Exception {
        UserBus bus = connect();
        bus.watch("org.example.A");
        fake.settle();
        bus.unwatch("org.example.A");
        fake.settle();
        played.pass(ownerChange("org.example.A", "", CLIENT), BusNames.BUS);

        assertThat(told).containsExactly("joined", "org.example.A is of ");
    }

    @Test
    void aClientThatLeavesIsTold() throws Exception {
        connect();
        played.pass(ownerChange(CLIENT, CLIENT, ""), BusNames.BUS);

        assertThat(told).containsExactly("joined", "left :1.7");
    }

    @Test
    void whatIsTooLongToBeANameIsNoNews() throws Exception {
        UserBus bus = connect();
        bus.watch("org.example.A");
        fake.settle();
        told.clear();
        String unique = ":1." + "7".repeat(Names.LENGTH_LIMIT - 3);
        String unit = "u".repeat(UnitName.MAX_LENGTH - ".service".length()) + ".service";
        played.pass(ownerChange(unique + "7", unique + "7", ""), BusNames.BUS);
        played.pass(ownerChange("org.example.A", "", unique + "7"), BusNames.BUS);
        played.pass(request("u" + unit), BusNames.BUS);
        assertThat(told).isEmpty();

        played.pass(ownerChange(unique, unique, ""), BusNames.BUS);
        played.pass(ownerChange("org.example.A", "", unique), BusNames.BUS);
        played.pass(request(unit), BusNames.BUS);
        assertThat(told)
                .containsExactly(
                        "left " + unique, "org.example.A is of " + unique, "start " + unit);
    }

    @Test
    void whoPretendsToBeTheBusIsNotBelieved() throws Exception {
        connect();
        played.pass(ownerChange(CLIENT, CLIENT, ""), ":1.8");

        assertThat(told).containsExactly("joined");
    }

    @Test
    void aClientOfAnEarlierBrainThatHasGoneMeanwhileIsToldAsGone() throws Exception {
        UserBus bus = connect();
        bus.lookFor(":1.99");
        fake.settle();

        assertThat(told).containsExactly("joined", "left :1.99");
    }

    @Test
    void aSlowBusTellsOfNoOwnerAndOfNobodyWhoLeft() throws Exception {
        UserBus bus = connect();
        played.hold("GetNameOwner");
        bus.watch("org.example.A");
        bus.lookFor(":1.99");
        fake.settle();
        fake.advance(Duration.ofSeconds(26));
        played.pass(ownerChange("org.example.A", "", CLIENT), BusNames.BUS);

        assertThat(told).containsExactly("joined", "org.example.A is of :1.7");
    }

    @Test
    void aBusThatFailsTellsOfNoOwnerAndOfNobodyWhoLeft() throws Exception {
        UserBus bus = connect();
        played.refuse("GetNameOwner");
        bus.watch("org.example.A");
        bus.lookFor(":1.99");
        fake.settle();

        assertThat(told).containsExactly("joined");
    }

    @Test
    void aBusThatIsSlowToGiveTheNameHasNotGivenItToAnother() throws Exception {
        played.hold("RequestName");
        connect();
        fake.advance(Duration.ofSeconds(26));

        assertThat(told).containsExactly("joined");
    }

    @Test
    void theMailboxHasWhatCameInSmallPortions() throws Exception {
        connect(held::add);
        for (int i = 0; i < 100; i++) {
            played.pass(ownerChange(":1." + i, ":1." + i, ""), BusNames.BUS);
        }
        while (!held.isEmpty()) {
            told.clear();
            held.remove().run();
            assertThat(told).hasSizeLessThanOrEqualTo(16);
            fake.settle();
        }
        assertThat(told).contains("left :1.99");
    }

    @Test
    void aFloodIsNotReadWhileTheMailboxHasEnoughToDo() throws Exception {
        connect(held::add);
        for (int i = 0; i < 10_000; i++) {
            played.pass(ownerChange(":1.5", ":1.5", ""), BusNames.BUS);
        }
        assertThat(fake.linux().sockets().peek(socket, new byte[1])).isEqualTo(1);

        while (!held.isEmpty()) {
            held.remove().run();
            fake.settle();
        }
        assertThat(fake.linux().sockets().peek(socket, new byte[1])).isEqualTo(Linux.WOULD_BLOCK);
    }

    @Test
    void whatIsClosedHereTellsNothingAndKeepsNothing() throws Exception {
        int before = fake.linux().openDescriptors();
        UserBus bus = connect();
        bus.close();
        fake.settle();
        toBus.send(call("Late"));
        fake.settle();

        assertThat(told).containsExactly("joined");
        assertThat(toBus.isOpen()).isFalse();
        assertThat(fake.linux().openDescriptors()).isEqualTo(before);
    }
}
