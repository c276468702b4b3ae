package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Effect;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.ResourceLimit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a manager is told by user.conf and environment.d. */
class ManagerFilesTest {

    @Test
    void defaultsHoldForUnitsThatSayNothing() {
        House house =
                House.ofUser()
                        .service("silent", "ExecStart=/bin/sleep 1")
                        .service("outspoken", "ExecStart=/bin/sleep 1", "LimitNOFILE=1:2");
        house.userConf = "DefaultLimitNOFILE=500:600\nDefaultStandardOutput=null\n";
        house.begin();
        house.start("silent.service");
        house.start("outspoken.service");

        assertThat(house.host.emitted(Effect.Spawn.class))
                .extracting(spawn -> spawn.context().settings().get(ExecSettings.LIMIT_NOFILE))
                .containsExactly(new ResourceLimit(500, 600), new ResourceLimit(1, 2));
    }

    @Test
    void aTimeOutFromUserConfEndsAStart() {
        House house = House.ofUser().service("n", "Type=notify", "ExecStart=/bin/sleep 1");
        house.userConf = "DefaultTimeoutStartSec=3\n";
        house.begin();
        house.manager.startUnit("n.service", hearth.unit.value.JobMode.REPLACE);
        house.host.settle(house.manager);

        house.host.advance(house.manager, 2_900_000);
        assertThat(house.state("n.service")).isEqualTo("activating/start");
        house.host.advance(house.manager, 200_000);

        assertThat(house.state("n.service")).isEqualTo("failed/failed");
    }

    @Test
    void aReloadDoesNotSayAgainWhatIsNotEnforced() {
        House house =
                House.ofUser()
                        .service("hello", "ExecStart=/bin/sleep 1", "PrivateTmp=yes", "Nice=x")
                        .begin();
        house.start("hello.service");
        house.manager.reload(house.files());

        assertThat(house.host.log).filteredOn(line -> line.contains("PrivateTmp=")).hasSize(1);
        assertThat(house.host.log).filteredOn(line -> line.contains("'x' is not")).hasSize(2);
    }

    @Test
    void aReloadBringsOtherDefaultsAndTakesThemBack() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        house.userConf = "DefaultLimitNOFILE=500\n";

        house.manager.reload(house.files());
        assertThat(house.unit("hello.service").settings().isSet(ExecSettings.LIMIT_NOFILE))
                .isTrue();
        house.userConf = "";
        house.manager.reload(house.files());

        assertThat(house.unit("hello.service").settings().isSet(ExecSettings.LIMIT_NOFILE))
                .isFalse();
    }

    @Test
    void anAbortTakesAsLongAsAStopUnlessThatIsSaid() {
        House house = House.ofUser();
        TimeSpan stop = TimeSpan.ofSeconds(5);
        assertThat(house.files().defaults().timeoutAbort(stop)).isEqualTo(stop);

        house.userConf = "DefaultTimeoutAbortSec=7\n";

        assertThat(house.files().defaults().timeoutAbort(stop)).isEqualTo(TimeSpan.ofSeconds(7));
    }

    @Test
    void silentFilesCostAUnitNothing() {
        assertThat(ManagerDefaults.STANDARD.ofUnits(UnitType.SERVICE))
                .isSameAs(hearth.unit.setting.Settings.NONE);
    }

    @Test
    void whatClientsSetLiesAboveWhatTheManagerWasTold() {
        House house = House.ofUser().begin();
        house.manager.changeEnvironment(List.of(), List.of("HOME=/elsewhere", "A=1"));
        assertThat(house.manager.environment()).containsEntry("HOME", "/elsewhere");

        house.manager.changeEnvironment(List.of("HOME", "PATH"), List.of());

        assertThat(house.manager.environment())
                .containsExactly(
                        Map.entry("HOME", "/home/alice"),
                        Map.entry("PATH", "/usr/bin:/bin"),
                        Map.entry("A", "1"));
    }

    @Test
    void whatClientsSetIsShownLastAndInOrder() {
        House house = House.ofUser().begin();

        house.manager.changeEnvironment(List.of(), List.of("_=4", "A=3", "A1=2", "PATH=/bin"));
        house.manager.changeEnvironment(List.of(), List.of("B=1"));

        assertThat(house.manager.environment().keySet())
                .containsExactly("HOME", "PATH", "A1", "A", "B", "_");
    }

    @Test
    void theEnvironmentIsChangedAsAWholeOrNotAtAll() {
        House house = House.ofUser().begin();
        house.manager.changeEnvironment(List.of(), List.of("A=1"));

        Outcome<?> refused =
                house.manager.changeEnvironment(List.of("A"), List.of("B=2", "no good=3"));

        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        assertThat(house.manager.environment()).containsEntry("A", "1").doesNotContainKey("B");
    }

    @Test
    void whatIsNoVariableCannotBeUnset() {
        House house = House.ofUser().begin();
        house.manager.changeEnvironment(List.of(), List.of("A=1"));

        for (String name : List.of("", "1x", "1x=y", "A B", "A-B", "=")) {
            assertThat(house.manager.changeEnvironment(List.of("A", name), List.of()))
                    .as(name)
                    .isEqualTo(
                            new Outcome.Refused<>(
                                    Refusal.INVALID_ARGUMENT,
                                    "Invalid environment variable names or assignments"));
        }

        assertThat(house.manager.environment()).containsEntry("A", "1");
    }

    @Test
    void aReloadBringsTheEnvironmentAnewAndKeepsWhatClientsHaveSet() {
        House house = House.ofUser();
        house.moreEnvironment.put("OLD", "1");
        house.begin();
        house.manager.changeEnvironment(List.of(), List.of("A=1"));
        house.moreEnvironment.clear();
        house.moreEnvironment.put("NEW", "2");

        house.manager.reload(house.files());

        assertThat(house.manager.environment())
                .containsEntry("NEW", "2")
                .containsEntry("A", "1")
                .doesNotContainKey("OLD");
    }
}
