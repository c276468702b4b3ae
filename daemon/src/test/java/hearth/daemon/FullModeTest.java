package hearth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Resource;
import hearth.daemon.bus.PuppetBus;
import hearth.daemon.configuration.Configuration;
import hearth.daemon.log.socket.LogSockets;
import hearth.daemon.login.LoginInstance;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.training.PlayedHand;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageType;
import hearth.dbus.Signature;
import hearth.linux.NameService;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LingerPolicy;
import hearth.login.setting.LoginSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hearthd} for all users, from the system bus to the hands. */
class FullModeTest {
    private static final String BUS = "/run/dbus/system_bus_socket";
    private static final String SSHD = ":1.7";
    private static final String LOGIN = "org.freedesktop.login1";
    private static final String SYSTEMD = "org.freedesktop.systemd1";
    private static final long MEMORY_BYTES = 1L << 30;

    @TempDir Path directory;

    /** One life of the brain, with its keeper and its bus. */
    private final class Life {
        private final FakeBrain fake = new FakeBrain(directory);
        private final PuppetKeeper keeper = new PuppetKeeper(fake);
        private final PuppetBus bus = new PuppetBus(fake, BUS);
        private final FullMode mode;
        private LoginSettings settings = LoginSettings.defaults(true, MEMORY_BYTES);

        Life(boolean isPresentAsSystemd) throws Exception {
            this(isPresentAsSystemd, "");
        }

        Life(boolean isPresentAsSystemd, String rivalsName) throws Exception {
            bus.giveAway(rivalsName);
            fake.linux()
                    .addUser(
                            new NameService.User(
                                    "rehearsal",
                                    PlayedHand.UID,
                                    PlayedHand.UID,
                                    "/nonexistent",
                                    "/bin/sh"));
            mode =
                    new FullMode(
                            fake.brain(),
                            keeper.line(),
                            new FullMode.Places(
                                    new LoginInstance.Directories(
                                            directory.resolve("run"),
                                            directory.resolve("linger"),
                                            directory.resolve("leases")),
                                    BUS,
                                    new LogSockets.Places(
                                            directory.resolve("journal"),
                                            directory.resolve("syslog"),
                                            directory)),
                            () ->
                                    new Configuration(
                                            isPresentAsSystemd,
                                            1 << 20,
                                            false,
                                            settings,
                                            LeaseDeclaration.All.NONE,
                                            LingerPolicy.NONE));
            keeper.listen(mode::keeperSays);
            var greeting = new KeeperGreeting();
            greeting.take(
                    new KeeperEvent.Welcome(
                            Codec.VERSION,
                            false,
                            false,
                            "",
                            "",
                            List.of(),
                            List.of(),
                            0,
                            List.of()),
                    new int[0],
                    fake.linux().descriptors());
            mode.begin(greeting);
            fake.settle();
        }

        boolean killsUserProcesses() {
            bus.pass(
                    Message.call(
                                    LOGIN,
                                    DbusPath.of("/org/freedesktop/login1"),
                                    "org.freedesktop.DBus.Properties",
                                    "Get")
                            .withBody(
                                    Signature.of("ss"),
                                    out ->
                                            out.string(LOGIN + ".Manager")
                                                    .string("KillUserProcesses")),
                    SSHD);
            MessageReader answer = bus.heard().getLast().reader();
            answer.openVariant();
            return answer.bool();
        }

        void logIn() {
            bus.pass(
                    Message.call(
                                    LOGIN,
                                    DbusPath.of("/org/freedesktop/login1"),
                                    LOGIN + ".Manager",
                                    "CreateSession")
                            .withBody(
                                    Signature.of("uusssssussbssa(sv)"),
                                    out ->
                                            out.uint32(PlayedHand.UID)
                                                    .uint32(ProcessHandle.current().pid())
                                                    .string("sshd")
                                                    .string("tty")
                                                    .string("user")
                                                    .string("")
                                                    .string("")
                                                    .uint32(0)
                                                    .string("")
                                                    .string("")
                                                    .bool(false)
                                                    .string("")
                                                    .string("")
                                                    .openArray()
                                                    .closeArray()),
                    SSHD);
        }

        List<MessageType> answers() {
            return bus.heard().stream()
                    .map(Message::type)
                    .filter(type -> type != MessageType.SIGNAL)
                    .toList();
        }

        boolean hasEndedHand() {
            return keeper.hands().stream()
                    .flatMap(hand -> hand.orders().stream())
                    .anyMatch(order -> order instanceof HandOrder.EndHand);
        }
    }

    @Test
    void aLoginOverTheBusIsAnsweredWhenTheUsersManagerIsUp() throws Exception {
        var life = new Life(false);
        life.keeper.hold();
        life.logIn();
        assertThat(life.answers()).isEmpty();

        life.keeper.letGo();

        assertThat(life.answers()).containsExactly(MessageType.METHOD_RETURN);
        assertThat(directory.resolve("run/sessions/c1")).exists();
    }

    @Test
    void loginGoesByWhatTheFilesSayWhenTheyAreReadAgain() throws Exception {
        var life = new Life(false);
        assertThat(life.killsUserProcesses()).isTrue();

        life.settings = LoginSettings.defaults(false, MEMORY_BYTES);
        assertThat(life.killsUserProcesses()).isTrue();
        life.mode.keeperSays(new KeeperEvent.Reload());
        life.fake.settle();

        assertThat(life.killsUserProcesses()).isFalse();
    }

    @Test
    void theNextRuntimeDirectoryHasTheBoundsThatAreReadAgain() throws Exception {
        var life = new Life(false);
        LoginSettings before = life.settings;
        life.settings = LoginSettings.defaults(false, 3 * MEMORY_BYTES);
        assertThat(life.settings.runtimeDirectorySize().value())
                .isNotEqualTo(before.runtimeDirectorySize().value());
        life.mode.keeperSays(new KeeperEvent.Reload());
        life.fake.settle();

        life.logIn();

        assertThat(life.keeper.orders())
                .filteredOn(order -> order instanceof KeeperOrder.MountRuntimeDirectory)
                .singleElement()
                .isInstanceOfSatisfying(
                        KeeperOrder.MountRuntimeDirectory.class,
                        order -> {
                            assertThat(order.sizeBytes())
                                    .isEqualTo(life.settings.runtimeDirectorySize().value());
                            assertThat(order.inodes())
                                    .isEqualTo(life.settings.runtimeDirectoryInodesMax().value());
                        });
    }

    @Test
    void callsForSystemdAreTheSystemManagers() throws Exception {
        var life = new Life(false);
        life.bus.pass(
                Message.call(
                        SYSTEMD,
                        DbusPath.of("/org/freedesktop/systemd1"),
                        SYSTEMD + ".Manager",
                        "ListUnits"),
                SSHD);

        assertThat(life.bus.heard())
                .filteredOn(message -> message.type() == MessageType.METHOD_RETURN)
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.signature().toString()).isEqualTo("a(ssssssouso)"));
    }

    private static Message linger(int uid) {
        return Message.call(
                        LOGIN,
                        DbusPath.of("/org/freedesktop/login1"),
                        LOGIN + ".Manager",
                        "SetUserLinger")
                .withBody(Signature.of("ubb"), out -> out.uint32(uid).bool(true).bool(false));
    }

    private static Message listUsers() {
        return Message.call(
                LOGIN, DbusPath.of("/org/freedesktop/login1"), LOGIN + ".Manager", "ListUsers");
    }

    /** The played bus has no polkit that would ever answer. */
    @Test
    void whoAsksAPolkitThatHangsWaitsAndNobodyElse() throws Exception {
        var life = new Life(false);
        life.bus.introduce(":1.7", 2001);
        life.bus.introduce(":1.8", 2002);
        for (int i = 0; i < Resource.QUESTIONS.most(); i++) {
            life.bus.pass(linger(PlayedHand.UID), ":1.7");
        }
        assertThat(life.answers()).containsOnly(MessageType.METHOD_CALL);

        life.bus.pass(listUsers(), ":1.8");
        assertThat(life.answers()).contains(MessageType.METHOD_RETURN);

        life.bus.pass(linger(PlayedHand.UID), ":1.7");
        assertThat(life.bus.heard().getLast().errorName()).contains(ErrorName.LIMITS_EXCEEDED);
    }

    @Test
    void clientsTakeItForSystemdOnlyWhereTheAdministratorWantsThat() throws Exception {
        new Life(false);
        assertThat(directory.resolve("run/system")).doesNotExist();

        new Life(true);
        assertThat(directory.resolve("run/system")).isDirectory();
    }

    @Test
    void whereAnotherLoginManagerRunsNothingIsTouched() throws Exception {
        var life = new Life(true, LOGIN);
        life.fake.advance(Duration.ofMinutes(1));
        life.fake.advance(Duration.ofMinutes(1));

        assertThat(life.keeper.orders()).isEmpty();
        assertThat(directory.resolve("run")).doesNotExist();
        assertThat(life.mode.exitStatus()).isEqualTo(Mode.EXIT_SERVED_ALREADY);
    }

    @Test
    void itsEndStopsWhatUsersHaveWhereThatIsAskedFor() throws Exception {
        var life = new Life(false);
        life.logIn();

        life.mode.shutDown(true);
        life.fake.settle();
        life.keeper.emptyCgroups();

        assertThat(life.hasEndedHand()).isTrue();
    }

    @Test
    void anEndThatTakesLongSaysWhatItWaitsFor() throws Exception {
        var life = new Life(false);
        life.logIn();
        life.mode.shutDown(true);
        life.fake.settle();

        life.fake.advance(Duration.ofSeconds(9));
        assertThat(waits(life)).isEmpty();
        life.fake.advance(Duration.ofSeconds(1));
        assertThat(waits(life)).hasSize(1);
        life.fake.advance(Duration.ofSeconds(10));

        assertThat(waits(life))
                .hasSize(2)
                .allMatch(said -> said.startsWith("the system manager is to end and waits for: "))
                .allMatch(said -> said.contains("stop of user@"));
    }

    private static List<String> waits(Life life) {
        return life.fake.complaints().stream().filter(said -> said.contains("waits for")).toList();
    }

    @Test
    void anUpdateLeavesUsersAlone() throws Exception {
        var life = new Life(false);
        life.logIn();

        life.mode.shutDown(false);
        life.fake.settle();
        life.keeper.emptyCgroups();

        assertThat(life.hasEndedHand()).isFalse();
        assertThat(Files.readString(directory.resolve("run/sessions/c1"))).contains("ACTIVE=1");
    }
}
