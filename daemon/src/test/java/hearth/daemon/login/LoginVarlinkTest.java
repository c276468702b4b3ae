package hearth.daemon.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.system.PlayedMachine;
import hearth.daemon.training.PlayedHand;
import hearth.daemon.varlink.VarlinkService;
import hearth.linux.socket.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginVarlinkTest {
    private static final int PID = (int) ProcessHandle.current().pid();
    private static final Credentials ROOT = new Credentials(PID, 0, 0);
    private static final String SSH =
            "{\"UID\":"
                    + PlayedHand.UID
                    + ",\"Service\":\"sshd\",\"Type\":\"tty\",\"Class\":\"user\"";

    @TempDir Path directory;
    private final List<String> answers = new ArrayList<>();
    private PlayedMachine machine;
    private VarlinkService service;
    private LoginInstance login;

    @BeforeEach
    void begin() throws Exception {
        machine = new PlayedMachine(directory);
        machine.takeUp(List.of(), List.of());
        login = PlayedLogin.on(machine, directory);
        service = new VarlinkService("1", List.of(login.varlink()));
        machine.fake().settle();
    }

    private void call(String member, String parameters, Credentials peer) {
        call(member, parameters, peer, false);
    }

    private void call(String member, String parameters, Credentials peer, boolean more) {
        String text =
                "{\"method\":\"io.systemd.Login."
                        + member
                        + "\",\"parameters\":"
                        + parameters
                        + ",\"more\":"
                        + more
                        + "}";
        assertThat(
                        service.handle(
                                text.getBytes(UTF_8),
                                peer,
                                bytes -> answers.add(new String(bytes, UTF_8))))
                .isTrue();
        machine.fake().settle();
    }

    @Test
    void rootMakesASessionOfAProcess() throws Exception {
        call(
                "CreateSession",
                SSH + ",\"PID\":{\"pid\":" + PID + "},\"RemoteHost\":\"192.0.2.1\"}",
                ROOT);

        assertThat(answers)
                .singleElement()
                .asString()
                .startsWith("{\"parameters\":{\"Id\":\"c1\",\"RuntimePath\":\"/run/user/")
                .endsWith("\"Type\":\"tty\",\"Class\":\"user\"}}\0");
        assertThat(Files.readString(directory.resolve("run/sessions/c1")))
                .contains("REMOTE=1\n", "LEADER=" + PID + "\n")
                .doesNotContain("FIFO=");
    }

    @Test
    void nobodyElseDoes() {
        call("CreateSession", SSH + "}", new Credentials(PID, 1000, 1000));

        assertThat(answers)
                .singleElement()
                .asString()
                .contains("org.varlink.service.PermissionDenied");
        assertThat(login.login().sessions()).isEmpty();
    }

    @Test
    void theCallerIsTheLeaderWhereNoneIsNamed() {
        call("CreateSession", SSH + "}", ROOT);

        assertThat(login.login().session("c1"))
                .hasValueSatisfying(it -> assertThat(it.leader()).isEqualTo(PID));
    }

    @Test
    void whoIsInASessionMakesNone() {
        call("CreateSession", SSH + "}", ROOT);
        call("CreateSession", SSH + "}", ROOT);

        assertThat(answers.getLast()).contains("io.systemd.Login.AlreadySessionMember");
    }

    @Test
    void whatIsWrongIsNamed() {
        call("CreateSession", "{\"UID\":1,\"Type\":\"tty\",\"Class\":\"none\"}", ROOT);
        call("CreateSession", "{\"UID\":1,\"Type\":\"tty\"}", ROOT);
        call("CreateSession", "{\"UID\":-1,\"Type\":\"tty\",\"Class\":\"user\"}", ROOT);
        call("CreateSession", SSH + ",\"Seat\":\"seat7\"}", ROOT);
        call("CreateSession", SSH + ",\"PID\":" + Integer.MAX_VALUE + "}", ROOT);

        assertThat(answers.subList(0, 2)).allMatch(it -> it.contains("{\"parameter\":\"Class\"}"));
        assertThat(answers.get(2)).contains("{\"parameter\":\"UID\"}");
        assertThat(answers.get(3)).contains("io.systemd.Login.NoSuchSeat");
        assertThat(answers.get(4)).contains("io.systemd.Login.NoSessionPIDFD");
        assertThat(login.login().sessions()).isEmpty();
    }

    @Test
    void theLeaderReleasesItsSession() throws Exception {
        call("CreateSession", SSH + "}", ROOT);
        call("ReleaseSession", "{\"Id\":\"c1\"}", new Credentials(1, 0, 0));
        assertThat(answers.getLast()).contains("io.systemd.Login.NoSuchSession");

        call("ReleaseSession", "{\"Id\":\"c1\"}", ROOT);
        assertThat(answers.getLast()).isEqualTo("{\"parameters\":{}}\0");
        assertThat(Files.readString(directory.resolve("run/sessions/c1")))
                .contains("STATE=closing");
    }

    @Test
    void nobodyReleasesAnothersSession() {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        call("CreateSession", SSH + "}", ROOT);
        call("CreateSession", SSH + ",\"PID\":" + parent + "}", ROOT);
        assertThat(login.login().sessions()).hasSize(2);

        call("ReleaseSession", "{\"Id\":\"c2\"}", ROOT);

        assertThat(answers.getLast()).contains("org.varlink.service.PermissionDenied");
        call("DescribeSession", "{\"Id\":\"c2\"}", ROOT);
        assertThat(answers.getLast()).contains("\"State\":\"active\"");
    }

    @Test
    void everybodyMaySeeWhoIsHere() {
        call("CreateSession", SSH + ",\"TTY\":\"pts/3\"}", ROOT);
        answers.clear();
        var alice = new Credentials(1, 1000, 1000);

        call("DescribeSession", "{\"Id\":\"c1\"}", alice);
        call("ListUsers", "{}", alice, true);
        call("DescribeSeat", "{\"Id\":\"seat0\"}", alice);

        assertThat(answers.get(0))
                .contains(
                        "\"Id\":\"c1\"",
                        "\"User\":{\"UID\":" + PlayedHand.UID,
                        "\"TTY\":\"pts/3\"",
                        "\"Scope\":\"session-c1.scope\"",
                        "\"Leader\":{\"pid\":" + PID + "}",
                        "\"Remote\":false",
                        "\"State\":\"active\"");
        assertThat(answers.get(1)).contains("\"Sessions\":[\"c1\"]", "\"Linger\":false");
        assertThat(answers.get(2)).contains("\"Id\":\"seat0\"", "\"Sessions\":[]");
    }

    @Test
    void listsComeOneByOneOrNotAtAll() {
        call("ListSessions", "{}", ROOT);
        call("ListSessions", "{}", ROOT, true);
        call("DescribeSession", "{\"Id\":\"c9\"}", ROOT);
        call("DescribeUser", "{\"UID\":4711}", ROOT);

        assertThat(answers.get(0)).contains("org.varlink.service.ExpectedMore");
        assertThat(answers.get(1)).contains("io.systemd.Login.NoSuchSession");
        assertThat(answers.get(2)).contains("io.systemd.Login.NoSuchSession");
        assertThat(answers.get(3)).contains("io.systemd.Login.NoSuchUser");
    }
}
