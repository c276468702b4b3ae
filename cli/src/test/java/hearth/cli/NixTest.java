package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Managers;
import hearth.cli.command.nix.AsUser;
import hearth.cli.command.nix.Ground;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import hearth.nix.DeclarationReader;
import hearth.nix.declaration.ConfigurationDeclaration;
import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.HomeDeclarations;
import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.IgnoredOption;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.declaration.Links;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.OverrideStrategy;
import hearth.nix.declaration.Position;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.TmpfilesDeclaration;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.UnitOptions;
import hearth.nix.declaration.Value.Text;
import hearth.unit.Diagnostic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hearth nix}: what people type, and what they read, on a real disk and against a daemon of
 * tables; only what the files declare is given.
 */
class NixTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:07:00Z");
    private static final Account ALICE = new Account(2001, "alice");
    private static final Account ROOT = new Account(0, "root");

    /** A user whom every machine knows. */
    private static final Account NOBODY = new Account(65534, "nobody");

    private static final String UNITS = "/org/freedesktop/systemd1/unit/";
    private static final String SOURCE = "{\n  systemd.user.services.x = { };\n}\n";

    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path root;

    private final FakeDaemon manager = new FakeDaemon();
    private final FakeDaemon bus = new FakeDaemon();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> delegated = new ArrayList<>();
    private Path file;
    private Path units;
    private Declarations declared = Declarations.NONE;
    private List<Diagnostic> said = List.of();

    @BeforeEach
    void startDaemons() throws IOException {
        file = Files.writeString(root.resolve("a.nix"), SOURCE);
        units = root.resolve("etc/systemd/user");
        Path installed = Files.createDirectories(root.resolve("usr/lib/systemd/user"));
        Files.writeString(installed.resolve("default.target"), "[Unit]\n");
        manager.on("Subscribe", Message::reply);
        manager.on("Reload", Message::reply);
        runs("default.target", "/usr/lib/systemd/user/default.target");
        for (String member : List.of("StartUnit", "StopUnit", "RestartUnit", "ReloadUnit")) {
            job(member, "done");
        }
        bus.on("Hello", "s", body -> body.string(":1.7"));
        bus.on("SetUserLinger", Message::reply);
        bus.on(
                "ListUsers",
                "a(uso)",
                body -> {
                    body.openArray();
                    body.openStruct().uint32(2001).string("alice");
                    body.objectPath(DbusPath.of("/user/2001")).closeStruct();
                    body.closeArray();
                });
        bus.object(
                "/user/2001",
                Map.of("State", new Value.Text("online"), "Linger", new Value.Bool(false)));
    }

    @AfterEach
    void stopDaemons() throws IOException {
        manager.close();
        bus.close();
    }

    private void listen() throws IOException {
        manager.listen(root.resolve("run/user/2001/systemd/private"));
        bus.listen(root.resolve("run/dbus/system_bus_socket"));
    }

    /** One unit is active. */
    private void runs(String unit, String fragment) {
        manager.on(
                "ListUnits",
                "a(ssssssouso)",
                body -> {
                    body.openArray().openStruct();
                    body.string(unit).string("").string("loaded").string("active").string("active");
                    body.string("").objectPath(DbusPath.of("/u")).uint32(0).string("");
                    body.objectPath(DbusPath.ROOT).closeStruct().closeArray();
                });
        manager.on(
                "LoadUnit",
                "o",
                body -> body.objectPath(DbusPath.of(UNITS + DbusPath.escape(unit))));
        manager.object(
                UNITS + DbusPath.escape(unit), Map.of("FragmentPath", new Value.Text(fragment)));
    }

    /** Answers with a job, and tells its end at once. */
    private void job(String member, String result) {
        DbusPath path = DbusPath.of("/org/freedesktop/systemd1/job/1");
        manager.on(
                member,
                call -> {
                    manager.signal(
                            Message.signal(
                                            DbusPath.of("/org/freedesktop/systemd1"),
                                            "org.freedesktop.systemd1.Manager",
                                            "JobRemoved")
                                    .withBody(
                                            Signature.of("uoss"),
                                            body ->
                                                    body.uint32(1)
                                                            .objectPath(path)
                                                            .string("x.service")
                                                            .string(result)));
                    return Message.reply(call)
                            .withBody(Signature.OBJECT_PATH, body -> body.objectPath(path));
                });
    }

    private int execute(Account caller, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return execute(caller, ground(root), out, err, arguments);
    }

    private int execute(
            Account caller,
            Ground ground,
            StringWriter out,
            StringWriter err,
            String... arguments) {
        var hearth =
                new Hearth(
                        new Managers(root.resolve("run"), List.of(), caller),
                        InstantSource.fixed(NOW),
                        ZoneOffset.UTC,
                        false,
                        ground);
        return hearth.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private Ground ground(Path root) {
        return Grounds.of(
                root,
                request -> {
                    SortedMap<String, String> sources = new TreeMap<>();
                    sources.put("a.nix", SOURCE);
                    return new DeclarationReader.Outcome(declared, said, sources);
                },
                this::runAs);
    }

    /** Runs the command as another user, in this process. */
    private AsUser.Result runAs(Account user, List<String> arguments, String input)
            throws CommandFailure {
        delegated.add(user.name() + ": " + String.join(" ", arguments));
        var output = new StringWriter();
        var messages = new StringWriter();
        var before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            int status =
                    execute(user, ground(root), output, messages, arguments.toArray(String[]::new));
            return new AsUser.Result(status, output.toString(), messages.toString());
        } finally {
            System.setIn(before);
        }
    }

    private static Position at(int line, int column) {
        return new Position("a.nix", line, column);
    }

    private static NixosUnit service(String command, String... wantedBy) {
        return new NixosUnit(
                "systemd.user.services.x",
                "x.service",
                at(2, 3),
                true,
                OverrideStrategy.AS_DROPIN_IF_EXISTS,
                new Links(
                        List.of(wantedBy).stream()
                                .map(name -> new Located<>(name, at(2, 27)))
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of()),
                new NixosUnit.Described(
                        UnitOptions.NONE,
                        new TypeOptions.Service(
                                ServiceOptions.of(
                                        Section.of(
                                                Map.of(
                                                        "ExecStart",
                                                        new Located<>(
                                                                new Text(command), at(2, 3))))))));
    }

    private static HomeDeclarations home() {
        SortedMap<String, Section> sections = new TreeMap<>();
        sections.put(
                "Service",
                Section.of(Map.of("ExecStart", new Located<>(new Text("/bin/h"), at(2, 3)))));
        return new HomeDeclarations(
                List.of(new HomeUnit("systemd.user.services.h", "h.service", at(2, 3), sections)),
                new TreeMap<>(),
                Section.EMPTY,
                true);
    }

    private static Declarations declarations(
            List<NixosUnit> units,
            Map<String, HomeDeclarations> homes,
            LingerDeclaration... lingers) {
        return new Declarations(
                units,
                HomeDeclarations.NONE,
                new TreeMap<>(homes),
                List.of(lingers),
                ConfigurationDeclaration.NONE,
                ConfigurationDeclaration.NONE,
                TmpfilesDeclaration.NONE,
                List.of(),
                List.of(new IgnoredOption("environment.systemPackages", at(1, 1))));
    }

    private void declare(NixosUnit... units) {
        declared = declarations(List.of(units), Map.of());
    }

    private String path(String name) {
        return units.resolve(name).toString();
    }

    @Test
    void checkSaysThatAllIsFineAndWhatIsIgnored() {
        declare(service("/bin/x", "default.target"));

        assertThat(execute(ALICE, "nix", "check", file.toString())).isZero();

        assertThat(out).hasToString("fine: 2 files\n");
        assertThat(err).hasToString("ignored: environment.systemPackages (a.nix:1:1)\n");
    }

    @Test
    void checkShowsTheLineAndThePlace() {
        declare(service("/bin/x", "defualt.target"));

        assertThat(execute(ALICE, "nix", "check", file.toString())).isZero();

        assertThat(err.toString())
                .startsWith(
                        """
                        a.nix:2:27: warning: systemd.user.services.x.wantedBy: there is no "defualt.target" here, so it starts nothing; did you mean "default.target"?
                             2 |   systemd.user.services.x = { };
                               |                           ^
                        """);
    }

    @Test
    void checkFailsWhereSomethingIsWrong() {
        said =
                List.of(
                        new Diagnostic(
                                "a.nix",
                                3,
                                1,
                                Diagnostic.Severity.ERROR,
                                "unexpected end of file"));

        assertThat(execute(ALICE, "nix", "check", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("a.nix:3:1: unexpected end of file\n     3 | }\n");
        assertThat(execute(ALICE, "nix", "check", "--json", file.toString())).isEqualTo(1);
        assertThat(out)
                .hasToString(
                        "{\"ok\":false,\"diagnostics\":[{\"file\":\"a.nix\",\"line\":3,\"column\":1,"
                                + "\"severity\":\"error\",\"message\":\"unexpected end of file\"}],"
                                + "\"ignored\":[]}\n");
    }

    @Test
    void whatIsWrongIsNotApplied() {
        declare(service("/bin/x", "default"));

        assertThat(execute(ALICE, "nix", "apply", file.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("\"default\" is not a unit name; did you mean \"default.target\"?")
                .endsWith("hearth: nothing was changed: one error\n");
        assertThat(root.resolve("home")).doesNotExist();
    }

    @Test
    void renderShowsTheFiles() {
        declare(service("/bin/x", "default.target"));

        assertThat(execute(ROOT, "nix", "render", file.toString())).isZero();

        assertThat(out)
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
        declare(service("/bin/x"));
        Path output = root.resolve("out");

        assertThat(execute(ROOT, "nix", "render", "-o", output.toString(), file.toString()))
                .isZero();
        assertThat(output.resolve("system/units/x.service")).exists();
        assertThat(execute(ROOT, "nix", "render", "-o", output.toString(), file.toString()))
                .isEqualTo(1);
    }

    @Test
    void diffShowsWhatWouldChangeAndChangesNothing() throws IOException {
        listen();
        declare(service("/bin/x", "default.target"));

        assertThat(execute(ROOT, "nix", "diff", file.toString())).isEqualTo(2);

        assertThat(out)
                .hasToString(
                        "LINK "
                                + path("default.target.wants/x.service")
                                + " -> ../x.service\n--- /dev/null\n+++ "
                                + path("x.service")
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
        assertThat(units).doesNotExist();
    }

    @Test
    void applyingTwiceChangesNothingTheSecondTime() throws IOException {
        listen();
        declare(service("/bin/x", "default.target"));

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isZero();
        assertThat(out)
                .hasToString(
                        "linked "
                                + path("default.target.wants/x.service")
                                + " to ../x.service\nwrote "
                                + path("x.service")
                                + """

                                started default.target of alice (again, for what it wants)
                                started x.service of alice (wanted by default.target)
                                """);

        assertThat(execute(ROOT, "nix", "diff", file.toString())).isZero();
        assertThat(out).hasToString("no changes\n");
        assertThat(execute(ROOT, "nix", "apply", file.toString())).isZero();
        assertThat(out).hasToString("no changes\n");
    }

    @Test
    void aChangedServiceIsStoppedBeforeTheReload() throws IOException {
        listen();
        declare(service("/bin/x"));
        execute(ROOT, "nix", "apply", file.toString());
        runs("x.service", path("x.service"));
        declare(service("/bin/y"));
        manager.calls().clear();

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isZero();

        assertThat(manager.calls())
                .containsSubsequence(
                        "StopUnit[x.service, replace]",
                        "Reload[]",
                        "StartUnit[x.service, replace]");
    }

    @Test
    void whatDoesNotStartIsSaid() throws IOException {
        listen();
        job("StartUnit", "failed");
        declare(service("/bin/x", "default.target"));

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains("of alice: it failed; `hearth status ");
    }

    @Test
    void withoutADaemonFilesAreWritten() {
        declare(service("/bin/x"));

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isZero();

        assertThat(units.resolve("x.service")).exists();
        assertThat(err.toString()).contains("cannot tell whose managers run");
    }

    @Test
    void aUsersUnitsAreTheUsersOwn() throws IOException {
        listen();
        declare(service("/bin/x", "default.target"));

        assertThat(execute(ALICE, "nix", "apply", file.toString())).isZero();

        assertThat(root.resolve("home/.config/systemd/user/x.service")).exists();
        assertThat(root.resolve("home/.local/state/hearth/nix")).isDirectory();
        assertThat(units).doesNotExist();
        assertThat(out.toString()).contains("started x.service of alice");
    }

    @Test
    void diffForProgramsIsOneObject() throws IOException {
        listen();
        declare(service("/bin/x"));

        assertThat(execute(ALICE, "nix", "diff", "--json", file.toString())).isEqualTo(2);

        assertThat(out.toString())
                .startsWith(
                        "{\"diagnostics\":[],\"owners\":[{\"owner\":\"alice\",\"changes\":true,")
                .contains("\"change\":\"create\"")
                .endsWith("\"units\":[],\"linger\":[],\"refused\":[],\"warnings\":[]}]}\n");
    }

    @Test
    void somebodyElsesFileIsReplacedOnlyWhereThatIsAskedFor() throws IOException {
        Files.createDirectories(units);
        Files.writeString(units.resolve("x.service"), "mine\n");
        declare(service("/bin/x"));

        assertThat(execute(ROOT, "nix", "diff", file.toString())).isEqualTo(1);
        assertThat(execute(ROOT, "nix", "apply", file.toString())).isEqualTo(1);
        assertThat(err.toString())
                .contains(
                        path("x.service")
                                + " is there already and was not declared (declared at a.nix:2:3);"
                                + " --adopt replaces it\n")
                .endsWith("hearth: nothing was changed\n");
        assertThat(units.resolve("x.service")).hasContent("mine\n");

        assertThat(execute(ROOT, "nix", "apply", "--adopt", file.toString())).isZero();
        assertThat(units.resolve("x.service")).content().contains("/bin/x");
    }

    @Test
    void lingeringFollowsItsDeclaration() throws IOException {
        listen();
        declared =
                declarations(
                        List.of(), Map.of(), new LingerDeclaration(NOBODY.name(), true, at(2, 3)));

        assertThat(execute(ROOT, "nix", "diff", file.toString())).isEqualTo(2);
        assertThat(out).hasToString("would switch lingering on for nobody (declared)\n");
        assertThat(execute(ROOT, "nix", "apply", file.toString())).isZero();
        assertThat(out).hasToString("switched lingering on for nobody (declared)\n");
        assertThat(bus.calls()).contains("SetUserLinger[65534, true, true]");
    }

    @Test
    void lingeringOfAStrangerIsAnErrorWhereItIsDeclared() throws IOException {
        listen();
        declared =
                declarations(
                        List.of(service("/bin/x")),
                        Map.of(),
                        new LingerDeclaration("no-such-user-here", true, at(2, 3)));

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("a.nix:2:3: users.users.no-such-user-here.linger: there is no user");
        assertThat(units).doesNotExist();
    }

    @Test
    void lingeringThatIsRefusedIsSaid() throws IOException {
        bus.refuse("SetUserLinger", ErrorName.ACCESS_DENIED, "Not allowed.");
        listen();
        declared =
                declarations(
                        List.of(), Map.of(), new LingerDeclaration(NOBODY.name(), true, at(2, 3)));

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains("hearth: cannot switch lingering on for nobody: Not allowed.");
    }

    @Test
    void rollbackLetsTheGenerationBeforeHoldAgain() throws IOException {
        declare(service("/bin/one"));
        execute(ROOT, "nix", "apply", file.toString());
        declare(service("/bin/two"));
        execute(ROOT, "nix", "apply", file.toString());

        assertThat(execute(ROOT, "nix", "rollback")).isZero();
        assertThat(units.resolve("x.service")).content().contains("/bin/one");

        assertThat(execute(ROOT, "nix", "rollback")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no generation before 1").contains("1, 2");

        assertThat(execute(ROOT, "nix", "rollback", "2")).isZero();
        assertThat(units.resolve("x.service")).content().contains("/bin/two");
    }

    @Test
    void statusSaysWhatIsAppliedAndWhatWasChangedSince() throws IOException {
        assertThat(execute(ROOT, "nix", "status")).isZero();
        assertThat(out).hasToString("no declarations are applied\n");

        declare(service("/bin/x"));
        execute(ROOT, "nix", "apply", "--name", "mine", file.toString());
        Files.writeString(units.resolve("x.service"), "edited\n");

        assertThat(execute(ROOT, "nix", "status")).isZero();
        assertThat(out)
                .hasToString(
                        "mine\n  generation  1, applied 0ms ago\n  from        "
                                + file
                                + "\n  files       1\n  kept        1\n  changed     "
                                + path("x.service")
                                + "\n");
        assertThat(execute(ROOT, "nix", "status", "--json")).isZero();
        assertThat(out.toString()).startsWith("[{\"name\":\"mine\",\"generation\":1,");
    }

    @Test
    void removeTakesEverythingAway() throws IOException {
        declare(service("/bin/x", "default.target"));
        execute(ROOT, "nix", "apply", file.toString());

        assertThat(execute(ROOT, "nix", "remove", "--dry-run")).isEqualTo(2);
        assertThat(execute(ROOT, "nix", "remove")).isZero();

        assertThat(units).isEmptyDirectory();
        assertThat(execute(ROOT, "nix", "remove")).isEqualTo(1);
        assertThat(err.toString()).contains("no declarations are applied");
    }

    @Test
    void severalDeclarationsHaveToBeNamed() {
        declare(service("/bin/x"));
        execute(ROOT, "nix", "apply", "--name", "one", file.toString());
        declare();
        execute(ROOT, "nix", "apply", "--name", "two", file.toString());
        declared =
                declarations(
                        List.of(), Map.of(), new LingerDeclaration(NOBODY.name(), false, at(2, 3)));
        execute(ROOT, "nix", "apply", "--name", "two", file.toString());

        assertThat(execute(ROOT, "nix", "remove")).isEqualTo(2);

        assertThat(err.toString()).contains("several declarations are applied: one, two");
        assertThat(execute(ROOT, "nix", "remove", "--name", "one")).isZero();
    }

    @Test
    void aHomeIsWrittenByItsUser() throws IOException {
        declared = declarations(List.of(service("/bin/x")), Map.of(NOBODY.name(), home()));

        assertThat(execute(ROOT, "nix", "apply", "--name", "mine", file.toString())).isZero();

        assertThat(delegated)
                .containsExactly(
                        "nobody: nix place --name mine --dry-run --json",
                        "nobody: nix place --name mine");
        assertThat(root.resolve("home/.config/systemd/user/h.service")).exists();
        assertThat(units.resolve("x.service")).exists();
        assertThat(out.toString()).contains("for nobody:\nwrote ");
    }

    @Test
    void aHomeThatIsNoLongerDeclaredIsTakenAway() throws IOException {
        declared = declarations(List.of(service("/bin/x")), Map.of(NOBODY.name(), home()));
        execute(ROOT, "nix", "apply", file.toString());
        declared = declarations(List.of(service("/bin/x")), Map.of());

        assertThat(execute(ROOT, "nix", "diff", file.toString())).isEqualTo(2);
        assertThat(execute(ROOT, "nix", "apply", file.toString())).isZero();

        assertThat(root.resolve("home/.config/systemd/user/h.service")).doesNotExist();
        assertThat(execute(ROOT, "nix", "diff", file.toString())).isZero();
    }

    @Test
    void whatIsInAUsersWayStopsEverybodysApply() throws IOException {
        Path home = Files.createDirectories(root.resolve("home/.config/systemd/user"));
        Files.writeString(home.resolve("h.service"), "mine");
        declared = declarations(List.of(service("/bin/x")), Map.of(NOBODY.name(), home()));

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isEqualTo(1);

        assertThat(units).doesNotExist();
        assertThat(err.toString()).contains("h.service is there already and was not declared");
    }

    @Test
    void rootForOneUserWritesNothingAsRoot() throws IOException {
        declare(service("/bin/x"));

        assertThat(execute(ROOT, "nix", "apply", "--for", NOBODY.name(), file.toString())).isZero();
        assertThat(delegated).singleElement().asString().startsWith("nobody: nix place --name ");
        assertThat(units).doesNotExist();

        assertThat(execute(ROOT, "nix", "status", "--for", NOBODY.name())).isZero();
        assertThat(delegated).last().isEqualTo("nobody: nix status");
    }

    @Test
    void nobodyAppliesForSomebodyElse() {
        declare(service("/bin/x"));

        assertThat(execute(ALICE, "nix", "apply", "--for", NOBODY.name(), file.toString()))
                .isEqualTo(1);

        assertThat(err.toString()).contains("only root and nobody may apply something for nobody");
    }

    @Test
    void rootRefusesAFileThatOthersMayWrite() throws IOException {
        declare(service("/bin/x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(execute(ROOT, "nix", "apply", file.toString())).isEqualTo(1);

        assertThat(err.toString())
                .contains(file + " can be changed by everybody")
                .contains("root applies only what nobody else can change");
        assertThat(units).doesNotExist();
    }

    @Test
    void aMissingFileIsSaid() {
        assertThat(execute(ROOT, "nix", "check", root.resolve("none.nix").toString())).isEqualTo(1);

        assertThat(err.toString()).contains("none.nix: there is no such file");
    }

    @Test
    void aMapNamesAPackageAndAPlace() {
        assertThat(execute(ALICE, "nix", "check", "--map", "ripgrep=/opt/rg", file.toString()))
                .isZero();
        assertThat(execute(ALICE, "nix", "check", "--map", "ripgrep", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--map ripgrep=/opt/ripgrep");
    }

    @Test
    void nixAloneSaysWhatMayFollow() {
        assertThat(execute(ALICE, "nix")).isEqualTo(2);

        assertThat(err.toString()).contains("check, render, diff, apply");
    }
}
