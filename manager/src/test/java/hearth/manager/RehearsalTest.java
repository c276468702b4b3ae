package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.cause.Cause;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.job.Rehearsal;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an order would bring about is said, and nothing of it happens. */
class RehearsalTest {
    private static final String SLEEP = "[Service]\nExecStart=/bin/sleep 1\n";

    private static House house() {
        return House.ofUser()
                .file("base.service", SLEEP)
                .file("rival.service", SLEEP)
                .file(
                        "top.service",
                        "[Unit]",
                        "Requires=base.service",
                        "After=base.service",
                        "Conflicts=rival.service",
                        SLEEP)
                .file("part.service", "[Unit]\nPartOf=base.service\n" + SLEEP)
                .begin();
    }

    private static Outcome<Rehearsal> outcome(House house, String unit, JobType type) {
        return house.manager.rehearse(unit, type, JobMode.REPLACE, false);
    }

    private static Rehearsal rehearse(House house, String unit, JobType type) {
        return switch (outcome(house, unit, type)) {
            case Outcome.Done<Rehearsal>(Rehearsal rehearsal) -> rehearsal;
            case Outcome.Refused<Rehearsal>(var reason, var message) ->
                    throw new AssertionError(reason + ": " + message);
        };
    }

    private static List<String> jobs(Rehearsal rehearsal) {
        return rehearsal.jobs().stream()
                .map(job -> job.step() + " " + job.type().wireName() + " " + job.unit())
                .toList();
    }

    private static Rehearsal.Planned job(Rehearsal rehearsal, String unit) {
        return rehearsal.jobs().stream()
                .filter(job -> job.unit().equals(unit))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no job of " + unit));
    }

    @Test
    void jobsAreSaidInTheOrderInWhichTheyBegin() {
        House house = house();
        house.start("rival.service");

        Rehearsal rehearsal = rehearse(house, "top.service", JobType.START);

        assertThat(jobs(rehearsal))
                .containsExactlyInAnyOrder(
                        "1 start base.service", "1 stop rival.service", "2 start top.service");
        assertThat(rehearsal.jobs().getLast().unit()).isEqualTo("top.service");
        assertThat(job(rehearsal, "top.service").after()).contains("base.service");
        assertThat(job(rehearsal, "base.service").after()).isEmpty();
    }

    @Test
    void eachJobHasWhatBringsItInWithItsLine() {
        House house = house();
        house.start("rival.service");

        Rehearsal rehearsal = rehearse(house, "top.service", JobType.START);

        assertThat(job(rehearsal, "top.service").cause()).isEmpty();
        assertThat(job(rehearsal, "base.service").cause())
                .contains(
                        new Cause.ByUnit(
                                "top.service", "Requires", house.path("top.service") + ":2"));
        assertThat(job(rehearsal, "rival.service").cause())
                .contains(
                        new Cause.ByUnit(
                                "top.service", "Conflicts", house.path("top.service") + ":4"));
    }

    @Test
    void aStopTakesWhatCannotBeWithoutIt() {
        House house = house();
        house.start("top.service");
        house.start("part.service");

        Rehearsal rehearsal = rehearse(house, "base.service", JobType.STOP);

        assertThat(jobs(rehearsal))
                .containsExactlyInAnyOrder(
                        "1 stop top.service", "1 stop part.service", "2 stop base.service");
        assertThat(job(rehearsal, "part.service").cause())
                .contains(
                        new Cause.ByUnit(
                                "base.service", "ConsistsOf", house.path("part.service") + ":2"));
    }

    @Test
    void nothingHappens() {
        House house = house();
        house.start("rival.service");
        List<String> logged = List.copyOf(house.host.log);
        int installed = house.manager.installedJobCount();

        rehearse(house, "top.service", JobType.START);
        house.host.settle(house.manager);

        assertThat(house.host.log).isEqualTo(logged);
        assertThat(house.manager.jobs()).isEmpty();
        assertThat(house.manager.installedJobCount()).isEqualTo(installed);
        assertThat(house.state("rival.service")).isEqualTo("active/running");
        assertThat(house.state("top.service")).isEqualTo("inactive/dead");
    }

    @Test
    void whatIsRehearsedIsWhatIsDone() {
        House house = house();
        house.start("rival.service");
        List<String> rehearsed =
                rehearse(house, "top.service", JobType.START).jobs().stream()
                        .map(job -> job.type().wireName() + " " + job.unit())
                        .toList();

        var done = house.manager.enqueueUnitJob("top.service", JobType.START, JobMode.REPLACE);

        assertThat(done).isInstanceOf(Outcome.Done.class);
        Manager.Enqueued enqueued = ((Outcome.Done<Manager.Enqueued>) done).value();
        assertThat(rehearsed).contains("start " + enqueued.anchor().unit().id());
        assertThat(enqueued.affected())
                .allSatisfy(job ->
                        assertThat(rehearsed)
                                .contains(job.type().wireName() + " " + job.unit().id()))
                .hasSize(rehearsed.size() - 1);
    }

    @Test
    void whatIsUpAlreadyNeedsNoJob() {
        House house = house();
        house.start("base.service");

        Rehearsal rehearsal = rehearse(house, "top.service", JobType.START);

        assertThat(jobs(rehearsal)).containsExactly("1 start top.service");
        assertThat(rehearsal.alreadySo())
                .contains(
                        new Rehearsal.AlreadySo("base.service", "active"),
                        new Rehearsal.AlreadySo("rival.service", "inactive"));
    }

    @Test
    void aStartOfWhatRunsChangesNothing() {
        House house = house();
        house.start("base.service");

        assertThat(
                        job(rehearse(house, "base.service", JobType.START), "base.service")
                                .isAlreadySo())
                .isTrue();
    }

    @Test
    void aRefusalIsThatOfTheOrder() {
        House house =
                House.ofUser()
                        .file(
                                "odd.service",
                                "[Unit]\nRequires=base.service\nConflicts=base.service\n" + SLEEP)
                        .file("base.service", SLEEP)
                        .begin();

        var rehearsed = outcome(house, "odd.service", JobType.START);

        assertThat(rehearsed).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused<Rehearsal>) rehearsed).reason())
                .isEqualTo(Refusal.TRANSACTION_JOBS_CONFLICTING);
        assertThat(house.manager.startUnit("odd.service", JobMode.REPLACE)).isEqualTo(rehearsed);
    }

    @Test
    void aStartLimitThatIsHitIsInTheWay() {
        House house =
                House.ofUser()
                        .file(
                                "often.service",
                                "[Unit]\nStartLimitBurst=1\nStartLimitIntervalSec=1h",
                                "[Service]\nType=oneshot\nExecStart=/bin/false\n")
                        .begin();
        house.start("often.service");

        assertThat(job(rehearse(house, "often.service", JobType.START), "often.service").obstacle())
                .contains(Rehearsal.Obstacle.START_LIMIT);
        assertThat(house.host.log)
                .noneMatch(line -> line.contains("Start request repeated too quickly"));
    }

    @Test
    void aJobThatIsThereIsReplacedByOneThatContradictsIt() {
        House house =
                House.ofUser()
                        .file("slow.service", "[Service]\nType=notify\nExecStart=/bin/sleep 1\n")
                        .begin();
        house.manager.startUnit("slow.service", JobMode.REPLACE);

        Optional<Rehearsal.Present> present =
                job(rehearse(house, "slow.service", JobType.STOP), "slow.service").present();

        assertThat(present.map(Rehearsal.Present::type)).contains(JobType.START);
        assertThat(present.map(Rehearsal.Present::isReplaced)).contains(true);
        assertThat(house.manager.jobs()).hasSize(1);
    }

    @Test
    void conditionsAreCountedAndNotAsked() {
        House house =
                House.ofUser()
                        .file("c.service", "[Unit]\nConditionPathExists=/nope\n" + SLEEP)
                        .begin();

        assertThat(job(rehearse(house, "c.service", JobType.START), "c.service").conditions())
                .isEqualTo(1);
    }

    @Test
    void anIsolationStopsWhatIsNotWanted() {
        House house = house();
        house.start("rival.service");

        var outcome =
                house.manager.rehearse("default.target", JobType.START, JobMode.ISOLATE, false);

        assertThat(((Outcome.Done<Rehearsal>) outcome).value().jobs())
                .anySatisfy(job -> {
                    assertThat(job.unit()).isEqualTo("rival.service");
                    assertThat(job.type()).isEqualTo(JobType.STOP);
                    assertThat(job.cause())
                            .contains(new Cause.ByUnit("default.target", "JobMode", ""));
                });
    }

    @Test
    void aChangedFileIsNamed() {
        House house = house();
        house.start("base.service");
        house.manager.noteFilesChanged(House.ofUser().source());

        assertThat(rehearse(house, "base.service", JobType.RESTART).edited())
                .containsExactly("base.service");
    }
}
