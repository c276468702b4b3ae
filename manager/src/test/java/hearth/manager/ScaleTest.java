package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.job.JobMode;
import org.junit.jupiter.api.Test;

/** Many units: nothing may take a time that grows with the square of their number. */
class ScaleTest {
    /** At this number a quadratic step would be felt, and deep recursion would overflow. */
    private static final int MANY = 5_000;

    @Test
    void thousandsOfServicesStartReloadAndStop() {
        House house = House.ofUser();
        String[] names = new String[MANY];
        for (int i = 0; i < MANY; i++) {
            names[i] = "s" + i + ".service";
            house.service("s" + i, "ExecStart=/bin/sleep 1");
        }
        house.wants("default.target", names).begin();
        assertThat(house.host.processes).hasSize(MANY);

        house.manager.reload(house.files());
        assertThat(house.manager.units()).hasSizeGreaterThan(MANY);
        house.manager.exit();
        house.host.settle(house.manager);

        assertThat(house.host.processes).isEmpty();
        assertThat(house.manager.jobs()).isEmpty();
    }

    @Test
    void oneOfThousandsAtRestIsLookedAtWithoutLookingAtTheOthers() {
        House house = House.ofUser();
        String[] names = new String[MANY];
        for (int i = 0; i < MANY; i++) {
            names[i] = "s" + i + ".service";
            house.file(
                    names[i],
                    "[Unit]\nAfter=hub.service\n[Service]\nType=oneshot\nExecStart=/bin/true");
        }
        house.file(
                "hub.service",
                "[Unit]\nAfter=" + String.join(" ", names) + "\n[Service]\nExecStart=/bin/true");
        house.wants("default.target", names).begin();
        int before = house.manager.units().size();

        for (int i = 0; i < MANY; i++) { // each names the hub, which names them all
            house.manager.loadUnit("hub.service");
            house.manager.loadUnit("other" + i + ".service");
            house.manager.startUnit(names[i], JobMode.REPLACE);
            house.host.settle(house.manager);
        }
        house.manager.release();

        assertThat(house.manager.units()).hasSize(before);
    }

    @Test
    void aLongChainAndAWideCircleAreForgottenAtOnce() {
        House house = House.ofUser();
        for (int i = 0; i < MANY; i++) {
            house.file(
                    "c" + i + ".target",
                    "[Unit]\nDefaultDependencies=no\nAfter=hub.target c" + (i + 1) + ".target\n");
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            all.append("c").append(i).append(".target ");
        }
        house.file("hub.target", "[Unit]\nDefaultDependencies=no\nAfter=" + all + "\n");
        house.begin();
        int before = house.manager.units().size();

        house.unit("c0.target");
        assertThat(house.manager.units()).hasSizeGreaterThan(before + MANY);
        house.manager.release();

        assertThat(house.manager.units()).hasSize(before);
    }

    @Test
    void aLongChainOfRequirementsFailsWithoutDeepRecursion() {
        House house = House.ofUser();
        for (int i = 0; i < MANY; i++) {
            house.file(
                    "c" + i + ".target",
                    "[Unit]\nDefaultDependencies=no\nRequires=c"
                            + (i + 1)
                            + ".target\nAfter=c"
                            + (i + 1)
                            + ".target\n");
        }
        house.file(
                "c" + MANY + ".target",
                "[Unit]\nDefaultDependencies=no\nRequires=f.service\nAfter=f.service\n");
        house.service("f", "Type=oneshot", "ExecStart=/bin/false");
        house.begin();

        house.manager.startUnit("c0.target", JobMode.REPLACE);
        house.host.settle(house.manager);

        assertThat(house.ended).contains("c0.target dependency");
        assertThat(house.manager.jobs()).isEmpty();
    }
}
