package hearth.nix.check;

import static hearth.nix.declaration.Declared.disabled;
import static hearth.nix.declaration.Declared.home;
import static hearth.nix.declaration.Declared.homeUnit;
import static hearth.nix.declaration.Declared.linked;
import static hearth.nix.declaration.Declared.options;
import static hearth.nix.declaration.Declared.section;
import static hearth.nix.declaration.Declared.service;
import static hearth.nix.declaration.Declared.texts;
import static hearth.nix.declaration.Declared.unit;
import static hearth.nix.declaration.Declared.units;
import static hearth.nix.declaration.Declared.wantedBy;
import static hearth.nix.declaration.Declared.with;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.Links;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitRelation;
import hearth.unit.Diagnostic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclarationChecksTest {
    private static final Set<String> HOST =
            Set.of(
                    "default.target",
                    "network.target",
                    "timers.target",
                    "pipewire.service",
                    "multi-user.target");

    private static List<String> check(NixosUnit... units) {
        return words(DeclarationChecks.check(units(units), HOST));
    }

    private static List<String> check(HomeUnit unit) {
        return words(
                DeclarationChecks.check(with(List.of(), home(unit), Map.of(), List.of()), HOST));
    }

    private static List<String> words(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .map(diagnostic -> diagnostic.severity() + " " + diagnostic)
                .toList();
    }

    private static NixosUnit related(UnitRelation relation, String... names) {
        return unit(
                "x.target",
                Links.NONE,
                options("", Map.of(relation, List.of(names)), Section.EMPTY),
                new TypeOptions.Target());
    }

    @Test
    void theWikisExampleIsFine() {
        assertThat(
                        check(
                                linked(
                                        service("x.service", "Type", "simple", "ExecStart", "/a"),
                                        wantedBy("default.target"))))
                .isEmpty();
    }

    @Test
    void aNameWithoutASuffixIsAnErrorThatNamesWhatWasMeant() {
        assertThat(check(related(UnitRelation.AFTER, "network")))
                .containsExactly(
                        "ERROR a.nix:1:1: systemd.user.targets.x.after: \"network\" is not a unit"
                                + " name; did you mean \"network.target\"?");
    }

    @Test
    void aNameWithoutASuffixThatNobodyHasNeedsOne() {
        assertThat(check(related(UnitRelation.AFTER, "nonsense")))
                .singleElement()
                .asString()
                .endsWith("\"nonsense\" is not a unit name (it needs a suffix, such as .target)");
    }

    @Test
    void aSpecifierMayBePartOfAName() {
        assertThat(check(related(UnitRelation.REQUIRES, "a@%i.service"))).isEmpty();
    }

    @Test
    void aMistypedTargetStartsNothing() {
        assertThat(check(linked(service("x.service"), wantedBy("defualt.target"))))
                .containsExactly(
                        "WARNING a.nix:1:1: systemd.user.services.x.wantedBy: there is no"
                                + " \"defualt.target\" here, so it starts nothing; did you mean"
                                + " \"default.target\"?");
    }

    @Test
    void aDeclaredTargetIsKnown() {
        assertThat(
                        check(
                                linked(service("x.service"), wantedBy("mine.target")),
                                unit(
                                        "mine.target",
                                        Links.NONE,
                                        options("", Map.of(), Section.EMPTY),
                                        new TypeOptions.Target())))
                .isEmpty();
    }

    @Test
    void theSystemsTargetIsNoted() {
        assertThat(check(linked(service("x.service"), wantedBy("multi-user.target"))))
                .singleElement()
                .asString()
                .startsWith(
                        "NOTICE a.nix:1:1: systemd.user.services.x.wantedBy: users have no multi-user.target");
    }

    @Test
    void theSystemsGraphicalTargetIsNotTheUsers() {
        assertThat(check(linked(service("x.service"), wantedBy("graphical.target"))))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .endsWith("did you mean \"graphical-session.target\"?");
    }

    @Test
    void aMissingRequirementIsAWarningAndAMissingNeighbourIsNot() {
        assertThat(check(related(UnitRelation.REQUIRES, "nowhere.service")))
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .endsWith("there is no \"nowhere.service\" here, so it will not start");
        assertThat(check(related(UnitRelation.AFTER, "nowhere.service"))).isEmpty();
    }

    @Test
    void aMistypedNeighbourIsNoted() {
        assertThat(check(related(UnitRelation.AFTER, "pipewier.service")))
                .singleElement()
                .asString()
                .startsWith("NOTICE")
                .endsWith("did you mean \"pipewire.service\"?");
    }

    @Test
    void aLinkToATemplateIsUseless() {
        assertThat(check(linked(service("x@.service"), wantedBy("default.target"))))
                .singleElement()
                .asString()
                .contains("declare an instance of it, such as x@name.service");
    }

    @Test
    void anAliasHasTheSameSuffix() {
        assertThat(
                        check(
                                linked(
                                        service("x.service"),
                                        new Links(
                                                List.of(),
                                                List.of(),
                                                List.of(),
                                                texts("y.socket")))))
                .singleElement()
                .asString()
                .contains("its suffix differs");
    }

    @Test
    void twoUsersInOneConditionNeverMatch() {
        assertThat(
                        check(
                                unit(
                                        "x.target",
                                        Links.NONE,
                                        options(
                                                "",
                                                Map.of(),
                                                section("ConditionUser", "UserA|UserB")),
                                        new TypeOptions.Target())))
                .containsExactly(
                        "WARNING a.nix:1:1: systemd.user.targets.x.unitConfig.ConditionUser:"
                                + " \"UserA|UserB\" is one user's name and never matches; for either"
                                + " of them write ConditionUser = [ \"|UserA\" \"|UserB\" ]");
    }

    @Test
    void alternativesInAListAreFine() {
        assertThat(
                        check(
                                unit(
                                        "x.target",
                                        Links.NONE,
                                        options(
                                                "",
                                                Map.of(),
                                                section("ConditionUser", List.of("|a", "|b"))),
                                        new TypeOptions.Target())))
                .isEmpty();
    }

    @Test
    void anUnknownDirectiveNamesTheOneThatWasMeant() {
        assertThat(check(service("x.service", "ExceStart", "/a")))
                .containsExactly(
                        "WARNING a.nix:1:1: systemd.user.services.x.serviceConfig.ExceStart: [Service]"
                                + " has no directive ExceStart=; did you mean \"ExecStart\"?");
    }

    @Test
    void aDirectiveOfAnotherSectionSaysWhereItBelongs() {
        assertThat(check(service("x.service", "ConditionUser", "a")))
                .singleElement()
                .asString()
                .endsWith("[Service] has no directive ConditionUser= (it belongs in [Unit])");
    }

    @Test
    void directivesOfOnesOwnAreFine() {
        assertThat(check(service("x.service", "X-Mine", "1"))).isEmpty();
    }

    @Test
    void whatNixosDoesNotLetPassIsAnError() {
        assertThat(check(service("x.service", "Type", "smiple")))
                .containsExactly(
                        "ERROR a.nix:1:1: systemd.user.services.x.serviceConfig.Type: cannot be"
                                + " \"smiple\"; did you mean \"simple\"?");
        assertThat(check(service("x.service", "Restart", "on-watchdog"))).hasSize(1);
    }

    @Test
    void aPackagesUnitIsExtendedOrMasked() {
        assertThat(check(service("pipewire.service")))
                .singleElement()
                .asString()
                .endsWith("extends the unit that a package has installed, by a drop-in");
        assertThat(check(disabled(service("pipewire.service"))))
                .singleElement()
                .asString()
                .endsWith("masks the unit that a package has installed");
    }

    @Test
    void aUnitNeedsASuffix() {
        assertThat(check(homeUnit("hello")))
                .containsExactly(
                        "ERROR a.nix:1:1: systemd.user.services.hello: \"hello\" is not a unit name"
                                + " (it needs a suffix, such as .service)");
    }

    @Test
    void anUnknownSectionNamesTheOneThatWasMeant() {
        assertThat(check(homeUnit("x.service", "Sevrice", section("ExecStart", "/a"))))
                .containsExactly(
                        "WARNING a.nix:1:1: systemd.user.services.x.service.Sevrice: a service has no"
                                + " section [Sevrice]; did you mean \"Service\"?");
    }

    @Test
    void homesAreToldOfTargetsToo() {
        assertThat(
                        check(
                                homeUnit(
                                        "x.service",
                                        "Install",
                                        section("WantedBy", List.of("defualt.target")))))
                .singleElement()
                .asString()
                .contains("systemd.user.services.x.service.Install.WantedBy")
                .endsWith("did you mean \"default.target\"?");
    }

    @Test
    void anUnknownSwitchMethodIsAnError() {
        assertThat(check(homeUnit("x.service", "Unit", section("X-SwitchMethod", "relaod"))))
                .singleElement()
                .asString()
                .startsWith("ERROR")
                .endsWith("did you mean \"reload\"?");
    }

    @Test
    void nobodyBecomesSomebodyElse() {
        assertThat(check(service("x.service", "User", "bob")))
                .singleElement()
                .asString()
                .contains("cannot become somebody else");
    }
}
