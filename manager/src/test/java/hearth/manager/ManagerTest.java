package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.ConditionResult;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.job.JobMode;
import hearth.manager.job.JobResult;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManagerTest {

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
                        "Created slice app.slice.",
                        "Started hello.service.",
                        "Reached target basic.target - Basic System.",
                        "Reached target default.target.",
                        "Startup finished in 0ms.");
    }

    @Test
    void aUserServiceHasTheDefaultDependenciesOfSystemd() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        Unit hello = house.unit("hello.service");

        assertThat(names(hello, UnitEdge.REQUIRES))
                .containsExactlyInAnyOrder("basic.target", "app.slice");
        assertThat(names(hello, UnitEdge.AFTER))
                .containsExactlyInAnyOrder("basic.target", "app.slice");
        assertThat(names(hello, UnitEdge.CONFLICTS)).containsExactly("shutdown.target");
        assertThat(names(hello, UnitEdge.BEFORE)).containsExactly("shutdown.target");
    }

    @Test
    void aServiceIsStoppedByItsSignal() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");

        assertThat(house.stop("hello.service")).isEqualTo(JobResult.DONE);

        assertThat(house.state("hello.service")).isEqualTo("inactive/dead");
        assertThat(house.host.processes).isEmpty();
        assertThat(house.host.log)
                .containsSubsequence(
                        "Started hello.service.",
                        "Stopping hello.service...",
                        "hello.service: Deactivated successfully.",
                        "Stopped hello.service.");
    }

    @Test
    void aServiceThatIgnoresSigtermIsKilledAfterItsTime() {
        House house =
                House.ofUser()
                        .service("hard", "ExecStart=/bin/stubborn", "TimeoutStopSec=5")
                        .begin();
        house.start("hard.service");

        assertThat(house.stop("hard.service")).isNull();
        assertThat(house.state("hard.service")).isEqualTo("deactivating/stop-sigterm");
        house.host.advance(house.manager, 5_000_000);

        assertThat(house.state("hard.service")).isEqualTo("failed/failed");
        assertThat(house.host.processes).isEmpty();
        assertThat(house.host.log)
                .contains(
                        "hard.service: State 'stop-sigterm' timed out. Killing.",
                        "hard.service: Failed with result 'timeout'.");
    }

    @Test
    void aMissingProgramFailsWithTheStepsStatus() {
        House house = House.ofUser().service("no", "ExecStart=/bin/missing").begin();

        house.start("no.service");

        assertThat(house.state("no.service")).isEqualTo("failed/failed");
        assertThat(house.host.log)
                .contains(
                        "no.service: Main process exited, code=exited, status=203/EXEC",
                        "no.service: Failed with result 'exit-code'.");
        assertThat(house.manager.systemState()).isEqualTo(SystemState.DEGRADED);
        house.manager.resetFailed("no.service");
        assertThat(house.manager.systemState()).isEqualTo(SystemState.RUNNING);
    }

    @Test
    void aFailedStartOfANotifyingServiceFailsItsJob() {
        House house = House.ofUser().service("n", "Type=notify", "ExecStart=/bin/false").begin();

        assertThat(house.start("n.service")).isEqualTo(JobResult.FAILED);
        assertThat(house.host.log).contains("Starting n.service...", "Failed to start n.service.");
    }

    @Test
    void aNotifyingServiceIsUpWhenItSaysSo() {
        House house = House.ofUser().service("n", "Type=notify", "ExecStart=/bin/sleep 1").begin();

        assertThat(house.start("n.service")).isNull();
        assertThat(house.state("n.service")).isEqualTo("activating/start");
        notify(house, "n.service", Map.of("READY", "1", "STATUS", "Ready."));

        assertThat(house.state("n.service")).isEqualTo("active/running");
        assertThat(house.unit("n.service").service().orElseThrow().report().statusText())
                .isEqualTo("Ready.");
    }

    @Test
    void aForeignProcessCannotBecomeTheMainOne() {
        House house =
                House.ofUser().service("n", "ExecStart=/bin/sleep 1", "NotifyAccess=all").begin();
        house.start("n.service");
        int stranger = house.host.add(0, "x", "/elsewhere", "sleep");
        int main = house.unit("n.service").service().orElseThrow().main().pid();

        notify(house, "n.service", Map.of("MAINPID", Integer.toString(stranger)));

        assertThat(house.unit("n.service").service().orElseThrow().main().pid()).isEqualTo(main);
    }

    @Test
    void anIdleServiceHoldsUpNobodyAndWaitsUntilNoJobIsLeft() {
        House house =
                House.ofUser()
                        .service("last", "Type=idle", "ExecStart=/bin/sleep 1")
                        .file(
                                "next.service",
                                "[Unit]\nAfter=last.service\n[Service]\nExecStart=/bin/sleep 2")
                        .service("slow", "Type=oneshot", "ExecStart=/bin/sleep 3")
                        .begin();
        house.manager.startUnit("slow.service", JobMode.REPLACE);
        assertThat(house.start("last.service")).isEqualTo(JobResult.DONE);
        assertThat(house.start("next.service")).isEqualTo(JobResult.DONE);
        assertThat(house.state("last.service")).isEqualTo("active/running");
        assertThat(house.host.processesOf("last.service")).isEmpty();

        house.host.exit(
                house.host.processesOf("slow.service").getFirst().pid(), ExitCode.EXITED, 0);
        house.host.settle(house.manager);

        assertThat(house.host.processesOf("last.service")).hasSize(1);
    }

    @Test
    void anIdleServiceRunsAtOnceWhereItIsAlone() {
        House house = House.ofUser().service("last", "Type=idle", "ExecStart=/bin/sleep 1").begin();

        assertThat(house.start("last.service")).isEqualTo(JobResult.DONE);

        assertThat(house.host.processesOf("last.service")).hasSize(1);
    }

    @Test
    void aOneshotFinishesWhenItsCommandsHave() {
        House house =
                House.ofUser()
                        .service(
                                "once",
                                "Type=oneshot",
                                "ExecStart=/bin/true",
                                "ExecStart=/bin/true")
                        .begin();

        assertThat(house.start("once.service")).isEqualTo(JobResult.DONE);

        assertThat(house.state("once.service")).isEqualTo("inactive/dead");
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(2);
        assertThat(house.host.log).contains("Finished once.service.");
    }

    @Test
    void aOneshotThatRemainsIsActiveExited() {
        House house =
                House.ofUser()
                        .service(
                                "once",
                                "Type=oneshot",
                                "RemainAfterExit=yes",
                                "ExecStart=/bin/true",
                                "ExecStop=/bin/true")
                        .begin();

        house.start("once.service");
        assertThat(house.state("once.service")).isEqualTo("active/exited");
        house.stop("once.service");

        assertThat(house.state("once.service")).isEqualTo("inactive/dead");
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(2);
    }

    @Test
    void aForkingServiceGuessesItsMainProcess() {
        House house = House.ofUser().service("d", "Type=forking", "ExecStart=/bin/daemon").begin();

        assertThat(house.start("d.service")).isEqualTo(JobResult.DONE);

        int child = house.host.processesOf("d.service").getFirst().pid();
        assertThat(house.unit("d.service").service().orElseThrow().main().pid()).isEqualTo(child);
        house.host.exit(child, ExitCode.EXITED, 0);
        house.host.settle(house.manager);
        assertThat(house.state("d.service")).isEqualTo("inactive/dead");
    }

    @Test
    void aServiceThatFailsIsStartedAgainUntilItsLimit() {
        House house =
                House.ofUser()
                        .service("f", "ExecStart=/bin/false", "Restart=on-failure", "RestartSec=1")
                        .begin();

        house.start("f.service");
        assertThat(house.state("f.service")).isEqualTo("activating/auto-restart");
        house.host.advance(house.manager, 10_000_000);

        assertThat(house.state("f.service")).isEqualTo("failed/failed");
        assertThat(house.unit("f.service").service().orElseThrow().result().wireName())
                .as("what ended the last run, as the limit ended none")
                .isEqualTo("exit-code");
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(5);
        assertThat(house.host.log)
                .contains(
                        "f.service: Scheduled restart job, restart counter is at 4.",
                        "f.service: Start request repeated too quickly.");
    }

    @Test
    void stoppingAServiceThatWaitsForItsRestartEndsIt() {
        House house =
                House.ofUser()
                        .service("f", "ExecStart=/bin/false", "Restart=always", "RestartSec=1")
                        .begin();
        house.start("f.service");

        assertThat(house.stop("f.service")).isEqualTo(JobResult.DONE);
        house.host.advance(house.manager, 10_000_000);

        assertThat(house.state("f.service")).startsWith("inactive/dead");
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1);
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
                        .file("dbus.socket", "[Socket]\nListenStream=%t/bus\n")
                        .file("sockets.target", "[Unit]\nDescription=Sockets\n")
                        .wants("sockets.target", "dbus.socket")
                        .begin();

        assertThat(house.start("sockets.target")).isEqualTo(JobResult.DONE);
        assertThat(house.ended).contains("dbus.socket unsupported");
        assertThat(house.state("sockets.target")).isEqualTo("active/active");
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
                        "Removed slice app.slice.");
    }

    @Test
    void aScopeLivesAsLongAsItsProcesses() {
        House house = House.ofUser().begin();
        int pid = house.host.add(0, "shell", "/elsewhere", "sleep");

        var result =
                house.finish(
                        house.manager.startTransientUnit(
                                new TransientUnit(
                                        "run-1.scope",
                                        "[Unit]\nDescription=a scope\n",
                                        List.of(pid),
                                        ""),
                                JobMode.FAIL,
                                List.of()));

        assertThat(result).isEqualTo(JobResult.DONE);
        assertThat(house.state("run-1.scope")).isEqualTo("active/running");
        assertThat(house.host.cgroupOf(pid)).contains(House.APP + "run-1.scope");
        house.host.exit(pid, ExitCode.EXITED, 0);
        house.host.settle(house.manager);
        assertThat(house.manager.getUnit("run-1.scope")).isInstanceOf(Outcome.Refused.class);
        assertThat(house.host.transientFiles).isEmpty();
    }

    @Test
    void aTransientServiceGoesWhenItHasEndedAndNobodyHoldsIt() {
        House house = House.ofUser().begin();
        TransientUnit unit =
                new TransientUnit(
                        "run-2.service", "[Service]\nExecStart=/bin/true\n", List.of(), "");

        house.finish(house.manager.startTransientUnit(unit, JobMode.FAIL, List.of()));

        assertThat(house.manager.getUnit("run-2.service")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aTransientServiceStaysWhileAClientHoldsIt() {
        House house = House.ofUser().begin();
        TransientUnit unit =
                new TransientUnit(
                        "run-2.service", "[Service]\nExecStart=/bin/true\n", List.of(), "");
        house.manager.startTransientUnit(unit, JobMode.FAIL, List.of());
        house.manager.refUnit("run-2.service", ":1.7");
        house.host.settle(house.manager);

        assertThat(house.manager.getUnit("run-2.service")).isInstanceOf(Outcome.Done.class);
        house.manager.clientGone(":1.7");

        assertThat(house.manager.getUnit("run-2.service")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aTransientUnitCannotTakeTheNameOfAFile() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        Outcome<?> outcome =
                house.manager.startTransientUnit(
                        new TransientUnit(
                                "hello.service", "[Service]\nExecStart=/bin/true\n", List.of(), ""),
                        JobMode.FAIL,
                        List.of());

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.UNIT_EXISTS,
                                "Unit hello.service was already loaded or has a fragment file."));
    }

    @Test
    void aReloadBringsNewDefinitionsAndKeepsWhatRuns() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        int pid = house.host.processesOf("hello.service").getFirst().pid();

        house.file(
                "hello.service",
                "[Unit]\nDescription=new words\n[Service]\nExecStart=/bin/sleep 2\n");
        house.manager.reload(house.files());

        assertThat(house.unit("hello.service").description()).isEqualTo("new words");
        assertThat(house.unit("hello.service").service().orElseThrow().main().pid()).isEqualTo(pid);
        assertThat(house.stop("hello.service")).isEqualTo(JobResult.DONE);
    }

    @Test
    void aRunningUnitWhoseFileIsGoneCanStillBeStopped() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        House other = House.ofUser();

        house.manager.reload(other.files());

        assertThat(house.unit("hello.service").loadState()).isEqualTo(LoadState.NOT_FOUND);
        assertThat(house.stop("hello.service")).isEqualTo(JobResult.DONE);
        assertThat(house.host.processes).isEmpty();
    }

    @Test
    void unitsAreListedByStateAndPattern() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");

        assertThat(house.manager.listUnits(Set.of("running"), List.of("*.service")))
                .extracting(Unit::id)
                .containsExactly("hello.service");
        assertThat(house.manager.listUnits(Set.of(), List.of("he?lo.[st]ervice")))
                .extracting(Unit::id)
                .containsExactly("hello.service");
    }

    @Test
    void theStateIsWrittenDownBeforeAnythingIsSpawned() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        house.start("hello.service");

        assertThat(house.host.isRecordedBeforeEffects).isTrue();
        assertThat(house.host.snapshots).containsKeys("hello.service", "manager");
    }

    @Test
    void aProcessLeadsToItsUnit() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        int pid = house.host.processesOf("hello.service").getFirst().pid();

        assertThat(House.done(house.manager.getUnitByPid(pid)).id()).isEqualTo("hello.service");
        assertThat(
                        House.done(
                                        house.manager.getUnitByInvocationId(
                                                house.unit("hello.service").invocationId()))
                                .id())
                .isEqualTo("hello.service");
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
    void aCgroupIsReleasedWhenItsServiceHasEndedForGood() {
        House house =
                House.ofUser()
                        .service("f", "ExecStart=/bin/false", "Restart=always", "RestartSec=1")
                        .begin();
        house.start("f.service");
        assertThat(house.host.emitted(Effect.ReleaseCgroup.class)).isEmpty();

        house.stop("f.service");

        assertThat(house.host.emitted(Effect.ReleaseCgroup.class))
                .containsExactly(new Effect.ReleaseCgroup("f.service", House.APP + "f.service"));
        assertThat(house.unit("f.service").cgroup()).isEmpty();
    }

    @Test
    void propertiesAreWrittenAndCountAtOnce() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");

        house.manager.setProperties(
                "hello.service", true, "50-Description.conf", "[Unit]\nDescription=now\n");

        assertThat(house.unit("hello.service").description()).isEqualTo("now");
        assertThat(house.host.emitted(Effect.WriteDropIn.class)).hasSize(1);
        assertThat(house.host.emitted(Effect.ApplyCgroupAttributes.class)).hasSize(1);
        assertThat(house.manager.setProperties("no.service", true, "x.conf", ""))
                .isEqualTo(
                        new Outcome.Refused<>(Refusal.NO_SUCH_UNIT, "Unit no.service not found."));
    }

    @Test
    void whatIsWrittenForTheRuntimeCountsBeforeWhatIsKept() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.manager.setProperties(
                "hello.service", false, "50-Description.conf", "[Unit]\nDescription=Kept\n");

        house.manager.setProperties(
                "hello.service", true, "50-Description.conf", "[Unit]\nDescription=Passing\n");

        assertThat(house.unit("hello.service").description()).isEqualTo("Passing");
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
    void aFrozenServiceIsThawedToBeStopped() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        house.manager.freezeUnit("hello.service");
        house.host.settle(house.manager);
        assertThat(house.unit("hello.service").freezerState()).isEqualTo(Unit.FreezerState.FROZEN);

        house.stop("hello.service");

        assertThat(house.unit("hello.service").freezerState()).isEqualTo(Unit.FreezerState.RUNNING);
        assertThat(house.host.emitted(Effect.Freeze.class))
                .extracting(Effect.Freeze::frozen)
                .containsExactly(true, false);
    }

    @Test
    void aUnitWhoseFilesHaveChangedSaysSo() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");

        house.manager.noteFilesChanged(house.source());
        assertThat(house.unit("hello.service").needsDaemonReload()).isFalse();
        house.file("hello.service.d", "").wants("hello.service", "x.service");
        house.manager.noteFilesChanged(House.ofUser().source());

        assertThat(house.unit("hello.service").needsDaemonReload()).isTrue();
        house.manager.reload(house.files());
        assertThat(house.unit("hello.service").needsDaemonReload()).isFalse();
    }

    @Test
    void aServiceIsToldWhoAndWhatItIs() {
        House house =
                House.ofUser()
                        .service(
                                "hello",
                                "ExecStart=/bin/sleep 1",
                                "ExecStopPost=/bin/true",
                                "Environment=A=1 B=2",
                                "WatchdogSec=7")
                        .begin();
        house.start("hello.service");

        Effect.Spawn start = house.host.emitted(Effect.Spawn.class).getFirst();
        assertThat(start.cgroup()).isEqualTo(House.APP + "hello.service");
        assertThat(start.context().environment())
                .containsEntry("HOME", "/home/alice")
                .containsEntry("A", "1")
                .containsEntry("B", "2");
        assertThat(start.context().spoken())
                .containsEntry("MANAGERPID", "42")
                .containsEntry("WATCHDOG_USEC", "7000000")
                .containsEntry("INVOCATION_ID", house.unit("hello.service").invocationId());
        house.host.exit(
                house.host.processesOf("hello.service").getFirst().pid(), ExitCode.EXITED, 3);
        house.host.settle(house.manager);

        Effect.Spawn post = house.host.emitted(Effect.Spawn.class).getLast();
        assertThat(post.context().spoken())
                .containsEntry("SERVICE_RESULT", "exit-code")
                .containsEntry("EXIT_CODE", "exited")
                .containsEntry("EXIT_STATUS", "3");
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

    private static void notify(House house, String unit, Map<String, String> fields) {
        FakeHost.FakeProcess process = house.host.processesOf(unit).getFirst();
        house.manager.handle(new Event.Notified(process.pid(), process.cgroup(), fields, -1));
        house.host.settle(house.manager);
    }

    private static List<String> names(Unit unit, UnitEdge edge) {
        return unit.edges(edge).stream().map(Unit::id).toList();
    }
}
