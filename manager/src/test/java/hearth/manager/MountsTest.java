package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.job.JobResult;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.type.mount.MountRecord;
import hearth.manager.type.mount.MountResult;
import hearth.unit.NamePatterns;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Mounts: what the kernel shows, and what mount(8) makes of a file. */
class MountsTest {
    private static final String UNIT = "home-alice-mnt.mount";
    private static final String PLACE = "/home/alice/mnt";
    private static final String[] FILE = {
        "[Mount]", "What=tmpfs", "Where=" + PLACE, "Type=tmpfs", "Options=size=1m,nofail"
    };

    private static House house() {
        return House.ofUser().file(UNIT, FILE).service("s", "ExecStart=/bin/long");
    }

    private static MountRecord record(House house, String unit) {
        return house.unit(unit).record(MountRecord.class).orElseThrow();
    }

    private static Unit load(House house, String unit) {
        return House.done(house.manager.loadUnit(unit));
    }

    private static Effect.Spawn lastSpawn(House house) {
        return house.host.emitted(Effect.Spawn.class).getLast();
    }

    private static int lastPid(House house) {
        return house.host.processes.keySet().stream().reduce((a, b) -> b).orElseThrow();
    }

    private static void ends(House house, int status) {
        house.host.exit(lastPid(house), ExitCode.EXITED, status);
        house.host.settle(house.manager);
    }

    private static List<String> names(Iterable<? extends Unit> units) {
        return StreamSupport.stream(units.spliterator(), false).map(Unit::id).toList();
    }

    // ---- what the kernel shows

    @Test
    void theRootIsAlwaysMounted() {
        House house = house().begin();

        assertThat(house.state("-.mount")).isEqualTo("active/mounted");
        assertThat(house.unit("-.mount").description()).isEqualTo("Root Mount");
        assertThat(house.unit("-.mount").cgroup()).isEmpty();
    }

    @Test
    void whatIsMountedIsListedAndNotInMemory() {
        House house = house().begin();
        house.host.mount("/data", "/dev/sdb1", "ext4");

        List<Unit> listed = house.manager.listUnits(Set.of("mounted"), NamePatterns.ALL);

        assertThat(names(listed)).containsExactly("-.mount", "data.mount");
        assertThat(listed.get(1).description()).isEqualTo("/data");
        assertThat(listed.get(1).loadState()).isEqualTo(LoadState.LOADED);
        assertThat(names(house.manager.units())).doesNotContain("data.mount");
    }

    @Test
    void noMountWasThereBeforeTheManager() {
        House house = house();
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.host.advance(house.manager, 1_000_000);
        house.begin();

        assertThat(load(house, "data.mount").times().activeEnter())
                .isEqualTo(house.manager.startupTimes().unitsLoadStart());
    }

    @Test
    void whatIsAskedForIsThereUntilTheNextOrder() {
        House house = house().begin();
        house.host.mount("/data", "/dev/sdb1", "ext4");

        Unit unit = load(house, "data.mount");

        assertThat(unit.subState()).isEqualTo("mounted");
        assertThat(unit.record(MountRecord.class).orElseThrow().mount().orElseThrow().what())
                .isEqualTo("/dev/sdb1");
        house.manager.release();
        assertThat(names(house.manager.units())).doesNotContain("data.mount");
        assertThat(house.host.snapshots).doesNotContainKey("data.mount");
    }

    @Test
    void whatIsNeitherMountedNorWrittenIsNotFound() {
        House house = house().begin();

        assertThat(load(house, "nosuch.mount").loadState()).isEqualTo(LoadState.NOT_FOUND);
    }

    @Test
    void aUnitThatRequiresAMountWhichIsNotThereIsRefused() {
        House house =
                house().file(
                                "r.service",
                                "[Unit]",
                                "Requires=nosuch.mount",
                                "[Service]",
                                "ExecStart=/bin/long")
                        .begin();

        assertThat(house.manager.startUnit("r.service", JobMode.REPLACE))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Refusal.NO_SUCH_UNIT));
    }

    @Test
    void whoIsBoundToAMountGoesWithIt() {
        House house =
                house().file(
                                "b.service",
                                "[Unit]",
                                "BindsTo=data.mount",
                                "After=data.mount",
                                "[Service]",
                                "ExecStart=/bin/long");
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.begin();
        assertThat(house.start("b.service")).isEqualTo(JobResult.DONE);

        house.host.unmount("/data");
        house.manager.handle(new Event.MountsChanged());
        house.host.settle(house.manager);

        assertThat(house.unit("b.service").activeState().isInactiveOrFailed()).isTrue();
    }

    @Test
    void aManagerIsToldOfTheMountsThatItsUnitsName() {
        House house =
                house().file(
                                "b.service",
                                "[Unit]",
                                "After=data.mount",
                                "[Service]",
                                "ExecStart=/bin/long");
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.host.mount("/other", "/dev/sdb2", "ext4");
        house.begin();
        house.start("b.service");

        assertThat(house.host.emitted(Effect.WatchMount.class))
                .containsExactly(new Effect.WatchMount("data.mount"));
    }

    // ---- who needs mounts

    @Test
    void aPathNeedsTheMountsOnWhichItLies() {
        House house =
                house().file(
                                "n.service",
                                "[Unit]",
                                "RequiresMountsFor=/home/alice/mnt/x /data/y",
                                "[Service]",
                                "ExecStart=/bin/long");
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.begin();

        Unit unit = load(house, "n.service");

        assertThat(names(unit.edges(UnitEdge.AFTER)))
                .contains("-.mount", "data.mount", UNIT)
                .doesNotContain("home.mount");
        assertThat(names(unit.edges(UnitEdge.REQUIRES)))
                .contains(UNIT)
                .doesNotContain("data.mount", "-.mount");
    }

    @Test
    void aPathMayWantItsMountsAndGoOnWithoutThem() {
        House house =
                house().file(
                                "n.service",
                                "[Unit]",
                                "WantsMountsFor=/home/alice/mnt/x /data/y",
                                "[Service]",
                                "ExecStart=/bin/long");
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.begin();

        Unit unit = load(house, "n.service");

        assertThat(names(unit.edges(UnitEdge.AFTER))).contains("data.mount", UNIT);
        assertThat(names(unit.edges(UnitEdge.WANTS))).contains(UNIT).doesNotContain("data.mount");
        assertThat(names(unit.edges(UnitEdge.REQUIRES))).doesNotContain(UNIT);
    }

    @Test
    void whatIsMountedLaterIsNeededFromThenOn() {
        House house =
                house().file(
                                "n.service",
                                "[Unit]",
                                "RequiresMountsFor=/data/y",
                                "[Service]",
                                "ExecStart=/bin/long")
                        .begin();
        house.start("n.service");

        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.manager.handle(new Event.ClockSet());

        assertThat(names(house.unit("n.service").edges(UnitEdge.AFTER))).contains("data.mount");
    }

    @Test
    void aPathIsNoLongerLookedThroughThanANameMayBe() {
        House house =
                house().file(
                                "n.service",
                                "[Unit]",
                                "RequiresMountsFor=/data" + "/x".repeat(1_500),
                                "[Service]",
                                "ExecStart=/bin/long");
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.host.mount("/data" + "/x".repeat(120), "/dev/sdb2", "ext4");
        house.host.mount("/data" + "/x".repeat(200), "/dev/sdb3", "ext4");
        house.begin();

        assertThat(names(load(house, "n.service").edges(UnitEdge.AFTER)))
                .filteredOn(name -> name.endsWith(".mount"))
                .containsExactly("-.mount", "data.mount", "data" + "-x".repeat(120) + ".mount");
    }

    // ---- what has happened without a brain

    private static House bound() {
        House house =
                house().file(
                                "b.service",
                                "[Unit]",
                                "BindsTo=data.mount",
                                "After=data.mount",
                                "[Service]",
                                "ExecStart=/bin/long");
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.begin();
        house.start("b.service");
        return house;
    }

    @Test
    void whoIsBoundToAMountEndsWhereItHasGoneWithoutABrain() {
        House house = bound();

        house.host.unmount("/data");
        house.killBrain();

        assertThat(house.unit("b.service").activeState().isInactiveOrFailed()).isTrue();
    }

    @Test
    void whoIsBoundToAMountThatIsThereStillGoesOn() {
        House house = bound();

        house.killBrain();

        assertThat(house.state("b.service")).isEqualTo("active/running");
        assertThat(house.state("data.mount")).isEqualTo("active/mounted");
    }

    /** Of a mount that has a result of its own it is on file how it was. */
    private static House boundWithResult() {
        House house = bound();
        house.manager.stopUnit("data.mount", JobMode.REPLACE);
        house.host.settle(house.manager);
        ends(house, 32);
        assertThat(house.host.snapshots).containsKey("data.mount");
        house.start("b.service");
        return house;
    }

    @Test
    void whatIsOnFileOfAMountIsNotBelievedWhereItHasGone() {
        House house = boundWithResult();

        house.host.unmount("/data");
        house.killBrain();

        assertThat(house.unit("data.mount").activeState().isInactiveOrFailed()).isTrue();
        assertThat(house.unit("b.service").activeState().isInactiveOrFailed()).isTrue();
    }

    @Test
    void whatIsOnFileOfAMountIsNotBelievedWhereItIsAnother() {
        House house = boundWithResult();

        house.host.mount("/data", "/dev/other", "ext4");
        house.killBrain();

        assertThat(record(house, "data.mount").mount().orElseThrow().what())
                .isEqualTo("/dev/other");
        assertThat(house.state("b.service")).isEqualTo("active/running");
    }

    @Test
    void mountThatHasEndedWithoutABrainHasMounted() {
        House house = house().begin();
        house.manager.startUnit(UNIT, JobMode.REPLACE);
        house.host.settle(house.manager);

        house.host.mount(PLACE, "tmpfs", "tmpfs");
        house.host.exit(lastPid(house), ExitCode.EXITED, 0);
        house.killBrain();

        assertThat(house.state(UNIT)).isEqualTo("active/mounted");
        assertThat(record(house, UNIT).result()).isEqualTo(MountResult.SUCCESS);
    }

    // ---- mount(8)

    @Test
    void aFileIsMountedByMount() {
        House house = house().begin();
        house.manager.startUnit(UNIT, JobMode.REPLACE);
        house.host.settle(house.manager);
        assertThat(house.state(UNIT)).isEqualTo("activating/mounting");
        assertThat(lastSpawn(house).command().argv())
                .containsExactly("/bin/mount", "tmpfs", PLACE, "-t", "tmpfs", "-o", "size=1m");

        house.host.mount(PLACE, "tmpfs", "tmpfs");
        ends(house, 0);

        assertThat(house.state(UNIT)).isEqualTo("active/mounted");
        assertThat(record(house, UNIT).result()).isEqualTo(MountResult.SUCCESS);
    }

    @Test
    void whatMayNotBeMountedFailsAsMountSays() {
        House house = house().begin();
        house.manager.startUnit(UNIT, JobMode.REPLACE);
        house.host.settle(house.manager);

        ends(house, 32);

        assertThat(house.state(UNIT)).isEqualTo("failed/failed");
        assertThat(record(house, UNIT).result()).isEqualTo(MountResult.EXIT_CODE);
        assertThat(house.host.log)
                .contains(
                        UNIT + ": Mount process exited, code=exited, status=32/n/a",
                        "Failed to mount " + UNIT + " - " + PLACE + ".");
    }

    @Test
    void mountThatSaysItIsDoneIsNotBelieved() {
        House house = house().begin();
        house.manager.startUnit(UNIT, JobMode.REPLACE);
        house.host.settle(house.manager);

        ends(house, 0);

        assertThat(record(house, UNIT).result()).isEqualTo(MountResult.PROTOCOL);
    }

    @Test
    void whatCannotBeUnmountedStaysMounted() {
        House house = house();
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.begin();
        house.manager.stopUnit("data.mount", JobMode.REPLACE);
        house.host.settle(house.manager);
        assertThat(lastSpawn(house).command().argv()).containsExactly("/bin/umount", "/data", "-c");

        ends(house, 32);

        assertThat(house.state("data.mount")).isEqualTo("active/mounted");
        assertThat(record(house, "data.mount").result()).isEqualTo(MountResult.EXIT_CODE);
        assertThat(house.results).containsValue(JobResult.FAILED);
    }

    @Test
    void mountsUponEachOtherGoOneByOne() {
        House house = house();
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.begin();
        house.manager.stopUnit("data.mount", JobMode.REPLACE);
        house.host.settle(house.manager);
        ends(house, 0);
        assertThat(house.state("data.mount")).isEqualTo("deactivating/unmounting");

        house.host.unmount("/data");
        ends(house, 0);

        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(2);
        assertThat(names(house.manager.units())).doesNotContain("data.mount");
    }

    @Test
    void mountThatTakesTooLongIsKilled() {
        House house =
                House.ofUser().file(UNIT, "[Mount]", "What=a", "Type=b", "TimeoutSec=3").begin();
        house.manager.startUnit(UNIT, JobMode.REPLACE);
        house.host.settle(house.manager);

        house.live(4_000_000);

        assertThat(house.state(UNIT)).isEqualTo("failed/failed");
        assertThat(record(house, UNIT).result()).isEqualTo(MountResult.TIMEOUT);
    }

    @Test
    void withoutAFileNothingIsRemounted() {
        House house = house();
        house.host.mount("/data", "/dev/sdb1", "ext4");
        house.begin();

        house.manager.reloadUnit("data.mount", JobMode.REPLACE);
        house.host.settle(house.manager);

        assertThat(house.results).containsValue(JobResult.FAILED);
        assertThat(house.host.emitted(Effect.Spawn.class)).isEmpty();
    }

    // ---- what a user's manager cannot do

    @Test
    void automountsSwapsAndDevicesAreNotSupported() {
        House house =
                house().file("home-alice-mnt.automount", "[Automount]", "Where=" + PLACE)
                        .file("dev-a.swap", "[Swap]", "What=/dev/a")
                        .begin();

        assertThat(house.start("home-alice-mnt.automount")).isEqualTo(JobResult.UNSUPPORTED);
        assertThat(house.start("dev-a.swap")).isEqualTo(JobResult.UNSUPPORTED);
        assertThat(house.start("dev-b.device")).isEqualTo(JobResult.UNSUPPORTED);
        assertThat(names(house.unit("home-alice-mnt.automount").edges(UnitEdge.TRIGGERS)))
                .containsExactly(UNIT);
    }

    @Test
    void whoRequiresADeviceThatCannotComeFailsWithIt() {
        House house =
                house().file(
                                "d.service",
                                "[Unit]",
                                "Requires=dev-b.device",
                                "After=dev-b.device",
                                "[Service]",
                                "ExecStart=/bin/long")
                        .begin();

        assertThat(house.start("d.service")).isEqualTo(JobResult.DEPENDENCY);
    }

    @Test
    void whatIsAlwaysThereMayBeStarted() {
        assertThat(house().begin().start("-.mount")).isEqualTo(JobResult.DONE);
    }
}
