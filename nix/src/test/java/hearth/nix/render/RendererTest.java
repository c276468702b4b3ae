package hearth.nix.render;

import static hearth.nix.declaration.Declared.HERE;
import static hearth.nix.declaration.Declared.disabled;
import static hearth.nix.declaration.Declared.home;
import static hearth.nix.declaration.Declared.homeUnit;
import static hearth.nix.declaration.Declared.linked;
import static hearth.nix.declaration.Declared.section;
import static hearth.nix.declaration.Declared.service;
import static hearth.nix.declaration.Declared.text;
import static hearth.nix.declaration.Declared.texts;
import static hearth.nix.declaration.Declared.unit;
import static hearth.nix.declaration.Declared.units;
import static hearth.nix.declaration.Declared.wantedBy;
import static hearth.nix.declaration.Declared.with;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.declaration.ConfigurationDeclaration;
import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.OverrideStrategy;
import hearth.nix.declaration.ScriptKind;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.SwitchOptions;
import hearth.nix.declaration.TmpfilesDeclaration;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.WrittenFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RendererTest {
    private static final Host HOST = new Host("/bin/bash", Set.of("pipewire.service"));

    private static Rendered render(Declarations declarations, Target target) {
        return new Renderer(
                        HOST,
                        owner ->
                                switch (owner) {
                                    case Target.Everybody everybody -> "/var/lib/scripts";
                                    case Target.OneUser user -> "/home/" + user.name() + "/scripts";
                                })
                .render(declarations, target);
    }

    private static Rendering system(Declarations declarations) {
        Rendered rendered = render(declarations, new Target.Everybody());
        assertThat(rendered.diagnostics()).isEmpty();
        return rendered.system().orElseThrow();
    }

    private static FileContent content(Rendering rendering, String path) {
        FileName name = FileName.parse(path).orElseThrow();
        assertThat(rendering.files()).containsKey(name);
        return Optional.ofNullable(rendering.files().get(name)).orElseThrow().content();
    }

    private static Rendering alice(Rendered rendered) {
        return Optional.ofNullable(rendered.homes().get("alice")).orElseThrow();
    }

    private static String textOf(Rendering rendering, String path) {
        return ((FileContent.Regular) content(rendering, path)).text();
    }

    @Test
    void linksAreMadeForWhatWantsAUnit() {
        Rendering rendering =
                system(
                        units(
                                linked(
                                        service("x.service"),
                                        new Links(
                                                texts("default.target"),
                                                texts("a.service"),
                                                texts("b.service"),
                                                texts("y.service")))));

        assertThat(rendering.files().keySet())
                .extracting(Object::toString)
                .containsExactly(
                        "units/a.service.requires/x.service",
                        "units/b.service.upholds/x.service",
                        "units/default.target.wants/x.service",
                        "units/x.service",
                        "units/y.service");
        assertThat(content(rendering, "units/default.target.wants/x.service"))
                .isEqualTo(new FileContent.Link("../x.service"));
        assertThat(content(rendering, "units/y.service"))
                .isEqualTo(new FileContent.Link("x.service"));
    }

    @Test
    void aDisabledUnitIsMaskedAndKeepsItsLinks() {
        Rendering rendering =
                system(units(disabled(linked(service("x.service"), wantedBy("default.target")))));

        assertThat(content(rendering, "units/x.service").isMask()).isTrue();
        assertThat(content(rendering, "units/default.target.wants/x.service"))
                .isEqualTo(new FileContent.Link("../x.service"));
    }

    @Test
    void whatAPackageShipsIsExtended() {
        Rendering rendering = system(units(service("pipewire.service", "Nice", 5)));

        assertThat(rendering.files().keySet())
                .extracting(Object::toString)
                .containsExactly("units/pipewire.service.d/overrides.conf");
    }

    @Test
    void whatAPackageShipsIsMaskedAsAWhole() {
        Rendering rendering = system(units(disabled(service("pipewire.service"))));

        assertThat(content(rendering, "units/pipewire.service").isMask()).isTrue();
    }

    @Test
    void aDropInCanBeAskedFor() {
        NixosUnit instance = service("x@a.service", "Nice", 5);
        Rendering rendering =
                system(
                        units(
                                new NixosUnit(
                                        instance.option(),
                                        instance.name(),
                                        instance.position(),
                                        true,
                                        OverrideStrategy.AS_DROPIN,
                                        instance.links(),
                                        instance.content())));

        assertThat(rendering.files().keySet())
                .extracting(Object::toString)
                .containsExactly("units/x@a.service.d/overrides.conf");
    }

    @Test
    void startAtIsATimer() {
        Rendering rendering = system(units(service("x.service", startAt("daily", "Mon 12:00"))));

        assertThat(textOf(rendering, "units/x.timer"))
                .isEqualTo(
                        """
                        [Unit]

                        [Timer]
                        OnCalendar=daily
                        OnCalendar=Mon 12:00


                        [Install]
                        WantedBy=timers.target
                        """);
        assertThat(content(rendering, "units/timers.target.wants/x.timer"))
                .isEqualTo(new FileContent.Link("../x.timer"));
    }

    @Test
    void startAtJoinsADeclaredTimer() {
        Rendering rendering =
                system(
                        units(
                                service("x.service", startAt("daily")),
                                unit(
                                        "x.timer",
                                        Links.NONE,
                                        UnitOptions.NONE,
                                        new TypeOptions.Timer(
                                                section(
                                                        "OnCalendar",
                                                        "weekly",
                                                        "Persistent",
                                                        true)))));

        assertThat(textOf(rendering, "units/x.timer"))
                .startsWith(
                        "[Unit]\n\n[Timer]\nOnCalendar=daily\nOnCalendar=weekly\nPersistent=true\n");
    }

    private static ServiceOptions startAt(String... times) {
        return new ServiceOptions(
                Section.EMPTY,
                new TreeMap<>(),
                List.of(),
                true,
                Map.of(),
                "",
                SwitchOptions.DEFAULT,
                texts(times));
    }

    @Test
    void scriptsLieWhereTheirOwnersScriptsLie() {
        ServiceOptions options =
                new ServiceOptions(
                        Section.EMPTY,
                        new TreeMap<>(),
                        List.of(),
                        true,
                        Map.of(ScriptKind.SCRIPT, text("echo hi\n")),
                        "",
                        SwitchOptions.DEFAULT,
                        List.of());
        Rendering rendering = system(units(service("x.service", options)));

        FileName script = rendering.files().firstKey();
        FileName last = rendering.files().lastKey();
        assertThat(script).isEqualTo(FileName.unit("x.service"));
        assertThat(last.toString()).matches("scripts/[0-9a-f]{40}-unit-script-x-start/bin/x-start");
        assertThat(content(rendering, last.toString()))
                .isEqualTo(new FileContent.Regular("#!/bin/bash\nset -e\n\necho hi\n\n", true));
        assertThat(textOf(rendering, "units/x.service"))
                .contains("ExecStart=/var/lib/scripts/" + last.path() + " \n");
    }

    @Test
    void scriptsWithoutBashAreDoubtful() {
        ServiceOptions options =
                new ServiceOptions(
                        Section.EMPTY,
                        new TreeMap<>(),
                        List.of(),
                        true,
                        Map.of(ScriptKind.SCRIPT, text("echo hi\n")),
                        "",
                        SwitchOptions.DEFAULT,
                        List.of());
        var renderer = new Renderer(new Host("/bin/sh", Set.of()), owner -> "/scripts");

        assertThat(
                        renderer.render(
                                        units(
                                                service("x.service", options),
                                                service("y.service", "ExecStart", "/bin/y")),
                                        new Target.Everybody())
                                .diagnostics())
                .singleElement()
                .asString()
                .endsWith(
                        "there is no bash here, so /bin/sh runs its scripts, and may not understand"
                                + " them");
    }

    @Test
    void writtenFilesFollowTheirReferences() {
        WrittenFile inner = WrittenFile.program("inner", "#!/bin/sh\n");
        WrittenFile outer =
                WrittenFile.program("outer", "exec " + inner.path() + " twice " + inner.path());
        WrittenFile unused = WrittenFile.program("unused", "");
        Rendering rendering =
                system(
                        with(
                                List.of(service("x.service", "ExecStart", outer.path() + " now")),
                                HomeDeclarations.NONE,
                                Map.of(),
                                List.of(inner, outer, unused)));

        assertThat(textOf(rendering, "units/x.service"))
                .contains("ExecStart=/var/lib/scripts/" + outer.entryName() + " now\n");
        assertThat(textOf(rendering, "scripts/" + outer.entryName()))
                .isEqualTo(
                        "exec /var/lib/scripts/"
                                + inner.entryName()
                                + " twice /var/lib/scripts/"
                                + inner.entryName());
        assertThat(rendering.files()).hasSize(3);
    }

    @Test
    void unknownStorePathsStay() {
        Rendering rendering =
                system(units(service("x.service", "ExecStart", "/nix/store/abc-hello/bin/hello")));

        assertThat(textOf(rendering, "units/x.service"))
                .contains("=/nix/store/abc-hello/bin/hello\n");
    }

    @Test
    void homesAreRenderedForTheirUsers() {
        Rendered rendered =
                render(
                        with(
                                List.of(),
                                HomeDeclarations.NONE,
                                Map.of(
                                        "alice",
                                        home(
                                                homeUnit(
                                                        "x.service",
                                                        "Install",
                                                        section(
                                                                "WantedBy",
                                                                List.of("default.target"),
                                                                "RequiredBy",
                                                                List.of("y.target"))))),
                                List.of()),
                        new Target.Everybody());

        assertThat(rendered.homes().keySet()).containsExactly("alice");
        Rendering alice = alice(rendered);
        assertThat(alice.style()).isEqualTo(SwitchStyle.HOME_MANAGER);
        assertThat(alice.files().keySet())
                .extracting(Object::toString)
                .containsExactly(
                        "units/default.target.wants/x.service",
                        "units/x.service",
                        "units/y.target.requires/x.service");
    }

    @Test
    void aHomeWithoutAUserIsAnErrorForEverybody() {
        Rendered rendered =
                render(
                        with(List.of(), home(homeUnit("x.service")), Map.of(), List.of()),
                        new Target.Everybody());

        assertThat(rendered.diagnostics()).singleElement().asString().contains("--for USER");
    }

    @Test
    void forOneUserAllUnitsAreTheirs() {
        Rendered rendered =
                render(
                        with(
                                List.of(service("x.service", "Type", "simple")),
                                home(homeUnit("y.service", "Service", section("Type", "simple"))),
                                Map.of(),
                                List.of()),
                        new Target.OneUser("alice"));

        assertThat(rendered.system()).isEmpty();
        Rendering alice = alice(rendered);
        assertThat(alice.files().keySet())
                .extracting(Object::toString)
                .containsExactly("units/x.service", "units/y.service");
    }

    @Test
    void configurationsAreDropIns() {
        Rendering rendering =
                system(
                        new Declarations(
                                List.of(),
                                HomeDeclarations.NONE,
                                new TreeMap<>(),
                                List.of(),
                                new ConfigurationDeclaration(
                                        section("DefaultTimeoutStopSec", "10s"),
                                        texts("LogLevel=debug")),
                                new ConfigurationDeclaration(
                                        section("KillUserProcesses", false), List.of()),
                                new TmpfilesDeclaration(texts("d %h/a", "d %h/b"), new TreeMap<>()),
                                List.of(),
                                List.of()));

        assertThat(textOf(rendering, "user.conf.d/50-hearth.conf"))
                .isEqualTo("[Manager]\nDefaultTimeoutStopSec=10s\nLogLevel=debug\n");
        assertThat(textOf(rendering, "logind.conf.d/50-hearth.conf"))
                .isEqualTo("[Login]\nKillUserProcesses=false\n");
        assertThat(textOf(rendering, "user-tmpfiles.d/50-hearth.conf"))
                .isEqualTo("d %h/a\nd %h/b\n");
    }

    @Test
    void sessionVariablesAreOneFile() {
        var variables = new TreeMap<String, Located<String>>();
        variables.put("EDITOR", text("vim"));
        variables.put("A", text("1"));
        Rendered rendered =
                render(
                        with(
                                List.of(),
                                new HomeDeclarations(
                                        List.of(),
                                        variables,
                                        section("DefaultCPUAccounting", true),
                                        false),
                                Map.of(),
                                List.of()),
                        new Target.OneUser("alice"));

        Rendering alice = alice(rendered);
        assertThat(textOf(alice, "environment.d/10-home-manager.conf"))
                .isEqualTo("A=1\nEDITOR=vim\n");
        assertThat(textOf(alice, "user.conf.d/50-home-manager.conf"))
                .isEqualTo("[Manager]\nDefaultCPUAccounting=true\n");
        assertThat(alice.style()).isEqualTo(SwitchStyle.NONE);
    }

    @Test
    void lingersOfOthersAreNotOneUsers() {
        Declarations declarations =
                new Declarations(
                        List.of(),
                        HomeDeclarations.NONE,
                        new TreeMap<>(),
                        List.of(
                                new LingerDeclaration("alice", true, HERE),
                                new LingerDeclaration("bob", true, HERE)),
                        ConfigurationDeclaration.NONE,
                        ConfigurationDeclaration.NONE,
                        TmpfilesDeclaration.NONE,
                        List.of(),
                        List.of());

        assertThat(render(declarations, new Target.OneUser("alice")).lingers())
                .extracting(LingerDeclaration::user)
                .containsExactly("alice");
        assertThat(render(declarations, new Target.Everybody()).lingers()).hasSize(2);
    }

    @Test
    void aNameOutsideTheDirectoryIsRefused() {
        Rendered rendered =
                render(
                        units(
                                service("../x.service"),
                                linked(service("y.service"), wantedBy("../../etc/passwd"))),
                        new Target.Everybody());

        assertThat(rendered.diagnostics())
                .extracting(Object::toString)
                .containsExactly(
                        "a.nix:1:1: systemd.user.services.../x: \"../x.service\" is not a unit name",
                        "a.nix:1:1: systemd.user.services.y.wantedBy:"
                                + " \"../../etc/passwd.wants/y.service\" is not the name of a file");
    }

    @Test
    void oneNameDeclaredTwiceIsAConflict() {
        Rendered rendered =
                render(
                        units(service("x.service", "Nice", 1), service("x.service", "Nice", 2)),
                        new Target.Everybody());

        assertThat(rendered.diagnostics())
                .singleElement()
                .asString()
                .contains("x.service is declared differently at a.nix:1:1");
    }
}
