package hearth.cli;

import static hearth.cli.Terminal.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.Managers;
import hearth.cli.command.doctor.Doctor;
import hearth.cli.command.doctor.Shell;
import hearth.cli.text.Screen;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds, each of a machine on which one thing is wrong. */
class DoctorTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    @TempDir private Path proc;

    /** Files of a test belong to whoever runs it. */
    private final Account caller = Accounts.own();

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private Terminal terminal;

    @BeforeEach
    void healthyMachine() throws IOException {
        terminal = new Terminal(run);
        lingers(true);
        Files.createDirectories(run.resolve("hearth"));
        Path runtime = Files.createDirectories(runtimeDirectory());
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
        environment.put("XDG_RUNTIME_DIR", runtime.toString());
        environment.put("HOME", proc.toString());
        controlGroup("/user.slice/user-%d.slice/session-1.scope".formatted(caller.uid()));
        proc("status", "Name:\tjava\nGid:\t0 0 0 0\nGroups:\t" + groups() + " \n");
        proc("mounts", "proc /proc proc rw,nosuid 0 0\n");
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void whereAllIsWellItSaysSoAndEndsWith0() throws IOException {
        listen();

        assertThat(examine()).isZero();

        assertThat(verdicts()).containsOnly("fine");
        assertThat(out.toString()).contains("the service manager answers");
    }

    @Test
    void aManagerThatWaitsSaysUntilWhenAndWhy() throws IOException {
        terminal.manager.refuse(
                "GetAll",
                ErrorName.FAILED,
                "the manager of 2001 has failed several times: it is taken up again at 10:00:00");
        listen();

        assertThat(examine()).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "wrong   the manager of 2001 has failed several times: it is taken up again at 10:00:00\n");
    }

    @Test
    void withoutHearthdNothingElseIsBlamed() throws IOException {
        Files.delete(run.resolve("hearth"));

        assertThat(examine()).isEqualTo(1);

        assertThat(out.toString())
                .contains("notice  hearthd has not been started by root")
                .contains("wrong   no service manager runs for " + caller.name())
                .doesNotContain("linger on");
    }

    @Test
    void aShellOfAnotherUsersSessionIsTold() throws IOException {
        controlGroup("/user.slice/user-4711.slice/session-3.scope");
        listen();

        assertThat(examine()).isZero();

        assertThat(out.toString())
                .contains(
                        "notice  this shell belongs to the session of another user, as after su or sudo\n");
    }

    @Test
    void aShellOfNoSessionIsTold() throws IOException {
        controlGroup("/");
        listen();

        assertThat(examine()).isZero();

        assertThat(out.toString()).contains("notice  this shell belongs to no session");
    }

    @Test
    void theVariableThatClientsNeedIsLookedAt() throws IOException {
        listen();
        environment.remove("XDG_RUNTIME_DIR");
        assertThat(examine()).isZero();
        assertThat(out.toString())
                .contains("notice  XDG_RUNTIME_DIR is not set")
                .contains("export XDG_RUNTIME_DIR=" + runtimeDirectory());

        environment.put("XDG_RUNTIME_DIR", "/nowhere");
        assertThat(examine()).isEqualTo(1);
        assertThat(out.toString())
                .contains("wrong   XDG_RUNTIME_DIR names /nowhere, which is no directory");
    }

    @Test
    void whoDoesNotLingerIsToldWhatALogoutEnds() throws IOException {
        lingers(false);
        listen();

        assertThat(examine()).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "wrong   %s is not logged in and does not linger".formatted(caller.name()));
    }

    @Test
    void aManagersOwnSessionIsNoLogin() throws IOException {
        lingers(false);
        terminal.bus.on(
                "ListSessions",
                "a(susso)",
                body -> {
                    body.openArray().openStruct().string("c2").uint32(caller.uid());
                    body.string(caller.name()).string("");
                    body.objectPath(DbusPath.of("/session/c2")).closeStruct().closeArray();
                });
        terminal.ofManager("c2", "active");
        listen();

        assertThat(examine()).isEqualTo(1);

        assertThat(out.toString()).contains(caller.name() + " is not logged in");
    }

    @Test
    void aHomeThatIsNotThereIsTold() throws IOException {
        environment.put("HOME", "/nowhere");
        listen();

        assertThat(examine()).isEqualTo(1);

        assertThat(out.toString()).contains("wrong   the home directory /nowhere is not there");
    }

    @Test
    void groupsThatCameAfterTheLoginAreTold() throws IOException {
        proc("status", "Name:\tjava\nGid:\t99999 99999\nGroups:\t99999 \n");
        listen();

        assertThat(examine()).isZero();

        assertThat(out.toString())
                .contains(
                        "notice  %s has got groups that this shell lacks: %s"
                                .formatted(caller.name(), groups()));
    }

    @Test
    void hiddenProcessesAreTold() throws IOException {
        proc("mounts", "proc /proc proc rw 0 0\nproc /proc proc rw,hidepid=invisible 0 0\n");
        listen();

        assertThat(examine()).isZero();

        assertThat(out.toString()).contains("notice  /proc hides the processes of others");
    }

    @Test
    void aRuntimeDirectoryOfSomebodyElseIsTold() throws IOException {
        Files.createDirectories(run.resolve("user/2001"));
        listen();

        assertThat(examine(new Account(caller.uid() + 1, "somebody"))).isEqualTo(1);

        assertThat(out.toString()).contains("wrong   ").doesNotContain("this shell");
    }

    @Test
    void programsGetJson() throws IOException {
        listen();
        assertThat(terminal.execute(ALICE, "doctor", "--json")).isBetween(0, 1);
        assertThat(terminal.out.toString()).contains("\"check\":\"hearthd\"");
    }

    private void lingers(boolean lingers) {
        terminal.bus.on("ListSessions", "a(susso)", body -> body.openArray().closeArray());
        terminal.bus.on(
                "ListUsers",
                "a(uso)",
                body -> {
                    body.openArray();
                    body.openStruct().uint32(caller.uid()).string(caller.name());
                    body.objectPath(DbusPath.of("/user/own")).closeStruct();
                    body.closeArray();
                });
        terminal.bus.object("/user/own", Map.of("Linger", new Value.Bool(lingers)));
    }

    private void listen() throws IOException {
        terminal.manager.listen(runtimeDirectory().resolve("systemd/private"));
        terminal.bus.listen(terminal.busSocket());
    }

    private Path runtimeDirectory() {
        return run.resolve("user").resolve(Long.toString(caller.uid()));
    }

    private int examine() throws IOException {
        return examine(caller);
    }

    private int examine(Account user) throws IOException {
        var screen = new Screen(new PrintWriter(out), new PrintWriter(out), false, false);
        var managers = new Managers(run, List.of(), caller, Terminal.OWN);
        int status =
                new Doctor(new Shell(environment, proc))
                        .perform(
                                new Context(
                                        screen,
                                        InstantSource.fixed(Terminal.NOW),
                                        () -> ZoneOffset.UTC,
                                        managers,
                                        user));
        screen.out().flush();
        return status;
    }

    private List<String> verdicts() {
        var verdicts = new ArrayList<String>();
        out.toString()
                .lines()
                .filter(line -> !line.startsWith(" "))
                .forEach(line -> verdicts.add(line.substring(0, line.indexOf(' '))));
        return verdicts;
    }

    private void controlGroup(String path) throws IOException {
        proc("cgroup", "0::" + path + "\n");
    }

    private void proc(String name, String content) throws IOException {
        Files.writeString(Files.createDirectories(proc.resolve("self")).resolve(name), content);
    }

    private String groups() {
        try {
            return Accounts.groups(caller).stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining(" "));
        } catch (CommandFailure e) {
            throw new AssertionError(e);
        }
    }
}
