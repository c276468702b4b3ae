package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Effect;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is asked for between the starts of units: cleaning, marks, and watchdogs put to sleep. */
class UpkeepTest {
    private static House begin() {
        return House.ofUser()
                .service(
                        "full",
                        "ExecStart=/bin/sleep 1",
                        "ExecReload=/bin/true",
                        "StateDirectory=a b",
                        "CacheDirectory=c")
                .service("plain", "ExecStart=/bin/sleep 1")
                .file(
                        "daily.timer",
                        "[Timer]\nOnCalendar=daily\nPersistent=yes\nUnit=plain.service")
                .begin();
    }

    private static Effect.Clean cleaned(House house) {
        return house.host.effects.stream()
                .filter(Effect.Clean.class::isInstance)
                .map(Effect.Clean.class::cast)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return ((Outcome.Refused<?>) outcome).reason();
    }

    @Test
    void whatAUnitLeavesIsRemovedAsFarAsItIsNamed() {
        House house = begin();
        house.unit("full.service");

        house.manager.cleanUnit("full.service", List.of("state", "logs"));

        Effect.Clean clean = cleaned(house);
        assertThat(clean.unit()).isEqualTo("full.service");
        assertThat(clean.resources()).containsExactly(CleanedResource.STATE);
    }

    @Test
    void nothingIsRemovedFromAUnitThatRuns() {
        House house = begin();
        house.start("full.service");

        assertThat(refusal(house.manager.cleanUnit("full.service", List.of("all"))))
                .isEqualTo(Refusal.UNIT_BUSY);
        assertThat(house.host.effects).noneMatch(Effect.Clean.class::isInstance);
    }

    @Test
    void aPersistentTimerLeavesItsStamp() {
        House house = begin();

        assertThat(house.unit("daily.timer").leftResources())
                .containsExactly(CleanedResource.STATE);
        house.manager.cleanUnit("daily.timer", List.of("all"));
        assertThat(cleaned(house).unit()).isEqualTo("daily.timer");
    }

    @Test
    void markedUnitsAreReloadedOrRestartedAndOthersAreNot() {
        House house = begin();
        house.start("full.service");
        house.start("plain.service");
        house.manager.markUnit("full.service", Set.of(UnitMarker.NEEDS_RELOAD));

        var jobs = House.done(house.manager.enqueueMarkedJobs());

        assertThat(jobs).hasSize(1);
        assertThat(jobs.getFirst().unit().id()).isEqualTo("full.service");
        assertThat(jobs.getFirst().type()).isEqualTo(JobType.RELOAD);
    }

    @Test
    void aMarkGoesWhenItWasFollowed() {
        House house = begin();
        house.start("full.service");
        house.manager.markUnit(
                "full.service", Set.of(UnitMarker.NEEDS_RELOAD, UnitMarker.NEEDS_RESTART));
        house.manager.reloadUnit("full.service", JobMode.REPLACE);
        assertThat(house.unit("full.service").markers()).containsExactly(UnitMarker.NEEDS_RESTART);
        house.host.settle(house.manager);

        house.stop("full.service");

        assertThat(house.unit("full.service").markers()).isEmpty();
    }

    @Test
    void aMarkOutlivesTheBrain() {
        House house = begin();
        house.start("full.service");
        house.manager.markUnit("full.service", Set.of(UnitMarker.NEEDS_RESTART));

        house.killBrain();

        assertThat(house.unit("full.service").markers()).containsExactly(UnitMarker.NEEDS_RESTART);
    }

    @Test
    void watchdogsSleepUntilTheyAreWokenWhateverIsReloaded() {
        House house = begin();

        house.manager.heedWatchdogs(false);
        house.manager.reload(house.files());
        assertThat(house.manager.defaults().heedsWatchdogs()).isFalse();
        house.killBrain();

        assertThat(house.manager.defaults().heedsWatchdogs()).isFalse();
    }
}
