package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.job.JobResult;
import hearth.manager.type.path.PathRecord;
import hearth.manager.type.path.PathResult;
import org.junit.jupiter.api.Test;

/** Path units with the units that they start. */
class PathUnitsTest {
    private static final String UNIT = "p.path";

    private static House house(String... lines) {
        return House.ofUser()
                .file(UNIT, lines)
                .file("p.service", "[Service]", "Type=oneshot", "ExecStart=/bin/true")
                .file("long.service", "[Service]", "ExecStart=/bin/long")
                .begin();
    }

    private static int runs(House house) {
        return house.host.emitted(Effect.Spawn.class).size();
    }

    private static PathRecord record(House house) {
        return house.unit(UNIT).record(PathRecord.class).orElseThrow();
    }

    @Test
    void whatIsThereCountsAtOnce() {
        House house = house("[Path]", "PathExists=/a", "Unit=long.service");
        house.host.files.add("/a");

        assertThat(house.start(UNIT)).isEqualTo(JobResult.DONE);

        assertThat(runs(house)).isEqualTo(1);
        assertThat(house.state(UNIT)).isEqualTo("active/running");
    }

    @Test
    void whatComesStartsItsUnit() {
        House house = house("[Path]", "PathExists=/a", "Unit=long.service");
        house.start(UNIT);
        assertThat(house.state(UNIT)).isEqualTo("active/waiting");

        house.host.touch(house.manager, "/a", true);

        assertThat(runs(house)).isEqualTo(1);
    }

    @Test
    void aChangeStartsItsUnitAndWhatWasThereDoesNot() {
        House house = house("[Path]", "PathChanged=/a");
        house.host.files.add("/a");
        house.start(UNIT);
        assertThat(runs(house)).isZero();

        house.host.touch(house.manager, "/a", true);
        house.host.touch(house.manager, "/a", false);

        assertThat(runs(house)).isEqualTo(2);
        assertThat(house.state(UNIT)).isEqualTo("active/waiting");
    }

    @Test
    void somethingElseInItsDirectoryIsNoChange() {
        House house = house("[Path]", "PathChanged=/a");
        house.start(UNIT);

        house.host.touch(house.manager, "/a", false);

        assertThat(runs(house)).isZero();
    }

    @Test
    void itWaitsAgainWhenItsUnitHasEnded() {
        House house = house("[Path]", "PathExists=/a", "Unit=long.service");
        house.start(UNIT);
        house.host.touch(house.manager, "/a", true);
        house.host.touch(house.manager, "/a", false);

        house.stop("long.service");

        assertThat(house.state(UNIT)).isEqualTo("active/waiting");
    }

    @Test
    void itRunsWithAUnitThatSomebodyElseHasStarted() {
        House house = house("[Path]", "PathExists=/a", "Unit=long.service");
        house.start(UNIT);

        house.start("long.service");

        assertThat(house.state(UNIT)).isEqualTo("active/running");
    }

    @Test
    void itFailsWhenItTriggersTooOften() {
        House house =
                house(
                        "[Path]",
                        "PathExists=/a",
                        "TriggerLimitIntervalSec=1min",
                        "TriggerLimitBurst=3");
        house.host.files.add("/a");

        house.start(UNIT);

        assertThat(runs(house)).isEqualTo(3);
        assertThat(record(house).result()).isEqualTo(PathResult.TRIGGER_LIMIT_HIT);
        assertThat(house.state(UNIT)).isEqualTo("failed/failed");
    }

    @Test
    void itFailsWhenItsUnitIsStartedTooOften() {
        House house = house("[Path]", "PathExists=/a");
        house.host.files.add("/a");

        house.start(UNIT);

        assertThat(record(house).result()).isEqualTo(PathResult.UNIT_START_LIMIT_HIT);
    }

    @Test
    void itMakesTheDirectoriesThatItWatches() {
        House house = house("[Path]", "DirectoryNotEmpty=/d", "MakeDirectory=yes");

        house.start(UNIT);

        assertThat(house.host.emitted(Effect.MakeDirectories.class))
                .containsExactly(new Effect.MakeDirectories(UNIT, "/d", 0755));
    }

    @Test
    void anotherBrainWatchesByTheSameTokens() {
        House house = house("[Path]", "PathChanged=/a", "Unit=long.service");
        house.start(UNIT);
        long token = record(house).firstWatch();

        house.killBrain();
        house.host.touch(house.manager, "/a", true);

        assertThat(house.host.emitted(Effect.WatchPath.class))
                .extracting(Effect.WatchPath::token)
                .containsExactly(token, token);
        assertThat(runs(house)).isEqualTo(1);
    }

    @Test
    void itFailsWhereAPathCannotBeWatched() {
        House house = house("[Path]", "PathExists=/a");
        house.start(UNIT);

        house.manager.handle(new Event.PathUnwatchable(record(house).firstWatch(), "no more"));

        assertThat(record(house).result()).isEqualTo(PathResult.RESOURCES);
    }
}
