package hearth.nix.render;

import static hearth.nix.declaration.Declared.linked;
import static hearth.nix.declaration.Declared.options;
import static hearth.nix.declaration.Declared.section;
import static hearth.nix.declaration.Declared.service;
import static hearth.nix.declaration.Declared.text;
import static hearth.nix.declaration.Declared.texts;
import static hearth.nix.declaration.Declared.unit;
import static hearth.nix.declaration.Declared.wantedBy;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.ScriptKind;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.SwitchOptions;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.UnitRelation;
import hearth.nix.declaration.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Texts as the module system of NixOS makes them, to the byte. */
class NixosTextTest {
    private final Problems problems = new Problems();

    private String write(NixosUnit unit) {
        return new NixosText(unit, new ScriptWriter("/bin/bash"), problems).write();
    }

    @Test
    void theWikisExample() {
        NixosUnit example =
                unit(
                        "my-cool-user-service.service",
                        wantedBy("default.target"),
                        options(
                                "My Cool User Service",
                                Map.of(UnitRelation.AFTER, List.of("network.target")),
                                Section.EMPTY),
                        new TypeOptions.Service(
                                ServiceOptions.of(
                                        section(
                                                "Type", "simple",
                                                "ExecStart", "/my/cool/user/service"))));

        assertThat(write(example))
                .isEqualTo(
                        """
                        [Unit]
                        After=network.target
                        Description=My Cool User Service

                        [Service]
                        ExecStart=/my/cool/user/service
                        Type=simple

                        [Install]
                        WantedBy=default.target
                        """);
    }

    @Test
    void aServiceThatNothingWantsHasNoInstallSection() {
        assertThat(write(service("x.service", "ExecStart", "/bin/true")))
                .isEqualTo("[Unit]\n\n[Service]\nExecStart=/bin/true\n");
    }

    @Test
    void eachTypeOfValueHasItsText() {
        assertThat(
                        write(
                                service(
                                        "x.service",
                                        "A",
                                        true,
                                        "B",
                                        false,
                                        "C",
                                        5,
                                        "D",
                                        1.5,
                                        "E",
                                        new Value.Null(),
                                        "F",
                                        "",
                                        "G",
                                        "a b")))
                .isEqualTo(
                        "[Unit]\n\n[Service]\nA=true\nB=false\nC=5\nD=1.500000\nE=\nF=\nG=a b\n");
    }

    @Test
    void aListIsOneLineForEachElementAndAnEmptyOneNone() {
        assertThat(write(service("x.service", "A", List.of("x", 2, true), "B", List.of())))
                .isEqualTo("[Unit]\n\n[Service]\nA=x\nA=2\nA=true\n");
    }

    @Test
    void keysAreSortedByTheirBytes() {
        assertThat(write(service("x.service", "a", 1, "B", 2, "A", 3, "_", 4)))
                .isEqualTo("[Unit]\n\n[Service]\nA=3\nB=2\n_=4\na=1\n");
    }

    @Test
    void aRelationIsOneLine() {
        assertThat(
                        write(
                                unit(
                                        "x.target",
                                        Links.NONE,
                                        options(
                                                "",
                                                Map.of(
                                                        UnitRelation.WANTS,
                                                        List.of("a.service", "b.service"),
                                                        UnitRelation.ON_FAILURE,
                                                        List.of("c.service")),
                                                Section.EMPTY),
                                        new TypeOptions.Target())))
                .isEqualTo("[Unit]\nOnFailure=c.service\nWants=a.service b.service\n\n");
    }

    @Test
    void anEmptyRelationIsNoLine() {
        assertThat(
                        write(
                                unit(
                                        "x.target",
                                        Links.NONE,
                                        options(
                                                "",
                                                Map.of(UnitRelation.WANTS, List.of()),
                                                Section.EMPTY),
                                        new TypeOptions.Target())))
                .isEqualTo("[Unit]\n\n");
    }

    @Test
    void targetsNeverHaveAnInstallSection() {
        assertThat(
                        write(
                                unit(
                                        "x.target",
                                        wantedBy("default.target"),
                                        UnitOptions.NONE,
                                        new TypeOptions.Target())))
                .isEqualTo("[Unit]\n\n");
    }

    @Test
    void timersHaveTwoEmptyLinesBeforeInstall() {
        assertThat(
                        write(
                                unit(
                                        "x.timer",
                                        wantedBy("timers.target"),
                                        UnitOptions.NONE,
                                        new TypeOptions.Timer(
                                                section(
                                                        "OnCalendar",
                                                        "daily",
                                                        "Persistent",
                                                        true)))))
                .isEqualTo(
                        """
                        [Unit]

                        [Timer]
                        OnCalendar=daily
                        Persistent=true


                        [Install]
                        WantedBy=timers.target
                        """);
    }

    @Test
    void pathsAndSlicesEndInAnEmptyLine() {
        assertThat(
                        write(
                                unit(
                                        "x.path",
                                        Links.NONE,
                                        UnitOptions.NONE,
                                        new TypeOptions.PathUnit(section("PathExists", "/a")))))
                .isEqualTo("[Unit]\n\n[Path]\nPathExists=/a\n\n");
        assertThat(
                        write(
                                unit(
                                        "x.slice",
                                        Links.NONE,
                                        UnitOptions.NONE,
                                        new TypeOptions.Slice(section("MemoryMax", "1G")))))
                .isEqualTo("[Unit]\n\n[Slice]\nMemoryMax=1G\n\n");
    }

    @Test
    void aSocketsListenersStandBehindItsDirectives() {
        assertThat(
                        write(
                                unit(
                                        "x.socket",
                                        wantedBy("sockets.target"),
                                        UnitOptions.NONE,
                                        new TypeOptions.Socket(
                                                section("SocketMode", "0600"),
                                                texts("%t/a", "127.0.0.1:80"),
                                                texts("%t/b")))))
                .isEqualTo(
                        """
                        [Unit]

                        [Socket]
                        SocketMode=0600

                        ListenStream=%t/a
                        ListenStream=127.0.0.1:80
                        ListenDatagram=%t/b

                        [Install]
                        WantedBy=sockets.target
                        """);
    }

    @Test
    void variablesAreSortedAndQuotedAsJson() {
        SortedMap<String, Located<String>> environment = new TreeMap<>();
        environment.put("B", text("é \"quoted\" back\\slash\nline\ttab\u0001 100% $HOME"));
        environment.put("A", text(""));

        assertThat(write(service("x.service", environment(environment))))
                .isEqualTo(
                        "[Unit]\n\n[Service]\nEnvironment=\"A=\"\n"
                                + "Environment=\"B=é \\\"quoted\\\" back\\\\slash\\nline\\ttab\\u0001"
                                + " 100% $HOME\"\n");
    }

    private static ServiceOptions environment(SortedMap<String, Located<String>> environment) {
        return new ServiceOptions(
                Section.EMPTY,
                environment,
                List.of(),
                true,
                Map.of(),
                "",
                SwitchOptions.DEFAULT,
                List.of());
    }

    private static ServiceOptions path(boolean hasDefaultPath, String... path) {
        return new ServiceOptions(
                Section.EMPTY,
                new TreeMap<>(),
                texts(path),
                hasDefaultPath,
                Map.of(),
                "",
                SwitchOptions.DEFAULT,
                List.of());
    }

    @Test
    void withoutADeclaredPathTheManagersIsInherited() {
        assertThat(write(service("x.service", path(true)))).doesNotContain("PATH");
    }

    @Test
    void aDeclaredPathStandsBeforeTheHosts() {
        assertThat(write(service("x.service", path(true, "/opt/a", "/opt/b"))))
                .contains(
                        "Environment=\"PATH=/opt/a/bin:/opt/b/bin:/opt/a/sbin:/opt/b/sbin:"
                                + Host.DEFAULT_PATH
                                + "\"\n");
    }

    @Test
    void aPathWithoutTheDefaultIsAlone() {
        assertThat(write(service("x.service", path(false, "/opt/a"))))
                .contains("Environment=\"PATH=/opt/a/bin:/opt/a/sbin\"\n");
    }

    @Test
    void marksFollowTheVariables() {
        assertThat(
                        write(
                                service(
                                        "x.service",
                                        switching(new SwitchOptions(false, false, false, true)))))
                .isEqualTo(
                        """
                        [Unit]

                        [Service]
                        X-RestartIfChanged=false
                        X-StopIfChanged=false
                        X-NotSocketActivated=true
                        Type=simple
                        """);
    }

    @Test
    void reloadingHidesThatItIsNotRestarted() {
        assertThat(
                        write(
                                service(
                                        "x.service",
                                        switching(new SwitchOptions(false, true, true, false)))))
                .isEqualTo("[Unit]\n\n[Service]\nX-ReloadIfChanged=true\nType=simple\n");
    }

    private static ServiceOptions switching(SwitchOptions switching) {
        return new ServiceOptions(
                section("Type", "simple"),
                new TreeMap<>(),
                List.of(),
                true,
                Map.of(),
                "",
                switching,
                List.of());
    }

    private static ServiceOptions scripts(
            Section serviceConfig, String arguments, Map<ScriptKind, String> scripts) {
        Map<ScriptKind, Located<String>> located = new EnumMap<>(ScriptKind.class);
        scripts.forEach((kind, script) -> located.put(kind, text(script)));
        return new ServiceOptions(
                serviceConfig,
                new TreeMap<>(),
                List.of(),
                true,
                located,
                arguments,
                SwitchOptions.DEFAULT,
                List.of());
    }

    @Test
    void scriptsBecomeCommands() {
        Map<ScriptKind, String> scripts = new EnumMap<>(ScriptKind.class);
        for (ScriptKind kind : ScriptKind.values()) {
            scripts.put(kind, kind.option() + "\n");
        }

        String text = write(service("x.service", scripts(Section.EMPTY, "--all", scripts)));

        assertThat(text.replaceAll("/nix/store/[0-9a-f]{40}-", "/HASH-"))
                .isEqualTo(
                        """
                        [Unit]

                        [Service]
                        ExecReload=/HASH-unit-script-x-reload/bin/x-reload
                        ExecStart=/HASH-unit-script-x-start/bin/x-start --all
                        ExecStartPost=/HASH-unit-script-x-post-start/bin/x-post-start
                        ExecStartPre=/HASH-unit-script-x-pre-start/bin/x-pre-start
                        ExecStop=/HASH-unit-script-x-pre-stop/bin/x-pre-stop
                        ExecStopPost=/HASH-unit-script-x-post-stop/bin/x-post-stop
                        """);
    }

    @Test
    void preStartStandsBeforeDeclaredCommands() {
        String text =
                write(
                        service(
                                "x.service",
                                scripts(
                                        section("ExecStartPre", List.of("/bin/a")),
                                        "",
                                        Map.of(ScriptKind.PRE_START, "b\n"))));

        assertThat(text).containsPattern("ExecStartPre=/nix/store/.*\nExecStartPre=/bin/a\n");
    }

    @Test
    void aScriptBesideExecStartIsAConflict() {
        write(
                service(
                        "x.service",
                        scripts(
                                section("ExecStart", "/bin/a"),
                                "",
                                Map.of(ScriptKind.SCRIPT, "b\n"))));

        assertThat(problems.all())
                .extracting(Object::toString)
                .containsExactly(
                        "a.nix:1:1: systemd.user.services.x.serviceConfig.ExecStart: has conflicting"
                                + " definitions: systemd.user.services.x.script defines it as well,"
                                + " at a.nix:1:1");
    }

    @Test
    void equalDefinitionsAgree() {
        String text =
                write(
                        unit(
                                "x.target",
                                Links.NONE,
                                options("same", Map.of(), section("Description", "same")),
                                new TypeOptions.Target()));

        assertThat(text).isEqualTo("[Unit]\nDescription=same\n\n");
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void triggersAreADigestOfTheirTexts() {
        assertThat(triggers("a", "b")).matches("(?s)\\[Unit]\nX-Restart-Triggers=[0-9a-f]{64}\n.*");
        assertThat(triggers("a", "b")).isEqualTo(triggers("a b"));
        assertThat(triggers("a", "b")).isNotEqualTo(triggers("a", "c"));
    }

    private String triggers(String... triggers) {
        return write(
                unit(
                        "x.service",
                        Links.NONE,
                        new UnitOptions(
                                Optional.empty(),
                                List.of(),
                                Map.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Section.EMPTY,
                                texts(triggers),
                                List.of()),
                        new TypeOptions.Service(ServiceOptions.NONE)));
    }

    @Test
    void startLimitsAreInTheUnitSection() {
        assertThat(
                        write(
                                unit(
                                        "x.target",
                                        Links.NONE,
                                        new UnitOptions(
                                                Optional.empty(),
                                                texts("man:a(1)", "man:b(5)"),
                                                Map.of(),
                                                Optional.of(
                                                        new Located<>(
                                                                new Value.Int(10),
                                                                text("").position())),
                                                Optional.of(
                                                        new Located<>(
                                                                new Value.Int(3),
                                                                text("").position())),
                                                Section.EMPTY,
                                                List.of(),
                                                List.of()),
                                        new TypeOptions.Target())))
                .isEqualTo(
                        """
                        [Unit]
                        Documentation=man:a(1) man:b(5)
                        StartLimitBurst=3
                        StartLimitIntervalSec=10

                        """);
    }

    @Test
    void aRawUnitIsItsText() {
        NixosUnit raw = linked(service("x.service"), wantedBy("default.target"));
        assertThat(
                        write(
                                new NixosUnit(
                                        raw.option(),
                                        raw.name(),
                                        raw.position(),
                                        true,
                                        raw.overrideStrategy(),
                                        raw.links(),
                                        new NixosUnit.Raw(text("[Service]\nExecStart=/a")))))
                .isEqualTo("[Service]\nExecStart=/a");
    }
}
