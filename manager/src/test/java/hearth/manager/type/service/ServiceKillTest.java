package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.KillMode;
import hearth.unit.value.service.ServiceType;
import hearth.unit.value.service.TimeoutFailureMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time-outs, the steps of a kill, and the watchdog. */
class ServiceKillTest {
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
        assertThat(x.last(UnitEffect.Signal.class).order().signal()).isEqualTo(signal);
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
    void aStopThatIsToAbortAbortsBeforeItKills() {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .timeouts(TimeoutFailureMode.TERMINATE, TimeoutFailureMode.ABORT)
                        .start()
                        .runs(7)
                        .stop();

        assertThat(x.state()).isEqualTo("stop-sigterm");
        assertThat(x.timeIsUp().state()).isEqualTo("stop-watchdog");
        assertThat(x.last(UnitEffect.Signal.class).order().signal()).isEqualTo(6);
        assertThat(x.timeIsUp().state()).isEqualTo("stop-sigkill");
        assertThat(x.timeIsUp().state()).isEqualTo("final-sigterm");
        assertThat(x.timeIsUp().state()).isEqualTo("final-watchdog");
        assertThat(x.timeIsUp().state()).isEqualTo("final-sigkill");
    }

    @ParameterizedTest
    @CsvSource({"TERMINATE, final-sigterm", "ABORT, final-watchdog", "KILL, final-sigkill"})
    void aCommandAfterTheStopThatTakesTooLongIsEndedAsWritten(
            TimeoutFailureMode mode, String state) {
        Services x =
                Services.of(ServiceType.SIMPLE)
                        .with(ExecRole.STOP_POST)
                        .timeouts(TimeoutFailureMode.TERMINATE, mode)
                        .start()
                        .runs(7)
                        .exits(0)
                        .signalled(0)
                        .spawned(8);

        assertThat(x.state()).isEqualTo("stop-post");
        assertThat(x.timeIsUp().state()).isEqualTo(state);
    }

    @Test
    void aStartThatIsToBeKilledIsNotWhereThatIsForbidden() {
        Services x =
                Services.of(ServiceType.NOTIFY)
                        .killing(KillMode.CONTROL_GROUP, false)
                        .timeouts(TimeoutFailureMode.KILL, TimeoutFailureMode.TERMINATE)
                        .start()
                        .runs(7)
                        .timeIsUp();

        assertThat(x.all(UnitEffect.Signal.class))
                .extracting(kill -> kill.order().signal())
                .doesNotContain(9);
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
        assertThat(x.all(UnitEffect.Signal.class))
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

        assertThat(x.last(UnitEffect.Signal.class).order().wholeCgroup()).isFalse();
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
        assertThat(x.last(UnitEffect.Signal.class).order().wholeCgroup()).isFalse();

        x.dies(15);

        assertThat(x.state()).isEqualTo("final-sigkill");
        assertThat(x.last(UnitEffect.Signal.class).order().wholeCgroup()).isTrue();
        assertThat(x.signalled(2).cgroupEmpty().state()).isEqualTo("dead");
    }

    @Test
    void killModeNoneSignalsNobody() {
        Services x =
                Services.of(ServiceType.SIMPLE).killing(KillMode.NONE, true).start().runs(7).stop();

        assertThat(x.all(UnitEffect.Signal.class)).isEmpty();
        assertThat(x.state()).isEqualTo("dead");
    }

    @Test
    void aProcessThatComesLateIsSignalledToo() {
        Services x = Services.of(ServiceType.NOTIFY).start();
        x.killing(KillMode.PROCESS, true).stop();
        assertThat(x.state()).isEqualTo("stop-sigterm");

        x.spawned(7);

        assertThat(x.last(UnitEffect.Signal.class).order().pids()).containsExactly(7);
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
        x.feed(new UnitEvent.Start(2 * Services.SECOND, Moment.NEVER)).runs(7);

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
        assertThat(x.last(UnitEffect.Signal.class).order().signal()).isEqualTo(6);
        assertThat(x.exited(x.lastRun().token(), ExitCode.DUMPED, 6).signalled(0).result())
                .isEqualTo("watchdog");
    }

    @Test
    void aWatchdogThatIsNotHeededEndsNothing() {
        Services x = watched().runs(7).says(7, "READY=1");
        x.heedsWatchdog = false;

        x.happens(new Event.TimerElapsed(x.record.watchdog().deadline().token()));
        x.says(7, "WATCHDOG=trigger");

        assertThat(x.state()).isEqualTo("running");
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

    @Test
    void theWatchdogWaitsUntilTheServiceIsReady() {
        Services x = Services.of(ServiceType.NOTIFY);
        x.watchdog = TimeSpan.ofSeconds(1);

        x.start().runs(7);
        assertThat(x.record.watchdog().deadline().isSet()).isFalse();

        x.says(7, "READY=1");
        assertThat(x.record.watchdog().deadline().isSet()).isTrue();
    }

    private static Services watched() {
        Services x = Services.of(ServiceType.NOTIFY);
        x.watchdog = TimeSpan.ofSeconds(10);
        return x.start();
    }
}
