package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import hearth.manager.type.ExecKey;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.service.ExitType;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import org.junit.jupiter.api.Test;

/** {@code Type=} and the commands around the main process: when a service is up. */
class ServiceTypesTest {
    @Test
    void aSimpleServiceIsUpWhenItsProcessExists() {
        Services x = Services.of(ServiceType.SIMPLE).start();
        assertThat(x.state()).isEqualTo("start");

        x.spawned(7);

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.main().pid()).isEqualTo(7);
    }

    @Test
    void anIdleServiceIsUpAtOnceAndRunsItsProgramWhenNoJobIsLeft() {
        Services x = Services.of(ServiceType.IDLE).start();
        assertThat(ServiceMachine.activeState(x.definition(), x.record))
                .isEqualTo(ActiveState.ACTIVE);
        assertThat(x.state()).isEqualTo("running");
        assertThat(x.all(UnitEffect.AwaitQuiet.class)).hasSize(1);
        assertThat(x.all(UnitEffect.Run.class)).isEmpty();

        x.feed(new UnitEvent.Quiet()).spawned(7);

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.main().pid()).isEqualTo(7);
        assertThat(x.record.deadline().isSet()).isFalse();
    }

    @Test
    void anIdleServiceWaitsForQuietFiveSecondsAtMost() {
        Services x = Services.of(ServiceType.IDLE).start();
        long before = x.nowUsec;

        x.timeIsUp().spawned(7);

        assertThat(x.nowUsec - before).isEqualTo(5 * Services.SECOND);
        assertThat(x.record.main().pid()).isEqualTo(7);
    }

    @Test
    void anIdleServiceCountsAsUpWhileItsFirstStepsRun() {
        Services x = Services.of(ServiceType.IDLE).with(ExecRole.START_PRE).start();

        assertThat(x.state()).isEqualTo("start-pre");
        assertThat(ServiceMachine.activeState(x.definition(), x.record))
                .isEqualTo(ActiveState.ACTIVE);
        assertThat(x.runs(7).exits(0).all(UnitEffect.AwaitQuiet.class)).hasSize(1);
    }

    @Test
    void anIdleServiceThatWaitsIsStoppedAtOnce() {
        Services x = Services.of(ServiceType.IDLE).start().stop();

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.feed(new UnitEvent.Quiet()).all(UnitEffect.Run.class)).isEmpty();
    }

    @Test
    void anExecServiceIsUpWhenItsProgramRuns() {
        Services x = Services.of(ServiceType.EXEC).start().spawned(7);
        assertThat(x.state()).isEqualTo("start");

        x.happens(new Event.Executed(x.lastRun().token()));

        assertThat(x.state()).isEqualTo("running");
    }

    @Test
    void anExecServiceWhoseProgramIsMissingFails() {
        Services x = Services.of(ServiceType.EXEC).start().spawned(7).exits(203);

        assertThat(x.signalled(0).state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("exit-code");
    }

    @Test
    void aOneshotRunsItsCommandsOneByOne() {
        Services x = Services.of(ServiceType.ONESHOT).with(ExecRole.START).start();

        x.runs(7).exits(0);
        assertThat(x.state()).isEqualTo("start");
        assertThat(x.lastRun().command()).isEqualTo(new ExecKey(ExecRole.START, 1));
        x.runs(8).exits(0).cgroupEmpty().signalled(0);

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.result()).isEqualTo("success");
    }

    @Test
    void aOneshotStopsAtItsFirstFailure() {
        Services x = Services.of(ServiceType.ONESHOT).with(ExecRole.START).start().runs(7).exits(1);

        assertThat(x.all(UnitEffect.Run.class)).hasSize(1);
        assertThat(x.signalled(0).state()).isEqualTo("failed");
    }

    @Test
    void aOneshotThatRemainsStaysActive() {
        Services x = Services.of(ServiceType.ONESHOT);
        x.remains = true;

        x.start().runs(7).cgroupEmpty().exits(0);

        assertThat(x.state()).isEqualTo("exited");
        assertThat(ServiceMachine.activeState(x.definition(), x.record))
                .isEqualTo(ActiveState.ACTIVE);
    }

    @Test
    void aServiceWithoutCommandsPassesThroughActivating() {
        Services x = Services.withoutCommand();

        Step<ServiceRecord> step =
                ServiceMachine.next(
                        x.definition(), x.record, new UnitEvent.Start(0, Moment.NEVER), x.now());

        assertThat(step.passed()).containsExactly(ActiveState.ACTIVATING, ActiveState.INACTIVE);
    }

    @Test
    void aNotifyingServiceIsUpWhenItsMainProcessSaysSo() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7);
        assertThat(x.state()).isEqualTo("start");

        assertThat(x.says(8, "READY=1").state()).isEqualTo("start");
        assertThat(x.says(7, "READY=1").state()).isEqualTo("running");
        assertThat(x.words())
                .contains(
                        "x.service: Got notification message from PID 8, but reception only"
                                + " permitted for main PID 7");
    }

    @Test
    void aNotifyingServiceThatEndsWithoutAWordBreaksTheProtocol() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7).exits(0).signalled(0);

        assertThat(x.state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("protocol");
    }

    @Test
    void aForkingServiceWithoutPidFileGuessesItsMainProcess() {
        Services x = Services.of(ServiceType.FORKING).start().runs(7).exits(0);

        x.happens(new Event.MainPidGuessed(x.last(UnitEffect.Ask.class).token(), 9));

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.main().pid()).isEqualTo(9);
        assertThat(x.last(UnitEffect.Watch.class).pid()).isEqualTo(9);
    }

    @Test
    void aForkingServiceWaitsForItsPidFile() {
        Services x = Services.of(ServiceType.FORKING);
        x.pidFile = "/run/x.pid";
        x.start().runs(7).exits(0);
        long question = x.last(UnitEffect.Ask.class).token();

        x.happens(new Event.PidFileRead(question, new Event.PidFile.Missing()));
        assertThat(x.state()).isEqualTo("start");
        x.happens(new Event.PidFileRead(question, new Event.PidFile.Found(9)));

        assertThat(x.state()).isEqualTo("running");
    }

    @Test
    void aDaemonThatNeverWritesItsPidFileFails() {
        Services x = Services.of(ServiceType.FORKING);
        x.pidFile = "/run/x.pid";
        x.start().runs(7).exits(0);

        x.cgroupEmpty();

        assertThat(x.state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("protocol");
        assertThat(x.words()).contains("x.service: Daemon never wrote its PID file. Failing.");
    }

    @Test
    void aServiceOfExitTypeCgroupLivesAsLongAsAnyProcess() {
        Services x = Services.of(ServiceType.SIMPLE);
        x.exitType = ExitType.CGROUP;
        x.start().runs(7).exits(0);
        assertThat(x.state()).isEqualTo("running");

        x.cgroupEmpty();

        assertThat(x.state()).isEqualTo("dead");
    }

    @Test
    void allCommandsComeInTheirOrder() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .with(ExecRole.CONDITION)
                        .with(ExecRole.START_PRE)
                        .with(ExecRole.START_POST)
                        .with(ExecRole.STOP)
                        .with(ExecRole.STOP_POST);

        assertThat(x.start().runningRole()).isEqualTo(ExecRole.CONDITION);
        assertThat(x.state()).isEqualTo("condition");
        assertThat(x.runs(1).exits(0).runningRole()).isEqualTo(ExecRole.START_PRE);
        assertThat(x.state()).isEqualTo("start-pre");
        assertThat(x.runs(2).exits(0).runningRole()).isEqualTo(ExecRole.START);
        long main = x.lastRun().token();
        assertThat(x.runs(3).runningRole()).isEqualTo(ExecRole.START_POST);
        assertThat(x.state()).isEqualTo("start-post");
        assertThat(x.runs(4).exits(0).state()).isEqualTo("running");
        assertThat(x.stop().runningRole()).isEqualTo(ExecRole.STOP);
        assertThat(x.state()).isEqualTo("stop");
        assertThat(x.runs(5).exits(0).state()).isEqualTo("stop-sigterm");
        assertThat(x.exited(main, ExitCode.KILLED, 15).runningRole()).isEqualTo(ExecRole.STOP_POST);
        assertThat(x.state()).isEqualTo("stop-post");
        assertThat(x.runs(6).exits(0).state()).isEqualTo("final-sigterm");
        assertThat(x.cgroupEmpty().state()).isEqualTo("dead");
        assertThat(x.result()).isEqualTo("success");
    }

    @Test
    void aConditionThatSaysNoSkipsTheServiceQuietly() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .with(ExecRole.CONDITION)
                        .restarting(RestartPolicy.ALWAYS)
                        .start()
                        .runs(1)
                        .exits(1)
                        .signalled(0);

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.result()).isEqualTo("exec-condition");
        assertThat(x.words()).contains("x.service: Skipped due to 'exec-condition'.");
    }

    @Test
    void aConditionThatBreaksIsAFailure() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .with(ExecRole.CONDITION)
                        .start()
                        .runs(1)
                        .exits(255)
                        .signalled(0);

        assertThat(x.state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("exit-code");
    }

    @Test
    void aFailingPreCommandPreventsTheStart() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .with(ExecRole.START_PRE)
                        .start()
                        .runs(1)
                        .exits(2)
                        .signalled(0);

        assertThat(x.state()).isEqualTo("failed");
        assertThat(x.words())
                .contains(
                        "x.service: Control process exited, code=exited,"
                                + " status=2/INVALIDARGUMENT");
    }

    @Test
    void aDashForgivesAFailure() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .with(ExecRole.START_PRE, ExecCommand.Flag.IGNORE_FAILURE)
                        .start()
                        .runs(1)
                        .exits(2)
                        .runs(2);

        assertThat(x.state()).isEqualTo("running");
    }

    @Test
    void anAttemptWhoseSpawnFailsEndsForWantOfResources() {
        Services x = Services.of(ServiceType.SIMPLE).start();

        x.happens(new Event.SpawnFailed(x.lastRun().token(), 11, "no more processes")).signalled(0);

        assertThat(x.state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("resources");
    }

    @Test
    void whatAProgramSaysBeforeItsProcessIsKnownIsHeardWhenItIs() {
        Services x = Services.of(ServiceType.NOTIFY).start();

        x.says(7, "READY=1", "STATUS=quick").says(8, "STATUS=a stranger");
        assertThat(x.state()).isEqualTo("start");
        assertThat(x.words()).isEmpty();

        x.reborn().spawned(7);

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.report().statusText()).isEqualTo("quick");
        assertThat(x.words()).singleElement().asString().contains("from PID 8, but");
    }

    @Test
    void whatIsSaidEarlyIsRefusedOfOthersAndKeptToALimit() {
        Services x = Services.of(ServiceType.NOTIFY).start();

        for (int i = 0; i < 1_000; i++) {
            x.says(8, "READY=1");
        }
        x.spawned(7);

        assertThat(x.state()).isEqualTo("start");
        assertThat(x.record.early()).isEmpty();
        assertThat(x.words()).hasSize(1_000);
    }

    @Test
    void aControlProcessIsHeardEarlyWhereItMaySpeak() {
        Services x = Services.of(ServiceType.SIMPLE).with(ExecRole.START_PRE);
        x.access = NotifyAccess.EXEC;

        x.start().says(7, "STATUS=preparing").spawned(7);

        assertThat(x.record.report().statusText()).isEqualTo("preparing");
    }
}
