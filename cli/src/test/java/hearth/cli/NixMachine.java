package hearth.cli;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Managers;
import hearth.cli.command.nix.Ground;
import hearth.cli.command.nix.user.AsUser;
import hearth.dbus.DbusPath;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A machine for tests of {@code hearth nix}: a directory that stands for its root, a daemon of
 * tables, and declarations that nobody had to write. alice's manager runs, and default.target in
 * it.
 */
final class NixMachine implements AutoCloseable {
    private static final Instant NOW = Instant.parse("2026-11-22T00:07:00Z");
    static final Account ALICE = new Account(2001, "alice");
    static final Account ROOT = new Account(0, "root");

    /** A user whom every machine knows. */
    static final Account NOBODY = new Account(65534, "nobody");

    private static final String UNITS = "/org/freedesktop/systemd1/unit/";
    private static final String SOURCE = "{\n  systemd.user.services.x = { };\n}\n";

    private final Path root;
    final FakeDaemon manager = new FakeDaemon();
    final FakeDaemon bus = new FakeDaemon();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final List<String> delegated = new ArrayList<>();
    final Path file;
    final Path units;
    Declarations declared = Declarations.NONE;
    List<Diagnostic> said = List.of();
    List<Path> readable = List.of();

    /** Sets it up; nothing listens yet. */
    NixMachine(Path root) throws IOException {
        this.root = root;
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

    @Override
    public void close() throws IOException {
        manager.close();
        bus.close();
    }

    /** From now on the daemon answers. */
    void listen() throws IOException {
        manager.listen(root.resolve("run/user/2001/systemd/private"));
        bus.listen(root.resolve("run/dbus/system_bus_socket"));
    }

    /** One unit is active. */
    void runs(String unit, String fragment) {
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
    void job(String member, String result) {
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

    /** Runs a command; only what it says is in {@code out} and {@code err} then. */
    int execute(Account caller, String... arguments) {
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
                        new Managers(root.resolve("run"), List.of(), caller, Terminal.OWN),
                        InstantSource.fixed(NOW),
                        () -> ZoneOffset.UTC,
                        Hearth.Display.NONE,
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
                    readable = request.readable();
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

    /** Returns a place in the file. */
    static Position at(int line, int column) {
        return new Position("a.nix", line, column);
    }

    /** Returns x.service. */
    static NixosUnit service(String command, String... wantedBy) {
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

    /** Returns a home with h.service. */
    static HomeDeclarations home() {
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

    /** Returns declarations, and one option that means nothing here. */
    static Declarations declarations(
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

    /** Lets the files declare these units for everybody. */
    void declare(NixosUnit... units) {
        declared = declarations(List.of(units), Map.of());
    }

    /** Returns where a file of everybody's units lies. */
    String path(String name) {
        return units.resolve(name).toString();
    }
}
