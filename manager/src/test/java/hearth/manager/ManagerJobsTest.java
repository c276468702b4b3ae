package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.ConditionResult;
import hearth.manager.host.Effect;
import hearth.manager.host.ExitCode;
import hearth.manager.job.JobResult;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.value.JobMode;
import org.junit.jupiter.api.Test;

/** Orders and what they bring about in other units. */
class ManagerJobsTest {
    @Test
    void theDefaultTargetIsReachedWithWhatItWants() {
        House house =
                House.ofUser()
                        .service("hello", "ExecStart=/bin/sleep infinity")
                        .wants("default.target", "hello.service")
                        .begin();

        assertThat(house.state("default.target")).isEqualTo("active/active");
        assertThat(house.state("hello.service")).isEqualTo("active/running");
        assertThat(house.manager.systemState()).isEqualTo(SystemState.RUNNING);
        assertThat(house.host.log)
                .contains(
                        "Queued start job for default target default.target.",
                        "Created slice app.slice - Slice /app.",
                        "Started hello.service.",
                        "Reached target basic.target - Basic System.",
                        "Reached target default.target.",
                        "Startup finished in 0ms.");
    }

    @Test
    void aRequiredUnitThatFailsFailsTheJob() {
        House house =
                House.ofUser()
                        .service("base", "Type=oneshot", "ExecStart=/bin/false")
                        .file(
                                "top.service",
                                "[Unit]\nRequires=base.service\nAfter=base.service",
                                "[Service]\nExecStart=/bin/sleep 1\n")
                        .begin();

        assertThat(house.start("top.service")).isEqualTo(JobResult.DEPENDENCY);
        assertThat(house.host.log).contains("Dependency failed for top.service.");
    }

    @Test
    void whatIsBoundStopsWithItsBond() {
        House house =
                House.ofUser()
                        .service("base", "ExecStart=/bin/sleep 1")
                        .file(
                                "top.service",
                                "[Unit]\nBindsTo=base.service\nAfter=base.service",
                                "[Service]\nExecStart=/bin/sleep 1\n")
                        .begin();
        house.start("top.service");

        house.host.exit(
                house.host.processesOf("base.service").getFirst().pid(), ExitCode.EXITED, 0);
        house.host.settle(house.manager);

        assertThat(house.state("top.service")).isEqualTo("inactive/dead");
    }

    @Test
    void anUnmetConditionSkipsTheUnitAndTheJobIsDone() {
        House house =
                House.ofUser()
                        .file(
                                "c.service",
                                "[Unit]\nConditionPathExists=/nope\n[Service]",
                                "ExecStart=/bin/sleep 1\n")
                        .begin();
        house.host.conditions.put("/nope", ConditionResult.FAILED);

        assertThat(house.start("c.service")).isEqualTo(JobResult.DONE);

        assertThat(house.state("c.service")).isEqualTo("inactive/dead");
        assertThat(house.host.log)
                .contains(
                        "c.service was skipped because of an unmet condition check"
                                + " (ConditionPathExists=/nope).")
                .doesNotContain("Started c.service.");
    }

    @Test
    void anUnsupportedTypeDoesNotHoldUpItsTarget() {
        House house =
                House.ofUser()
                        .file("data.swap", "[Swap]\nWhat=/data\n")
                        .file("data.target", "[Unit]\nDescription=Data\n")
                        .wants("data.target", "data.swap")
                        .begin();

        assertThat(house.start("data.target")).isEqualTo(JobResult.DONE);
        assertThat(house.ended).contains("data.swap unsupported");
        assertThat(house.state("data.target")).isEqualTo("active/active");
    }

    @Test
    void stoppingAndStartingAUnknownUnitIsRefusedInSystemdsWords() {
        House house = House.ofUser().begin();

        assertThat(house.manager.startUnit("no.service", JobMode.REPLACE))
                .isEqualTo(
                        new Outcome.Refused<>(Refusal.NO_SUCH_UNIT, "Unit no.service not found."));
        assertThat(house.manager.stopUnit("no.service", JobMode.REPLACE))
                .isEqualTo(
                        new Outcome.Refused<>(Refusal.NO_SUCH_UNIT, "Unit no.service not loaded."));
        assertThat(house.manager.startUnit("no", JobMode.REPLACE))
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.INVALID_ARGUMENT, "Unit name no is not valid."));
    }

    @Test
    void aUnitThatIsNotThereIsNotTriedAndNotKilled() {
        House house = House.ofUser().begin();
        house.unit("nosuch.service");

        assertThat(house.manager.tryRestartUnit("nosuch.service", JobMode.REPLACE))
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.NO_SUCH_UNIT, "Unit nosuch.service not found."));
        assertThat(house.manager.killUnit("nosuch.service", Effect.Whom.ALL, 15))
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.NO_SUCH_UNIT, "Unit nosuch.service not loaded."));
    }

    @Test
    void exitStopsEverythingAndThenTellsTheHost() {
        House house =
                House.ofUser()
                        .service("hello", "ExecStart=/bin/sleep 1")
                        .wants("default.target", "hello.service")
                        .begin();

        house.manager.exit();
        house.host.settle(house.manager);

        assertThat(house.host.emitted(Effect.Exit.class)).hasSize(1);
        assertThat(house.host.processes).isEmpty();
        assertThat(house.state("hello.service")).isEqualTo("inactive/dead");
        assertThat(house.state("app.slice")).isEqualTo("inactive/dead");
        assertThat(house.host.log)
                .contains(
                        "Activating special unit exit.target...",
                        "Stopped target default.target.",
                        "Reached target shutdown.target - Shutdown.",
                        "Finished systemd-exit.service - Exit the Session.",
                        "Removed slice app.slice - Slice /app.");
    }

    @Test
    void wantedByMultiUserTargetIsStartedAndSaid() {
        House house =
                House.ofUser()
                        .service("mu", "ExecStart=/bin/sleep 1")
                        .file("multi-user.target", "[Unit]\nDescription=Multi-User\n")
                        .wants("multi-user.target", "mu.service")
                        .wants("default.target", "multi-user.target")
                        .begin();

        assertThat(house.state("mu.service")).isEqualTo("active/running");
        assertThat(house.host.log)
                .anyMatch(line ->
                        line.startsWith("mu.service: WantedBy=multi-user.target was taken for"));
    }

    @Test
    void restartStopsThenStarts() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        int first = house.host.processesOf("hello.service").getFirst().pid();

        var result = house.finish(house.manager.restartUnit("hello.service", JobMode.REPLACE));

        assertThat(result).isEqualTo(JobResult.DONE);
        assertThat(house.host.processesOf("hello.service").getFirst().pid()).isNotEqualTo(first);
        assertThat(house.host.log)
                .containsSubsequence(
                        "Stopping hello.service...",
                        "Stopped hello.service.",
                        "Started hello.service.");
    }

    @Test
    void whatIsStoppedIsStoppedInReverseOrder() {
        House house =
                House.ofUser()
                        .service("base", "ExecStart=/bin/sleep 1")
                        .file(
                                "top.service",
                                "[Unit]\nRequires=base.service\nAfter=base.service",
                                "[Service]\nExecStart=/bin/sleep 1\n")
                        .begin();
        house.start("top.service");

        house.stop("base.service");

        assertThat(house.host.log)
                .containsSubsequence("Stopped top.service.", "Stopped base.service.");
    }

    @Test
    void whatNobodyNeedsAnyMoreIsStopped() {
        House house =
                House.ofUser()
                        .file(
                                "base.service",
                                "[Unit]\nStopWhenUnneeded=yes\n[Service]\nExecStart=/bin/sleep 1\n")
                        .file(
                                "top.service",
                                "[Unit]\nRequires=base.service\nAfter=base.service",
                                "[Service]\nExecStart=/bin/sleep 1\n")
                        .begin();
        house.start("top.service");
        assertThat(house.state("base.service")).isEqualTo("active/running");

        house.stop("top.service");

        assertThat(house.state("base.service")).isEqualTo("inactive/dead");
        assertThat(house.host.log).contains("base.service: Unit not needed anymore. Stopping.");
    }

    @Test
    void whatIsUpheldIsStartedAgainAndAgainUntilItsLimit() {
        House house =
                House.ofUser()
                        .service("weak", "ExecStart=/bin/sleep 1")
                        .file(
                                "strong.service",
                                "[Unit]\nUpholds=weak.service\n[Service]\nExecStart=/bin/sleep 1\n")
                        .begin();
        house.start("strong.service");
        assertThat(house.state("weak.service")).isEqualTo("active/running");

        for (int i = 0; i < 10; i++) {
            house.host
                    .processesOf("weak.service")
                    .forEach(it -> house.host.exit(it.pid(), ExitCode.EXITED, 0));
            house.host.settle(house.manager);
        }

        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1 + 5);
    }

    @Test
    void upholdingWhatCannotBeStartedDoesNotGoOnForEver() {
        House house =
                House.ofUser()
                        .file("x.socket", "[Socket]\nListenStream=/x\n")
                        .file(
                                "picky.service",
                                "[Unit]\nRequisite=absent.service\nAfter=absent.service\n[Service]",
                                "ExecStart=/bin/sleep 1\n")
                        .service("absent", "ExecStart=/bin/sleep 1")
                        .file(
                                "strong.service",
                                "[Unit]\nUpholds=x.socket picky.service\n[Service]",
                                "ExecStart=/bin/sleep 1\n")
                        .begin();

        assertThat(house.start("strong.service")).isEqualTo(JobResult.DONE);
        assertThat(house.manager.jobs()).isEmpty();
        assertThat(house.state("picky.service")).isEqualTo("inactive/dead");
    }

    @Test
    void modeIsolateIsForThoseWhoAllowIt() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        assertThat(house.manager.startUnit("hello.service", JobMode.ISOLATE))
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.NO_ISOLATION,
                                "Operation refused, unit may not be isolated."));
        house.start("hello.service");
        house.finish(house.manager.startUnit("default.target", JobMode.ISOLATE));

        assertThat(house.state("hello.service")).isEqualTo("inactive/dead");
        assertThat(house.state("init.scope")).isEqualTo("active/running");
    }

    @Test
    void aJobCanBeCancelled() {
        House house = House.ofUser().service("n", "Type=notify", "ExecStart=/bin/sleep 1").begin();
        int id = House.done(house.manager.startUnit("n.service", JobMode.REPLACE)).id();

        house.manager.cancelJob(id);

        assertThat(house.results).containsEntry(id, JobResult.CANCELED);
        assertThat(house.manager.cancelJob(id))
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.NO_SUCH_JOB, "Job " + id + " does not exist."));
    }

    @Test
    void aRestartIsNotPassedOnToWhomOnlyAStopIs() {
        House house =
                House.ofUser()
                        .service("base", "ExecStart=/bin/x")
                        .file(
                                "leaf.service",
                                "[Unit]",
                                "StopPropagatedFrom=base.service",
                                "[Service]",
                                "ExecStart=/bin/x")
                        .begin();
        house.start("base.service");
        house.start("leaf.service");
        String before = house.unit("leaf.service").invocationId();

        house.finish(house.manager.restartUnit("base.service", JobMode.REPLACE));
        assertThat(house.state("leaf.service")).isEqualTo("active/running");
        assertThat(house.unit("leaf.service").invocationId()).isEqualTo(before);

        house.stop("base.service");
        assertThat(house.state("leaf.service")).isEqualTo("inactive/dead");
    }
}
