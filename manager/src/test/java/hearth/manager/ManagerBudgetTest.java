package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.budget.Account;
import hearth.budget.Allowance;
import hearth.budget.Budgets;
import hearth.budget.Resource;
import hearth.manager.graph.LoadState;
import hearth.manager.job.Job;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.value.JobMode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a manager's user may make grow. */
class ManagerBudgetTest {
    private static final int USER = 1000;
    private static final int SERVICES = 2_000;
    private static final String LAST = "s" + (SERVICES - 1) + ".service";

    /** A heap in which one user has room for some 600 units. */
    private final Budgets budgets = new Budgets(16 << 20, (_, _) -> {});

    private final Account account = budgets.of(USER);

    /** A manager that runs as many services as there is room for. */
    private House full() {
        House house = House.ofUser(budgets);
        for (int i = 0; i < SERVICES; i++) {
            house.service("s" + i, "ExecStart=/bin/sleep 1");
        }
        house.begin();
        int started = 0;
        while (started < SERVICES
                && house.manager.startUnit("s" + started + ".service", JobMode.REPLACE)
                        instanceof Outcome.Done<Job>) {
            started++;
            house.host.settle(house.manager);
        }
        return house;
    }

    @Test
    void unitsBeyondTheBudgetAreRefusedWithTheLimitsName() {
        House house = full();
        assertThat(house.manager.units()).hasSizeBetween(100, SERVICES - 100);
        assertThat(house.manager.loadUnit(LAST))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.reason()).isEqualTo(Refusal.LIMIT_EXCEEDED);
                            assertThat(refused.message()).contains("limit units");
                        });
    }

    @Test
    void anotherUserHasRoomStill() {
        full();
        assertThat(budgets.of(USER + 1).charge(Resource.UNITS, 100)).isPresent();
    }

    @Test
    void unitsThatAreStoppedMakeRoom() {
        House house = full();
        assertThat(house.manager.stopUnit("s0.service", JobMode.REPLACE))
                .isInstanceOf(Outcome.Done.class);
        house.host.settle(house.manager);
        house.manager.release();
        assertThat(house.manager.loadUnit(LAST)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whoHasUsedUpEverythingCanEnd() {
        House house = full();
        assertThat(house.manager.exit()).isInstanceOf(Outcome.Done.class);
        house.host.settle(house.manager);
        assertThat(house.host.processes).isEmpty();
    }

    @Test
    void aUnitWhoseSettingsHaveNoRoomCannotBeLoadedAndSaysWhy() {
        House house = House.ofUser(budgets);
        house.service("small", "ExecStart=/bin/true");
        house.file("big.service", bigUnit(40_000));
        house.begin();
        assertThat(house.manager.loadUnit("small.service"))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done ->
                                assertThat(((Unit) done.value()).loadState())
                                        .isEqualTo(LoadState.LOADED));
        Unit big = ((Outcome.Done<Unit>) house.manager.loadUnit("big.service")).value();
        assertThat(big.loadState()).isEqualTo(LoadState.ERROR);
        assertThat(big.loadError()).contains("limit unit-settings-bytes");
        assertThat(house.manager.startUnit("big.service", JobMode.REPLACE))
                .isInstanceOf(Outcome.Refused.class);
    }

    /** Fewer directives than a file may have, and more than the heap has room for. */
    private static String bigUnit(int bytesEach) {
        return ("[Service]\nExecStart=/bin/true\n"
                + ("Environment=A=" + "x".repeat(bytesEach) + "\n").repeat(90));
    }

    @Test
    void edgesAreChargedToo() {
        int edges = 100;
        House house = House.ofUser(budgets);
        house.file("star.target", "[Unit]\nWants=" + wants(edges));
        house.begin();
        long before = account.used(Resource.UNIT_SETTINGS);

        house.manager.loadUnit("star.target");

        assertThat(account.used(Resource.UNIT_SETTINGS) - before).isGreaterThan(edges * 128L);
    }

    private static String wants(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i + ".target")
                .collect(Collectors.joining(" "));
    }

    @Test
    void aUnitThatShrinksIsLoadedAtTheNextReload() {
        House house = House.ofUser(budgets);
        house.file("big.service", bigUnit(40_000));
        house.begin();
        house.manager.loadUnit("big.service");
        house.file("big.service", "[Service]\nExecStart=/bin/true\n");
        house.manager.reload(house.files());
        Unit unit = ((Outcome.Done<Unit>) house.manager.loadUnit("big.service")).value();
        assertThat(unit.loadState()).isEqualTo(LoadState.LOADED);
    }

    @Test
    void jobsAreChargedWhileTheyAreThere() {
        House house = House.ofUser(budgets);
        house.service("slow", "Type=oneshot", "ExecStart=/bin/sleep 1");
        house.begin();
        house.manager.startUnit("slow.service", JobMode.REPLACE);
        assertThat(account.used(Resource.JOBS)).isEqualTo(1);
        house.manager.stopUnit("slow.service", JobMode.REPLACE);
        house.host.settle(house.manager);
        assertThat(account.used(Resource.JOBS)).isZero();
    }

    @Test
    void aReloadThatHasHadItsTimeEnds() {
        House house = House.ofUser(budgets);
        house.service("s", "ExecStart=/bin/true");
        house.begin();
        Allowance allowance = Allowance.ofThisThread();
        allowance.useUp();
        try {
            assertThatThrownBy(() -> house.manager.reload(house.files()))
                    .isInstanceOf(Allowance.UsedUpException.class);
        } finally {
            allowance.renew();
        }
    }

    @Test
    void aManagerThatIsGoneCostsNothing() {
        House house = full();
        house.manager.close();
        assertThat(budgets.heaviest().bytes()).isZero();
    }
}
