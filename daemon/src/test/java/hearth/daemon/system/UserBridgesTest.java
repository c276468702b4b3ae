package hearth.daemon.system;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.world.StandardStreams;
import hearth.daemon.FakeBrain;
import hearth.daemon.PuppetKeeper;
import hearth.daemon.host.SpecifiersOfAlice;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.KeeperOrder;
import hearth.linux.ErrnoException;
import hearth.linux.NameService;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExecContext;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Host;
import hearth.unit.UnitName;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Settings;
import hearth.unit.tree.UnitTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root's ways to users' buses, from the order to the end. */
class UserBridgesTest {
    private static final String UNIT = "run-u3.service";
    private static final String CGROUP = "/system.slice/run-u3.service";
    private static final String SESSION_OF_ALICE = "/user.slice/user-2001.slice/session-7.scope";
    private static final String SESSION_OF_BOB = "/user.slice/user-2002.slice/session-8.scope";
    private static final NameService.User ALICE =
            new NameService.User("alice", 2001, 2002, "/home/alice", "/bin/zsh");

    @TempDir Path directory;

    private FakeBrain fake;
    private PuppetKeeper keeper;
    private UserBridges bridges;
    private final List<Event> events = new ArrayList<>();
    private final Map<Integer, String> cgroups = new HashMap<>();

    @BeforeEach
    void aMachineWithAlice() throws Exception {
        fake = new FakeBrain(directory);
        fake.linux().addUser(ALICE);
        keeper = new PuppetKeeper(fake);
        var mailbox =
                new Mailbox(
                        "the system manager",
                        fake.brain().lanes().first(),
                        invariant -> {
                            throw new AssertionError(invariant);
                        });
        bridges =
                new UserBridges(
                        fake.brain(),
                        mailbox,
                        keeper.line(),
                        events::add,
                        pid -> Optional.ofNullable(cgroups.get(pid)));
        keeper.listen(event -> {
            if (event instanceof CommonEvent.ProcessGone gone) {
                bridges.processGone(gone);
            }
        });
    }

    private int descriptor() throws ErrnoException {
        return fake.linux().descriptors().sealedMemfd("stream", new byte[0]);
    }

    private StandardStreams streams() throws ErrnoException {
        return new StandardStreams(
                OptionalInt.of(descriptor()),
                OptionalInt.of(descriptor()),
                OptionalInt.of(descriptor()));
    }

    private void spawn(String user) {
        String text =
                "[Service]\nUser="
                        + user
                        + "\nPAMName=login\nExecStart=systemd-stdio-bridge"
                        + " -punix:path=${XDG_RUNTIME_DIR}/bus\n";
        var loaded =
                new UnitLoader(SpecifiersOfAlice.ALICE)
                        .loadTransient(new UnitName(UNIT), text, "/" + UNIT, UnitTree.EMPTY);
        Settings settings = ((LoadResult.Loaded) loaded).unit().settings();
        bridges.spawn(
                new Effect.Spawn(
                        5,
                        UNIT,
                        CGROUP,
                        ExecRole.START,
                        settings.get(ServiceSettings.EXEC_START).getFirst(),
                        new ExecContext(
                                settings,
                                Map.of("PATH", "/bin"),
                                Map.of("INVOCATION_ID", "12"),
                                false,
                                false,
                                false,
                                List.of())));
        fake.settle();
    }

    @Test
    void theKeeperStartsItAsTheUserWhoIsAskedFor() throws Exception {
        bridges.keepStreams(UNIT, streams());

        spawn("alice");

        assertThat(keeper.orders())
                .contains(
                        new KeeperOrder.StartSession(
                                2001,
                                2002,
                                "alice",
                                "login",
                                CGROUP,
                                "systemd-stdio-bridge",
                                "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                List.of("systemd-stdio-bridge", "-punix:path=/run/user/2001/bus"),
                                List.of(
                                        "PATH=/bin",
                                        "INVOCATION_ID=12",
                                        "HOME=/home/alice",
                                        "LOGNAME=alice",
                                        "USER=alice",
                                        "SHELL=/bin/zsh",
                                        "XDG_RUNTIME_DIR=/run/user/2001")));
        assertThat(events).containsExactly(new Event.Spawned(5, PuppetKeeper.SESSION_PID));
    }

    @Test
    void aUserIsFoundByNumber() throws Exception {
        bridges.keepStreams(UNIT, streams());

        spawn("2001");

        assertThat(events).containsExactly(new Event.Spawned(5, PuppetKeeper.SESSION_PID));
    }

    @Test
    void itsEndIsToldAndThenForgotten() throws Exception {
        bridges.keepStreams(UNIT, streams());
        spawn("alice");
        assertThat(keeper.orders())
                .contains(new CommonOrder.WatchProcess(PuppetKeeper.SESSION_PID));

        bridges.processGone(
                new CommonEvent.ProcessGone(
                        PuppetKeeper.SESSION_PID, ExitCode.EXITED.number(), 224));
        fake.settle();

        assertThat(events)
                .endsWith(new Event.Exited(5, PuppetKeeper.SESSION_PID, ExitCode.EXITED, 224));
        assertThat(keeper.orders())
                .endsWith(new KeeperOrder.ForgetOrphans(List.of(PuppetKeeper.SESSION_PID)));
    }

    @Test
    void withoutItsClientsDescriptorsNothingIsStarted() {
        spawn("alice");

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.SpawnFailed.class,
                        failed ->
                                assertThat(failed.message())
                                        .isEqualTo("the descriptors of its client are gone"));
        assertThat(keeper.orders()).isEmpty();
    }

    @Test
    void whatCannotBeStartedKeepsNoDescriptor() throws Exception {
        int before = fake.linux().openDescriptors();
        bridges.keepStreams(UNIT, streams());
        spawn("nobody-known");

        assertThat(events).singleElement().isInstanceOf(Event.SpawnFailed.class);
        bridges.keepStreams(UNIT, streams());
        bridges.keepStreams(UNIT, streams());
        bridges.dropStreams(UNIT);
        fake.settle();
        assertThat(fake.linux().openDescriptors()).isEqualTo(before);
    }

    @Test
    void whatHasNoUserIsNoBridge() throws Exception {
        bridges.keepStreams(UNIT, streams());

        spawn("");

        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.SpawnFailed.class,
                        failed -> assertThat(failed.message()).contains("this machine's own init"));
        assertThat(keeper.orders()).isEmpty();
    }

    @Test
    void descriptorsAreKeptForSoManyUnitsAndNoMore() throws Exception {
        int before = fake.linux().openDescriptors();
        for (int i = 0; i < UserBridges.STREAMS_KEPT_MAX; i++) {
            bridges.keepStreams("run-u" + i + ".service", streams());
        }
        int full = fake.linux().openDescriptors();
        assertThat(full).isEqualTo(before + 3 * UserBridges.STREAMS_KEPT_MAX);

        bridges.keepStreams("run-u100.service", streams());
        fake.settle();
        assertThat(fake.linux().openDescriptors()).isEqualTo(full); // one more is closed

        bridges.keepStreams("run-u3.service", streams());
        fake.settle();
        assertThat(fake.linux().openDescriptors()).isEqualTo(full); // the same unit's go instead
        spawn("alice");
        assertThat(events).containsExactly(new Event.Spawned(5, PuppetKeeper.SESSION_PID));
    }

    private static final Effect.SignalUnit.End END = new Effect.SignalUnit.End(Optional.empty());

    private static Effect.SignalUnit signal(String unit, String cgroup, int pid) {
        return new Effect.SignalUnit(9, unit, cgroup, List.of(pid), true, 15, false, false, END);
    }

    @Test
    void itIsSignalledWhereItsSessionIs() throws Exception {
        bridges.keepStreams(UNIT, streams());
        spawn("alice");
        cgroups.put(PuppetKeeper.SESSION_PID, SESSION_OF_ALICE);
        Effect.SignalUnit order = signal(UNIT, CGROUP, PuppetKeeper.SESSION_PID);

        Effect.SignalUnit there = bridges.whereItIs(order);

        assertThat(there.cgroup()).isEqualTo(SESSION_OF_ALICE);
        assertThat(there.pids()).containsExactly(PuppetKeeper.SESSION_PID);
        assertThat(there)
                .isEqualTo(
                        new Effect.SignalUnit(
                                9,
                                UNIT,
                                SESSION_OF_ALICE,
                                List.of(PuppetKeeper.SESSION_PID),
                                false, // of the session nothing but this process
                                15,
                                false,
                                false,
                                END));
        assertThat(bridges.whereItIs(signal("other.service", CGROUP, PuppetKeeper.SESSION_PID)))
                .isEqualTo(signal("other.service", CGROUP, PuppetKeeper.SESSION_PID));
    }

    @Test
    void inTheUnitsOwnCgroupItIsSignalledAsAnyOther() throws Exception {
        bridges.keepStreams(UNIT, streams());
        spawn("alice");
        Effect.SignalUnit order = signal(UNIT, CGROUP, PuppetKeeper.SESSION_PID);

        assertThat(bridges.whereItIs(order)).isEqualTo(order); // it is gone

        cgroups.put(PuppetKeeper.SESSION_PID, CGROUP);
        assertThat(bridges.whereItIs(order)).isEqualTo(order);

        cgroups.put(PuppetKeeper.SESSION_PID, SESSION_OF_BOB); // another process by that number
        assertThat(bridges.whereItIs(order)).isEqualTo(order);
    }

    private Optional<Host.LiveProcess> takeOver() {
        Optional<Host.LiveProcess> taken =
                bridges.takeOver(
                        new UserBridges.Left(UNIT, CGROUP, "alice", 5, PuppetKeeper.SESSION_PID));
        fake.settle();
        return taken;
    }

    @Test
    void theNextBrainTakesItOverInItsUsersSession() {
        cgroups.put(PuppetKeeper.SESSION_PID, SESSION_OF_ALICE);

        assertThat(takeOver()).contains(new Host.LiveProcess(5, PuppetKeeper.SESSION_PID, CGROUP));

        assertThat(keeper.orders())
                .contains(new CommonOrder.WatchProcess(PuppetKeeper.SESSION_PID));
        assertThat(events).isEmpty();
        assertThat(bridges.whereItIs(signal(UNIT, CGROUP, PuppetKeeper.SESSION_PID)).cgroup())
                .isEqualTo(SESSION_OF_ALICE);
    }

    @Test
    void aNumberThatIsNowInAnotherUsersSessionIsAnothers() {
        cgroups.put(PuppetKeeper.SESSION_PID, SESSION_OF_BOB);

        takeOver();

        assertThat(events).containsExactly(new Event.Lost(5, PuppetKeeper.SESSION_PID));
        Effect.SignalUnit order = signal(UNIT, CGROUP, PuppetKeeper.SESSION_PID);
        assertThat(bridges.whereItIs(order)).isEqualTo(order);
    }

    @Test
    void aNumberThatIsNowInAnotherCgroupIsNotTakenOver() {
        cgroups.put(PuppetKeeper.SESSION_PID, "/system.slice/ssh.service");

        assertThat(takeOver()).isEmpty();
        assertThat(keeper.orders()).isEmpty();
    }

    @Test
    void whatHasEndedMeanwhileIsTakenOverSinceTheKeeperKnowsHow() {
        assertThat(takeOver()).isPresent();

        bridges.processGone(
                new CommonEvent.ProcessGone(
                        PuppetKeeper.SESSION_PID, ExitCode.EXITED.number(), 224));

        assertThat(events)
                .containsExactly(
                        new Event.Exited(5, PuppetKeeper.SESSION_PID, ExitCode.EXITED, 224));
    }
}
