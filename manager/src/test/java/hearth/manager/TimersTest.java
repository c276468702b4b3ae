package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.job.JobResult;
import hearth.manager.type.timer.TimerPhase;
import hearth.manager.type.timer.TimerRecord;
import hearth.unit.value.JobMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Timers with the units that they start. */
class TimersTest {
    private static final long SECOND = 1_000_000;

    private static House house(String... lines) {
        return House.ofUser()
                .file("t.timer", lines)
                .file("t.service", "[Service]", "Type=oneshot", "ExecStart=/bin/true")
                .file("long.service", "[Service]", "ExecStart=/bin/long")
                .begin();
    }

    private static TimerRecord record(House house) {
        return house.unit("t.timer").record(TimerRecord.class).orElseThrow();
    }

    private static int runs(House house) {
        return house.host.emitted(Effect.Spawn.class).size();
    }

    @Test
    void itStartsItsUnitWhenItIsTime() {
        House house = house("[Timer]", "OnActiveSec=10", "AccuracySec=1us");
        assertThat(house.start("t.timer")).isEqualTo(JobResult.DONE);
        assertThat(house.state("t.timer")).isEqualTo("active/waiting");
        house.host.advance(house.manager, 9 * SECOND);
        assertThat(runs(house)).isZero();

        house.host.advance(house.manager, 2 * SECOND);

        assertThat(runs(house)).isEqualTo(1);
        assertThat(house.state("t.timer")).isEqualTo("active/elapsed");
    }

    @Test
    void whatCountsFromItsUnitComesAgain() {
        House house = house("[Timer]", "OnActiveSec=1", "OnUnitActiveSec=10");
        house.start("t.timer");

        house.host.advance(house.manager, 35 * SECOND);

        assertThat(runs(house)).isEqualTo(4);
        assertThat(house.state("t.timer")).isEqualTo("active/waiting");
    }

    @Test
    void itIsRunningUntilItsUnitHasEnded() {
        House house =
                house("[Timer]", "OnActiveSec=1", "OnUnitInactiveSec=60", "Unit=long.service");
        house.start("t.timer");
        house.host.advance(house.manager, 2 * SECOND);
        assertThat(house.state("t.timer")).isEqualTo("active/running");

        house.stop("long.service");

        assertThat(house.state("t.timer")).isEqualTo("active/waiting");
        assertThat(record(house).elapse().monotonic().atMonotonicUsec())
                .isEqualTo(house.host.now().monotonicUsec() + 60 * SECOND);
    }

    @Test
    void aTimerThatIsNotToRemainGoesWithItsLastTime() {
        House house = house("[Timer]", "OnActiveSec=1", "RemainAfterElapse=no");
        house.start("t.timer");

        house.host.advance(house.manager, 2 * SECOND);

        assertThat(runs(house)).isEqualTo(1);
        assertThat(house.state("t.timer")).isEqualTo("inactive/dead");
    }

    @Test
    void theCalendarGoesOnFromTheLastTrigger() {
        House house = house("[Timer]", "OnCalendar=*:*:0/20");
        house.start("t.timer");

        house.host.advance(house.manager, 61 * SECOND);

        assertThat(runs(house)).isEqualTo(3);
    }

    @Test
    void aStartForgetsWhatWasUsedUp() {
        House house = house("[Timer]", "OnActiveSec=1");
        house.start("t.timer");
        house.host.advance(house.manager, 2 * SECOND);
        house.stop("t.timer");

        house.start("t.timer");
        house.host.advance(house.manager, 2 * SECOND);

        assertThat(runs(house)).isEqualTo(2);
    }

    @Test
    void aStartIsNoNewBoot() {
        House house = house("[Timer]", "OnStartupSec=1s").service("holder", "ExecStart=/bin/a");
        house.file("holder.service", "[Unit]", "After=t.timer", "[Service]", "ExecStart=/bin/a");
        house.manager.reload(house.files());
        house.start("holder.service"); // keeps the timer in memory
        house.start("t.timer");
        house.host.advance(house.manager, 2 * SECOND);
        assertThat(house.state("t.timer")).isEqualTo("active/elapsed");
        int before = runs(house);
        house.stop("t.timer");

        house.start("t.timer");
        house.host.advance(house.manager, 2 * SECOND);

        assertThat(house.state("t.timer")).isEqualTo("active/elapsed");
        assertThat(runs(house)).isEqualTo(before);
    }

    @Test
    void anotherBrainMayFindFewerTimes() {
        House house = house("[Timer]", "OnStartupSec=1h", "OnActiveSec=1", "OnUnitInactiveSec=1h");
        house.start("t.timer");
        house.host.advance(house.manager, 2 * SECOND);
        assertThat(record(house).used()).containsExactly(1);

        house.file("t.timer", "[Timer]", "OnUnitInactiveSec=2h");
        house.killBrain();
        house.start("t.service");

        assertThat(house.state("t.timer")).isEqualTo("active/waiting");
    }

    @Test
    void aReloadMakesAllTimesCountAgain() {
        House house = house("[Timer]", "OnActiveSec=1", "OnUnitInactiveSec=1h");
        house.start("t.timer");
        house.host.advance(house.manager, 2 * SECOND);

        house.file("t.timer", "[Timer]", "OnUnitInactiveSec=2h", "OnActiveSec=10");
        house.manager.reload(house.files());

        assertThat(record(house).elapse().monotonic().atMonotonicUsec())
                .isEqualTo(record(house).started().monotonicUsec() + 10 * SECOND);
    }

    @Test
    void aTimeBeyondAllClocksNeverComes() {
        House house = house("[Timer]", "OnActiveSec=290000y", "RandomizedDelaySec=1y");
        house.start("t.timer");

        house.host.advance(house.manager, 3_600 * SECOND);

        assertThat(runs(house)).isZero();
        assertThat(house.state("t.timer")).isEqualTo("active/waiting");
    }

    @Test
    void aPersistentTimerMakesUpForWhatItMissed() {
        House house = house("[Timer]", "OnCalendar=*:0/10", "Persistent=yes");
        house.host.stamps.put("t.timer", 1L);

        house.start("t.timer");
        house.host.advance(house.manager, SECOND);

        assertThat(runs(house)).isEqualTo(1);
        assertThat(house.host.stamps.get("t.timer")).isGreaterThan(1L);
    }

    @Test
    void aPersistentTimerLeavesAStampAtItsFirstStart() {
        House house = house("[Timer]", "OnCalendar=daily", "Persistent=yes");

        house.start("t.timer");

        assertThat(house.host.stamps).containsKey("t.timer");
        assertThat(runs(house)).isZero();
    }

    @Test
    void aTimerWithoutItsUnitIsNotStarted() {
        House house = house("[Timer]", "OnActiveSec=1", "Unit=nosuch.service");

        assertThat(house.start("t.timer")).isEqualTo(JobResult.FAILED);
        assertThat(house.state("t.timer")).isEqualTo("inactive/dead");
        assertThat(house.host.log)
                .contains("t.timer: Refusing to start, unit nosuch.service to trigger not loaded.");
    }

    @Test
    void anotherBrainGoesOnWithIt() {
        House house = house("[Timer]", "OnActiveSec=10", "OnUnitActiveSec=10");
        house.start("t.timer");
        house.host.advance(house.manager, 5 * SECOND);
        TimerRecord before = record(house);

        house.killBrain();
        assertThat(record(house)).isEqualTo(before);
        house.host.advance(house.manager, 20 * SECOND);

        assertThat(runs(house)).isEqualTo(2);
    }

    @Test
    void theBrainMayDieAfterAnyEffect() {
        for (int effects = 1; effects < 40; effects++) {
            House house = house("[Timer]", "OnActiveSec=1", "OnUnitInactiveSec=2");
            house.host.dieAfter(effects);
            house.manager.startUnit("t.timer", JobMode.REPLACE);

            house.live(20 * SECOND);

            assertThat(record(house).phase())
                    .as("the brain died after %s effects", effects)
                    .isIn(TimerPhase.WAITING, TimerPhase.RUNNING);
            assertThat(runs(house)).isGreaterThanOrEqualTo(6);
        }
    }

    @Test
    void aClockThatIsSetMovesTheCalendarsTime() {
        House house = house("[Timer]", "OnCalendar=*:0/10");
        house.start("t.timer");
        long before = record(house).elapse().realtimeToken();

        house.manager.handle(new Event.ClockSet());

        assertThat(record(house).elapse().realtimeToken()).isNotEqualTo(before);
        assertThat(house.state("t.timer")).isEqualTo("active/waiting");
    }

    @Test
    void itMayElapseWhenTheClockIsSet() {
        House house = house("[Timer]", "OnClockChange=yes");
        house.start("t.timer");

        house.manager.handle(new Event.ClockSet());
        house.host.settle(house.manager);

        assertThat(runs(house)).isEqualTo(1);
        assertThat(house.state("t.timer")).isEqualTo("active/waiting");
    }

    @Test
    void theCalendarIsThatOfTheMachinesZone() {
        House house = house("[Timer]", "OnCalendar=12:00");
        house.start("t.timer");
        Instant before = elapse(house);

        house.manager.handle(new Event.ZoneChanged(ZoneId.of("Asia/Kolkata")));

        assertThat(elapse(house).atZone(ZoneId.of("Asia/Kolkata")).getHour()).isEqualTo(12);
        assertThat(elapse(house)).isNotEqualTo(before);
    }

    private static Instant elapse(House house) {
        return Instant.EPOCH.plus(record(house).elapse().realtimeUsec(), ChronoUnit.MICROS);
    }

    @Test
    void chanceAddsItsShareOfTheDelay() {
        House house = house("[Timer]", "OnActiveSec=10", "RandomizedDelaySec=1h");
        house.start("t.timer");

        long delay =
                record(house).elapse().monotonic().atMonotonicUsec()
                        - record(house).started().monotonicUsec()
                        - 10 * SECOND;

        assertThat(delay).isBetween(1L, 3_600 * SECOND);
    }

    @Test
    void aReloadReachesATimerThatWaits() {
        House house = house("[Timer]", "OnActiveSec=10");
        house.start("t.timer");

        house.file("t.timer", "[Timer]", "OnActiveSec=20");
        house.manager.reload(house.files());

        assertThat(record(house).elapse().monotonic().atMonotonicUsec())
                .isEqualTo(record(house).started().monotonicUsec() + 20 * SECOND);
    }
}
