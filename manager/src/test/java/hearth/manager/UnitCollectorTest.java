package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Effect;
import hearth.manager.host.ExitCode;
import hearth.manager.job.Outcome;
import hearth.unit.NamePatterns;
import hearth.unit.value.JobMode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which units stay in memory, and which are forgotten. */
class UnitCollectorTest {
    private final House house = House.ofUser();

    private List<String> inMemory(String... patterns) {
        return house
                .manager
                .listUnits(Set.of(), NamePatterns.of(List.of(patterns)).orElseThrow())
                .stream()
                .map(Unit::id)
                .sorted()
                .toList();
    }

    private UnitCollectorTest sleeper(String name, String... unitLines) {
        house.file(
                name + ".service",
                "[Unit]",
                String.join("\n", unitLines),
                "[Service]",
                "ExecStart=/bin/sleep 1");
        return this;
    }

    private UnitCollectorTest started(String... names) {
        for (String name : names) {
            house.start(name + ".service");
        }
        return this;
    }

    private UnitCollectorTest stopped(String... names) {
        for (String name : names) {
            house.stop(name + ".service");
        }
        return this;
    }

    @Test
    void aUnitThatWasLoadedForACallGoesAtItsEndWithAllThatItBrought() {
        sleeper("a", "Wants=b.service", "After=nosuch.service").sleeper("b");
        house.begin();

        House.done(house.manager.loadUnit("a.service"));
        assertThat(inMemory("*.service"))
                .containsExactly("a.service", "b.service", "nosuch.service");
        house.manager.release();

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void aUnitThatHasStoppedIsForgotten() {
        sleeper("a");
        house.begin();

        started("a").stopped("a");

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void aUnitThatHasFailedStaysUntilThatIsForgotten() {
        house.service("a", "Type=oneshot", "ExecStart=/bin/false").begin();
        started("a");
        assertThat(inMemory("*.service")).containsExactly("a.service");

        house.manager.resetFailed("a.service");

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void whatAnActiveUnitNamesStaysWhateverItsStateIs() {
        sleeper("a", "Wants=b.service", "After=c.service nosuch.service", "Conflicts=d.service")
                .sleeper("b")
                .sleeper("c", "After=e.service")
                .sleeper("d")
                .sleeper("e");
        house.begin();

        started("a").stopped("b");
        assertThat(inMemory("*.service"))
                .containsExactly(
                        "a.service",
                        "b.service",
                        "c.service",
                        "d.service",
                        "e.service",
                        "nosuch.service");
        stopped("a");

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void whoNamesAnActiveUnitIsNotKeptByIt() {
        sleeper("a", "After=b.service").sleeper("b");
        house.begin();

        started("b", "a").stopped("a");

        assertThat(inMemory("*.service")).containsExactly("b.service");
    }

    @Test
    void unitsAtRestInACircleGoTogether() {
        sleeper("a", "Wants=b.service")
                .sleeper("b", "After=c.service")
                .sleeper("c", "After=a.service");
        house.begin();

        started("a");
        stopped("a");
        assertThat(inMemory("*.service")).containsExactly("a.service", "b.service", "c.service");
        stopped("b");

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void aCircleStaysWhileOneOfItIsNamedByWhatIsUp() {
        sleeper("a", "After=b.service")
                .sleeper("b", "After=a.service")
                .sleeper("x", "After=a.service")
                .sleeper("y", "After=b.service");
        house.begin();

        started("x", "y").stopped("x");
        assertThat(inMemory("*.service")).containsExactly("a.service", "b.service", "y.service");
        stopped("y");

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void unitsThatKeptEachOtherInTurnDoNotKeepThemselves() {
        sleeper("a", "After=b.service").sleeper("b", "After=a.service");
        house.begin();

        // a keeps b, then b keeps a, then both are at rest, each remembering the other.
        started("a", "b").stopped("b").started("b").stopped("a").started("a").stopped("b", "a");

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void aReloadDropsWhatIsNamedNoMore() {
        sleeper("a", "After=b.service").sleeper("b");
        house.begin();
        started("a");

        sleeper("a");
        house.manager.reload(house.files());

        assertThat(inMemory("*.service")).containsExactly("a.service");
    }

    @Test
    void aUnitStaysWhileProcessesAreLeftInItsCgroup() {
        house.service("a", "KillMode=process", "ExecStart=/bin/sleep 1").begin();
        started("a");
        int left = house.host.add(0, "left", House.APP + "a.service", "sleep");

        stopped("a");
        assertThat(house.state("a.service")).isEqualTo("inactive/dead");
        assertThat(house.manager.killUnit("a.service", Effect.Whom.ALL, 15))
                .isInstanceOf(Outcome.Done.class);
        house.host.exit(left, ExitCode.KILLED, 15);
        house.host.settle(house.manager);

        assertThat(house.host.emitted(Effect.ReleaseCgroup.class)).hasSize(1);
        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void processesThatWereLeftEndWhileTheBrainIsAway() {
        house.service("a", "KillMode=process", "ExecStart=/bin/sleep 1").begin();
        started("a");
        int left = house.host.add(0, "left", House.APP + "a.service", "sleep");
        stopped("a");

        house.host.exit(left, ExitCode.EXITED, 0);
        house.killBrain();

        assertThat(inMemory("*.service")).isEmpty();
    }

    @Test
    void aUnitWithAJobStays() {
        sleeper("a", "After=slow.service");
        house.service("slow", "Type=notify", "ExecStart=/bin/sleep 1").begin();
        house.manager.startUnit("slow.service", JobMode.REPLACE);
        house.manager.startUnit("a.service", JobMode.REPLACE);
        house.host.settle(house.manager);

        house.manager.release();

        assertThat(inMemory("a.service")).containsExactly("a.service");
    }
}
