package hearth.cli;

import static hearth.cli.Terminal.STARTED_USEC;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.MessageWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why things are as they are, and what has ended them. */
class WhyTest {
    private static final String ROWS = "a(tssa{ss}aa{ss}aa{ss})";
    private static final String WANTS = "/home/alice/.config/systemd/user/a.service:3";
    private static final Map<String, String> CLIENT =
            Map.of("kind", "client", "pid", "77", "uid", "2001", "program", "systemctl");

    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    /** Something that the manager has said. */
    private record Said(
            int second,
            String unit,
            String text,
            Map<String, String> facts,
            List<Map<String, String>> rules,
            List<Map<String, String>> causes) {
        Said(int second, String unit, String text, List<Map<String, String>> causes) {
            this(second, unit, text, Map.of(), List.of(), causes);
        }
    }

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    private static void write(MessageWriter body, Map<String, String> fields) {
        body.openArray();
        fields.forEach((name, value) -> body.openEntry().string(name).string(value).closeEntry());
        body.closeArray();
    }

    private static void write(MessageWriter body, List<Map<String, String>> several) {
        body.openArray();
        several.forEach(fields -> write(body, fields));
        body.closeArray();
    }

    private void says(String method, Said... all) {
        says(terminal.manager, method, all);
    }

    private static void says(FakeDaemon daemon, String method, Said... all) {
        daemon.on(
                method,
                ROWS,
                body -> {
                    body.openArray();
                    for (Said said : all) {
                        body.openStruct();
                        body.uint64(STARTED_USEC + said.second() * 1_000_000L);
                        body.string(said.unit()).string(said.text());
                        write(body, said.facts());
                        write(body, said.rules());
                        write(body, said.causes());
                        body.closeStruct();
                    }
                    body.closeArray();
                });
    }

    private static Map<String, String> unit(String name, String relation, String place) {
        Map<String, String> cause = new LinkedHashMap<>();
        cause.put("kind", "unit");
        cause.put("unit", name);
        cause.put("relation", relation);
        cause.put("place", place);
        return cause;
    }

    private static Map<String, String> rule(String setting, String value, String place) {
        return Map.of("kind", "rule", "setting", setting, "value", value, "place", place);
    }

    @Test
    void theChainOfCausesIsToldFromTheNearestToTheFirst() throws IOException {
        List<Map<String, String>> chain = List.of(unit("a.service", "Wants", WANTS), CLIENT);
        says(
                "GetRecord",
                new Said(2, "hello.service", "Started hello.service.", chain),
                new Said(1, "hello.service", "Starting hello.service...", chain));
        terminal.listen();

        assertThat(terminal.execute("why", "hello")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        hello.service is active (running) since Sun 2026-11-22 00:02:00 Z; 5min ago
                        Nov 22 00:02:02  Started hello.service.
                                         because a.service wants it  %s
                                           because systemctl asked for it (user 2001, process 77)
                        Nov 22 00:02:01  Starting hello.service...
                        """
                                .formatted(WANTS));
        assertThat(terminal.manager.calls()).contains("GetRecord[hello.service, 10]");
    }

    @Test
    void aRuleIsToldWithItsLine() throws IOException {
        says(
                "GetRecord",
                new Said(
                        1,
                        "hello.service",
                        "hello.service was skipped.",
                        Map.of(),
                        List.of(rule("ConditionPathExists", "/x", "/a:3")),
                        List.of()));
        terminal.listen();

        assertThat(terminal.execute("why", "hello.service")).isZero();

        assertThat(terminal.out.toString())
                .endsWith(
                        """
                        Nov 22 00:02:01  hello.service was skipped.
                                         by ConditionPathExists=/x  /a:3
                        """);
    }

    @Test
    void theEndOfTheManagerHasLoginsReason() throws IOException {
        says(
                "GetRecord",
                new Said(
                        1,
                        "hello.service",
                        "Stopped hello.service.",
                        List.of(Map.of("kind", "manager", "occasion", "exit"))),
                new Said(
                        0,
                        "user@2001.service",
                        "user@2001.service is stopped.",
                        Map.of(),
                        List.of(rule("UserStopDelaySec", "10s", "")),
                        List.of(Map.of("kind", "login", "event", "the last session is over"))));
        terminal.listen();

        assertThat(terminal.execute("why", "hello")).isZero();

        assertThat(terminal.out.toString())
                .contains(
                        """
                        Nov 22 00:02:01  Stopped hello.service.
                                         because the user's manager ends
                                           because the last session is over
                                             because UserStopDelaySec=10s
                        """);
        assertThat(terminal.manager.calls()).contains("GetRecord[user@2001.service, 50]");
    }

    @Test
    void aSessionAndAUserAreUnitsOfLogin() throws IOException {
        says("GetRecord", new Said(1, "session-3.scope", "Session 3 has ended.", List.of()));
        terminal.listen();

        assertThat(terminal.execute("why", "3")).isZero();
        assertThat(terminal.execute("why", "session-c4.scope")).isZero();
        assertThat(terminal.execute("why", "alice")).isZero();

        assertThat(terminal.manager.calls())
                .contains(
                        "GetRecord[session-3.scope, 10]",
                        "GetRecord[session-c4.scope, 10]",
                        "GetRecord[user@2001.service, 10]");
    }

    @Test
    void whereNothingIsKnownThatIsSaid() throws IOException {
        says("GetRecord");
        terminal.listen();

        assertThat(terminal.execute("why", "hello")).isEqualTo(1);

        assertThat(terminal.err.toString())
                .contains("hello.service is active (running); nothing that is still kept says why");
    }

    @Test
    void aUnitThatIsNotThereHasNearOnes() throws IOException {
        says("GetRecord");
        terminal.manager.on(
                "ListUnitFilesByPatterns",
                "a(ss)",
                body -> {
                    body.openArray();
                    body.openStruct().string("/u/hello.service").string("enabled").closeStruct();
                    body.closeArray();
                });
        terminal.unit(
                "helo.service",
                Map.of(
                        "Id", Terminal.text("helo.service"),
                        "LoadState", Terminal.text("not-found"),
                        "ActiveState", Terminal.text("inactive")));
        terminal.listen();

        assertThat(terminal.execute("why", "helo")).isEqualTo(1);

        assertThat(terminal.err.toString()).contains("did you mean hello.service?");
    }

    @Test
    void aNumberThatMakesNoSenseIsRefused() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("why", "-n", "0", "hello")).isEqualTo(2);
        assertThat(terminal.execute("why")).isEqualTo(2);
        assertThat(terminal.execute("why-killed", "-n", "1001", "7")).isEqualTo(2);
    }

    @Test
    void itIsToldInJson() throws IOException {
        says(
                "GetRecord",
                new Said(
                        1,
                        "hello.service",
                        "Stopping hello.service...",
                        Map.of("job", "stop", "signal", "SIGTERM", "processes", "66 sleep"),
                        List.of(),
                        List.of(CLIENT)));
        terminal.listen();

        assertThat(terminal.execute("why", "--json", "hello")).isZero();

        assertThat(terminal.out.toString())
                .contains(
                        "\"unit\":\"hello.service\"",
                        "\"active\":\"active\"",
                        "\"job\":\"stop\"",
                        "\"processes\":[{\"pid\":66,\"program\":\"sleep\"}]",
                        "\"pid\":77",
                        "\"words\":\"systemctl asked for it (user 2001, process 77)\"");
    }

    private void killed() {
        killed(terminal.manager);
    }

    private static void killed(FakeDaemon daemon) {
        says(
                daemon,
                "ListKilled",
                new Said(
                        2,
                        "session-3.scope",
                        "Session 3 of alice has ended.",
                        Map.of("processes", "55 vim notes\t66 sleep"),
                        List.of(rule("KillUserProcesses", "yes", "/etc/systemd/logind.conf:7")),
                        List.of(Map.of("kind", "login", "event", "Session 3 of alice has ended"))),
                new Said(
                        1,
                        "hello.service",
                        "Stopping hello.service...",
                        Map.of("processes", "70 sleep", "signal", "SIGTERM"),
                        List.of(),
                        List.of(CLIENT)));
    }

    @Test
    void aProcessIsFoundByItsNumber() throws IOException {
        killed();
        terminal.listen();

        assertThat(terminal.execute("why-killed", "55")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        Nov 22 00:02:02  vim notes (process 55) of session-3.scope was ended
                                         Session 3 of alice has ended.
                                         by KillUserProcesses=yes  /etc/systemd/logind.conf:7
                        """);
    }

    @Test
    void processesAreFoundByNameAndByUnit() throws IOException {
        killed();
        terminal.listen();

        assertThat(terminal.execute("why-killed", "sleep")).isZero();
        assertThat(terminal.out.toString()).contains("process 66", "process 70");
        terminal.out.getBuffer().setLength(0);

        assertThat(terminal.execute("why-killed", "hello")).isZero();
        assertThat(terminal.out.toString())
                .startsWith("Nov 22 00:02:01  sleep (process 70) of hello.service was sent SIGTERM")
                .doesNotContain("session-3");
    }

    @Test
    void whomNobodyHasEndedIsSaidToBeUnknown() throws IOException {
        killed();
        terminal.listen();

        assertThat(terminal.execute("why-killed", "slep")).isEqualTo(1);
        assertThat(terminal.err.toString()).contains("did you mean sleep?");

        assertThat(terminal.execute("why-killed", "1")).isEqualTo(1);
        assertThat(terminal.err.toString()).contains("it may have ended by itself");
    }

    @Test
    void endsAreToldInJson() throws IOException {
        killed();
        terminal.listen();

        assertThat(terminal.execute("why-killed", "--json", "55")).isZero();

        assertThat(terminal.out.toString())
                .contains("{\"pid\":55,\"program\":\"vim notes\"}")
                .contains("\"place\":\"/etc/systemd/logind.conf:7\"")
                .doesNotContain("\"pid\":66");
    }

    @Test
    void whereNoManagerRunsLoginTellsWhatIsInTheLog() throws IOException {
        killed(terminal.bus);
        says(terminal.bus, "GetRecord", new Said(1, "a.service", "Stopped.", List.of()));
        terminal.bus.listen(terminal.busSocket());

        assertThat(terminal.execute(Terminal.ROOT, "-u", "root", "why-killed", "55")).isZero();
        assertThat(terminal.execute("why", "a")).isZero();

        assertThat(terminal.out.toString()).contains("vim notes (process 55)", "Stopped.");
        assertThat(terminal.bus.calls())
                .contains("ListKilled[0, 1000]", "GetRecord[2001, a.service, 10]");
    }

    @Test
    void aSessionThatIsHereSaysWhoHasOpenedIt() throws IOException {
        says("GetRecord");
        terminal.listen();

        assertThat(terminal.execute("why", "c1")).isZero();
        assertThat(terminal.execute("why", "alice")).isZero();
        assertThat(terminal.execute("why", "c2")).isEqualTo(1);

        assertThat(terminal.out)
                .hasToString(
                        """
                        session c1 of alice is online since Sun 2026-11-22 00:02:00 Z; 5min ago for 10.0.0.1 on pts/0
                        alice is online, and does not linger
                        session c1 of alice is online since Sun 2026-11-22 00:02:00 Z; 5min ago for 10.0.0.1 on pts/0
                        """);
    }
}
