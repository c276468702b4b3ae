package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.ExecRole;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import hearth.unit.value.service.TimeoutFailureMode;
import org.junit.jupiter.api.Test;

/** A definition that changes under a service that runs: its limits reach it at once. */
class ServiceRedefinedTest {
    private static final TimeSpan SHORT = TimeSpan.ofSeconds(20);

    private static Timeouts limits(TimeSpan each, TimeSpan runtime) {
        return new Timeouts(
                each,
                each,
                each,
                runtime,
                TimeSpan.ZERO,
                TimeoutFailureMode.TERMINATE,
                TimeoutFailureMode.TERMINATE);
    }

    private static long end(Services x) {
        return x.record.deadline().atMonotonicUsec();
    }

    @Test
    void howLongItMayBeUpCountsFromWhenItCameUp() {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7);
        long up = x.nowUsec;
        assertThat(x.record.deadline().isSet()).isFalse();

        x.nowUsec += 5 * Services.SECOND;
        x.timeouts = limits(SHORT, SHORT);
        x.feed(new UnitEvent.Redefined());

        assertThat(end(x)).isEqualTo(up + SHORT.usec());
        assertThat(x.timeIsUp().state()).isEqualTo("stop-sigterm");
        assertThat(x.result()).isEqualTo("timeout");
    }

    @Test
    void aLimitThatIsGoneIsNone() {
        Services x = Services.of(ServiceType.SIMPLE);
        x.timeouts = limits(SHORT, SHORT);
        x.start().runs(7);
        long token = x.record.deadline().token();

        x.timeouts = limits(SHORT, TimeSpan.INFINITY);
        x.feed(new UnitEvent.Redefined());

        assertThat(x.record.deadline().isSet()).isFalse();
        assertThat(x.last(UnitEffect.CancelTimer.class).token()).isEqualTo(token);
    }

    @Test
    void stepsOfStartsAndStopsHaveTheirNewTimes() {
        Services x = Services.of(ServiceType.NOTIFY).with(ExecRole.START_PRE).start();
        long since = x.nowUsec;
        x.timeouts = limits(SHORT, TimeSpan.INFINITY);

        assertThat(end(x.feed(new UnitEvent.Redefined()))).isEqualTo(since + SHORT.usec());

        x.runs(7).exits(0).runs(8).says(8, "READY=1").stop();
        x.timeouts = limits(TimeSpan.ofSeconds(3), TimeSpan.INFINITY);
        assertThat(end(x.feed(new UnitEvent.Redefined())))
                .isEqualTo(x.nowUsec + 3 * Services.SECOND);
    }

    @Test
    void aRestartThatWaitsHasItsNewDelay() {
        Services x = Services.of(ServiceType.SIMPLE).restarting(RestartPolicy.ALWAYS);
        x.start().runs(7).exits(1).cgroupEmpty();
        assertThat(x.state()).isEqualTo("auto-restart");
        long before = end(x);
        x.nowUsec += 10;

        x.feed(new UnitEvent.Redefined());
        assertThat(end(x)).as("nothing has changed").isEqualTo(before);
    }

    @Test
    void theWatchdogCountsFromTheLastSignOfLife() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7).says(7, "READY=1");
        long ping = x.nowUsec;
        x.nowUsec += 2 * Services.SECOND;

        x.watchdog = SHORT;
        x.feed(new UnitEvent.Redefined());
        assertThat(x.record.watchdog().deadline().atMonotonicUsec()).isEqualTo(ping + SHORT.usec());

        x.watchdog = TimeSpan.ZERO;
        x.feed(new UnitEvent.Redefined());
        assertThat(x.record.watchdog().deadline().isSet()).isFalse();
    }

    @Test
    void whatHasNotChangedIsLeftAlone() {
        Services x = Services.of(ServiceType.NOTIFY);
        x.watchdog = SHORT;
        x.timeouts = limits(SHORT, SHORT);
        x.start().runs(7).says(7, "READY=1");
        int before = x.effects.size();

        x.nowUsec += Services.SECOND;
        x.feed(new UnitEvent.Redefined());

        assertThat(x.effects).hasSize(before);
    }
}
