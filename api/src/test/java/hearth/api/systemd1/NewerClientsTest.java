package hearth.api.systemd1;

import static hearth.api.systemd1.House.assertError;
import static hearth.api.systemd1.House.noAuxiliary;
import static hearth.api.systemd1.House.properties;
import static hearth.api.systemd1.House.property;
import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.view.ObjectPaths;
import hearth.api.systemd1.world.CgroupStatistic;
import hearth.api.systemd1.world.PidFd;
import hearth.api.systemd1.world.World;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.unit.install.Change;
import hearth.unit.tree.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What clients of systemd 257 ask for, and those of 252 did not. */
class NewerClientsTest {
    private static final int REALTIME_SIGNAL = 35;

    private final House house = new House();

    private void start(String unit) {
        house.manager("Reload");
        house.manager("StartUnit", text(unit), text("fail"));
    }

    private Map<String, Value> service(String name) {
        return house.properties(house.unit(name), House.SERVICE);
    }

    @Test
    void disablingTellsWhetherThereIsAnythingToInstall() {
        house.world.write("plain.service", "[Service]\nExecStart=/bin/true\n");
        house.manager("Reload");

        assertThat(disable("hello.service").reader().bool()).isTrue();
        assertThat(disable("plain.service").reader().bool()).isFalse();
    }

    /** Who has just unlinked a unit is not told that it cannot be enabled. */
    @Test
    void whatWasUnlinkedNeedsNothingToInstall() {
        house.world.files.put(
                "linked.service",
                new Entry.Link(
                        "/home/alice/elsewhere/linked.service",
                        Entry.File.of(
                                "[Service]\nExecStart=/bin/true\n".getBytes(StandardCharsets.UTF_8),
                                1)));
        house.manager("Reload");

        MessageReader in = disable("linked.service").reader();

        assertThat(in.bool()).isTrue();
        assertThat(house.world.installed.getLast().changes())
                .containsExactly(new Change.Unlink(FakeWorld.CONFIG + "/linked.service"));
    }

    private Message disable(String unit) {
        return house.manager(
                "DisableUnitFilesWithFlagsAndInstallInfo", texts(unit), new Value.Uint64(0));
    }

    @Test
    void flagsThatDisablingDoesNotKnowAreRefused() {
        assertError(
                house.manager(
                        "DisableUnitFilesWithFlagsAndInstallInfo",
                        texts("hello.service"),
                        new Value.Uint64(8)),
                ErrorName.INVALID_ARGS,
                "Invalid argument");
    }

    @Test
    void aPidFdLeadsToTheUnitOfItsProcess() {
        start("hello.service");
        house.spawned(94);
        house.world.pidFds.put(40, new PidFd.Living(94));
        house.sent.clear();

        house.callWithDescriptors(List.of(40), "GetUnitByPIDFD", new Value.Handle(0));

        MessageReader in = house.answer().reader();
        assertThat(in.objectPath()).isEqualTo(house.unit("hello.service"));
        assertThat(in.string()).isEqualTo("hello.service");
        assertThat(in.bytes()).hasSize(16);
    }

    @Test
    void whatIsNoPidFdLeadsNowhere() {
        house.sent.clear();
        house.callWithDescriptors(List.of(40), "GetUnitByPIDFD", new Value.Handle(0));
        assertError(house.answer(), ErrorName.INVALID_ARGS, "The file descriptor is no PIDFD");

        house.world.pidFds.put(41, new PidFd.Ended());
        house.sent.clear();
        house.callWithDescriptors(List.of(41), "GetUnitByPIDFD", new Value.Handle(0));
        assertThat(house.answer().errorText()).isEqualTo("The process of the PIDFD has ended");
    }

    @Test
    void aSignalWithAValueGoesToTheMainProcessAndNotToTheCgroup() {
        start("hello.service");
        house.spawned(94);

        Message answer = queue("all", REALTIME_SIGNAL);

        assertThat(answer.errorName()).isEmpty();
        assertThat(house.world.queuedSignals).containsExactly("[94] 35 7");
    }

    private Message queue(String whom, int signal) {
        return house.manager(
                "QueueSignalUnit",
                text("hello.service"),
                text(whom),
                new Value.Int32(signal),
                new Value.Int32(7));
    }

    @Test
    void onlySignalsOfPeoplesOwnCarryAValue() {
        start("hello.service");
        house.spawned(94);

        assertError(
                queue("main", 10),
                ErrorName.INVALID_ARGS,
                "Value parameter only accepted for realtime signals (SIGRTMIN\u2026SIGRTMAX),"
                        + " refusing for signal SIGUSR1.");
        assertError(queue("main", 99), ErrorName.INVALID_ARGS, "Signal number out of range.");
        assertError(
                queue("foo", REALTIME_SIGNAL),
                ErrorName.INVALID_ARGS,
                "Invalid whom argument: foo");
        assertThat(queue("control", REALTIME_SIGNAL).errorText())
                .isEqualTo("No control process to kill");
        assertThat(house.world.queuedSignals).isEmpty();
    }

    @Test
    void anOldHandThatKnowsNoValuesIsSaidToBeTheReason() {
        start("hello.service");
        house.spawned(94);
        house.world.queued = World.Queued.UNKNOWN;

        assertThat(queue("main", REALTIME_SIGNAL).errorName()).contains(ErrorName.NOT_SUPPORTED);
    }

    @Test
    void aServiceThatMayStoreNothingHasNoStoreOfDescriptors() {
        start("hello.service");

        assertError(
                house.manager("DumpUnitFileDescriptorStore", text("hello.service")),
                ErrorName.FILE_DESCRIPTOR_STORE_DISABLED,
                "File descriptor store not enabled for hello.service.");
        assertError(
                house.call(house.unit("hello.service"), House.SERVICE, "DumpFileDescriptorStore"),
                ErrorName.FILE_DESCRIPTOR_STORE_DISABLED,
                "File descriptor store not enabled for hello.service.");
    }

    @Test
    void anEmptyStoreIsToldAndWhatIsInOneIsNot() {
        house.world.write(
                "keeps.service",
                "[Service]\nExecStart=/bin/sleep infinity\nFileDescriptorStoreMax=2\n");
        start("keeps.service");

        assertThat(house.manager("DumpUnitFileDescriptorStore", text("keeps.service")).errorName())
                .isEmpty();
        house.manager.handle(new Event.DescriptorsStored("keeps.service", 1));
        assertError(
                house.manager("DumpUnitFileDescriptorStore", text("keeps.service")),
                ErrorName.NOT_SUPPORTED,
                "keeps.service has stored 1 descriptors (NFileDescriptorStore); what they are is"
                        + " not told, since to ask for that may wait for whoever serves such a"
                        + " file");
        assertThat(service("keeps.service"))
                .containsEntry("NFileDescriptorStore", new Value.Uint32(1))
                .containsEntry("FileDescriptorStorePreserve", text("restart"));
    }

    @Test
    void theMachineIsNotRestartedSoftlyByAUsersManager() {
        assertError(
                house.manager("SoftReboot", text("")),
                ErrorName.NOT_SUPPORTED,
                "Soft reboot is only supported by system manager.");
        assertThat(
                        house.call(ObjectPaths.MANAGER, House.MANAGER, "SoftReboot", text(""))
                                .errorName())
                .contains(ErrorName.NOT_SUPPORTED);
    }

    @Test
    void whatTheKernelCountsIsShown() {
        start("hello.service");
        house.world.counts.put(CgroupStatistic.MEMORY_PEAK, 8192L);
        house.world.counts.put(CgroupStatistic.MEMORY_SWAP_CURRENT, 1L);
        house.world.counts.put(CgroupStatistic.MEMORY_SWAP_PEAK, 2L);
        house.world.counts.put(CgroupStatistic.MEMORY_Z_SWAP_CURRENT, 3L);

        assertThat(service("hello.service"))
                .containsEntry("MemoryPeak", new Value.Uint64(8192))
                .containsEntry("MemorySwapCurrent", new Value.Uint64(1))
                .containsEntry("MemorySwapPeak", new Value.Uint64(2))
                .containsEntry("MemoryZSwapCurrent", new Value.Uint64(3));
    }

    @Test
    void theLeastLimitOfAUnitAndItsSlicesCounts() {
        house.world.write("big.slice", "[Slice]\nMemoryMax=50%\nMemoryHigh=1G\nTasksMax=30\n");
        house.world.write(
                "limited.service",
                """
                [Service]
                ExecStart=/bin/true
                Slice=big.slice
                MemoryMax=6G
                MemoryHigh=512M
                TasksMax=40
                """);
        start("limited.service");

        assertThat(service("limited.service"))
                .containsEntry("EffectiveMemoryMax", new Value.Uint64(4L << 30))
                .containsEntry("EffectiveMemoryHigh", new Value.Uint64(512L << 20))
                .containsEntry("EffectiveTasksMax", new Value.Uint64(30));
    }

    @Test
    void withoutALimitTheMachineIsOne() {
        start("hello.service");

        assertThat(service("hello.service"))
                .containsEntry("EffectiveMemoryMax", new Value.Uint64(8L << 30))
                .containsEntry("EffectiveMemoryHigh", new Value.Uint64(8L << 30))
                .containsEntry("EffectiveTasksMax", new Value.Uint64(28_909));
    }

    @Test
    void theNextRestartsDelayIsWhatTheSettingsSay() {
        house.world.write(
                "slow.service",
                """
                [Service]
                ExecStart=/bin/true
                RestartSec=1
                RestartSteps=4
                RestartMaxDelaySec=16
                """);
        start("slow.service");

        assertThat(service("slow.service"))
                .containsEntry("RestartSteps", new Value.Uint32(4))
                .containsEntry("RestartMaxDelayUSec", new Value.Uint64(16_000_000))
                .containsEntry("RestartUSecNext", new Value.Uint64(1_000_000));
    }

    @Test
    void modesThatWereBooleansAreShownBothWays() {
        house.world.write(
                "walled.service",
                """
                [Service]
                ExecStart=/bin/true
                PrivateTmp=disconnected
                PrivateUsers=yes
                """);
        start("walled.service");

        assertThat(service("walled.service"))
                .containsEntry("PrivateTmp", new Value.Bool(true))
                .containsEntry("PrivateTmpEx", text("disconnected"))
                .containsEntry("PrivateUsersEx", text("self"))
                .containsEntry("ProtectControlGroups", new Value.Bool(false))
                .containsEntry("ProtectControlGroupsEx", text("no"));
    }

    private static Value command(String path) {
        return new Value.Array(
                "(sasb)",
                List.of(new Value.Struct(List.of(text(path), texts(path), new Value.Bool(false)))));
    }

    /** What is not acted on is taken, and shown as what holds. */
    @Test
    void newerPropertiesCanBeSetInTransientUnits() {
        Message answer =
                house.manager(
                        "StartTransientUnit",
                        text("run-1.service"),
                        text("fail"),
                        properties(
                                property("ExecStart", command("/bin/true")),
                                property("RestartMode", text("direct")),
                                property("ReloadSignal", new Value.Int32(10)),
                                property("MemoryZSwapMax", new Value.Uint64(1 << 20)),
                                property("PrivateTmpEx", text("disconnected")),
                                property("PrivatePIDs", text("yes")),
                                property("MemoryKSM", new Value.Bool(true)),
                                property("StartupMemoryMax", new Value.Uint64(1 << 20)),
                                property("MemoryPressureWatch", text("no")),
                                property(
                                        "NFTSet",
                                        new Value.Array(
                                                "(iiss)",
                                                List.of(
                                                        new Value.Struct(
                                                                List.of(
                                                                        new Value.Int32(3),
                                                                        new Value.Int32(1),
                                                                        text("t"),
                                                                        text("s")))))),
                                property(
                                        "OpenFile",
                                        new Value.Array(
                                                "(sst)",
                                                List.of(
                                                        new Value.Struct(
                                                                List.of(
                                                                        text("/etc/passwd"),
                                                                        text("p"),
                                                                        new Value.Uint64(9)))))),
                                property(
                                        "LogFilterPatterns",
                                        new Value.Array(
                                                "(bs)",
                                                List.of(
                                                        new Value.Struct(
                                                                List.of(
                                                                        new Value.Bool(false),
                                                                        text("noise"))))))),
                        noAuxiliary());

        assertThat(answer.errorName()).as(answer.errorText()).isEmpty();
        assertThat(house.host.last(Effect.WriteTransient.class).text())
                .contains(
                        "RestartMode=direct\n",
                        "ReloadSignal=SIGUSR1\n",
                        "MemoryZSwapMax=1048576\n",
                        "PrivateTmp=disconnected\n",
                        "PrivatePIDs=yes\n",
                        "MemoryKSM=yes\n",
                        "StartupMemoryMax=1048576\n",
                        "MemoryPressureWatch=no\n",
                        "NFTSet=cgroup:inet:t:s\n",
                        "OpenFile=/etc/passwd:p:read-only,graceful\n",
                        "LogFilterPatterns=~noise\n");
        assertThat(service("run-1.service"))
                .containsEntry("RestartMode", text("direct"))
                .containsEntry("ReloadSignal", new Value.Int32(10))
                .containsEntry("MemoryZSwapMax", new Value.Uint64(1 << 20))
                .containsEntry("PrivatePIDs", text("no"))
                .containsEntry("MemoryKSM", new Value.Bool(false))
                .containsEntry("StartupMemoryMax", new Value.Uint64(-1))
                .containsEntry("MemoryPressureWatch", text("skip"));
    }
}
