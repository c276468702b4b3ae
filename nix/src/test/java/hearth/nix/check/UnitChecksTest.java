package hearth.nix.check;

import static hearth.nix.declaration.Declared.home;
import static hearth.nix.declaration.Declared.homeUnit;
import static hearth.nix.declaration.Declared.options;
import static hearth.nix.declaration.Declared.section;
import static hearth.nix.declaration.Declared.service;
import static hearth.nix.declaration.Declared.unit;
import static hearth.nix.declaration.Declared.units;
import static hearth.nix.declaration.Declared.with;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.Links;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitRelation;
import hearth.nix.render.Host;
import hearth.nix.render.Renderer;
import hearth.nix.render.Rendering;
import hearth.nix.render.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnitChecksTest {
    private static List<String> check(Declarations declared) {
        Rendering rendering =
                Optional.ofNullable(
                                new Renderer(new Host("/bin/sh", Set.of()), owner -> "/scripts")
                                        .render(declared, new Target.OneUser("alice"))
                                        .homes()
                                        .get("alice"))
                        .orElseThrow();
        return UnitChecks.check(declared, rendering).stream()
                .map(diagnostic -> diagnostic.severity() + " " + diagnostic)
                .toList();
    }

    @Test
    void aGoodUnitIsFine() {
        assertThat(check(units(service("x.service", "ExecStart", "/bin/true")))).isEmpty();
    }

    @Test
    void aServiceWithoutACommandIsAnErrorOfItsUnit() {
        assertThat(check(units(service("x.service", "Type", "simple"))))
                .singleElement()
                .asString()
                .startsWith("ERROR a.nix:1:1: systemd.user.services.x: ");
    }

    @Test
    void aBadValueIsSaidOfItsOption() {
        assertThat(
                        check(
                                units(
                                        service(
                                                "x.service",
                                                "ExecStart",
                                                "/bin/true",
                                                "RestartSec",
                                                "soon"))))
                .singleElement()
                .asString()
                .startsWith(
                        "WARNING a.nix:1:1: systemd.user.services.x.serviceConfig.RestartSec: ");
    }

    @Test
    void aBadValueOfAHomeIsSaidOfItsOption() {
        assertThat(
                        check(
                                with(
                                        List.of(),
                                        home(
                                                homeUnit(
                                                        "x.service",
                                                        "Service",
                                                        section(
                                                                "ExecStart", "/bin/true",
                                                                "Nice", "very"))),
                                        Map.of(),
                                        List.of())))
                .singleElement()
                .asString()
                .contains("systemd.user.services.x.service.Service.Nice: ");
    }

    @Test
    void aTemplateIsReadAsAnInstance() {
        assertThat(check(units(service("x@.service", "ExecStart", "/bin/echo %i")))).isEmpty();
    }

    @Test
    void anUnknownDirectiveIsLeftToTheOtherChecks() {
        assertThat(check(units(service("x.service", "ExecStart", "/bin/true", "Nope", "1"))))
                .isEmpty();
    }

    @Test
    void relationsAreSaidOfTheirOption() {
        assertThat(
                        check(
                                units(
                                        unit(
                                                "x.service",
                                                Links.NONE,
                                                options(
                                                        "",
                                                        Map.of(
                                                                UnitRelation.AFTER,
                                                                List.of("a@b@c.servic")),
                                                        Section.EMPTY),
                                                new TypeOptions.Service(
                                                        ServiceOptions.of(
                                                                section(
                                                                        "ExecStart",
                                                                        "/bin/true")))))))
                .singleElement()
                .asString()
                .contains("systemd.user.services.x.after: ");
    }
}
