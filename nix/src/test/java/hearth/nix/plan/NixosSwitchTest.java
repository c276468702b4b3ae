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
import org.junit.jupiter.params.provider.ValueSource;

/** What a NixOS switch does to running units. */
class NixosSwitchTest {
    private static final String WANTS = "default.target.wants/x.service";

    private static List<String> plan(
            SortedMap<FileName, FileContent> before,
            SortedMap<FileName, FileContent> after,
            List<ActiveUnit> active) {
        return Switches.plan(SwitchStyle.NIXOS, before, after, active);
    }

    /** A service that runs, of which only the text changes. */
    private static List<String> change(String before, String after) {
        return plan(files("x.service", before), files("x.service", after), active("x.service"));
    }

    @Test
    void equalFilesChangeNothing() {
        assertThat(
                        plan(
                                files("x.service", "[Service]\nA=1\n", WANTS, "link"),
                                files("x.service", "[Service]\nA=1\n", WANTS, "link"),
                                active("default.target")))
                .isEmpty();
    }

    @Test
    void aChangedServiceIsStoppedAndStarted() {
        assertThat(change("[Service]\nExecStart=/a\n", "[Service]\nExecStart=/b\n"))
                .containsExactly("stop x.service: changed", "start x.service: changed");
    }

    @Test
    void aServiceThatIsGoneIsStopped() {
        assertThat(plan(files("x.service", "[Service]\n"), files(), active("x.service")))
                .containsExactly("stop x.service: no longer declared");
    }

    @Test
    void aServiceThatIsMaskedNowIsStopped() {
        assertThat(change("[Service]\nExecStart=/a\n", "mask"))
                .containsExactly("stop x.service: masked");
    }

    @Test
    void whatWantsToStayAfterItsRemovalStays() {
        assertThat(
                        plan(
                                files("x.service", "[Unit]\nX-StopOnRemoval=false\n"),
                                files(),
                                active("x.service")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Description",
                "Documentation",
                "OnFailure",
                "OnSuccess",
                "OnFailureJobMode",
                "IgnoreOnIsolate",
                "StopWhenUnneeded",
                "RefuseManualStart",
                "RefuseManualStop",
                "AllowIsolate",
                "CollectMode",
                "SourcePath"
            })
    void whatOnlyDescribesIsNoChange(String key) {
        assertThat(change("[Unit]\n" + key + "=false\n", "[Unit]\n" + key + "=0\n")).isEmpty();
    }

    @Test
    void anotherKeyOfTheUnitSectionIsAChange() {
        assertThat(change("[Unit]\nAfter=a.service\n", "[Unit]\nAfter=b.service\n")).hasSize(2);
    }

    @Test
    void installIsNoChange() {
        assertThat(change("[Install]\nWantedBy=a.target\n", "[Install]\nWantedBy=b.target\n"))
                .isEmpty();
    }

    @Test
    void layoutIsNoChange() {
        assertThat(
                        change(
                                "# one\n[Service]\nA=1\nB=2\n\n[Unit]\nC=3\n",
                                "[Unit]\nC = 3\n[Service]\nB=2\nA=1\n"))
                .isEmpty();
    }

    @Test
    void theOrderOfOneKeysValuesIsAChange() {
        assertThat(
                        change(
                                "[Service]\nExecStartPre=/a\nExecStartPre=/b\n",
                                "[Service]\nExecStartPre=/b\nExecStartPre=/a\n"))
                .hasSize(2);
    }

    @Test
    void anotherReloadTriggerMeansReload() {
        assertThat(change("[Unit]\nX-Reload-Triggers=a\n", "[Unit]\nX-Reload-Triggers=b\n"))
                .containsExactly("reload x.service");
    }

    @Test
    void anotherReloadCommandMeansReload() {
        assertThat(change("[Service]\nExecReload=/a\n", "[Service]\nExecReload=/b\n"))
                .containsExactly("reload x.service");
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=1\nExecReload=/b\n"))
                .containsExactly("reload x.service");
    }

    @Test
    void aReloadCommandThatIsGoneMeansNothing() {
        assertThat(change("[Service]\nA=1\nExecReload=/a\n", "[Service]\nA=1\n")).isEmpty();
    }

    @Test
    void aRestartTriggerMeansStopAndStart() {
        assertThat(change("[Unit]\nX-Restart-Triggers=a\n", "[Unit]\nX-Restart-Triggers=b\n"))
                .hasSize(2);
    }

    @Test
    void aChangeBesideATriggerMeansMoreThanReload() {
        assertThat(
                        change(
                                "[Unit]\nX-Reload-Triggers=a\n[Service]\nA=1\n",
                                "[Unit]\nX-Reload-Triggers=b\n[Service]\nA=2\n"))
                .containsExactly("stop x.service: changed", "start x.service: changed");
    }

    @Test
    void aServiceMayAskForReload() {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\nX-ReloadIfChanged=true\n"))
                .containsExactly("reload x.service: X-ReloadIfChanged=");
    }

    @Test
    void aServiceMayAskToBeLeftAlone() {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\nX-RestartIfChanged=false\n"))
                .containsExactly("keep x.service: X-RestartIfChanged=");
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n[Unit]\nRefuseManualStop=yes\n"))
                .containsExactly("keep x.service: RefuseManualStop=");
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\n[Unit]\nX-OnlyManualStart=yes\n"))
                .containsExactly("keep x.service: X-OnlyManualStart=");
    }

    @Test
    void aServiceMayAskForRestart() {
        assertThat(change("[Service]\nA=1\n", "[Service]\nA=2\nX-StopIfChanged=false\n"))
                .containsExactly("restart x.service");
    }

    @Test
    void aTimerIsRestarted() {
        assertThat(
                        plan(
                                files("x.timer", "[Timer]\nOnCalendar=daily\n"),
                                files("x.timer", "[Timer]\nOnCalendar=weekly\n"),
                                active("x.timer")))
                .containsExactly("restart x.timer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.path", "x.slice", "x.socket"})
    void whatAReloadIsEnoughForIsLeftAlone(String unit) {
        assertThat(plan(files(unit, "[A]\nA=1\n"), files(unit, "[A]\nA=2\n"), active(unit)))
                .isEmpty();
    }

    @Test
    void aSocketStartsItsChangedServiceOnDemand() {
        assertThat(
                        plan(
                                files("x.service", "[Service]\nA=1\n", "x.socket", "[Socket]\n"),
                                files("x.service", "[Service]\nA=2\n", "x.socket", "[Socket]\n"),
                                active("x.service", "x.socket")))
                .containsExactly(
                        "stop x.service: changed",
                        "stop x.socket: for x.service",
                        "start x.socket: for x.service");
    }

    @Test
    void aServiceMaySayThatItIsNotSocketActivated() {
        assertThat(
                        plan(
                                files("x.service", "[Service]\nA=1\n", "x.socket", "[Socket]\n"),
                                files(
                                        "x.service",
                                        "[Service]\nA=2\nX-NotSocketActivated=true\n",
                                        "x.socket",
                                        "[Socket]\n"),
                                active("x.service", "x.socket")))
                .contains("start x.service: changed", "start x.socket: for x.service");
    }

    @Test
    void aServiceMayNameItsSockets() {
        assertThat(
                        plan(
                                files("x.service", "[Service]\nA=1\n", "a.socket", "[Socket]\n"),
                                files(
                                        "x.service",
                                        "[Service]\nSockets=a.socket b.socket\n",
                                        "a.socket",
                                        "[Socket]\n"),
                                active("x.service", "a.socket")))
                .containsExactly(
                        "stop a.socket: for x.service",
                        "stop x.service: changed",
                        "start a.socket: for x.service");
    }

    @Test
    void aNewUnitStartsWithTheActiveTargetThatWantsIt() {
        assertThat(
                        plan(
                                files(),
                                files("x.service", "[Service]\n", WANTS, "link"),
                                List.of(new ActiveUnit("default.target", "/usr/lib/x"))))
                .containsExactly(
                        "start default.target: again, for what it wants",
                        "start x.service: wanted by default.target");
    }

    @Test
    void aNewUnitOfATargetThatIsNotActiveDoesNotStart() {
        assertThat(plan(files(), files("x.service", "[Service]\n", WANTS, "link"), List.of()))
                .isEmpty();
    }

    @Test
    void aMaskedUnitDoesNotStart() {
        assertThat(
                        plan(
                                files(),
                                files("x.service", "mask", WANTS, "link"),
                                active("default.target")))
                .containsExactly("start default.target: again, for what it wants");
    }

    @Test
    void aTargetThatIsManualIsNotStartedAgain() {
        assertThat(
                        plan(
                                files("x.target", "[Unit]\nA=1\n"),
                                files("x.target", "[Unit]\nX-OnlyManualStart=true\n"),
                                active("x.target")))
                .isEmpty();
    }

    @Test
    void aTargetMayAskToBeStoppedFirst() {
        assertThat(
                        plan(
                                files("x.target", "[Unit]\nA=1\n"),
                                files("x.target", "[Unit]\nX-StopOnReconfiguration=true\n"),
                                active("x.target")))
                .containsExactly(
                        "stop x.target: it wants so", "start x.target: again, for what it wants");
    }

    @Test
    void anInstanceRunsByItsTemplate() {
        assertThat(
                        plan(
                                files("x@.service", "[Service]\nA=1\n"),
                                files("x@.service", "[Service]\nA=2\n"),
                                List.of(
                                        new ActiveUnit(
                                                "x@a.service", "/etc/systemd/user/x@.service"))))
                .containsExactly("stop x@a.service: changed", "start x@a.service: changed");
    }

    @Test
    void aUnitOfTheHomeIsLeftAlone() {
        assertThat(
                        plan(
                                files("x.service", "[Service]\nA=1\n"),
                                files("x.service", "[Service]\nA=2\n"),
                                List.of(
                                        new ActiveUnit(
                                                "x.service",
                                                "/home/alice/.config/systemd/user/x.service"))))
                .containsExactly(
                        "keep x.service: it runs from /home/alice/.config/systemd/user/x.service");
    }

    @Test
    void aDropInChangesAPackagesUnit() {
        List<ActiveUnit> active =
                List.of(new ActiveUnit("p.service", "/usr/lib/systemd/user/p.service"));
        SortedMap<FileName, FileContent> dropIn =
                files("p.service.d/overrides.conf", "[Service]\nNice=5\n");

        assertThat(plan(files(), dropIn, active))
                .containsExactly("stop p.service: changed", "start p.service: changed");
        assertThat(plan(dropIn, files(), active))
                .containsExactly("stop p.service: changed", "start p.service: changed");
    }

    @Test
    void aMaskStopsAPackagesUnit() {
        assertThat(
                        plan(
                                files(),
                                files("p.service", "mask"),
                                List.of(
                                        new ActiveUnit(
                                                "p.service", "/usr/lib/systemd/user/p.service"))))
                .containsExactly("stop p.service: masked");
    }

    @Test
    void aUnitThatWeSayNothingAboutIsLeftAlone() {
        assertThat(
                        plan(
                                files("x.service", "[Service]\nA=1\n"),
                                files("x.service", "[Service]\nA=2\n"),
                                List.of(
                                        new ActiveUnit(
                                                "other.service",
                                                "/etc/systemd/user/other.service"))))
                .isEmpty();
    }
}
