package hearth.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BudgetsTest {
    private static final long HEAP = 64 << 20;

    private final List<String> told = new ArrayList<>();
    private final Budgets budgets =
            new Budgets(HEAP, (uid, resource) -> told.add(uid + " " + resource));

    @Test
    void nobodyExceedsTheNumberOfAResource() {
        Account alice = budgets.of(2001);
        assertThat(alice.charge(Resource.QUESTIONS, Resource.QUESTIONS.most())).isPresent();
        assertThat(alice.charge(Resource.QUESTIONS, 1)).isEmpty();
        assertThat(alice.used(Resource.QUESTIONS)).isEqualTo(Resource.QUESTIONS.most());
    }

    @Test
    void aReleaseMakesRoom() {
        Account alice = budgets.of(2001);
        Charge all = alice.charge(Resource.CALLS, Resource.CALLS.most()).orElseThrow();
        all.close();
        all.close();
        assertThat(alice.used(Resource.CALLS)).isZero();
        assertThat(alice.charge(Resource.CALLS, Resource.CALLS.most())).isPresent();
    }

    @Test
    void accountsOfOneUserAreOneBudget() {
        budgets.of(2001).charge(Resource.CALLS, Resource.CALLS.most());
        assertThat(budgets.of(2001).charge(Resource.CALLS, 1)).isEmpty();
        assertThat(budgets.of(2002).charge(Resource.CALLS, 1)).isPresent();
    }

    @Test
    void aLimitIsToldOnceUntilHalfOfItIsFree() {
        Account alice = budgets.of(2001);
        Charge some = alice.charge(Resource.CALLS, Resource.CALLS.most()).orElseThrow();
        alice.charge(Resource.CALLS, 1);
        alice.charge(Resource.CALLS, 1);
        assertThat(told).containsExactly("2001 calls");
        some.resize(Resource.CALLS.most() / 2);
        some.resize(Resource.CALLS.most());
        alice.charge(Resource.CALLS, 1);
        assertThat(told).containsExactly("2001 calls", "2001 calls");
    }

    @Test
    void aChargeThatCannotGrowStaysAsItWas() {
        Charge charge = budgets.of(2001).charge(Resource.CALLS, 3).orElseThrow();
        assertThat(charge.resize(Resource.CALLS.most() + 1)).isFalse();
        assertThat(charge.amount()).isEqualTo(3);
    }

    @Test
    void whoTakesAllHeCanLeavesHalfToTheOthers() {
        long first = greed(2001);
        long second = greed(2002);
        assertThat(first).isBetween(HEAP / 16 * 5 / 2 - (1 << 20), HEAP / 16 * 5 / 2 + (1 << 20));
        assertThat(second).isBetween(first / 2 - (1 << 20), first / 2 + (1 << 20));
    }

    @Test
    void everyUserHasAShareWhateverTheOthersTake() {
        for (int uid = 2001; uid < 2200; uid++) {
            greed(uid);
        }
        long units = Budgets.SHARE_BYTES / Resource.UNITS.heapBytes();
        assertThat(budgets.of(3000).charge(Resource.UNITS, units)).isPresent();
    }

    @Test
    void theSumOverAnyNumberOfUsersFitsTheHeap() {
        for (int uid = 2001; uid < 2001 + 65_536; uid++) {
            greed(uid);
        }
        long sum = 0;
        for (int uid = 2001; uid < 2001 + 65_536; uid++) {
            sum += budgets.of(uid).used(Resource.UNITS) * Resource.UNITS.heapBytes();
        }
        assertThat(sum).isLessThanOrEqualTo(HEAP / 8 * 5);
    }

    @Test
    void theRoomIsWhatCanBeCharged() {
        for (int uid = 2001; uid < 2020; uid++) {
            Account account = budgets.of(uid);
            account.charge(Resource.UNITS, 3);
            long room = account.room(Resource.UNITS);
            assertThat(account.charge(Resource.UNITS, room + 1)).isEmpty();
            assertThat(account.charge(Resource.UNITS, room)).isPresent();
            assertThat(account.room(Resource.UNITS)).isZero();
        }
    }

    @Test
    void theHeaviestIsWhoWeighsMost() {
        assertThat(budgets.heaviest().bytes()).isZero();
        budgets.of(2001).charge(Resource.UNITS, 10);
        budgets.of(2002).charge(Resource.UNITS, 11);
        assertThat(budgets.heaviest())
                .isEqualTo(new Budgets.Heaviest(2002, 11L * Resource.UNITS.heapBytes()));
    }

    @Test
    void randomHistoriesEndWithNothingCharged() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        List<Resource> resources = List.of(Resource.values());
        var charges = new ArrayList<Charge>();
        for (int step = 0; step < 20_000; step++) {
            Account account = budgets.of(2001 + random.nextInt(5));
            Resource resource = resources.get(random.nextInt(resources.size()));
            Optional<Charge> charge =
                    account.charge(resource, random.nextLong(1 + resource.most() / 8));
            charge.ifPresent(charges::add);
            if (!charges.isEmpty() && random.nextBoolean()) {
                Charge some = charges.get(random.nextInt(charges.size()));
                if (random.nextBoolean()) {
                    some.close();
                } else {
                    some.resize(some.amount() / 2);
                }
            }
        }
        charges.forEach(Charge::close);
        assertThat(budgets.heaviest().bytes()).as("seed %d", seed).isZero();
        // what is free again can be had again, all of it
        assertThat(greed(2009)).as("seed %d", seed).isGreaterThan(HEAP / 16 * 5 / 2 - (1 << 20));
    }

    @Test
    void releasingMoreThanWasChargedIsADefect() {
        assertThatThrownBy(() -> budgets.give(2001, Resource.CALLS, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Takes units until there are no more; returns their weight. */
    private long greed(int uid) {
        Account account = budgets.of(uid);
        long step = 256;
        while (step > 0) {
            if (account.charge(Resource.UNITS, step).isEmpty()) {
                step /= 2;
            }
        }
        return account.used(Resource.UNITS) * Resource.UNITS.heapBytes();
    }
}
