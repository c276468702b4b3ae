package hearth.manager;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.job.JobResult;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Services as a manager runs them: types, ends, restarts. */
class ManagerServicesTest {
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
        assertThat(
                        house.unit("n.service")
                                .record(ServiceRecord.class)
                                .orElseThrow()
                                .report()
                                .statusText())
                .isEqualTo("Ready.");
    }

    @Test
    void aForeignProcessCannotBecomeTheMainOne() {
        House house =
                House.ofUser().service("n", "ExecStart=/bin/sleep 1", "NotifyAccess=all").begin();
        house.start("n.service");
        int stranger = house.host.add(0, "x", "/elsewhere", "sleep");
        int main = house.unit("n.service").record(ServiceRecord.class).orElseThrow().main().pid();

        notify(house, "n.service", Map.of("MAINPID", Integer.toString(stranger)));

        assertThat(house.unit("n.service").record(ServiceRecord.class).orElseThrow().main().pid())
                .isEqualTo(main);
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
        assertThat(house.unit("d.service").record(ServiceRecord.class).orElseThrow().main().pid())
                .isEqualTo(child);
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
        assertThat(
                        house.unit("f.service")
                                .record(ServiceRecord.class)
                                .orElseThrow()
                                .result()
                                .wireName())
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

    private static House withABatch() {
        House house =
                House.ofUser()
                        .service("a", "ExecStart=/bin/sleep 1", "Slice=batch.slice")
                        .service("b", "ExecStart=/bin/sleep 1", "Slice=batch.slice")
                        .begin();
        house.start("a.service");
        house.start("b.service");
        return house;
    }

    private static String frozen(House house) {
        return Stream.of("batch.slice", "a.service", "b.service")
                .filter(name -> house.unit(name).freezerState() == Unit.FreezerState.FROZEN)
                .collect(joining(" "));
    }

    private static void freeze(House house, String name) {
        house.manager.freezeUnit(name);
        house.host.settle(house.manager);
    }

    @Test
    void aSliceIsFrozenAndThawedWithWhatIsInIt() {
        House house = withABatch();

        freeze(house, "batch.slice");
        assertThat(frozen(house)).isEqualTo("batch.slice a.service b.service");

        house.manager.thawUnit("batch.slice");
        house.host.settle(house.manager);
        assertThat(frozen(house)).isEmpty();
    }

    @Test
    void whatIsThawedRunsWhoeverElseIsInItsSlice() {
        House house = withABatch();
        freeze(house, "batch.slice");

        house.manager.thawUnit("a.service");
        house.host.settle(house.manager);

        assertThat(frozen(house)).isEqualTo("b.service");
    }

    @Test
    void aSliceIsThawedWithWhatIsInASliceThatRunsAgain() {
        House house =
                House.ofUser()
                        .service("a", "ExecStart=/bin/sleep 1", "Slice=batch-deep.slice")
                        .service("b", "ExecStart=/bin/sleep 1", "Slice=batch-deep.slice")
                        .begin();
        house.start("a.service");
        house.start("b.service");
        freeze(house, "batch.slice");
        house.stop("a.service");
        assertThat(house.unit("batch-deep.slice").freezerState())
                .isEqualTo(Unit.FreezerState.RUNNING);
        assertThat(frozen(house)).isEqualTo("b.service");

        house.manager.thawUnit("batch.slice");
        house.host.settle(house.manager);

        assertThat(frozen(house)).isEmpty();
    }

    @Test
    void aFrozenSliceIsThawedForWhatIsToEndInIt() {
        House house = withABatch();
        freeze(house, "batch.slice");

        assertThat(house.stop("a.service")).isEqualTo(JobResult.DONE);

        assertThat(frozen(house)).isEqualTo("b.service");
    }

    @Test
    void theManagerIsNeverFrozenWithTheRootSlice() {
        House house = withABatch();

        freeze(house, "-.slice");
        house.manager.thawUnit("init.scope");

        assertThat(house.host.emitted(Effect.Freeze.class)).isEmpty();
    }

    @Test
    void aSliceWithWhatCannotBeFrozenIsLeftAlone() {
        House house =
                House.ofUser()
                        .service("a", "ExecStart=/bin/sleep 1", "Slice=batch.slice")
                        .file("b.socket", "[Socket]", "ListenStream=/run/b", "Slice=batch.slice")
                        .service("b", "ExecStart=/bin/true")
                        .begin();
        house.start("a.service");
        house.start("b.socket");

        freeze(house, "batch.slice");

        assertThat(house.host.emitted(Effect.Freeze.class)).isEmpty();
        assertThat(house.host.log)
                .contains(
                        "batch.slice: Requested freezer operation is not supported by all children"
                                + " of the slice");
    }

    @Test
    void whatItsUserHasFrozenIsThawedToBeStopped() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        String cgroup = house.unit("hello.service").cgroup();
        String slice = cgroup.substring(0, cgroup.lastIndexOf('/'));
        house.host.frozen.add(slice);

        house.stop("hello.service");

        assertThat(house.host.emitted(Effect.Freeze.class))
                .singleElement()
                .satisfies(thaw -> {
                    assertThat(thaw.cgroup()).isEqualTo(slice);
                    assertThat(thaw.frozen()).isFalse();
                });
        assertThat(house.unit("hello.service").freezerState()).isEqualTo(Unit.FreezerState.RUNNING);
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

    private static House houseWithHandler(String... failing) {
        House house =
                House.ofUser()
                        .service(
                                "handler",
                                "Type=oneshot",
                                "ExecStartPre=/bin/echo pre",
                                "ExecStart=/bin/echo start",
                                "ExecStartPost=/bin/sleep 9");
        for (String name : failing) {
            house.file(
                    name + ".service",
                    "[Unit]",
                    "OnFailure=handler.service",
                    "OnSuccess=handler.service",
                    "[Service]",
                    "ExecStart=/bin/sleep 1");
        }
        house.begin();
        for (String name : failing) {
            house.start(name + ".service");
        }
        return house;
    }

    /** Ends a service's process; returns the environment of the handler's next one. */
    private static Map<String, String> toldAfterEndOf(House house, String unit, int status) {
        house.host.exit(house.host.processesOf(unit).getFirst().pid(), ExitCode.EXITED, status);
        house.host.settle(house.manager);
        return house.host.emitted(Effect.Spawn.class).getLast().context().spoken();
    }

    @Test
    void aHandlerOfAFailureIsToldWhoFailedAndHow() {
        House house = houseWithHandler("broken");
        String failed = house.unit("broken.service").invocationId();

        Map<String, String> ofPre = toldAfterEndOf(house, "broken.service", 3);
        assertThat(ofPre)
                .containsEntry("MONITOR_SERVICE_RESULT", "exit-code")
                .containsEntry("MONITOR_EXIT_CODE", "exited")
                .containsEntry("MONITOR_EXIT_STATUS", "3")
                .containsEntry("MONITOR_INVOCATION_ID", failed)
                .containsEntry("MONITOR_UNIT", "broken.service")
                .doesNotContainKey("SERVICE_RESULT");
        assertThat(toldAfterEndOf(house, "handler.service", 0))
                .containsEntry("MONITOR_UNIT", "broken.service");
        assertThat(toldAfterEndOf(house, "handler.service", 0).keySet())
                .as("ExecStartPost=")
                .noneMatch(name -> name.startsWith("MONITOR_"));
    }

    @Test
    void aHandlerOfASuccessIsToldOfIt() {
        House house = houseWithHandler("well");

        assertThat(toldAfterEndOf(house, "well.service", 0))
                .containsEntry("MONITOR_SERVICE_RESULT", "success")
                .containsEntry("MONITOR_EXIT_STATUS", "0")
                .containsEntry("MONITOR_UNIT", "well.service");
    }

    @Test
    void aHandlerOfSeveralServicesIsToldOfNone() {
        House house = houseWithHandler("one", "two");

        assertThat(toldAfterEndOf(house, "one.service", 3).keySet())
                .noneMatch(name -> name.startsWith("MONITOR_"));
        assertThat(house.host.log)
                .contains(
                        "handler.service: multiple trigger source candidates for exit status"
                                + " propagation (one.service, two.service), skipping.");
    }

    private static void notify(House house, String unit, Map<String, String> fields) {
        FakeHost.FakeProcess process = house.host.processesOf(unit).getFirst();
        house.manager.handle(new Event.Notified(process.pid(), process.cgroup(), fields, 0));
        house.host.settle(house.manager);
    }

    private static List<String> names(Unit unit, UnitEdge edge) {
        return unit.edges(edge).stream().map(Unit::id).toList();
    }
}
