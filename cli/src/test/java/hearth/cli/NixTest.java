package hearth.cli;

import static hearth.cli.NixMachine.ALICE;
import static hearth.cli.NixMachine.NOBODY;
import static hearth.cli.NixMachine.ROOT;
import static hearth.cli.NixMachine.at;
import static hearth.cli.NixMachine.declarations;
import static hearth.cli.NixMachine.home;
import static hearth.cli.NixMachine.service;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.nix.declaration.LingerDeclaration;
import hearth.unit.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hearth nix}: what people type, and what they read, on a real disk and against a daemon of
 * tables; only what the files declare is given.
 */
class NixTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path root;

    private NixMachine machine;

    @BeforeEach
    void setUp() throws IOException {
        machine = new NixMachine(root);
    }

    @AfterEach
    void tearDown() throws IOException {
        machine.close();
    }

    @Test
    void checkSaysThatAllIsFineAndWhatIsIgnored() {
        machine.declare(service("/bin/x", "default.target"));

        assertThat(machine.execute(ALICE, "nix", "check", machine.file.toString())).isZero();

        assertThat(machine.out).hasToString("fine: 2 files\n");
        assertThat(machine.err).hasToString("ignored: environment.systemPackages (a.nix:1:1)\n");
    }

    @Test
    void checkShowsTheLineAndThePlace() {
        machine.declare(service("/bin/x", "defualt.target"));

        assertThat(machine.execute(ALICE, "nix", "check", machine.file.toString())).isZero();

        assertThat(machine.err.toString())
                .startsWith(
                        """
                        a.nix:2:27: warning: systemd.user.services.x.wantedBy: there is no "defualt.target" here, so it starts nothing; did you mean "default.target"?
                             2 |   systemd.user.services.x = { };
                               |                           ^
                        """);
    }

    @Test
    void pathsThatMayBeReadAreTypedOneByOne() {
        assertThat(
                        machine.execute(
                                ALICE,
                                "nix",
                                "check",
                                "--allow-path",
                                "/srv/keys",
                                "--allow-path=/etc/motd",
                                machine.file.toString()))
                .isZero();

        assertThat(machine.readable).containsExactly(Path.of("/srv/keys"), Path.of("/etc/motd"));
    }

    @Test
    void checkFailsWhereSomethingIsWrong() {
        machine.said =
                List.of(
                        new Diagnostic(
                                "a.nix",
                                3,
                                1,
                                Diagnostic.Severity.ERROR,
                                "unexpected end of file"));

        assertThat(machine.execute(ALICE, "nix", "check", machine.file.toString())).isEqualTo(1);

        assertThat(machine.err.toString())
                .contains("a.nix:3:1: unexpected end of file\n     3 | }\n");
        assertThat(machine.execute(ALICE, "nix", "check", "--json", machine.file.toString()))
                .isEqualTo(1);
        assertThat(machine.out)
                .hasToString(
                        "{\"ok\":false,\"diagnostics\":[{\"file\":\"a.nix\",\"line\":3,\"column\":1,"
                                + "\"severity\":\"error\",\"message\":\"unexpected end of file\"}],"
                                + "\"ignored\":[]}\n");
    }

    @Test
    void whatIsWrongIsNotApplied() {
        machine.declare(service("/bin/x", "default"));

        assertThat(machine.execute(ALICE, "nix", "apply", machine.file.toString())).isEqualTo(1);

        assertThat(machine.err.toString())
                .contains("\"default\" is not a unit name; did you mean \"default.target\"?")
                .endsWith("hearth: nothing was changed: one error\n");
        assertThat(root.resolve("home")).doesNotExist();
    }

    @Test
    void renderShowsTheFiles() {
        machine.declare(service("/bin/x", "default.target"));

        assertThat(machine.execute(ROOT, "nix", "render", machine.file.toString())).isZero();

        assertThat(machine.out)
                .hasToString(
                        """
                        # system/units/default.target.wants/x.service -> ../x.service
                        # system/units/x.service
                        [Unit]

                        [Service]
                        ExecStart=/bin/x

                        [Install]
                        WantedBy=default.target

                        """);
    }

    @Test
    void renderWritesIntoAnEmptyDirectoryOnly() {
        machine.declare(service("/bin/x"));
        Path output = root.resolve("out");

        assertThat(
                        machine.execute(
                                ROOT,
                                "nix",
                                "render",
                                "-o",
                                output.toString(),
                                machine.file.toString()))
                .isZero();
        assertThat(output.resolve("system/units/x.service")).exists();
        assertThat(
                        machine.execute(
                                ROOT,
                                "nix",
                                "render",
                                "-o",
                                output.toString(),
                                machine.file.toString()))
                .isEqualTo(1);
    }

    @Test
    void diffShowsWhatWouldChangeAndChangesNothing() throws IOException {
        machine.listen();
        machine.declare(service("/bin/x", "default.target"));

        assertThat(machine.execute(ROOT, "nix", "diff", machine.file.toString())).isEqualTo(2);

        assertThat(machine.out)
                .hasToString(
                        "LINK "
                                + machine.path("default.target.wants/x.service")
                                + " -> ../x.service\n--- /dev/null\n+++ "
                                + machine.path("x.service")
                                + """

                                @@ -0,0 +1,7 @@
                                +[Unit]
                                +
                                +[Service]
                                +ExecStart=/bin/x
                                +
                                +[Install]
                                +WantedBy=default.target
                                would start default.target of alice (again, for what it wants)
                                would start x.service of alice (wanted by default.target)
                                """);
        assertThat(machine.units).doesNotExist();
    }

    @Test
    void applyingTwiceChangesNothingTheSecondTime() throws IOException {
        machine.listen();
        machine.declare(service("/bin/x", "default.target"));

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isZero();
        assertThat(machine.out)
                .hasToString(
                        "linked "
                                + machine.path("default.target.wants/x.service")
                                + " to ../x.service\nwrote "
                                + machine.path("x.service")
                                + """

                                started default.target of alice (again, for what it wants)
                                started x.service of alice (wanted by default.target)
                                """);

        assertThat(machine.execute(ROOT, "nix", "diff", machine.file.toString())).isZero();
        assertThat(machine.out).hasToString("no changes\n");
        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isZero();
        assertThat(machine.out).hasToString("no changes\n");
    }

    @Test
    void aChangedServiceIsStoppedBeforeTheReload() throws IOException {
        machine.listen();
        machine.declare(service("/bin/x"));
        machine.execute(ROOT, "nix", "apply", machine.file.toString());
        machine.runs("x.service", machine.path("x.service"));
        machine.declare(service("/bin/y"));
        machine.manager.calls().clear();

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isZero();

        assertThat(machine.manager.calls())
                .containsSubsequence(
                        "StopUnit[x.service, replace]",
                        "Reload[]",
                        "StartUnit[x.service, replace]");
    }

    @Test
    void whatDoesNotStartIsSaid() throws IOException {
        machine.listen();
        machine.job("StartUnit", "failed");
        machine.declare(service("/bin/x", "default.target"));

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isEqualTo(1);

        assertThat(machine.err.toString()).contains("of alice: it failed; `hearth status ");
    }

    @Test
    void withoutADaemonFilesAreWritten() {
        machine.declare(service("/bin/x"));

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isZero();

        assertThat(machine.units.resolve("x.service")).exists();
        assertThat(machine.err.toString()).contains("cannot tell whose managers run");
    }

    @Test
    void aUsersUnitsAreTheUsersOwn() throws IOException {
        machine.listen();
        machine.declare(service("/bin/x", "default.target"));

        assertThat(machine.execute(ALICE, "nix", "apply", machine.file.toString())).isZero();

        assertThat(root.resolve("home/.config/systemd/user/x.service")).exists();
        assertThat(root.resolve("home/.local/state/hearth/nix")).isDirectory();
        assertThat(machine.units).doesNotExist();
        assertThat(machine.out.toString()).contains("started x.service of alice");
    }

    @Test
    void diffForProgramsIsOneObject() throws IOException {
        machine.listen();
        machine.declare(service("/bin/x"));

        assertThat(machine.execute(ALICE, "nix", "diff", "--json", machine.file.toString()))
                .isEqualTo(2);

        assertThat(machine.out.toString())
                .startsWith(
                        "{\"diagnostics\":[],\"owners\":[{\"owner\":\"alice\",\"changes\":true,")
                .contains("\"change\":\"create\"")
                .endsWith("\"units\":[],\"linger\":[],\"refused\":[],\"warnings\":[]}]}\n");
    }

    @Test
    void somebodyElsesFileIsReplacedOnlyWhereThatIsAskedFor() throws IOException {
        Files.createDirectories(machine.units);
        Files.writeString(machine.units.resolve("x.service"), "mine\n");
        machine.declare(service("/bin/x"));

        assertThat(machine.execute(ROOT, "nix", "diff", machine.file.toString())).isEqualTo(1);
        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isEqualTo(1);
        assertThat(machine.err.toString())
                .contains(
                        machine.path("x.service")
                                + " is there already and was not declared (declared at a.nix:2:3);"
                                + " --adopt replaces it\n")
                .endsWith("hearth: nothing was changed\n");
        assertThat(machine.units.resolve("x.service")).hasContent("mine\n");

        assertThat(machine.execute(ROOT, "nix", "apply", "--adopt", machine.file.toString()))
                .isZero();
        assertThat(machine.units.resolve("x.service")).content().contains("/bin/x");
    }

    @Test
    void lingeringFollowsItsDeclaration() throws IOException {
        machine.listen();
        machine.declared =
                declarations(
                        List.of(), Map.of(), new LingerDeclaration(NOBODY.name(), true, at(2, 3)));

        assertThat(machine.execute(ROOT, "nix", "diff", machine.file.toString())).isEqualTo(2);
        assertThat(machine.out).hasToString("would switch lingering on for nobody (declared)\n");
        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isZero();
        assertThat(machine.out).hasToString("switched lingering on for nobody (declared)\n");
        assertThat(machine.bus.calls()).contains("SetUserLinger[65534, true, true]");
    }

    @Test
    void lingeringOfAStrangerIsAnErrorWhereItIsDeclared() throws IOException {
        machine.listen();
        machine.declared =
                declarations(
                        List.of(service("/bin/x")),
                        Map.of(),
                        new LingerDeclaration("no-such-user-here", true, at(2, 3)));

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isEqualTo(1);

        assertThat(machine.err.toString())
                .contains("a.nix:2:3: users.users.no-such-user-here.linger: there is no user");
        assertThat(machine.units).doesNotExist();
    }

    @Test
    void lingeringThatIsRefusedIsSaid() throws IOException {
        machine.bus.refuse("SetUserLinger", ErrorName.ACCESS_DENIED, "Not allowed.");
        machine.listen();
        machine.declared =
                declarations(
                        List.of(), Map.of(), new LingerDeclaration(NOBODY.name(), true, at(2, 3)));

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isEqualTo(1);

        assertThat(machine.err.toString())
                .contains("hearth: cannot switch lingering on for nobody: Not allowed.");
    }

    @Test
    void rollbackLetsTheGenerationBeforeHoldAgain() throws IOException {
        machine.declare(service("/bin/one"));
        machine.execute(ROOT, "nix", "apply", machine.file.toString());
        machine.declare(service("/bin/two"));
        machine.execute(ROOT, "nix", "apply", machine.file.toString());

        assertThat(machine.execute(ROOT, "nix", "rollback")).isZero();
        assertThat(machine.units.resolve("x.service")).content().contains("/bin/one");

        assertThat(machine.execute(ROOT, "nix", "rollback")).isEqualTo(1);
        assertThat(machine.err.toString())
                .contains("there is no generation before 1")
                .contains("1, 2");

        assertThat(machine.execute(ROOT, "nix", "rollback", "2")).isZero();
        assertThat(machine.units.resolve("x.service")).content().contains("/bin/two");
    }

    @Test
    void statusSaysWhatIsAppliedAndWhatWasChangedSince() throws IOException {
        assertThat(machine.execute(ROOT, "nix", "status")).isZero();
        assertThat(machine.out).hasToString("no declarations are applied\n");

        machine.declare(service("/bin/x"));
        machine.execute(ROOT, "nix", "apply", "--name", "mine", machine.file.toString());
        Files.writeString(machine.units.resolve("x.service"), "edited\n");

        assertThat(machine.execute(ROOT, "nix", "status")).isZero();
        assertThat(machine.out)
                .hasToString(
                        "mine\n  generation  1, applied 0ms ago\n  from        "
                                + machine.file
                                + "\n  files       1\n  kept        1\n  changed     "
                                + machine.path("x.service")
                                + "\n");
        assertThat(machine.execute(ROOT, "nix", "status", "--json")).isZero();
        assertThat(machine.out.toString()).startsWith("[{\"name\":\"mine\",\"generation\":1,");
    }

    @Test
    void removeTakesEverythingAway() throws IOException {
        machine.declare(service("/bin/x", "default.target"));
        machine.execute(ROOT, "nix", "apply", machine.file.toString());

        assertThat(machine.execute(ROOT, "nix", "remove", "--dry-run")).isEqualTo(2);
        assertThat(machine.execute(ROOT, "nix", "remove")).isZero();

        assertThat(machine.units).isEmptyDirectory();
        assertThat(machine.execute(ROOT, "nix", "remove")).isEqualTo(1);
        assertThat(machine.err.toString()).contains("no declarations are applied");
    }

    @Test
    void severalDeclarationsHaveToBeNamed() {
        machine.declare(service("/bin/x"));
        machine.execute(ROOT, "nix", "apply", "--name", "one", machine.file.toString());
        machine.declare();
        machine.execute(ROOT, "nix", "apply", "--name", "two", machine.file.toString());
        machine.declared =
                declarations(
                        List.of(), Map.of(), new LingerDeclaration(NOBODY.name(), false, at(2, 3)));
        machine.execute(ROOT, "nix", "apply", "--name", "two", machine.file.toString());

        assertThat(machine.execute(ROOT, "nix", "remove")).isEqualTo(2);

        assertThat(machine.err.toString()).contains("several declarations are applied: one, two");
        assertThat(machine.execute(ROOT, "nix", "remove", "--name", "one")).isZero();
    }

    @Test
    void aHomeIsWrittenByItsUser() throws IOException {
        machine.declared = declarations(List.of(service("/bin/x")), Map.of(NOBODY.name(), home()));

        assertThat(machine.execute(ROOT, "nix", "apply", "--name", "mine", machine.file.toString()))
                .isZero();

        assertThat(machine.delegated)
                .containsExactly(
                        "nobody: nix place --name mine --dry-run --json",
                        "nobody: nix place --name mine");
        assertThat(root.resolve("home/.config/systemd/user/h.service")).exists();
        assertThat(machine.units.resolve("x.service")).exists();
        assertThat(machine.out.toString())
                .startsWith("for everybody:\n")
                .contains("for nobody:\nwrote ");
    }

    @Test
    void aHomeThatIsNoLongerDeclaredIsTakenAway() throws IOException {
        machine.declared = declarations(List.of(service("/bin/x")), Map.of(NOBODY.name(), home()));
        machine.execute(ROOT, "nix", "apply", machine.file.toString());
        machine.declared = declarations(List.of(service("/bin/x")), Map.of());

        assertThat(machine.execute(ROOT, "nix", "diff", machine.file.toString())).isEqualTo(2);
        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isZero();

        assertThat(root.resolve("home/.config/systemd/user/h.service")).doesNotExist();
        assertThat(machine.execute(ROOT, "nix", "diff", machine.file.toString())).isZero();
    }

    @Test
    void whatIsInAUsersWayStopsEverybodysApply() throws IOException {
        Path home = Files.createDirectories(root.resolve("home/.config/systemd/user"));
        Files.writeString(home.resolve("h.service"), "mine");
        machine.declared = declarations(List.of(service("/bin/x")), Map.of(NOBODY.name(), home()));

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isEqualTo(1);

        assertThat(machine.units).doesNotExist();
        assertThat(machine.err.toString())
                .contains("h.service is there already and was not declared");
    }

    @Test
    void rootForOneUserWritesNothingAsRoot() throws IOException {
        machine.declare(service("/bin/x"));

        assertThat(
                        machine.execute(
                                ROOT,
                                "nix",
                                "apply",
                                "--for",
                                NOBODY.name(),
                                machine.file.toString()))
                .isZero();
        assertThat(machine.delegated)
                .singleElement()
                .asString()
                .startsWith("nobody: nix place --name ");
        assertThat(machine.units).doesNotExist();

        assertThat(machine.execute(ROOT, "nix", "status", "--for", NOBODY.name())).isZero();
        assertThat(machine.delegated).last().isEqualTo("nobody: nix status");
    }

    @Test
    void nobodyAppliesForSomebodyElse() {
        machine.declare(service("/bin/x"));

        assertThat(
                        machine.execute(
                                ALICE,
                                "nix",
                                "apply",
                                "--for",
                                NOBODY.name(),
                                machine.file.toString()))
                .isEqualTo(1);

        assertThat(machine.err.toString())
                .contains("only root and nobody may apply something for nobody");
    }

    @Test
    void rootRefusesAFileThatOthersMayWrite() throws IOException {
        machine.declare(service("/bin/x"));
        Files.setPosixFilePermissions(machine.file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(machine.execute(ROOT, "nix", "apply", machine.file.toString())).isEqualTo(1);

        assertThat(machine.err.toString())
                .contains(machine.file + " can be changed by everybody")
                .contains("root applies only what nobody else can change");
        assertThat(machine.units).doesNotExist();
    }

    @Test
    void aMissingFileIsSaid() {
        assertThat(machine.execute(ROOT, "nix", "check", root.resolve("none.nix").toString()))
                .isEqualTo(1);

        assertThat(machine.err.toString()).contains("none.nix: there is no such file");
    }

    @Test
    void aMapNamesAPackageAndAPlace() {
        assertThat(
                        machine.execute(
                                ALICE,
                                "nix",
                                "check",
                                "--map",
                                "ripgrep=/opt/rg",
                                machine.file.toString()))
                .isZero();
        assertThat(
                        machine.execute(
                                ALICE, "nix", "check", "--map", "ripgrep", machine.file.toString()))
                .isEqualTo(2);
        assertThat(machine.err.toString()).contains("--map ripgrep=/opt/ripgrep");
    }

    @Test
    void nixAloneSaysWhatMayFollow() {
        assertThat(machine.execute(ALICE, "nix")).isEqualTo(2);

        assertThat(machine.err.toString()).contains("check, render, diff, apply");
    }
}
