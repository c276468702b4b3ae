package hearth.manager.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.unit.ExecCommand;
import hearth.unit.TimeSpan;
import hearth.unit.value.ExitStatusSet;
import hearth.unit.value.ExitType;
import hearth.unit.value.KillMode;
import hearth.unit.value.NotifyAccess;
import hearth.unit.value.OomPolicy;
import hearth.unit.value.RestartPolicy;
import hearth.unit.value.ServiceType;
import hearth.unit.value.TimeoutFailureMode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceMachineTest {

    // ---- types

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
        assertThat(x.all(ServiceEffect.AwaitQuiet.class)).hasSize(1);
        assertThat(x.all(ServiceEffect.Run.class)).isEmpty();

        x.feed(new ServiceEvent.Quiet()).spawned(7);

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
        assertThat(x.runs(7).exits(0).all(ServiceEffect.AwaitQuiet.class)).hasSize(1);
    }

    @Test
    void anIdleServiceThatWaitsIsStoppedAtOnce() {
        Services x = Services.of(ServiceType.IDLE).start().stop();

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.feed(new ServiceEvent.Quiet()).all(ServiceEffect.Run.class)).isEmpty();
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

        assertThat(x.all(ServiceEffect.Run.class)).hasSize(1);
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

        ServiceMachine.Step step =
                ServiceMachine.next(x.definition(), x.record, new ServiceEvent.Start(0), x.now());

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

        x.happens(new Event.MainPidGuessed(x.last(ServiceEffect.GuessMainPid.class).token(), 9));

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.main().pid()).isEqualTo(9);
        assertThat(x.last(ServiceEffect.Watch.class).pid()).isEqualTo(9);
    }

    @Test
    void aForkingServiceWaitsForItsPidFile() {
        Services x = Services.of(ServiceType.FORKING);
        x.pidFile = "/run/x.pid";
        x.start().runs(7).exits(0);
        long question = x.last(ServiceEffect.ReadPidFile.class).token();

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

    // ---- the commands around

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

    // ---- reload

    @Test
    void aReloadRunsItsCommandAndComesBack() {
        Services x = Services.of(ServiceType.SIMPLE).with(ExecRole.RELOAD).start().runs(7);

        assertThat(x.feed(new ServiceEvent.Reload()).state()).isEqualTo("reload");
        assertThat(x.runs(8).exits(0).state()).isEqualTo("running");
        assertThat(x.record.reloadResult()).isEqualTo(ServiceResult.SUCCESS);
    }

    @Test
    void aFailedReloadLeavesTheServiceUp() {
        Services x = Services.of(ServiceType.SIMPLE).with(ExecRole.RELOAD).start().runs(7);

        x.feed(new ServiceEvent.Reload()).runs(8).exits(1);

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.reloadResult()).isEqualTo(ServiceResult.EXIT_CODE);
    }

    @Test
    void aNotifyReloadServiceIsSignalledAndAnswers() {
        Services x = Services.of(ServiceType.NOTIFY_RELOAD).start().runs(7).says(7, "READY=1");

        x.feed(new ServiceEvent.Reload());
        assertThat(x.state()).isEqualTo("reload-signal");
        assertThat(x.last(ServiceEffect.Kill.class).order().signal()).isEqualTo(1);
        x.says(7, "RELOADING=1", "MONOTONIC_USEC=1");
        assertThat(x.state()).as("an older message is no answer").isEqualTo("reload-signal");
        x.says(7, "RELOADING=1", "MONOTONIC_USEC=" + x.nowUsec);
        assertThat(x.state()).isEqualTo("reload-notify");

        assertThat(x.says(7, "READY=1").state()).isEqualTo("running");
    }

    @Test
    void aServiceMayReloadByItself() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7).says(7, "READY=1");

        assertThat(x.says(7, "RELOADING=1").state()).isEqualTo("reload-notify");
        assertThat(ServiceMachine.activeState(x.definition(), x.record))
                .isEqualTo(ActiveState.RELOADING);
        assertThat(x.says(7, "READY=1").state()).isEqualTo("running");
    }

    // ---- ends

    @ParameterizedTest
    @CsvSource({
        "EXITED, 0, success, dead",
        "EXITED, 1, exit-code, failed",
        "KILLED, 15, success, dead",
        "KILLED, 1, success, dead",
        "KILLED, 9, signal, failed",
        "DUMPED, 11, core-dump, failed"
    })
    void anEndIsCleanOrNot(ExitCode code, int status, String result, String state) {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7);

        x.exited(x.lastRun().token(), code, status).signalled(0);

        assertThat(x.result()).isEqualTo(result);
        assertThat(x.state()).isEqualTo(state);
    }

    @Test
    void furtherEndsCanBeClean() {
        Services x = Services.of(ServiceType.SIMPLE);
        x.success = new ExitStatusSet(Set.of(3), Set.of(9));

        assertThat(x.start().runs(7).exits(3).signalled(0).result()).isEqualTo("success");
        assertThat(x.start().runs(8).dies(9).signalled(0).result()).isEqualTo("success");
    }

    @ParameterizedTest
    @CsvSource({
        "NO, EXITED, 1, false",
        "ALWAYS, EXITED, 0, true",
        "ALWAYS, EXITED, 1, true",
        "ON_SUCCESS, EXITED, 0, true",
        "ON_SUCCESS, EXITED, 1, false",
        "ON_FAILURE, EXITED, 0, false",
        "ON_FAILURE, EXITED, 1, true",
        "ON_FAILURE, KILLED, 9, true",
        "ON_ABNORMAL, EXITED, 1, false",
        "ON_ABNORMAL, KILLED, 9, true",
        "ON_ABORT, KILLED, 9, true",
        "ON_ABORT, EXITED, 1, false",
        "ON_WATCHDOG, KILLED, 9, false"
    })
    void restartDependsOnTheEnd(
            RestartPolicy policy, ExitCode code, int status, boolean isRestarted) {
        Services x = Services.of(ServiceType.SIMPLE).restarting(policy).start().runs(7);

        x.exited(x.lastRun().token(), code, status).signalled(0);

        assertThat(x.state().equals("auto-restart")).isEqualTo(isRestarted);
    }

    @Test
    void whatIsStoppedOnPurposeIsNotRestarted() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .restarting(RestartPolicy.ALWAYS)
                        .start()
                        .runs(7)
                        .stop()
                        .dies(15)
                        .signalled(0);

        assertThat(x.state()).isEqualTo("dead");
    }

    @Test
    void someEndsPreventARestartAndOthersForceIt() {
        Services x = Services.of(ServiceType.SIMPLE);
        ExitStatusSet three = new ExitStatusSet(Set.of(3), Set.of());
        x.restart =
                new RestartRule(
                        RestartPolicy.ALWAYS,
                        TimeSpan.ofSeconds(1),
                        0,
                        TimeSpan.INFINITY,
                        three,
                        ExitStatusSet.EMPTY,
                        false);
        assertThat(x.start().runs(7).exits(3).signalled(0).state()).isEqualTo("failed");

        x.restart =
                new RestartRule(
                        RestartPolicy.NO,
                        TimeSpan.ofSeconds(1),
                        0,
                        TimeSpan.INFINITY,
                        ExitStatusSet.EMPTY,
                        three,
                        false);
        assertThat(x.start().runs(8).exits(3).signalled(0).state()).isEqualTo("auto-restart");
    }

    @Test
    void theDelayGrowsEvenlyByRatioToItsMaximum() {
        RestartRule rule =
                new RestartRule(
                        RestartPolicy.ALWAYS,
                        TimeSpan.ofSeconds(1),
                        4,
                        TimeSpan.ofSeconds(16),
                        ExitStatusSet.EMPTY,
                        ExitStatusSet.EMPTY,
                        false);

        assertThat(rule.delayAfter(0)).isEqualTo(TimeSpan.ofSeconds(1));
        assertThat(rule.delayAfter(1)).isEqualTo(TimeSpan.ofSeconds(2));
        assertThat(rule.delayAfter(2)).isEqualTo(TimeSpan.ofSeconds(4));
        assertThat(rule.delayAfter(4)).isEqualTo(TimeSpan.ofSeconds(16));
        assertThat(rule.delayAfter(99)).isEqualTo(TimeSpan.ofSeconds(16));
    }

    @Test
    void theCountBeginsAnewWhenSomebodyStartsTheService() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .restarting(RestartPolicy.ON_FAILURE)
                        .start()
                        .runs(7)
                        .exits(1)
                        .signalled(0)
                        .timeIsUp();
        assertThat(x.all(ServiceEffect.RequestRestart.class)).hasSize(1);
        x.feed(new ServiceEvent.Stop(true)).start().runs(8);
        assertThat(x.record.restarts().count()).isEqualTo(1);
        x.exits(0).signalled(0);

        x.start().runs(9);

        assertThat(x.record.restarts().count()).isZero();
    }

    // ---- time-outs and kills

    @ParameterizedTest
    @CsvSource({"TERMINATE, stop-sigterm, 15", "ABORT, stop-watchdog, 6", "KILL, stop-sigkill, 9"})
    void aStartThatTakesTooLongIsEndedAsWritten(TimeoutFailureMode mode, String state, int signal) {
        Services x =
                Services.of(ServiceType.NOTIFY)
                        .timeouts(mode, TimeoutFailureMode.TERMINATE)
                        .start()
                        .runs(7)
                        .timeIsUp();

        assertThat(x.state()).isEqualTo(state);
        assertThat(x.last(ServiceEffect.Kill.class).order().signal()).isEqualTo(signal);
        assertThat(x.result()).isEqualTo("timeout");
    }

    @Test
    void aStopGoesThroughAllItsStepsAndEndsEvenIfNothingDies() {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7).stop();

        assertThat(x.state()).isEqualTo("stop-sigterm");
        assertThat(x.timeIsUp().state()).isEqualTo("stop-sigkill");
        assertThat(x.timeIsUp().state()).isEqualTo("final-sigterm");
        assertThat(x.timeIsUp().state()).isEqualTo("final-sigkill");
        assertThat(x.timeIsUp().state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("timeout");
    }

    @Test
    void withoutSigkillAStopLeavesThemAlone() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .killing(KillMode.CONTROL_GROUP, false)
                        .start()
                        .runs(7)
                        .stop()
                        .timeIsUp();

        assertThat(x.state()).isEqualTo("final-sigterm");
        assertThat(x.timeIsUp().state()).isEqualTo("failed");
        assertThat(x.all(ServiceEffect.Kill.class))
                .extracting(kill -> kill.order().signal())
                .doesNotContain(9);
    }

    @Test
    void killModeProcessSignalsTheMainProcessAlone() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .killing(KillMode.PROCESS, true)
                        .start()
                        .runs(7)
                        .stop();

        assertThat(x.last(ServiceEffect.Kill.class).order().wholeCgroup()).isFalse();
        assertThat(x.dies(15).state()).isEqualTo("dead");
    }

    @Test
    void killModeMixedKillsTheRestInTheEnd() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .killing(KillMode.MIXED, true)
                        .start()
                        .runs(7)
                        .stop();
        assertThat(x.last(ServiceEffect.Kill.class).order().wholeCgroup()).isFalse();

        x.dies(15);

        assertThat(x.state()).isEqualTo("final-sigkill");
        assertThat(x.last(ServiceEffect.Kill.class).order().wholeCgroup()).isTrue();
        assertThat(x.signalled(2).cgroupEmpty().state()).isEqualTo("dead");
    }

    @Test
    void killModeNoneSignalsNobody() {
        Services x =
                Services.of(ServiceType.SIMPLE).killing(KillMode.NONE, true).start().runs(7).stop();

        assertThat(x.all(ServiceEffect.Kill.class)).isEmpty();
        assertThat(x.state()).isEqualTo("dead");
    }

    @Test
    void aProcessThatComesLateIsSignalledToo() {
        Services x = Services.of(ServiceType.NOTIFY).start();
        x.killing(KillMode.PROCESS, true).stop();
        assertThat(x.state()).isEqualTo("stop-sigterm");

        x.spawned(7);

        assertThat(x.last(ServiceEffect.Kill.class).order().pids()).containsExactly(7);
        assertThat(x.dies(15).state()).isEqualTo("dead");
    }

    @Test
    void aLongRunIsStopped() {
        Services x = Services.of(ServiceType.SIMPLE);
        x.timeouts =
                new Timeouts(
                        TimeSpan.ofSeconds(90),
                        TimeSpan.ofSeconds(90),
                        TimeSpan.ofSeconds(90),
                        TimeSpan.ofSeconds(10),
                        TimeSpan.ofSeconds(5),
                        TimeoutFailureMode.TERMINATE,
                        TimeoutFailureMode.TERMINATE);
        x.feed(new ServiceEvent.Start(2 * Services.SECOND)).runs(7);

        assertThat(x.record.deadline().atMonotonicUsec())
                .isEqualTo(x.nowUsec + 12 * Services.SECOND);
        x.timeIsUp();

        assertThat(x.words()).contains("x.service: Service reached runtime time limit. Stopping.");
        assertThat(x.state()).isEqualTo("stop-sigterm");
    }

    @Test
    void aServiceMayAskForMoreTime() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7);
        long before = x.record.deadline().atMonotonicUsec();

        x.says(7, "EXTEND_TIMEOUT_USEC=1000000");
        assertThat(x.record.deadline().atMonotonicUsec())
                .as("never less than it had")
                .isEqualTo(before);
        x.says(7, "EXTEND_TIMEOUT_USEC=100000000");

        assertThat(x.record.deadline().atMonotonicUsec())
                .isEqualTo(x.nowUsec + 100 * Services.SECOND);
    }

    // ---- watchdog

    @Test
    void aSilentServiceIsAborted() {
        Services x = watched().runs(7).says(7, "READY=1");
        long first = x.record.watchdog().deadline().token();

        x.says(7, "WATCHDOG=1");
        assertThat(x.record.watchdog().deadline().token()).isNotEqualTo(first);
        x.happens(new Event.TimerElapsed(first));
        assertThat(x.state()).as("a stale timer").isEqualTo("running");
        x.happens(new Event.TimerElapsed(x.record.watchdog().deadline().token()));

        assertThat(x.state()).isEqualTo("stop-watchdog");
        assertThat(x.last(ServiceEffect.Kill.class).order().signal()).isEqualTo(6);
        assertThat(x.exited(x.lastRun().token(), ExitCode.DUMPED, 6).signalled(0).result())
                .isEqualTo("watchdog");
    }

    @Test
    void theWatchdogSleepsWhileTheServiceIsStopped() {
        Services x = watched().runs(7).says(7, "READY=1").stop();

        assertThat(x.record.watchdog().deadline().isSet()).isFalse();
    }

    @Test
    void aServiceMaySetItsOwnWatchdogAndPullIt() {
        Services x = watched().runs(7).says(7, "READY=1", "WATCHDOG_USEC=2000000");
        assertThat(x.record.watchdog().deadline().atMonotonicUsec())
                .isEqualTo(x.nowUsec + 2 * Services.SECOND);

        assertThat(x.says(7, "WATCHDOG=trigger").state()).isEqualTo("stop-watchdog");
    }

    private static Services watched() {
        Services x = Services.of(ServiceType.NOTIFY);
        x.watchdog = TimeSpan.ofSeconds(10);
        return x.start();
    }

    // ---- what the service says

    @Test
    void aServiceMayNameAnotherMainProcess() {
        Services x = Services.of(ServiceType.NOTIFY);
        x.access = NotifyAccess.ALL;
        x.start().runs(7).says(8, "MAINPID=8", "READY=1");

        assertThat(x.record.main().pid()).isEqualTo(8);
        assertThat(x.state()).isEqualTo("running");
    }

    @Test
    void aServiceMaySayThatItStops() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7).says(7, "READY=1");

        assertThat(x.says(7, "STOPPING=1").state()).isEqualTo("stop-sigterm");
        assertThat(x.all(ServiceEffect.Kill.class)).isEmpty();
        assertThat(x.exits(0).signalled(0).state()).isEqualTo("dead");
    }

    @Test
    void statusErrnoAndBusErrorAreKept() {
        Services x =
                Services.of(ServiceType.NOTIFY)
                        .start()
                        .runs(7)
                        .says(7, "STATUS=half way", "ERRNO=2", "BUSERROR=org.x.No");

        assertThat(x.record.report().statusText()).isEqualTo("half way");
        assertThat(x.record.report().statusErrno()).isEqualTo(2);
        assertThat(x.record.report().busError()).isEqualTo("org.x.No");
    }

    @Test
    void nonsenseInANotificationIsIgnored() {
        Services x =
                Services.of(ServiceType.NOTIFY)
                        .start()
                        .runs(7)
                        .says(
                                7,
                                "MAINPID=-3",
                                "EXTEND_TIMEOUT_USEC=99999999999999999999",
                                "WATCHDOG_USEC=soon",
                                "ERRNO=");

        assertThat(x.state()).isEqualTo("start");
        assertThat(x.record.main().pid()).isEqualTo(7);
    }

    // ---- the rest

    @ParameterizedTest
    @CsvSource({"CONTINUE, running", "STOP, stop-sigterm", "KILL, stop-sigkill"})
    void wantOfMemoryIsMetAsWritten(OomPolicy policy, String state) {
        Services x = Services.of(ServiceType.SIMPLE);
        x.oomPolicy = policy;

        x.start().runs(7).happens(new Event.OutOfMemory("/x"));

        assertThat(x.state()).isEqualTo(state);
    }

    @Test
    void staleAnswersChangeNothing() {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7);
        ServiceRecord before = x.record;

        x.happens(new Event.Spawned(999, 1))
                .happens(new Event.Exited(999, 7, ExitCode.EXITED, 1))
                .happens(new Event.TimerElapsed(999))
                .happens(new Event.Signalled(999, 0))
                .happens(new Event.MainPidGuessed(999, 5))
                .happens(new Event.TimerElapsed(0));

        assertThat(x.record).isEqualTo(before);
    }

    @Test
    void anOldEmptinessDoesNotEndANewProcess() {
        Services x = Services.of(ServiceType.SIMPLE).with(ExecRole.START_PRE).start();
        x.runs(1).exits(0);
        x.cgroupEmpty();
        x.spawned(2);

        assertThat(x.record.isCgroupPopulated()).isTrue();
        assertThat(x.state()).isEqualTo("running");
    }

    @Test
    void aStartLimitThatIsHitFailsTheService() {
        Services x = Services.of(ServiceType.SIMPLE).restarting(RestartPolicy.ALWAYS);

        x.feed(new ServiceEvent.StartLimitHit());

        assertThat(x.state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("start-limit-hit");
    }

    @Test
    void aFailureCanBeForgotten() {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7).exits(1).signalled(0);

        x.feed(new ServiceEvent.ResetFailed());

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.result()).isEqualTo("success");
    }
}
