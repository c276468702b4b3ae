package hearth.api.systemd1;

import static hearth.api.systemd1.House.assertError;
import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import hearth.api.systemd1.manager.HearthInterface;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import hearth.dbus.object.Caller;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the objects of units show; see {@link House}. */
class UnitObjectsTest {
    private final House house = new House();

    private void startHello() {
        house.manager("StartUnit", text("hello.service"), text("replace"));
        house.spawned(94);
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
                .containsEntry("UMask", new Value.Uint32(FakeWorld.UMASK))
                .containsEntry("KillMode", text("control-group"));
    }

    @Test
    void whatIsAlwaysThereIsMadeByTheManager() {
        assertThat(house.properties(house.unit("init.scope"), House.UNIT))
                .containsEntry("Perpetual", new Value.Bool(true))
                .containsEntry("Transient", new Value.Bool(true))
                .containsEntry("DefaultDependencies", new Value.Bool(false));
        assertThat(house.properties(house.unit("-.slice"), House.UNIT))
                .containsEntry("Transient", new Value.Bool(false))
                .containsEntry("DefaultDependencies", new Value.Bool(false));
    }

    @Test
    void aWatchdogIsOpenUntilTheServiceHasRun() {
        assertThat(watchdog()).isEqualTo(new Value.Uint64(-1));
        house.manager("StartUnit", House.text("hello.service"), House.text("replace"));

        assertThat(watchdog()).isEqualTo(new Value.Uint64(0));
    }

    private @Nullable Value watchdog() {
        return house.properties(house.unit("hello.service"), House.SERVICE).get("WatchdogUSec");
    }

    @Test
    void aSliceCanBeFrozenWhereAllInItCan() {
        house.world.write("a.service", "[Service]\nExecStart=/bin/cat\nSlice=one.slice\n");
        house.manager("Reload");
        start("a.service");

        assertThat(canFreeze("a.service")).isEqualTo(new Value.Bool(true));
        assertThat(canFreeze("one.slice")).isEqualTo(new Value.Bool(true));
        assertThat(canFreeze("default.target")).isEqualTo(new Value.Bool(false));
    }

    private void start(String unit) {
        house.manager("StartUnit", text(unit), text("replace"));
    }

    private Value canFreeze(String unit) {
        house.manager("LoadUnit", text(unit));
        return house.properties(house.unit(unit), House.UNIT)
                .getOrDefault("CanFreeze", text("not shown"));
    }

    @Test
    void whatAUnitMayLeaveBehindIsShown() {
        house.world.write(
                "left.service",
                "[Service]\nExecStart=/bin/cat\nStateDirectory=a\nRuntimeDirectory=b\n");
        house.manager("Reload");
        house.manager("LoadUnit", text("left.service"));

        assertThat(house.properties(house.unit("left.service"), House.UNIT))
                .containsEntry("CanClean", texts("runtime", "state"));
    }

    @Test
    void theMountsThatItsDirectoriesNeedAreShown() {
        house.world.write(
                "needs.service",
                """
                [Unit]
                RequiresMountsFor=/srv/a
                [Service]
                ExecStart=/bin/cat
                WorkingDirectory=/opt/w
                RootDirectory=/srv/root
                """);
        house.manager("Reload");
        house.manager("LoadUnit", text("needs.service"));

        assertThat(house.properties(house.unit("needs.service"), House.UNIT))
                .containsEntry("RequiresMountsFor", texts("/srv/a", "/opt/w", "/srv/root"));
        house.manager("LoadUnit", text("hello.service"));
        assertThat(house.properties(house.unit("hello.service"), House.UNIT))
                .containsEntry("RequiresMountsFor", texts());
    }

    @Test
    void aPolicyOfRealTimeHasItsLowestPriorityByItself() {
        house.world.write(
                "fifo.service", "[Service]\nExecStart=/bin/cat\nCPUSchedulingPolicy=fifo\n");
        house.manager("Reload");
        house.manager("LoadUnit", text("fifo.service"));

        assertThat(house.properties(house.unit("fifo.service"), House.SERVICE))
                .containsEntry("CPUSchedulingPriority", new Value.Int32(1));
        house.manager("LoadUnit", text("hello.service"));
        assertThat(house.properties(house.unit("hello.service"), House.SERVICE))
                .containsEntry("CPUSchedulingPriority", new Value.Int32(0));
    }

    @Test
    void dataOfTheUnitIsShownAsItsInputWithoutBeingCalledThat() {
        house.world.write(
                "text.service",
                """
                [Service]
                ExecStart=/bin/cat
                StandardInputText=hello
                """);
        house.manager("Reload");
        house.manager("LoadUnit", text("text.service"));
        house.manager("LoadUnit", text("hello.service"));

        assertThat(house.properties(house.unit("text.service"), House.SERVICE))
                .containsEntry("StandardInput", text("data"));
        assertThat(house.properties(house.unit("hello.service"), House.SERVICE))
                .containsEntry("StandardInput", text("null"));
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

    /** As systemd, which reads a process id as a signed number. */
    @ParameterizedTest
    @CsvSource({"4294967294, -2", "4294967295, -1", "2147483648, -2147483648"})
    void aNumberThatIsNoProcessIsRefused(long pid, String said) {
        Message answer = house.manager("GetUnitByPID", new Value.Uint32(pid));

        assertThat(answer.errorName()).contains(ErrorName.INVALID_ARGS);
        assertThat(answer.errorText()).isEqualTo("Invalid PID " + said);
    }

    @Test
    void aNumberThatNoProcessCanHaveIsRefused() {
        assertError(
                house.manager("GetUnitByPID", new Value.Uint32(4_294_967_294L)),
                ErrorName.INVALID_ARGS,
                "Invalid PID -2");
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
    void unitsAreChildrenOfTheirDirectory() {
        house.manager("StartUnit", text("hello.service"), text("replace"));

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
    void oneQuestionTooManyAboutLogsIsRefused() {
        assertThat(
                        house.call(
                                        ObjectPaths.HEARTH,
                                        HearthInterface.NAME,
                                        "TailLog",
                                        text("busy.service"),
                                        new Value.Uint32(10))
                                .errorName())
                .contains("org.freedesktop.DBus.Error.LimitsExceeded");
    }

    @Test
    void whatSpecifiersStandForIsTold() {
        Value told =
                house.call(
                                ObjectPaths.HEARTH,
                                "org.freedesktop.DBus.Properties",
                                "Get",
                                text(HearthInterface.NAME),
                                text("Specifiers"))
                        .reader()
                        .value();

        assertThat(told).isInstanceOf(Value.Variant.class);
        assertThat(((Value.Variant) told).value()).isInstanceOf(Value.Array.class);
        assertThat(((Value.Array) ((Value.Variant) told).value()).items())
                .contains(text("h=/home/alice"), text("H=peer"), text("u=alice"));
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

    @Test
    void theCauseOfABadSettingIsTheLastDiagnostic() {
        house.world.write("bad.service", "[Service]\nBogus=1\nExecStart=bin/true\n");
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
        assertThat(in.uint32()).isEqualTo(2);
        in.uint32();
        assertThat(in.string()).isEqualTo("warning");
        in.string();
        in.closeStruct().openStruct();
        assertThat(in.string()).isEqualTo(FakeWorld.CONFIG + "/bad.service");
        assertThat(in.uint32()).isEqualTo(3);
        in.uint32();
        assertThat(in.string()).isEqualTo("error");
        assertThat(in.string()).contains("'bin/true' is neither an absolute path");
        in.closeStruct();
        assertThat(in.hasNext()).isFalse();
    }

    @Test
    void theLoadErrorOfABadSettingIsSystemds() {
        house.world.write("bad.service", "[Service]\nExecStart=bin/true\n");
        house.manager("Reload");

        assertThat(house.properties(house.unit("bad.service"), House.UNIT))
                .containsEntry("LoadState", text("bad-setting"))
                .containsEntry(
                        "LoadError",
                        new Value.Struct(
                                List.of(
                                        text("org.freedesktop.systemd1.BadUnitSetting"),
                                        text("Unit bad.service has a bad unit file setting."))));
    }

    @Test
    void theLoadErrorOfAFileThatCannotBeReadIsCalledAsSystemdsOwn() {
        house.world.write("open.service", "[Unit\nDescription=x\n");
        house.world.write("long.service", "[Unit]\nDescription=" + "x".repeat(1 << 20) + "\n");
        house.world.write("latin.service", "[Unit]\nDescription=caf\u00e9\n", ISO_8859_1);
        house.manager("Reload");

        Map.of(
                        "open.service", ErrorName.INCONSISTENT_MESSAGE,
                        "long.service", ErrorName.LIMITS_EXCEEDED,
                        "latin.service", ErrorName.INVALID_ARGS)
                .forEach((name, error) -> {
                    Map<String, Value> unit = house.properties(house.unit(name), House.UNIT);
                    assertThat(unit).containsEntry("LoadState", text("error"));
                    assertThat(unit.get("LoadError"))
                            .asInstanceOf(type(Value.Struct.class))
                            .satisfies(it ->
                                    assertThat(it.fields().getFirst()).isEqualTo(text(error)));
                });
    }
}
