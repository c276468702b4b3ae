package hearth.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.Adjustment;
import hearth.daemon.protocol.record.AdjustmentKind;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.protocol.record.PassedDescriptor;
import hearth.daemon.protocol.record.Stream;
import hearth.daemon.protocol.record.StreamKind;
import hearth.daemon.store.StoredDescriptors;
import hearth.manager.host.Effect;
import hearth.manager.host.ExecContext;
import hearth.manager.host.ExecRole;
import hearth.manager.host.PassedSocket;
import hearth.unit.UnitName;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Settings;
import hearth.unit.tree.UnitTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpawnOrderTest {
    private static final String NOTIFY = "/run/user/2001/systemd/notify";
    private static final HandEvent.HandWelcome ALICE =
            new HandEvent.HandWelcome(
                    1,
                    2001,
                    2001,
                    List.of(),
                    87,
                    "alice",
                    "/home/alice",
                    "/bin/sh",
                    "/init.scope",
                    List.of(),
                    List.of(),
                    0002,
                    true);

    private static SpawnOrder order(Map<String, String> environment, String... lines) {
        Settings settings = settings(lines);
        return new SpawnOrder(
                new Effect.Spawn(
                        5,
                        "a.service",
                        "/app.slice/a.service",
                        ExecRole.START,
                        settings.get(ServiceSettings.EXEC_START).getFirst(),
                        new ExecContext(
                                settings,
                                environment,
                                Map.of("MAINPID", "1"),
                                environment.containsKey("NOTIFIES"),
                                false,
                                false,
                                List.of())),
                new SpawnOrder.Common(ALICE, SpecifiersOfAlice.ALICE.directories(), NOTIFY, 200),
                List.of());
    }

    private static Settings settings(String... lines) {
        String text = "[Service]\nExecStart=/bin/true\n" + String.join("\n", lines) + "\n";
        var loaded =
                new UnitLoader(SpecifiersOfAlice.ALICE)
                        .loadTransient(
                                new UnitName("a.service"), text, "/a.service", UnitTree.EMPTY);
        return ((LoadResult.Loaded) loaded).unit().settings();
    }

    private static Spawn spawn(String... lines) {
        return order(Map.of(), lines).toSpawn(List.of("true"), Map.of("A", "b"), new Attachments());
    }

    @Test
    void aServiceThatSaysNothingRunsAtHomeWithItsOutputInTheLog() {
        Spawn spawn = spawn();

        assertThat(spawn.executable()).isEqualTo("/bin/true");
        assertThat(spawn.cgroup()).isEqualTo("/app.slice/a.service");
        assertThat(spawn.environment()).containsExactly("A=b");
        assertThat(spawn.workingDirectory()).isEqualTo("/home/alice");
        assertThat(spawn.user()).isEmpty();
        assertThat(spawn.limits()).isEmpty();
        assertThat(spawn.input()).isEqualTo(new Stream(StreamKind.NOTHING, "", 0));
        assertThat(spawn.output().kind()).isEqualTo(StreamKind.LOG);
        assertThat(spawn.adjustments())
                .containsExactly(
                        new Adjustment(AdjustmentKind.OOM_SCORE, 200),
                        new Adjustment(AdjustmentKind.IGNORE_SIGPIPE, 1));
    }

    @Test
    void ownNameAndNumberAreNoOtherUser() {
        assertThat(spawn("User=alice").user()).isEmpty();
        assertThat(spawn("User=2001").user()).isEmpty();
        assertThat(spawn("User=0").user()).isEqualTo("0");
        assertThat(spawn("User=bob").user()).isEqualTo("bob");
    }

    @Test
    void otherGroupsAreAskedForByName() {
        assertThat(spawn("Group=2001").group()).isEmpty();
        assertThat(spawn("Group=audio").group()).isEqualTo("audio");
        assertThat(spawn("SupplementaryGroups=audio video").groups())
                .containsExactly("audio", "video");
    }

    @Test
    void aStreamThatIsASocketOrHasANameLacksIt() {
        assertThat(missing("StandardInput=socket")).contains("Got no socket.");
        assertThat(missing("StandardError=socket")).contains("Got no socket.");
        assertThat(missing("StandardOutput=fd:front"))
                .contains("Failed to load a named file descriptor");
        assertThat(missing("StandardInput=file:/x", "StandardOutput=append:/y")).isEmpty();
    }

    private static Optional<String> missing(String... lines) {
        return order(Map.of(), lines)
                .missingDescriptor()
                .map(SpawnOrder.MissingDescriptor::message);
    }

    @Test
    void settingsOfTheProcessAreAdjustments() {
        assertThat(
                        spawn(
                                        "Nice=5",
                                        "OOMScoreAdjust=0",
                                        "NoNewPrivileges=yes",
                                        "IgnoreSIGPIPE=no")
                                .adjustments())
                .containsExactly(
                        new Adjustment(AdjustmentKind.NICE, 5),
                        new Adjustment(AdjustmentKind.OOM_SCORE, 0),
                        new Adjustment(AdjustmentKind.NO_NEW_PRIVILEGES, 1),
                        new Adjustment(AdjustmentKind.IGNORE_SIGPIPE, 0));
        assertThat(spawn("LimitNOFILE=10:20").limits()).containsExactly(new Limit(7, 10, 20));
    }

    @Test
    void processorsAreBitsOfAMask() {
        assertThat(spawn("CPUAffinity=0 9").affinity()).isEqualTo(Bytes.of((byte) 1, (byte) 2));
        assertThat(spawn().affinity().length()).isZero();
    }

    @Test
    void outputGoesWhereTheUnitSays() {
        Spawn spawn = spawn("StandardOutput=append:/tmp/x", "StandardError=inherit");

        assertThat(spawn.output()).isEqualTo(new Stream(StreamKind.APPEND, "/tmp/x", 0));
        assertThat(spawn.error().kind()).isEqualTo(StreamKind.SAME);
    }

    @Test
    void whatIsAttachedWinsOverTheUnit() {
        var attached = new Attachments();
        attached.input(41);

        Spawn spawn =
                order(Map.of(), "StandardInput=file:/x")
                        .toSpawn(List.of("true"), Map.of(), attached);

        assertThat(spawn.input()).isEqualTo(new Stream(StreamKind.DESCRIPTOR, "", 0));
        assertThat(attached.descriptors()).containsExactly(41);
    }

    @Test
    void textAndDataOfTheUnitAreItsInput() {
        assertThat(inputData("StandardInput=data", "StandardInputText=one %u"))
                .contains("one alice\n");
        assertThat(inputData("StandardInput=data")).contains("");
        assertThat(inputData()).isEmpty();
    }

    @Test
    void dataNeedNotBeCalledTheInputButGivesWayToAnother() {
        assertThat(inputData("StandardInputText=one", "StandardInputData=dHdv"))
                .contains("one\ntwo");
        assertThat(inputData("StandardInput=file:/x", "StandardInputText=one")).isEmpty();
    }

    private static Optional<String> inputData(String... lines) {
        return order(Map.of(), lines)
                .inputData()
                .map(data -> new String(data, StandardCharsets.UTF_8));
    }

    @Test
    void theManagersOwnWordsWinOverFilesAndFilesOverTheUnit() {
        assertThat(
                        order(Map.of("A", "unit", "MAINPID", "unit"))
                                .environment(Map.of("A", "file", "MAINPID", "file")))
                .containsEntry("A", "file")
                .containsEntry("MAINPID", "1");
    }

    @Test
    void unsetTakesAwayByNameOrByNameAndValue() {
        assertThat(
                        order(Map.of("A", "1", "B", "1", "C", "1"), "UnsetEnvironment=A B=1 C=2")
                                .environment(Map.of()))
                .containsOnlyKeys("C", "MAINPID");
    }

    @Test
    void whoMayNotifyKnowsWhere() {
        assertThat(order(Map.of("NOTIFIES", "1")).environment(Map.of()))
                .containsEntry("NOTIFY_SOCKET", NOTIFY);
        assertThat(order(Map.of()).environment(Map.of())).doesNotContainKey("NOTIFY_SOCKET");
    }

    @Test
    void directoriesOfTheServiceAreMadeAndNamed() {
        assertThat(order(Map.of(), "StateDirectory=a b").environment(Map.of()))
                .containsEntry("STATE_DIRECTORY", "/home/alice/.config/a:/home/alice/.config/b");
        assertThat(spawn("RuntimeDirectory=a").directories())
                .singleElement()
                .satisfies(it -> assertThat(it.path()).isEqualTo("/run/user/2001/a"));
    }

    @Test
    void theSearchPathIsThePathThatTheUnitDoesNotSet() {
        Map<String, String> managers = Map.of("PATH", "/bin");

        assertThat(order(managers, "ExecSearchPath=/a:/b").environment(Map.of()))
                .containsEntry("PATH", "/a:/b");
        assertThat(
                        order(managers, "ExecSearchPath=/a:/b")
                                .environment(Map.of("PATH", "/of/a/file")))
                .containsEntry("PATH", "/of/a/file");
        assertThat(
                        order(Map.of("PATH", "/own"), "ExecSearchPath=/a", "Environment=PATH=/own")
                                .environment(Map.of()))
                .containsEntry("PATH", "/own");
    }

    private static SpawnOrder activated(List<PassedSocket> sockets, String... lines) {
        return activated(sockets, List.of(), lines);
    }

    private static SpawnOrder activated(
            List<PassedSocket> sockets, List<String> stored, String... lines) {
        Settings settings = settings(lines);
        return new SpawnOrder(
                new Effect.Spawn(
                        5,
                        "a.service",
                        "/a",
                        ExecRole.START,
                        settings.get(ServiceSettings.EXEC_START).getFirst(),
                        new ExecContext(
                                settings, Map.of(), Map.of(), false, false, false, sockets)),
                new SpawnOrder.Common(ALICE, SpecifiersOfAlice.ALICE.directories(), NOTIFY, 200),
                stored);
    }

    @Test
    void socketsArePassedBehindWhatIsAttached() {
        var attached = new Attachments();
        attached.input(9);
        SpawnOrder order =
                activated(List.of(new PassedSocket("x", "one"), new PassedSocket("y", "two")));

        assertThat(order.toSpawn(List.of("true"), Map.of(), attached).passed())
                .containsExactly(new PassedDescriptor(1, "one"), new PassedDescriptor(2, "two"));
        assertThat(order.attachKept())
                .contains(new ListenOrder.AttachKept(5, List.of("x", "y"), false));
    }

    @Test
    void theOneSocketIsTheInputAndIsNotPassed() {
        var sockets = List.of(new PassedSocket("x", "connection"));
        Spawn spawn =
                activated(sockets, "StandardInput=socket")
                        .toSpawn(List.of("true"), Map.of(), new Attachments());

        assertThat(spawn.input()).isEqualTo(new Stream(StreamKind.DESCRIPTOR, "", 0));
        assertThat(spawn.output().kind()).isEqualTo(StreamKind.SAME);
        assertThat(spawn.passed()).isEmpty();
    }

    @Test
    void aStreamIsTheSocketOfItsName() {
        var sockets = List.of(new PassedSocket("x", "one"), new PassedSocket("y", "two"));
        SpawnOrder order = activated(sockets, "StandardInput=fd:two");

        assertThat(order.missingDescriptor()).isEmpty();
        assertThat(order.toSpawn(List.of("true"), Map.of(), new Attachments()).input())
                .isEqualTo(new Stream(StreamKind.DESCRIPTOR, "", 1));
        assertThat(activated(sockets, "StandardInput=socket").missingDescriptor())
                .map(SpawnOrder.MissingDescriptor::message)
                .contains("Got more than one socket.");
        assertThat(activated(sockets, "StandardInput=fd:three").missingDescriptor()).isPresent();
    }

    @Test
    void filesAreMadeAsPamHasItForTheUserUnlessTheUnitSaysHow() {
        assertThat(spawn().umask()).isEqualTo(0002);
        assertThat(spawn("UMask=0077").umask()).isEqualTo(0077);
        assertThat(spawn("UMask=0022").umask()).isEqualTo(0022);
    }

    @Test
    void whatIsStoredIsPassedBehindTheSocketsAndIsAttachedBeforeThem() {
        var attached = new Attachments();
        attached.input(9);
        attached.stored(
                List.of(
                        new StoredDescriptors.Passed("b", 10),
                        new StoredDescriptors.Passed("a", 11)));
        SpawnOrder order =
                activated(List.of(new PassedSocket("x", "one")), List.of("b", "a"), "Type=simple");

        assertThat(attached.descriptors()).containsExactly(9, 10, 11);
        assertThat(order.toSpawn(List.of("true"), Map.of(), attached).passed())
                .containsExactly(
                        new PassedDescriptor(3, "one"),
                        new PassedDescriptor(1, "b"),
                        new PassedDescriptor(2, "a"));
    }

    @Test
    void aStreamMayBeWhatIsStoredUnderItsName() {
        var attached = new Attachments();
        attached.stored(List.of(new StoredDescriptors.Passed("a", 11)));
        SpawnOrder order =
                activated(
                        List.of(new PassedSocket("x", "one")), List.of("a"), "StandardInput=fd:a");

        assertThat(order.missingDescriptor()).isEmpty();
        assertThat(order.toSpawn(List.of("true"), Map.of(), attached).input())
                .isEqualTo(new Stream(StreamKind.DESCRIPTOR, "", 0));
    }
}
