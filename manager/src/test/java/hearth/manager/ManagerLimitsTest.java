package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.ConditionResult;
import hearth.manager.job.JobResult;
import hearth.unit.value.JobMode;
import org.junit.jupiter.api.Test;

/** What takes too long, and what is tried again: as the files say now. */
class ManagerLimitsTest {
    private static final long SECOND = 1_000_000;

    @Test
    void aLimitThatADropInSetsEndsAServiceThatRuns() {
        House house = House.ofUser().service("x", "ExecStart=/bin/x").begin();
        house.start("x.service");

        house.service("x", "ExecStart=/bin/x", "RuntimeMaxSec=5");
        house.manager.reload(house.files());
        house.live(6 * SECOND);

        assertThat(house.state("x.service")).isEqualTo("failed/failed");
        assertThat(house.host.log)
                .contains("x.service: Service reached runtime time limit. Stopping.");
    }

    @Test
    void aLimitOfJobsReachesThoseUnderWay() {
        House house = House.ofUser().service("x", "Type=notify", "ExecStart=/bin/x").begin();
        var job = House.done(house.manager.startUnit("x.service", JobMode.REPLACE));
        house.host.settle(house.manager);

        house.file(
                "x.service",
                "[Unit]",
                "JobRunningTimeoutSec=5",
                "[Service]",
                "Type=notify",
                "ExecStart=/bin/x");
        house.manager.reload(house.files());
        house.live(6 * SECOND);

        assertThat(house.results.get(job.id())).isEqualTo(JobResult.TIMEOUT);
    }

    @Test
    void whoIsUpheldIsTriedAgainAfterWhatItNeedsHasFailed() {
        House house =
                House.ofUser()
                        .file(
                                "holder.service",
                                "[Unit]",
                                "Upholds=leaf.service",
                                "[Service]",
                                "ExecStart=/bin/x")
                        .file(
                                "leaf.service",
                                "[Unit]",
                                "Requires=base.service",
                                "After=base.service",
                                "[Service]",
                                "ExecStart=/bin/x")
                        .service("base", "Type=oneshot", "ExecStart=/bin/false")
                        .begin();
        house.start("holder.service");
        assertThat(house.state("leaf.service")).isEqualTo("inactive/dead");
        long tries = house.ended.stream().filter("leaf.service dependency"::equals).count();
        assertThat(tries).as("not for ever").isBetween(2L, 17L);

        house.service("base", "Type=oneshot", "RemainAfterExit=yes", "ExecStart=/bin/true");
        house.manager.reload(house.files());
        house.live(15 * SECOND);

        assertThat(house.state("leaf.service")).isEqualTo("active/running");
    }

    @Test
    void whatIsNotToBeStartedAssertsNothing() {
        House house =
                House.ofUser()
                        .file(
                                "x.service",
                                "[Unit]",
                                "ConditionPathExists=/nowhere",
                                "AssertPathExists=/nowhere",
                                "[Service]",
                                "ExecStart=/bin/x")
                        .wants("default.target", "x.service");
        house.host.conditions.put("/nowhere", ConditionResult.FAILED);

        house.begin();

        assertThat(house.unit("x.service").conditions().when().isNever()).isFalse();
        assertThat(house.unit("x.service").asserts().when().isNever()).isTrue();
    }
}
