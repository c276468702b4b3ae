package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.Managers;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type, and what they read: over real sockets, against a daemon of tables. */
class HearthTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:07:00Z");
    private static final long STARTED_USEC = NOW.minusSeconds(300).toEpochMilli() * 1_000;
    private static final Account ALICE = new Account(2001, "alice");
    private static final Account ROOT = new Account(0, "root");
    private static final String UNITS = "/org/freedesktop/systemd1/unit/";

    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private final List<Path> own = new ArrayList<>();
    private final FakeDaemon manager = new FakeDaemon();
    private final FakeDaemon bus = new FakeDaemon();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void startDaemons() throws IOException {
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

    @AfterEach
    void stopDaemons() throws IOException {
        manager.close();
        bus.close();
    }

    @Test
    void printsItsVersion() {
        assertThat(execute("--version")).isZero();

        assertThat(out.toString()).matches("hearth \\d+\\.\\d+\\.\\d+\\S*\n");
    }

    @Test
    void helpNamesEachOptionOnce() {
        assertThat(execute("logs", "--help")).isZero();

        assertThat(out)
                .hasToString(
                        """
                        Usage: hearth logs [-fh] [--json] [-n=N] [-u=USER] UNIT
                        Show the last lines that a unit wrote.
                              UNIT          whose lines
                          -f, --follow      go on showing lines as they come
                          -h, --help        show this text
                              --json        answer in JSON, for programs
                          -n, --lines=N     how many lines (20)
                          -u, --user=USER   another user's services, as root
                        """);
    }

    @Test
    void anUnknownCommandIsAUsageError() {
        assertThat(execute("launch")).isEqualTo(2);
    }

    @Test
    void statusShowsTheManagerAndWhatRuns() throws IOException {
        listen();

        assertThat(execute("status")).isZero();

        assertThat(out)
                .hasToString(
                        """
                        alice (uid 2001): degraded
                          since     Sun 2026-11-22 00:02:00 Z; 5min ago
                          linger    off: services end after the last logout
                          sessions  c1 on pts/0 from 10.0.0.1
                          units     2 running, 1 failed
                          level     full: all users, sessions, lingering (252 (hearth 0.1.0))

                        UNIT           STATE               DESCRIPTION
                        bad.service    failed              Bad
                        dbus.socket    active (listening)  Bus
                        hello.service  active (running)    hello
                        """);
    }

    @Test
    void withoutALoginManagerStatusSaysRootless() throws IOException {
        manager.listen(privateSocket());

        assertThat(execute("status")).isZero();

        assertThat(out.toString())
                .contains("sessions  -\n")
                .contains("level     rootless: this user's services, no sessions");
    }

    @Test
    void statusForProgramsIsOneJsonObject() throws IOException {
        listen();

        assertThat(execute("status", "--json")).isZero();

        assertThat(out.toString())
                .startsWith("{\"user\":\"alice\",\"uid\":2001,\"state\":\"degraded\",")
                .contains("\"linger\":false,\"sessions\":[\"c1\"]")
                .endsWith("\"active\":\"failed\",\"sub\":\"failed\"}]}\n");
    }

    @Test
    void statusOfAUnitShowsWhatIsKnownOfIt() throws IOException {
        manager.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    process(body, 123, "sleep infinity");
                    process(body, 124, "cat");
                    body.closeArray();
                });
        listen();

        assertThat(execute("status", "hello")).isZero();

        assertThat(out)
                .hasToString(
                        """
                        ● hello.service - says hello
                          loaded   loaded, /home/alice/.config/systemd/user/hello.service, enabled
                          state    active (running) since Sun 2026-11-22 00:02:00 Z; 5min ago
                          uses     2 tasks, 1.5M memory, 120ms cpu
                          cgroup   /user.slice/hello.service
                          main     123 sleep infinity
                          process  124 cat
                        """);
    }

    @Test
    void statusOfAStoppedUnitEndsWith3() throws IOException {
        unit("old.service", Map.of("LoadState", text("loaded"), "ActiveState", text("inactive")));
        listen();

        assertThat(execute("status", "old")).isEqualTo(3);
    }

    @Test
    void statusOfAnUnknownUnitEndsWith4() throws IOException {
        unit("no.service", Map.of("LoadState", text("not-found"), "ActiveState", text("inactive")));
        listen();

        assertThat(execute("status", "no")).isEqualTo(4);

        assertThat(err.toString()).startsWith("hearth: there is no unit no.service\n");
    }

    @Test
    void startWaitsForTheJobItAskedFor() throws IOException {
        job("StartUnit", 5, "hello.service", "done");
        listen();

        assertThat(execute("start", "hello")).isZero();

        assertThat(out).hasToString("started hello.service\n");
        assertThat(manager.calls())
                .containsExactly("Subscribe[]", "StartUnit[hello.service, replace]");
    }

    @Test
    void aFailedStartSaysWhyAndWhereToLook() throws IOException {
        unit(
                "bad.service",
                Map.of(
                        "Result", text("exit-code"),
                        "ExecMainCode", new Value.Int32(1),
                        "ExecMainStatus", new Value.Int32(203)));
        job("StartUnit", 5, "bad.service", "failed");
        listen();

        assertThat(execute("start", "bad")).isEqualTo(1);

        assertThat(err)
                .hasToString(
                        """
                        hearth: cannot start bad.service: its process could not be started: there is no such program, or it is not executable (203/EXEC)
                          `hearth status bad.service` and `hearth logs bad.service` show more
                        """);
    }

    @Test
    void startingAnUnknownUnitEndsWith5() throws IOException {
        manager.refuse("StartUnit", ErrorName.NO_SUCH_UNIT, "Unit no.service not found.");
        listen();

        assertThat(execute("start", "no")).isEqualTo(5);

        assertThat(err.toString())
                .startsWith("hearth: cannot start no.service: unit no.service not found.\n");
    }

    @Test
    void aNameThatNoUnitCanHaveIsAUsageError() throws IOException {
        listen();

        assertThat(execute("start", "a b")).isEqualTo(2);

        assertThat(manager.calls()).isEmpty();
    }

    @Test
    void enableSaysThatTheServiceEndsWithTheLogin() throws IOException {
        manager.on(
                "EnableUnitFiles",
                "ba(sss)",
                body -> {
                    body.bool(true);
                    changes(body, "symlink", "/l/hello.service", "/f/hello.service");
                });
        listen();

        assertThat(execute("enable", "hello")).isZero();

        assertThat(out).hasToString("linked /l/hello.service to /f/hello.service\n");
        assertThat(err.toString()).contains("ends after the last; `hearth linger on` starts it");
        assertThat(manager.calls())
                .containsExactly(
                        "Subscribe[]", "EnableUnitFiles[[hello.service], false, true]", "Reload[]");
    }

    @Test
    void disableNowStopsAsWell() throws IOException {
        manager.on(
                "DisableUnitFiles",
                "a(sss)",
                body -> changes(body, "unlink", "/l/hello.service", ""));
        job("StopUnit", 6, "hello.service", "done");
        listen();

        assertThat(execute("disable", "--now", "hello")).isZero();

        assertThat(out).hasToString("removed /l/hello.service\nstopped hello.service\n");
    }

    @Test
    void runStartsATransientService() throws IOException {
        job("StartTransientUnit", 7, "work.service", "done");
        listen();

        assertThat(execute("run", "--name", "work", "/bin/sh", "-c", "exit 0")).isZero();

        assertThat(manager.calls())
                .contains(
                        "StartTransientUnit[work.service, fail, [[Description, /bin/sh -c exit 0],"
                                + " [ExecStart, [[/bin/sh, [/bin/sh, -c, exit 0], false]]]], []]");
    }

    @Test
    void whatRunCannotFindItDoesNotAskFor() throws IOException {
        listen();

        assertThat(execute("run", "/no/such/program")).isEqualTo(1);

        assertThat(manager.calls()).isEmpty();
    }

    @Test
    void logsShowTheLastLines() throws IOException {
        manager.on(
                "TailLog",
                "a(ttis)",
                body -> {
                    body.openArray();
                    body.openStruct();
                    body.uint64(STARTED_USEC).uint64(1).int32(6).string("hello").closeStruct();
                    body.closeArray();
                });
        listen();

        assertThat(execute("logs", "-n", "3", "hello")).isZero();

        assertThat(out).hasToString("Nov 22 00:02:00 hello\n");
        assertThat(manager.calls()).containsExactly("TailLog[hello.service, 3]");
    }

    @Test
    void lingerOnTellsTheLoginManager() throws IOException {
        bus.on("SetUserLinger", Message::reply);
        users(true);
        listen();

        assertThat(execute("linger", "on")).isZero();

        assertThat(bus.calls()).contains("SetUserLinger[2001, true, true]");
        assertThat(out).hasToString("alice lingers: services run from boot on, without a login\n");
    }

    @Test
    void whoMayNotLingerIsToldWhomToAsk() throws IOException {
        bus.refuse(
                "SetUserLinger",
                ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                "Interactive authentication required.");
        listen();

        assertThat(execute("linger", "on")).isEqualTo(1);

        assertThat(err)
                .hasToString(
                        """
                        hearth: cannot let alice's services linger: interactive authentication required.
                          ask root to do it
                        """);
    }

    @Test
    void sessionsAreListed() throws IOException {
        listen();

        assertThat(execute("sessions")).isZero();

        assertThat(out)
                .hasToString(
                        """
                        SESSION  USER   STATE   SEAT   TERMINAL  FROM      SINCE
                        c1       alice  online  seat0  pts/0     10.0.0.1  5min ago
                        """);
    }

    @Test
    void aStuckSessionIsShownWithWhatKeepsIt() throws IOException {
        sessions("closing");
        bus.on(
                "GetUnitProcesses",
                "a(sus)",
                body -> {
                    body.openArray();
                    process(body, 55, "screen");
                    body.closeArray();
                });
        listen();

        assertThat(execute("sessions", "--stuck")).isZero();

        assertThat(out.toString())
                .startsWith(
                        "session c1 of alice is over, but processes of it go on:\n  55 screen\n");
        assertThat(bus.calls()).contains("GetUnitProcesses[session-c1.scope]");
    }

    @Test
    void rootSeesEverybody() throws IOException {
        bus.listen(busSocket());

        assertThat(execute(ROOT, "status")).isZero();

        assertThat(out)
                .hasToString(
                        """
                        USER   UID   STATE   LINGER  SESSIONS
                        alice  2001  online  no      c1
                        """);
    }

    @Test
    void withoutAManagerItSaysHowToGetOne() {
        assertThat(execute("status")).isEqualTo(1);

        assertThat(err)
                .hasToString(
                        """
                        hearth: no service manager runs for alice
                          hearthd does not run here: have root start it, or run `hearthd --user` yourself
                        """);
    }

    @Test
    void aManagerWithoutRootIsFoundInItsOwnersDirectoryOnly() throws IOException {
        own.add(run.resolve("own"));
        manager.listen(run.resolve("own/systemd/private"));

        assertThat(execute(new Account(Accounts.own().uid(), "me"), "status", "hello")).isZero();
        assertThat(execute(new Account(4_000_000_000L, "other"), "status", "hello")).isEqualTo(1);
    }

    @Test
    void aSocketThatADeadManagerLeftIsNoManager() throws IOException {
        manager.listen(privateSocket());
        manager.close();

        assertThat(execute("status")).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("hearth: the service manager of alice does not answer at " + run)
                .contains("Connection refused");
    }

    @Test
    void withHearthdButNoLoginItSaysSo() throws IOException {
        Files.createDirectory(run.resolve("hearth"));

        assertThat(execute("status")).isEqualTo(1);

        assertThat(err.toString()).contains("`hearth linger on alice` keeps it without one");
    }

    @Test
    void oneUserMayNotLookAtAnother() throws IOException {
        listen();

        assertThat(execute(new Account(2002, "bob"), "-u", "daemon", "status")).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("hearth: only root and daemon may look at daemon's services");
    }

    @Test
    void aDaemonThatHangsUpIsReported() throws IOException {
        manager.hangUpAt("LoadUnit");
        listen();

        assertThat(execute("status", "hello")).isEqualTo(1);

        assertThat(err.toString())
                .startsWith("hearth: cannot show hello: it ended the conversation\n")
                .contains("hearthd may be starting again");
    }

    private int execute(String... arguments) {
        return execute(ALICE, arguments);
    }

    private int execute(Account caller, String... arguments) {
        var hearth =
                new Hearth(
                        new Managers(run, own, caller),
                        InstantSource.fixed(NOW),
                        ZoneOffset.UTC,
                        false,
                        Grounds.withoutDeclarations(run));
        return hearth.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private void listen() throws IOException {
        manager.listen(privateSocket());
        bus.listen(busSocket());
    }

    private Path privateSocket() {
        return run.resolve("user/2001/systemd/private");
    }

    private Path busSocket() {
        return run.resolve("dbus/system_bus_socket");
    }

    private static Map<String, Value> hello() {
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

    private void unit(String name, Map<String, Value> properties) {
        manager.on(
                "LoadUnit",
                "o",
                body -> body.objectPath(DbusPath.of(UNITS + DbusPath.escape(name))));
        manager.object(UNITS + DbusPath.escape(name), properties);
    }

    /** Answers with a job, and tells its end at once. */
    private void job(String member, int id, String unit, String result) {
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

    private void sessions(String state) {
        bus.on(
                "ListSessions",
                "a(susso)",
                body -> {
                    body.openArray();
                    body.openStruct().string("c1").uint32(2001).string("alice").string("seat0");
                    body.objectPath(DbusPath.of("/session/c1")).closeStruct();
                    body.closeArray();
                });
        bus.object(
                "/session/c1",
                Map.of(
                        "State", text(state),
                        "TTY", text("pts/0"),
                        "RemoteHost", text("10.0.0.1"),
                        "Scope", text("session-c1.scope"),
                        "Timestamp", new Value.Uint64(STARTED_USEC),
                        "Seat",
                                new Value.Struct(
                                        List.of(
                                                text("seat0"),
                                                new Value.Path(DbusPath.of("/seat/seat0"))))));
    }

    private void users(boolean lingers) {
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

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static void unitRow(
            MessageWriter body, String name, String description, String active, String sub) {
        body.openStruct().string(name).string(description).string("loaded").string(active);
        body.string(sub).string("").objectPath(DbusPath.of("/u")).uint32(0).string("");
        body.objectPath(DbusPath.ROOT).closeStruct();
    }

    private static void process(MessageWriter body, int pid, String commandLine) {
        body.openStruct().string("/user.slice").uint32(pid).string(commandLine).closeStruct();
    }

    private static void changes(MessageWriter body, String kind, String path, String target) {
        body.openArray().openStruct();
        body.string(kind).string(path).string(target).closeStruct().closeArray();
    }
}
