package hearth.cli;

import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.Context;
import hearth.cli.command.Managers;
import hearth.cli.command.nix.user.AsUser;
import hearth.cli.text.Screen;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody at a terminal, and the daemons that answer them: over real sockets, from tables that a
 * test fills.
 */
final class Terminal implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T00:07:00Z");
    static final long STARTED_USEC = NOW.minusSeconds(300).toEpochMilli() * 1_000;
    static final Account ALICE = new Account(2001, "alice");
    static final Account ROOT = new Account(0, "root");
    static final String UNITS = "/org/freedesktop/systemd1/unit/";

    /** The fake daemons are this process, whoever that is. */
    static final Managers.Principals OWN = user -> Files.getOwner(Path.of("/proc/self"));

    private final Path run;
    Managers.Principals principals = OWN;

    final List<Path> own = new ArrayList<>();
    final FakeDaemon manager = new FakeDaemon();
    final FakeDaemon bus = new FakeDaemon();

    /** What this program was to do as other users, each as the user's name and the arguments. */
    final List<String> delegated = new ArrayList<>();

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** Opens a terminal of alice's; her daemons say what a quiet machine's would. */
    Terminal(Path run) {
        this.run = run;
        manager.object(
                "/org/freedesktop/systemd1",
                Map.of(
                        "SystemState", new Value.Text("degraded"),
                        "Version", new Value.Text("252 (hearth 0.1.0)"),
                        "UserspaceTimestamp", new Value.Uint64(STARTED_USEC)));
        manager.on("Subscribe", Message::reply);
        manager.on("Reload", Message::reply);
        manager.on(
                "ListUnits",
                "a(ssssssouso)",
                body -> {
                    body.openArray();
                    unitRow(body, "basic.target", "Basic System", "active", "active");
                    unitRow(body, "hello.service", "hello", "active", "running");
                    unitRow(body, "dbus.socket", "Bus", "active", "listening");
                    unitRow(body, "old.service", "Old", "inactive", "dead");
                    unitRow(body, "bad.service", "Bad", "failed", "failed");
                    body.closeArray();
                });
        unit("hello.service", hello());
        bus.on("Hello", "s", body -> body.string(":1.7"));
        sessions("online");
        users(false);
    }

    @Override
    public void close() throws IOException {
        manager.close();
        bus.close();
    }

    int execute(String... arguments) {
        return execute(ALICE, arguments);
    }

    int execute(Account caller, String... arguments) {
        var hearth =
                new Hearth(
                        new Managers(run, own, caller, principals),
                        InstantSource.fixed(NOW),
                        () -> ZoneOffset.UTC,
                        Hearth.Display.NONE,
                        Grounds.withoutDeclarations(run, this::actAs));
        return hearth.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** Has this program be another client, of alice's. */
    int as(String client, String... arguments) {
        var hearth =
                new Hearth(
                        new Managers(run, own, ALICE, principals),
                        InstantSource.fixed(NOW),
                        () -> ZoneOffset.UTC,
                        Hearth.Display.NONE,
                        Grounds.withoutDeclarations(run, this::actAs));
        return hearth.performAs(
                client, List.of(arguments), new PrintWriter(out), new PrintWriter(err));
    }

    private AsUser.Result actAs(Account user, List<String> arguments, String input) {
        delegated.add(user.name() + ": " + String.join(" ", arguments));
        return new AsUser.Result(3, "what it says\n", "what it notes\n");
    }

    /** Does what alice would have typed, where it was typed with more than words. */
    int perform(Action action) throws Exception {
        var screen =
                new Screen(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
        return action.perform(
                new Context(
                        screen,
                        InstantSource.fixed(NOW),
                        () -> ZoneOffset.UTC,
                        new Managers(run, own, ALICE, principals),
                        ALICE));
    }

    void listen() throws IOException {
        manager.listen(privateSocket());
        bus.listen(busSocket());
    }

    Path privateSocket() {
        return run.resolve("user/2001/systemd/private");
    }

    Path busSocket() {
        return run.resolve("dbus/system_bus_socket");
    }

    static Map<String, Value> hello() {
        Map<String, Value> hello = new LinkedHashMap<>();
        hello.put("Id", text("hello.service"));
        hello.put("Description", text("says hello"));
        hello.put("LoadState", text("loaded"));
        hello.put("ActiveState", text("active"));
        hello.put("SubState", text("running"));
        hello.put("FragmentPath", text("/home/alice/.config/systemd/user/hello.service"));
        hello.put("UnitFileState", text("enabled"));
        hello.put("StateChangeTimestamp", new Value.Uint64(STARTED_USEC));
        hello.put("MainPID", new Value.Uint32(123));
        hello.put("TasksCurrent", new Value.Uint64(2));
        hello.put("MemoryCurrent", new Value.Uint64(1_572_864));
        hello.put("CPUUsageNSec", new Value.Uint64(120_000_000));
        hello.put("ControlGroup", text("/user.slice/hello.service"));
        return hello;
    }

    void unit(String name, Map<String, Value> properties) {
        manager.on(
                "LoadUnit",
                "o",
                body -> body.objectPath(DbusPath.of(UNITS + DbusPath.escape(name))));
        manager.object(UNITS + DbusPath.escape(name), properties);
    }

    /** Answers with a job, and tells its end at once. */
    void job(String member, int id, String unit, String result) {
        DbusPath path = DbusPath.of("/org/freedesktop/systemd1/job/" + id);
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
                                                    body.uint32(id)
                                                            .objectPath(path)
                                                            .string(unit)
                                                            .string(result)));
                    return Message.reply(call)
                            .withBody(Signature.OBJECT_PATH, body -> body.objectPath(path));
                });
    }

    /** Has alice's sessions be these. */
    void sessions(String state, String... ids) {
        List<String> all = ids.length == 0 ? List.of("c1") : List.of(ids);
        bus.on(
                "ListSessions",
                "a(susso)",
                body -> {
                    body.openArray();
                    for (String id : all) {
                        body.openStruct().string(id).uint32(2001).string("alice").string("seat0");
                        body.objectPath(DbusPath.of("/session/" + id)).closeStruct();
                    }
                    body.closeArray();
                });
        all.forEach(id -> session(id, state));
    }

    private void session(String id, String state) {
        bus.object(
                "/session/" + id,
                Map.of(
                        "State", text(state),
                        "TTY", text("pts/0"),
                        "RemoteHost", text("10.0.0.1"),
                        "Scope", text("session-" + id + ".scope"),
                        "Timestamp", new Value.Uint64(STARTED_USEC),
                        "Seat",
                                new Value.Struct(
                                        List.of(
                                                text("seat0"),
                                                new Value.Path(DbusPath.of("/seat/seat0"))))));
    }

    /** Has a session be what the user's manager has for itself. */
    void ofManager(String id, String state) {
        bus.object(
                "/session/" + id,
                Map.of("State", text(state), "Class", text("manager"), "Scope", text("")));
    }

    void users(boolean lingers) {
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
                "/user/2001", Map.of("State", text("online"), "Linger", new Value.Bool(lingers)));
    }

    static Value text(String text) {
        return new Value.Text(text);
    }

    static void unitRow(
            MessageWriter body, String name, String description, String active, String sub) {
        body.openStruct().string(name).string(description).string("loaded").string(active);
        body.string(sub).string("").objectPath(DbusPath.of("/u")).uint32(0).string("");
        body.objectPath(DbusPath.ROOT).closeStruct();
    }

    static void process(MessageWriter body, int pid, String commandLine) {
        body.openStruct().string("/user.slice").uint32(pid).string(commandLine).closeStruct();
    }

    static void changes(MessageWriter body, String kind, String path, String target) {
        body.openArray().openStruct();
        body.string(kind).string(path).string(target).closeStruct().closeArray();
    }
}
