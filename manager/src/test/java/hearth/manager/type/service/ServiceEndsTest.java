package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.OomPolicy;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a service ends, and what follows: results, {@code Restart=}, limits of starts. */
class ServiceEndsTest {
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
                        new RestartDelay(TimeSpan.ofSeconds(1), 0, TimeSpan.INFINITY),
                        three,
                        ExitStatusSet.EMPTY,
                        false);
        assertThat(x.start().runs(7).exits(3).signalled(0).state()).isEqualTo("failed");

        x.restart =
                new RestartRule(
                        RestartPolicy.NO,
                        new RestartDelay(TimeSpan.ofSeconds(1), 0, TimeSpan.INFINITY),
                        ExitStatusSet.EMPTY,
                        three,
                        false);
        assertThat(x.start().runs(8).exits(3).signalled(0).state()).isEqualTo("auto-restart");
    }

    @Test
    void theDelayGrowsEvenlyByRatioToItsMaximum() {
        RestartDelay delay = new RestartDelay(TimeSpan.ofSeconds(1), 4, TimeSpan.ofSeconds(16));

        assertThat(delay.after(0)).isEqualTo(TimeSpan.ofSeconds(1));
        assertThat(delay.after(1)).isEqualTo(TimeSpan.ofSeconds(2));
        assertThat(delay.after(2)).isEqualTo(TimeSpan.ofSeconds(4));
        assertThat(delay.after(4)).isEqualTo(TimeSpan.ofSeconds(16));
        assertThat(delay.after(99)).isEqualTo(TimeSpan.ofSeconds(16));
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
        assertThat(x.all(UnitEffect.RequestRestart.class)).hasSize(1);
        x.feed(new UnitEvent.Stop(true)).start().runs(8);
        assertThat(x.record.restarts().count()).isEqualTo(1);
        x.exits(0).signalled(0);

        x.start().runs(9);

        assertThat(x.record.restarts().count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"CONTINUE, running", "STOP, stop-sigterm", "KILL, stop-sigkill"})
    void wantOfMemoryIsMetAsWritten(OomPolicy policy, String state) {
        Services x = Services.of(ServiceType.SIMPLE);
        x.oomPolicy = policy;

        x.start().runs(7).happens(new Event.OutOfMemory("/x"));

        assertThat(x.state()).isEqualTo(state);
    }

    @Test
    void aStartLimitThatIsHitFailsTheService() {
        Services x = Services.of(ServiceType.SIMPLE).restarting(RestartPolicy.ALWAYS);

        x.feed(new UnitEvent.StartLimitHit());

        assertThat(x.state()).isEqualTo("failed");
        assertThat(x.result()).isEqualTo("start-limit-hit");
    }

    @Test
    void aFailureCanBeForgotten() {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7).exits(1).signalled(0);

        x.feed(new UnitEvent.ResetFailed());

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.result()).isEqualTo("success");
    }

    @Test
    void whatAServiceKeepsOverARestartIsKeptWhenAPersonRestartsIt() {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7);
        x.happens(new Event.DescriptorsStored("x.service", 2));

        x.feed(new UnitEvent.Stop(true)).dies(15).signalled(0);

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.last(UnitEffect.Release.class).willRestart()).isTrue();
        assertThat(x.all(UnitEffect.CloseStored.class)).isEmpty();

        x.start().runs(8).stop().dies(15).signalled(0);
        assertThat(x.last(UnitEffect.Release.class).willRestart()).isFalse();
        assertThat(x.all(UnitEffect.CloseStored.class)).hasSize(1);
    }
}
