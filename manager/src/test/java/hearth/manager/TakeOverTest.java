package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Effect;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Host;
import hearth.manager.job.JobResult;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A brain is killed with -9, and the next one takes over. */
class TakeOverTest {

    @Test
    void aRunningServiceGoesOn() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        Unit before = house.unit("hello.service");
        int pid = before.record(ServiceRecord.class).orElseThrow().main().pid();
        String invocation = before.invocationId();
        UnitTimes times = before.times();

        house.killBrain();

        Unit after = house.unit("hello.service");
        assertThat(house.state("hello.service")).isEqualTo("active/running");
        assertThat(after.record(ServiceRecord.class).orElseThrow().main().pid()).isEqualTo(pid);
        assertThat(after.invocationId()).isEqualTo(invocation);
        assertThat(after.times()).isEqualTo(times);
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1);
        assertThat(house.stop("hello.service")).isEqualTo(JobResult.DONE);
    }

    @Test
    void whatRunsIsWatchedByAHandThatHasNotMadeItsCgroup() {
        House house =
                House.ofUser()
                        .service("hello", "ExecStart=/bin/sleep 1")
                        .service("bye", "ExecStart=/bin/sleep 1")
                        .begin();
        house.start("hello.service");
        house.start("bye.service");
        house.stop("bye.service");
        assertThat(house.host.emitted(Effect.WatchCgroup.class)).isEmpty();

        house.killBrain();

        assertThat(house.host.emitted(Effect.WatchCgroup.class))
                .extracting(Effect.WatchCgroup::unit)
                .contains("hello.service")
                .doesNotContain("bye.service");
    }

    @Test
    void anExitThatWasKeptIsTakenIntoAccount() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        house.host.exit(
                house.host.processesOf("hello.service").getFirst().pid(), ExitCode.EXITED, 3);

        house.killBrain();

        assertThat(house.state("hello.service")).isEqualTo("failed/failed");
        assertThat(
                        house.unit("hello.service")
                                .record(ServiceRecord.class)
                                .orElseThrow()
                                .mainStatus()
                                .status())
                .isEqualTo(3);
    }

    @Test
    void aJobThatWaitedForAnotherGoesOnWaiting() {
        House house =
                House.ofUser()
                        .service("zone", "Type=oneshot", "ExecStart=/bin/sleep 6")
                        .file(
                                "after.service",
                                "[Unit]",
                                "After=zone.service",
                                "Wants=zone.service",
                                "[Service]",
                                "ExecStart=/bin/sleep 1")
                        .begin();
        house.manager.startUnit("after.service", JobMode.REPLACE);
        house.host.settle(house.manager);

        house.killBrain();
        assertThat(house.host.processesOf("after.service")).isEmpty();
        house.host.exit(
                house.host.processesOf("zone.service").getFirst().pid(), ExitCode.EXITED, 0);
        house.host.settle(house.manager);

        assertThat(house.host.processesOf("after.service")).hasSize(1);
    }

    @Test
    void anIdleServiceThatWaitedForQuietGoesOnWaiting() {
        House house =
                House.ofUser()
                        .service("last", "Type=idle", "ExecStart=/bin/sleep 1")
                        .service("slow", "Type=oneshot", "ExecStart=/bin/sleep 3")
                        .begin();
        house.manager.startUnit("slow.service", JobMode.REPLACE);
        house.start("last.service");

        house.killBrain();
        assertThat(house.host.processesOf("last.service")).isEmpty();
        house.host.exit(
                house.host.processesOf("slow.service").getFirst().pid(), ExitCode.EXITED, 0);
        house.host.settle(house.manager);

        assertThat(house.host.processesOf("last.service")).hasSize(1);
    }

    @Test
    void aFailureThatNobodySawIsRestartedWhereFailuresAre() {
        House house =
                House.ofUser()
                        .service("hello", "ExecStart=/bin/sleep 1", "Restart=on-failure")
                        .begin();
        house.start("hello.service");
        house.host.processes.clear();

        house.killBrainAndHand();
        house.host.advance(house.manager, 1_000_000);

        assertThat(house.state("hello.service")).isEqualTo("active/running");
        assertThat(
                        house.unit("hello.service")
                                .record(ServiceRecord.class)
                                .orElseThrow()
                                .restarts()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void aProcessThatIsGoneWithoutATraceCountsAsKilled() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        house.host.processes.clear();

        house.killBrain();

        assertThat(house.state("hello.service")).isEqualTo("failed/failed");
    }

    @Test
    void whatIsToBeRestartedIsRestartedAfterTheTakeOver() {
        House house =
                House.ofUser().service("hello", "ExecStart=/bin/sleep 1", "Restart=always").begin();
        house.start("hello.service");
        house.host.exit(
                house.host.processesOf("hello.service").getFirst().pid(), ExitCode.EXITED, 0);

        house.killBrain();
        assertThat(house.state("hello.service")).isEqualTo("activating/auto-restart");
        house.host.advance(house.manager, 100_000);

        assertThat(house.state("hello.service")).isEqualTo("active/running");
        assertThat(
                        house.unit("hello.service")
                                .record(ServiceRecord.class)
                                .orElseThrow()
                                .restarts()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void aStopThatWasUnderWayEnds() {
        House house =
                House.ofUser()
                        .service("hard", "ExecStart=/bin/stubborn", "TimeoutStopSec=5")
                        .begin();
        house.start("hard.service");
        house.manager.stopUnit("hard.service", JobMode.REPLACE);

        house.killBrain();
        assertThat(house.state("hard.service")).isEqualTo("deactivating/stop-sigterm");
        assertThat(house.manager.jobs()).hasSize(1);
        house.host.advance(house.manager, 6_000_000);

        assertThat(house.state("hard.service")).isEqualTo("failed/failed");
        assertThat(house.manager.jobs()).isEmpty();
        assertThat(house.host.processes).isEmpty();
    }

    @Test
    void aSpawnThatWasWrittenDownAndNeverDoneIsDoneNow() {
        House house = House.ofUser().service("n", "Type=notify", "ExecStart=/bin/sleep 1").begin();
        house.manager.startUnit("n.service", JobMode.REPLACE);
        house.host.processes.clear();
        house.host.takeEvents();

        house.killBrain();

        assertThat(house.state("n.service")).isEqualTo("activating/start");
        assertThat(house.host.processesOf("n.service")).hasSize(1);
        assertThat(house.manager.jobs()).hasSize(1);
    }

    @Test
    void aStartThatFailedWhileNobodyLookedIsNotTriedTwice() {
        House house = House.ofUser().service("n", "Type=notify", "ExecStart=/bin/sleep 1").begin();
        house.manager.startUnit("n.service", JobMode.REPLACE);
        house.host.settle(house.manager);
        house.host.exit(house.host.processesOf("n.service").getFirst().pid(), ExitCode.EXITED, 1);

        house.killBrain();

        assertThat(house.state("n.service")).isEqualTo("failed/failed");
        assertThat(house.manager.jobs()).isEmpty();
        assertThat(house.ended).endsWith("n.service failed");
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1);
    }

    @Test
    void aTransientServiceComesBackWithItsDefinition() {
        House house = House.ofUser().begin();
        house.finish(
                house.manager.startTransientUnit(
                        new TransientUnit(
                                "run-1.service",
                                "[Unit]\nDescription=two\\nlines\n[Service]\nExecStart=/bin/sleep 9\n",
                                List.of(),
                                ""),
                        JobMode.FAIL,
                        List.of()));

        house.killBrain();

        assertThat(house.state("run-1.service")).isEqualTo("active/running");
        assertThat(house.unit("run-1.service").isTransient()).isTrue();
        assertThat(house.stop("run-1.service")).isEqualTo(JobResult.DONE);
    }

    @Test
    void aSpawnWhoseAnswerWasLostIsKnownByItsProcess() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.manager.startUnit("hello.service", JobMode.REPLACE);

        house.killBrain();

        assertThat(house.state("hello.service")).isEqualTo("active/running");
        assertThat(
                        house.unit("hello.service")
                                .record(ServiceRecord.class)
                                .orElseThrow()
                                .main()
                                .pid())
                .isEqualTo(house.host.processesOf("hello.service").getFirst().pid());
        assertThat(house.manager.jobs()).isEmpty();
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1);
    }

    /** A hand's child that moves into its cgroup by itself may not be there yet. */
    @Test
    void aProcessOnItsWayIntoItsCgroupIsNotStartedAgain() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.manager.startUnit("hello.service", JobMode.REPLACE);
        FakeHost.FakeProcess born = house.host.processesOf("hello.service").getFirst();
        house.host.processes.put(
                born.pid(),
                new FakeHost.FakeProcess(
                        born.pid(),
                        born.token(),
                        born.unit(),
                        House.CGROUP + "/init.scope",
                        born.program()));

        house.killBrain();

        assertThat(house.state("hello.service")).isEqualTo("active/running");
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1);
    }

    @Test
    void aProcessThatHasOutlivedItsHandIsWatched() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        int pid =
                house.unit("hello.service").record(ServiceRecord.class).orElseThrow().main().pid();

        house.killBrainAndHand();

        assertThat(house.state("hello.service")).isEqualTo("active/running");
        assertThat(house.host.emitted(Effect.WatchProcess.class))
                .extracting(Effect.WatchProcess::pid)
                .containsExactly(pid);
        house.host.exit(pid, ExitCode.EXITED, 4);
        house.host.settle(house.manager);
        assertThat(house.state("hello.service")).isEqualTo("failed/failed");
    }

    @Test
    void scopesSlicesAndTargetsComeBack() {
        House house = House.ofUser().begin();
        int pid = house.host.add(0, "shell", "/elsewhere", "sleep");
        house.finish(
                house.manager.startTransientUnit(
                        new TransientUnit("run-1.scope", "[Scope]\n", List.of(pid), ""),
                        JobMode.FAIL,
                        List.of()));

        house.killBrain();

        assertThat(house.state("run-1.scope")).isEqualTo("active/running");
        assertThat(house.state("app.slice")).isEqualTo("active/active");
        assertThat(house.state("default.target")).isEqualTo("active/active");
        assertThat(house.state("init.scope")).isEqualTo("active/running");
        assertThat(house.manager.systemState()).isEqualTo(SystemState.RUNNING);
    }

    @Test
    void theEnvironmentAndTheNumbersOfJobsGoOn() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.manager.changeEnvironment(List.of(), List.of("A=one\ntwo", "B=\\x"));
        house.start("hello.service");
        int jobs = house.manager.installedJobCount();

        house.killBrain();

        assertThat(house.manager.environment())
                .containsAllEntriesOf(Map.of("A", "one\ntwo", "B", "\\x"));
        assertThat(house.manager.installedJobCount()).isEqualTo(jobs);
    }

    @Test
    void aSnapshotThatMakesNoSenseIsSaidAndTheUnitBeginsAnew() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        house.fresh();
        house.manager.restore(
                List.of(
                        new Host.Snapshot(
                                "hello.service", "version=1\nindex=9\nphase=flying high\n"),
                        new Host.Snapshot("no name", "version=1\nindex=3\n"),
                        new Host.Snapshot("manager", "version=x\nnext-index=?\n")));
        house.manager.coldplug(new Host.Inventory(List.of(), List.of(), List.of()));

        assertThat(house.state("hello.service")).isEqualTo("inactive/dead");
        assertThat(house.host.log)
                .anyMatch(line -> line.startsWith("hello.service: its state could not be taken"))
                .anyMatch(line -> line.startsWith("manager: its state could not be taken over"));
    }
}
