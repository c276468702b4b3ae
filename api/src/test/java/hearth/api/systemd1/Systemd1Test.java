package hearth.api.systemd1;

import static hearth.api.systemd1.House.noAuxiliary;
import static hearth.api.systemd1.House.properties;
import static hearth.api.systemd1.House.property;
import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.Authority;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageType;
import hearth.dbus.Value;
import hearth.dbus.object.Caller;
import hearth.manager.ManagerScope;
import hearth.manager.host.Effect;
import hearth.unit.install.Change;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The objects over a real manager; see {@link House}. */
class Systemd1Test {
    private final House house = new House();

    private static void assertError(Message answer, String name, String text) {
        assertThat(answer.type()).isEqualTo(MessageType.ERROR);
        assertThat(answer.errorName()).contains(name);
        assertThat(answer.errorText()).isEqualTo(text);
    }

    private void startHello() {
        house.manager("StartUnit", text("hello.service"), text("replace"));
        house.spawned(94);
    }

    @Test
    void aUnitThatIsNotInMemoryIsNotLoaded() {
        assertError(
                house.manager("GetUnit", text("nope.service")),
                ErrorName.NO_SUCH_UNIT,
                "Unit nope.service not loaded.");
    }

    @Test
    void aUnitWithoutAFileIsNotFound() {
        assertError(
                house.manager("StartUnit", text("nope.service"), text("replace")),
                ErrorName.NO_SUCH_UNIT,
                "Unit nope.service not found.");
    }

    @Test
    void anUnknownUnitIsLookedForInFreshFiles() {
        house.manager("LoadUnit", text("nope.service"));

        assertThat(house.world.freshened).isEqualTo(1);
    }

    @Test
    void anUnknownModeIsNamed() {
        assertError(
                house.manager("StartUnit", text("hello.service"), text("gently")),
                ErrorName.INVALID_ARGS,
                "Job mode gently invalid");
    }

    @Test
    void theAnswerToAnOrderComesBeforeItsJobEnds() {
        house.manager("StartUnit", text("default.target"), text("replace"));

        assertThat(house.traffic()).startsWith("answer").contains("JobNew", "JobRemoved");
    }

    @Test
    void whatAUnitShowsIsToldBeforeItsJobEnds() {
        house.manager("StartUnit", text("default.target"), text("replace"));

        List<String> traffic = house.traffic();
        assertThat(traffic.indexOf("PropertiesChanged " + House.UNIT))
                .isBetween(0, traffic.indexOf("JobRemoved"));
    }

    @Test
    void theEndOfAJobTellsItsPathAndResult() {
        Message answer = house.manager("StartUnit", text("default.target"), text("replace"));

        Message removed =
                house.sent.stream()
                        .filter(message -> message.isSignal(House.MANAGER, "JobRemoved"))
                        .filter(message -> reads(message, "default.target"))
                        .findFirst()
                        .orElseThrow();
        MessageReader in = removed.reader();
        in.uint32();
        assertThat(in.objectPath()).isEqualTo(answer.reader().objectPath());
        assertThat(in.string()).isEqualTo("default.target");
        assertThat(in.string()).isEqualTo("done");
    }

    private static boolean reads(Message jobRemoved, String unit) {
        MessageReader in = jobRemoved.reader();
        in.uint32();
        in.objectPath();
        return in.string().equals(unit);
    }

    @Test
    void aRunningServiceShowsItsProcess() {
        startHello();

        Map<String, Value> service = house.properties(house.unit("hello.service"), House.SERVICE);
        assertThat(service)
                .containsEntry("MainPID", new Value.Uint32(94))
                .containsEntry("Type", text("simple"))
                .containsEntry("Result", text("success"))
                .containsEntry("MemoryCurrent", new Value.Uint64(4096))
                .containsEntry("TasksCurrent", new Value.Uint64(-1))
                .containsEntry("UID", new Value.Uint32(0xffff_ffffL))
                .containsEntry("ControlGroup", text(cgroup("app.slice/hello.service")));
    }

    private static String cgroup(String below) {
        return "/user.slice/user-1000.slice/user@1000.service/" + below;
    }

    @Test
    void whatIsNotWrittenIsShownAsTheManagerHasIt() {
        house.manager("LoadUnit", text("hello.service"));

        assertThat(house.properties(house.unit("hello.service"), House.SERVICE))
                .containsEntry("LimitNOFILE", new Value.Uint64(20_000))
                .containsEntry("LimitNOFILESoft", new Value.Uint64(1024))
                .containsEntry("LimitCORE", new Value.Uint64(0))
                .containsEntry("TasksMax", new Value.Uint64(28_909))
                .containsEntry("TimeoutStartUSec", new Value.Uint64(90_000_000))
                .containsEntry("TimeoutAbortUSec", new Value.Uint64(90_000_000))
                .containsEntry("RestartUSec", new Value.Uint64(100_000))
                .containsEntry("RuntimeMaxUSec", new Value.Uint64(-1))
                .containsEntry("CPUQuotaPerSecUSec", new Value.Uint64(-1))
                .containsEntry("MemoryMax", new Value.Uint64(-1))
                .containsEntry("CPUWeight", new Value.Uint64(-1))
                .containsEntry("WorkingDirectory", text("!/home/alice"))
                .containsEntry("NotifyAccess", text("none"))
                .containsEntry("SyslogPriority", new Value.Int32(30))
                .containsEntry("OOMScoreAdjust", new Value.Int32(200))
                .containsEntry("KillMode", text("control-group"));
    }

    @Test
    void aCommandShowsItsFlagsAndHowItRuns() {
        startHello();

        Value command =
                house.properties(house.unit("hello.service"), House.SERVICE).get("ExecStartEx");
        assertThat(command)
                .isEqualTo(
                        new Value.Array(
                                "(sasasttttuii)",
                                List.of(
                                        new Value.Struct(
                                                List.of(
                                                        text("/bin/sleep"),
                                                        texts("/bin/sleep", "infinity"),
                                                        texts("ignore-failure"),
                                                        new Value.Uint64(1_700_000_000_000_000L),
                                                        new Value.Uint64(5_000_000),
                                                        new Value.Uint64(0),
                                                        new Value.Uint64(0),
                                                        new Value.Uint32(94),
                                                        new Value.Int32(0),
                                                        new Value.Int32(0))))));
    }

    @Test
    void allInterfacesTogetherShowTheTypesOwnFirst() {
        house.manager("LoadUnit", text("hello.service"));

        List<String> names =
                List.copyOf(house.properties(house.unit("hello.service"), "").keySet());
        assertThat(names.getFirst()).isEqualTo("Type");
        assertThat(names.indexOf("Id")).isGreaterThan(names.indexOf("WatchdogSignal"));
    }

    @Test
    void aUnitThatIsMissingStillHasAnObjectThatSaysSo() {
        Map<String, Value> unit = house.properties(house.unit("nope.service"), House.UNIT);

        assertThat(unit)
                .containsEntry("LoadState", text("not-found"))
                .containsEntry(
                        "LoadError",
                        new Value.Struct(
                                List.of(
                                        text("org.freedesktop.systemd1.NoSuchUnit"),
                                        text("Unit nope.service not found."))));
    }

    @Test
    void selfIsTheCallersOwnUnit() {
        startHello();
        house.sent.clear();

        house.callAs(
                new Caller("", FakeWorld.USER, 94),
                house.unit("self"),
                House.PROPERTIES,
                "Get",
                text(House.UNIT),
                text("Id"));

        assertThat(house.answer().reader().value())
                .isEqualTo(new Value.Variant(text("hello.service")));
    }

    @Test
    void aUnitIsFoundByItsProcess() {
        startHello();

        assertThat(house.manager("GetUnitByPID", new Value.Uint32(94)).reader().objectPath())
                .isEqualTo(house.unit("hello.service"));
    }

    @Test
    void strangersMayNotGiveOrders() {
        house.callAs(
                new Caller("", 1001, 7),
                ObjectPaths.MANAGER,
                House.MANAGER,
                "StartUnit",
                text("hello.service"),
                text("replace"));

        assertError(house.answer(), ErrorName.ACCESS_DENIED, "Access denied");
        assertThat(house.manager.jobs()).isEmpty();
    }

    @Test
    void inTheSystemScopeTheAuthorityDecides() {
        House system =
                new House(
                        ManagerScope.SYSTEM,
                        (question, then) ->
                                then.accept(Authority.Decision.AUTHENTICATION_REQUIRED));

        system.callAs(
                new Caller(":1.7", 1000, 7),
                ObjectPaths.MANAGER,
                House.MANAGER,
                "StopUnit",
                text("default.target"),
                text("replace"));

        assertError(
                system.answer(),
                ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                "Interactive authentication required.");
    }

    @Test
    void aSecondSubscriptionOfAClientIsRefused() {
        Caller client = new Caller(":1.5", FakeWorld.USER, 7);
        house.objects.busConnected(house.outbox);
        house.callAs(client, ObjectPaths.MANAGER, House.MANAGER, "Subscribe");
        house.sent.clear();

        house.callAs(client, ObjectPaths.MANAGER, House.MANAGER, "Subscribe");

        assertError(house.answer(), ErrorName.ALREADY_SUBSCRIBED, "Client is already subscribed.");
    }

    @Test
    void whoOrdersAJobOnTheBusHearsOfItsEndWithoutSubscribing() {
        house.objects.peerGone(house.outbox);
        house.objects.busConnected(house.outbox);

        house.callAs(
                new Caller(":1.5", FakeWorld.USER, 7),
                ObjectPaths.MANAGER,
                House.MANAGER,
                "StartUnit",
                text("default.target"),
                text("replace"));

        assertThat(house.traffic()).contains("JobRemoved").doesNotContain("UnitNew");
    }

    @Test
    void onlyClientsOnABusCanHoldAUnit() {
        house.manager("LoadUnit", text("hello.service"));

        assertThat(house.manager("RefUnit", text("hello.service")).errorName())
                .contains(ErrorName.INVALID_ARGS);
    }

    @Test
    void standardStreamsOfATransientServiceGoToTheWorld() {
        house.callWithDescriptors(
                List.of(40, 41),
                "StartTransientUnit",
                text("run-3.service"),
                text("fail"),
                properties(
                        property("ExecStart", exec("/bin/cat", "cat")),
                        property("StandardInputFileDescriptor", new Value.Handle(1)),
                        property("StandardOutputFileDescriptor", new Value.Handle(0))),
                noAuxiliary());

        assertThat(house.world.streams.get("run-3.service"))
                .isEqualTo(
                        new StandardStreams(
                                OptionalInt.of(41), OptionalInt.of(40), OptionalInt.empty()));
    }

    @Test
    void streamsOfARefusedServiceAreGivenBack() {
        house.callWithDescriptors(
                List.of(40),
                "StartTransientUnit",
                text("hello.service"),
                text("fail"),
                properties(property("StandardInputFileDescriptor", new Value.Handle(0))),
                noAuxiliary());

        assertThat(house.answer().errorName()).isPresent();
        assertThat(house.world.streams).isEmpty();
    }

    @Test
    void aTransientServiceIsWrittenFromItsProperties() {
        Message answer =
                house.manager(
                        "StartTransientUnit",
                        text("run-1.service"),
                        text("fail"),
                        properties(
                                property("Description", text("one")),
                                property("RemainAfterExit", new Value.Bool(true)),
                                property("MemoryMax", new Value.Uint64(1 << 20)),
                                property("Environment", texts("A=b c")),
                                property("ExecStart", exec("/bin/true", "true", "it's"))),
                        noAuxiliary());

        assertThat(answer.errorName()).as(answer.errorText()).isEmpty();
        Effect.WriteTransient written = house.host.last(Effect.WriteTransient.class);
        assertThat(written.unit()).isEqualTo("run-1.service");
        assertThat(written.text())
                .contains("Description=one\n", "RemainAfterExit=yes\n", "MemoryMax=1048576\n");
        Map<String, Value> service = house.properties(house.unit("run-1.service"), House.SERVICE);
        assertThat(service).containsEntry("Environment", texts("A=b c"));
        assertThat(house.host.last(Effect.Spawn.class).command().argv())
                .containsExactly("true", "it's");
    }

    private static Value exec(String path, String... argv) {
        return new Value.Array(
                "(sasb)",
                List.of(new Value.Struct(List.of(text(path), texts(argv), new Value.Bool(false)))));
    }

    @Test
    void aPropertyThatNobodyKnowsIsNamed() {
        assertError(
                house.manager(
                        "StartTransientUnit",
                        text("run-1.service"),
                        text("fail"),
                        properties(property("Colour", text("red"))),
                        noAuxiliary()),
                ErrorName.PROPERTY_READ_ONLY,
                "Cannot set property Colour, or unknown property.");
    }

    @Test
    void aPropertyOfTheWrongTypeIsRefused() {
        assertThat(
                        house.manager(
                                        "StartTransientUnit",
                                        text("run-1.service"),
                                        text("fail"),
                                        properties(property("RemainAfterExit", text("yes"))),
                                        noAuxiliary())
                                .errorName())
                .contains(ErrorName.INVALID_ARGS);
    }

    @Test
    void aScopeTakesTheCallersOwnProcess() {
        house.manager(
                "StartTransientUnit",
                text("run-2.scope"),
                text("fail"),
                properties(property("PIDs", pids(0))),
                noAuxiliary());

        assertThat(house.host.last(Effect.MoveProcesses.class).pids())
                .containsExactly(House.ALICE.pid());
    }

    @Test
    void aScopeCannotTakeSomebodyElsesProcess() {
        assertError(
                house.manager(
                        "StartTransientUnit",
                        text("run-2.scope"),
                        text("fail"),
                        properties(property("PIDs", pids(1))),
                        noAuxiliary()),
                ErrorName.ACCESS_DENIED,
                "Process 1 is not owned by the caller, refusing.");
    }

    private static Value pids(long... pids) {
        return new Value.Array(
                "u", Arrays.stream(pids).<Value>mapToObj(Value.Uint32::new).toList());
    }

    @Test
    void setPropertyWritesADropInForEachSetting() {
        house.manager("LoadUnit", text("hello.service"));

        house.manager(
                "SetUnitProperties",
                text("hello.service"),
                new Value.Bool(true),
                properties(property("MemoryMax", new Value.Uint64(1 << 20))));

        Effect.WriteDropIn dropIn = house.host.last(Effect.WriteDropIn.class);
        assertThat(dropIn.fileName()).isEqualTo("50-MemoryMax.conf");
        assertThat(dropIn.text()).contains("[Service]\nMemoryMax=1048576\n");
        assertThat(dropIn.runtime()).isTrue();
    }

    @Test
    void whatHoldsForTheNextStartOnlyCannotBeSetAlive() {
        assertThat(
                        house.manager(
                                        "SetUnitProperties",
                                        text("hello.service"),
                                        new Value.Bool(true),
                                        properties(property("Type", text("oneshot"))))
                                .errorName())
                .contains(ErrorName.PROPERTY_READ_ONLY);
    }

    @Test
    void variablesAreSetAndShown() {
        house.manager("SetEnvironment", texts("COLOUR=red"));

        assertThat(house.properties(ObjectPaths.MANAGER, House.MANAGER).get("Environment"))
                .isEqualTo(texts("HOME=/home/alice", "LANG=C.UTF-8", "COLOUR=red"));
    }

    @Test
    void enablingLinksTheUnitIntoWhatWantsIt() {
        Message answer =
                house.manager(
                        "EnableUnitFiles",
                        texts("hello.service"),
                        new Value.Bool(false),
                        new Value.Bool(false));

        String link = FakeWorld.CONFIG + "/default.target.wants/hello.service";
        assertThat(house.world.installed.getFirst().changes())
                .containsExactly(new Change.Link(link, FakeWorld.CONFIG + "/hello.service", false));
        MessageReader in = answer.reader();
        assertThat(in.bool()).isTrue();
        assertThat(in.value())
                .isEqualTo(
                        new Value.Array(
                                "(sss)",
                                List.of(
                                        new Value.Struct(
                                                List.of(
                                                        text("symlink"),
                                                        text(link),
                                                        text(
                                                                FakeWorld.CONFIG
                                                                        + "/hello.service"))))));
        assertThat(house.traffic()).contains("UnitFilesChanged");
    }

    @Test
    void enablingWhatIsNotThereSaysSo() {
        assertError(
                house.manager(
                        "EnableUnitFiles",
                        texts("nope.service"),
                        new Value.Bool(false),
                        new Value.Bool(false)),
                ErrorName.NO_SUCH_UNIT,
                "Unit file nope.service does not exist.");
    }

    @Test
    void aDependencyOnATargetThatIsNotThereIsRefused() {
        assertError(
                house.manager(
                        "AddDependencyUnitFiles",
                        texts("hello.service"),
                        text("nosuch.target"),
                        text("Wants"),
                        new Value.Bool(false),
                        new Value.Bool(false)),
                ErrorName.NO_SUCH_UNIT,
                "Unit file nosuch.target does not exist.");
    }

    @Test
    void onlyATargetCanBeTheDefault() {
        assertError(
                house.manager("SetDefaultTarget", text("hello.service"), new Value.Bool(true)),
                ErrorName.INVALID_ARGS,
                "Invalid argument");
    }

    @Test
    void aFileThatIsNotThereIsNotLinked() {
        assertError(
                house.manager(
                        "LinkUnitFiles",
                        texts("/tmp/nosuch.service"),
                        new Value.Bool(false),
                        new Value.Bool(false)),
                ErrorName.FILE_NOT_FOUND,
                "Unit file /tmp/nosuch.service does not exist.");
        assertThat(house.world.installed).isEmpty();
    }

    @Test
    void theLogCanBeSwitchedOffAndOn() {
        house.call(
                ObjectPaths.LOG_CONTROL,
                House.PROPERTIES,
                "Set",
                text("org.freedesktop.LogControl1"),
                text("LogTarget"),
                new Value.Variant(text("null")));

        assertThat(house.properties(ObjectPaths.LOG_CONTROL, "org.freedesktop.LogControl1"))
                .containsEntry("LogTarget", text("null"))
                .containsEntry("LogLevel", text("info"))
                .containsEntry("SyslogIdentifier", text("systemd"));
        assertThat(house.properties(ObjectPaths.MANAGER, House.MANAGER))
                .containsEntry("LogTarget", text("null"));
    }

    @Test
    void aLogThatCannotBeWrittenIsRefused() {
        assertError(
                house.call(
                        ObjectPaths.LOG_CONTROL,
                        House.PROPERTIES,
                        "Set",
                        text("org.freedesktop.LogControl1"),
                        text("LogTarget"),
                        new Value.Variant(text("kmsg"))),
                ErrorName.NOT_SUPPORTED,
                "A manager's log cannot go to 'kmsg' here.");
    }

    @Test
    void aFileOfNobodyHasNoState() {
        assertError(
                house.manager("GetUnitFileState", text("nope.service")),
                ErrorName.FILE_NOT_FOUND,
                "No such file or directory");
    }

    @Test
    void unitFilesAreListedWithTheirStates() {
        Message answer = house.manager("ListUnitFilesByPatterns", texts(), texts("hello*"));

        assertThat(answer.reader().value())
                .isEqualTo(
                        new Value.Array(
                                "(ss)",
                                List.of(
                                        new Value.Struct(
                                                List.of(
                                                        text(FakeWorld.CONFIG + "/hello.service"),
                                                        text("disabled"))))));
    }

    @Test
    void aFailedReloadTellsWhy() {
        house.world.failure = Optional.of("the disk is full");

        assertError(house.manager("Reload"), ErrorName.FAILED, "the disk is full");
    }

    @Test
    void aReloadIsAnnouncedAtBothEnds() {
        house.manager("Reload");

        assertThat(house.traffic().stream().filter("Reloading"::equals)).hasSize(2);
    }

    @Test
    void theMachineIsNotShutDown() {
        assertError(
                house.manager("Reboot"),
                ErrorName.NOT_SUPPORTED,
                "Reboot is only supported for system managers.");
    }

    @Test
    void processesOfAUnitAreListed() {
        startHello();

        assertThat(house.manager("GetUnitProcesses", text("hello.service")).reader().value())
                .isEqualTo(
                        new Value.Array(
                                "(sus)",
                                List.of(
                                        new Value.Struct(
                                                List.of(
                                                        text(cgroup("app.slice/hello.service")),
                                                        new Value.Uint32(94),
                                                        text("/bin/sleep infinity"))))));
    }

    @Test
    void aJobThatIsNotThereIsNamed() {
        assertError(
                house.manager("GetJob", new Value.Uint32(4711)),
                ErrorName.NO_SUCH_JOB,
                "Job 4711 does not exist.");
    }

    @Test
    void unitsAreChildrenOfTheirDirectory() {
        house.manager("LoadUnit", text("hello.service"));

        assertThat(
                        house.call(
                                        ObjectPaths.UNITS,
                                        "org.freedesktop.DBus.Introspectable",
                                        "Introspect")
                                .reader()
                                .string())
                .contains("<node name=\"hello_2eservice\"/>");
    }

    @Test
    void theEndOfALogComesFromTheWorld() {
        assertThat(
                        house.call(
                                        ObjectPaths.HEARTH,
                                        HearthInterface.NAME,
                                        "TailLog",
                                        text("hello.service"),
                                        new Value.Uint32(10))
                                .reader()
                                .value())
                .isEqualTo(
                        new Value.Array(
                                "(ttis)",
                                List.of(
                                        new Value.Struct(
                                                List.of(
                                                        new Value.Uint64(1_000_000),
                                                        new Value.Uint64(2),
                                                        new Value.Int32(6),
                                                        text("hello from hello.service"))))));
    }

    @Test
    void badLinesAreToldWithFileAndLine() {
        house.world.write("bad.service", "[Service]\nExecStart=/bin/true\nTimeoutStopSec=soon\n");
        house.manager("Reload");

        MessageReader in =
                house.call(
                                ObjectPaths.HEARTH,
                                HearthInterface.NAME,
                                "GetDiagnostics",
                                text("bad.service"))
                        .reader();

        in.openArray().openStruct();
        assertThat(in.string()).isEqualTo(FakeWorld.CONFIG + "/bad.service");
        assertThat(in.uint32()).isEqualTo(3);
    }
}
