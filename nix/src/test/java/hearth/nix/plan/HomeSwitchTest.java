package hearth.nix.plan;

import static hearth.nix.plan.Switches.active;
import static hearth.nix.plan.Switches.files;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.SwitchStyle;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What home-manager's switch does to running units. */
class HomeSwitchTest {
    private static List<String> plan(
            SortedMap<FileName, FileContent> before,
            SortedMap<FileName, FileContent> after,
            List<ActiveUnit> active) {
        return Switches.plan(SwitchStyle.HOME_MANAGER, before, after, active);
    }

    private static List<String> change(String before, String after) {
        return plan(files("x.service", before), files("x.service", after), active("x.service"));
    }

    @Test
    void aChangedServiceIsRestarted() {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n"))
                .containsExactly("restart x.service");
    }

    @ParameterizedTest
    @CsvSource({
        "reload, reload x.service",
        "restart, restart x.service",
        "keep-old, keep x.service: it wants so"
    })
    void aServiceMayChooseItsMethod(String method, String action) {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n[Unit]\nX-SwitchMethod=" + method))
                .containsExactly(action);
    }

    @Test
    void aServiceMayBeStoppedByItsOldDefinition() {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n[Unit]\nX-SwitchMethod=stop-start"))
                .containsExactly("stop x.service: changed", "start x.service: changed");
    }

    @ParameterizedTest
    @CsvSource({
        "Unit, X-ReloadIfChanged=true, reload x.service",
        "Service, X-ReloadIfChanged=true, reload x.service",
        "Unit, X-RestartIfChanged=false, keep x.service: it wants so",
        "Service, X-RestartIfChanged=false, keep x.service: it wants so"
    })
    void theWordsOfNixosAreUnderstood(String section, String line, String action) {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n[" + section + "]\n" + line))
                .containsExactly(action);
    }

    @Test
    void anotherReloadTriggerMeansReload() {
        assertThat(change("[Unit]\nX-Reload-Triggers=a\n", "[Unit]\nX-Reload-Triggers=b\n"))
                .containsExactly("reload x.service: X-Reload-Triggers=");
    }

    @Test
    void anotherRestartTriggerMeansRestart() {
        assertThat(change("[Unit]\nX-Restart-Triggers=a\n", "[Unit]\nX-Restart-Triggers=b\n"))
                .containsExactly("restart x.service");
    }

    @Test
    void whatRefusesToBeStoppedIsKept() {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n[Unit]\nRefuseManualStop=true"))
                .containsExactly("keep x.service: RefuseManualStop=");
    }

    @Test
    void whatRefusesToBeStartedIsOnlyStopped() {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n[Unit]\nRefuseManualStart=true"))
                .containsExactly("stop x.service: changed, and RefuseManualStart=");
    }

    @Test
    void whatIsGoneIsStopped() {
        assertThat(plan(files("x.service", "[Service]\n"), files(), active("x.service")))
                .containsExactly("stop x.service: no longer declared");
    }

    @Test
    void whatIsNewAndWantedByAnActiveTargetIsStarted() {
        assertThat(
                        plan(
                                files(),
                                files(
                                        "x.service", "[Service]\n",
                                        "default.target.wants/x.service", "link",
                                        "y.service", "[Service]\n",
                                        "sway.target.wants/y.service", "link"),
                                active("default.target")))
                .containsExactly("start x.service: wanted by default.target");
    }

    @Test
    void targetsAreNotStartedAgain() {
        assertThat(
                        plan(
                                files("default.target.wants/x.service", "link"),
                                files(
                                        "default.target.wants/x.service",
                                        "link",
                                        "y.service",
                                        "[Service]\n"),
                                active("default.target", "x.service")))
                .isEmpty();
    }

    @Test
    void installIsNoChange() {
        assertThat(change("[Install]\nWantedBy=a.target\n", "[Install]\nWantedBy=b.target\n"))
                .isEmpty();
    }

    @Test
    void withoutSwitchingNothingHappens() {
        assertThat(
                        Switches.plan(
                                SwitchStyle.NONE,
                                files("x.service", "[Service]\nA=1\n"),
                                files(),
                                active("x.service")))
                .isEmpty();
    }
}
