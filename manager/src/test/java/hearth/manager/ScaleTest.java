package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.trial.Cost;
import hearth.unit.value.JobMode;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Many units: nothing takes steps that grow with the square of their number. Steps are counted for
 * a number, twice and four times that.
 */
class ScaleTest {
    /** Four times this is enough for a quadratic step to be most of what is done. */
    private static final int SIZE = 150;

    /** Deep recursion would overflow at this length. */
    private static final int LONG = 5_000;

    private static void assertLinear(Class<? extends Consumer<Integer>> story) {
        assertThat(Cost.fault(story, Integer::valueOf, SIZE)).isEmpty();
    }

    private static String names(String prefix, int count, String suffix) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + i + suffix)
                .collect(Collectors.joining(" "));
    }

    static final class StartReloadAndStop implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            House house = House.ofUser();
            for (int i = 0; i < count; i++) {
                house.service("s" + i, "ExecStart=/bin/sleep 1");
            }
            house.wants("default.target", names("s", count, ".service").split(" ")).begin();
            assertThat(house.host.processes).hasSize(count);

            house.manager.reload(house.files());
            assertThat(house.manager.units()).hasSizeGreaterThan(count);
            house.manager.exit();
            house.host.settle(house.manager);

            assertThat(house.host.processes).isEmpty();
            assertThat(house.manager.jobs()).isEmpty();
        }
    }

    @Test
    void servicesStartReloadAndStop() {
        assertLinear(StartReloadAndStop.class);
    }

    static final class LookingAtOneAtRest implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            House house = House.ofUser();
            String names = names("s", count, ".service");
            for (int i = 0; i < count; i++) {
                house.file(
                        "s" + i + ".service",
                        "[Unit]\nAfter=hub.service\n[Service]\nType=oneshot\nExecStart=/bin/true");
            }
            house.file(
                    "hub.service", "[Unit]\nAfter=" + names + "\n[Service]\nExecStart=/bin/true");
            house.wants("default.target", names.split(" ")).begin();
            int before = house.manager.units().size();

            for (int i = 0; i < count; i++) { // each names the hub, which names them all
                house.manager.loadUnit("hub.service");
                house.manager.loadUnit("other" + i + ".service");
                house.manager.startUnit("s" + i + ".service", JobMode.REPLACE);
                house.host.settle(house.manager);
            }
            house.manager.release();

            assertThat(house.manager.units()).hasSize(before);
        }
    }

    @Test
    void oneOfManyAtRestIsLookedAtWithoutLookingAtTheOthers() {
        assertLinear(LookingAtOneAtRest.class);
    }

    static final class AChainAndACircle implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            House house = House.ofUser();
            for (int i = 0; i < count; i++) {
                house.file(
                        "c" + i + ".target",
                        "[Unit]\nDefaultDependencies=no\nAfter=hub.target c" + (i + 1) + ".target");
            }
            String all = names("c", count, ".target");
            house.file("hub.target", "[Unit]\nDefaultDependencies=no\nAfter=" + all);
            house.begin();
            int before = house.manager.units().size();

            house.unit("c0.target");
            assertThat(house.manager.units()).hasSizeGreaterThan(before + count);
            house.manager.release();

            assertThat(house.manager.units()).hasSize(before);
        }
    }

    @Test
    void aChainAndAWideCircleAreForgottenAtOnce() {
        assertLinear(AChainAndACircle.class);
        new AChainAndACircle().accept(LONG);
    }

    static final class AChainThatFails implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            House house = House.ofUser();
            for (int i = 0; i < count; i++) {
                String next = "c" + (i + 1) + ".target";
                house.file(
                        "c" + i + ".target",
                        "[Unit]\nDefaultDependencies=no\nRequires=" + next + "\nAfter=" + next);
            }
            house.file(
                    "c" + count + ".target",
                    "[Unit]\nDefaultDependencies=no\nRequires=f.service\nAfter=f.service");
            house.service("f", "Type=oneshot", "ExecStart=/bin/false");
            house.begin();

            house.manager.startUnit("c0.target", JobMode.REPLACE);
            house.host.settle(house.manager);

            assertThat(house.ended).contains("c0.target dependency");
            assertThat(house.manager.jobs()).isEmpty();
        }
    }

    @Test
    void aChainOfRequirementsFailsWithoutDeepRecursion() {
        assertLinear(AChainThatFails.class);
        new AChainThatFails().accept(LONG);
    }

    static final class AllClientsGo implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            House house = House.ofUser().begin();
            int before = house.manager.units().size();
            for (int i = 0; i < count; i++) {
                house.manager.refUnit("held" + i + ".target", ":1." + i);
            }
            assertThat(house.manager.units()).hasSizeGreaterThanOrEqualTo(before + count);

            house.manager.allClientsGone();
            house.manager.release();

            assertThat(house.manager.units()).hasSize(before);
        }
    }

    @Test
    void theUnitsOfManyClientsAreLetGoWithTheBus() {
        assertLinear(AllClientsGo.class);
    }

    static final class TakingOver implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            House house = House.ofUser();
            for (int i = 0; i < count; i++) {
                house.service("s" + i, "ExecStart=/bin/sleep 1");
            }
            house.wants("default.target", names("s", count, ".service").split(" ")).begin();

            house.killBrain();

            assertThat(house.host.processes).hasSize(count);
            assertThat(house.state("s0.service")).isEqualTo("active/running");
        }
    }

    @Test
    void servicesAreTakenOver() {
        assertLinear(TakingOver.class);
    }
}
