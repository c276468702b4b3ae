package hearth.cli;

import static hearth.cli.Terminal.text;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import hearth.dbus.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases: asked for, listed and explained. */
class LingerCommandsTest {
    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    private static Map<String, Value> lease(String id, String origin, String owner) {
        var lease = new LinkedHashMap<String, Value>();
        lease.put("Id", text(id));
        lease.put("User", text("alice"));
        lease.put("Uid", new Value.Uint32(2001));
        lease.put("Origin", text(origin));
        lease.put("Owner", text(owner));
        lease.put("Reason", text(""));
        lease.put("Since", new Value.Uint64(usec(-300)));
        return lease;
    }

    /** Returns a time so many seconds from now. */
    private static long usec(long seconds) {
        return (Terminal.NOW.getEpochSecond() + seconds) * 1_000_000;
    }

    @SafeVarargs
    private void leases(Map<String, Value>... leases) {
        terminal.bus.on(
                "ListLeases",
                "aa{sv}",
                body -> {
                    body.openArray();
                    for (Map<String, Value> lease : leases) {
                        write(lease, body);
                    }
                    body.closeArray();
                });
    }

    private static void write(Map<String, Value> lease, MessageWriter body) {
        body.openArray();
        lease.forEach((name, value) ->
                body.entry(name, value.signature(), writer -> writer.value(value)));
        body.closeArray();
    }

    private List<Map<String, Value>> some() {
        Map<String, Value> backup = lease("3", "granted", "backup");
        backup.put("Reason", text("the nightly run"));
        backup.put("AskedBy", new Value.Uint32(0));
        backup.put("Until", new Value.Uint64(usec(7_200)));
        Map<String, Value> job = lease("4", "granted", "");
        job.put("AskedBy", new Value.Uint32(2001));
        job.put("While", text("job.service"));
        Map<String, Value> boot = lease("5", "granted", "");
        boot.put("UntilReboot", new Value.Bool(true));
        return List.of(
                lease("ci.conf/alice", "declared", "/etc/hearth/linger.d/ci.conf"),
                lease("external/alice", "external", ""),
                backup,
                job,
                boot);
    }

    @SuppressWarnings("unchecked") // an array of a generic type
    private void someLeases() {
        leases(some().toArray(Map[]::new));
    }

    private void granting() {
        terminal.bus.on("Grant", "s", body -> body.string("7"));
    }

    private String granted() {
        return terminal.bus.calls().stream()
                .filter(call -> call.startsWith("Grant"))
                .findFirst()
                .orElse("");
    }

    @Test
    void aLeaseIsGrantedForATime() throws IOException {
        granting();
        terminal.listen();

        assertThat(
                        terminal.execute(
                                "linger",
                                "grant",
                                "--for",
                                "8h",
                                "--reason",
                                "tests",
                                "--owner",
                                "ci"))
                .isZero();

        assertThat(terminal.out).hasToString("alice lingers, by lease 7\n");
        assertThat(granted())
                .contains("2001", "ci", "tests", Long.toString(8L * 3_600 * 1_000_000));
    }

    @Test
    void aLeaseIsGrantedUntilATimeABootOrAUnitsEnd() throws IOException {
        granting();
        terminal.listen();

        assertThat(terminal.execute("linger", "grant", "--until", "+2h")).isZero();
        assertThat(terminal.execute("linger", "grant", "--until-reboot", "--json")).isZero();
        assertThat(terminal.execute("linger", "grant", "--while", "job")).isZero();

        assertThat(terminal.bus.calls().toString())
                .contains("Until", Long.toString(usec(7_200)), "UntilReboot", "job.service");
        assertThat(terminal.out.toString()).contains("\"id\":\"7\"");
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeAnybodyIsAsked() throws IOException {
        granting();
        terminal.listen();
        for (String line :
                List.of(
                        "linger grant --for soon",
                        "linger grant --until soon",
                        "linger grant --for 1h --until-reboot",
                        "linger grant --only a.service",
                        "linger list --for 1h",
                        "linger grant --id 3",
                        "linger why --owner ci",
                        "linger on --reason x",
                        "linger foo bar")) {
            assertThat(terminal.execute(line.split(" ", -1))).as(line).isEqualTo(2);
        }
        assertThat(granted()).isEmpty();
        assertThat(terminal.err.toString()).contains("--only is not supported yet");
    }

    @Test
    void leasesAreListed() throws IOException {
        someLeases();
        terminal.listen();

        assertThat(terminal.execute("linger", "list")).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        LEASE           USER   FOR                           SINCE     UNTIL              REASON
                        ci.conf/alice   alice  /etc/hearth/linger.d/ci.conf  5min ago  -                  -
                        external/alice  alice  external                      5min ago  -                  -
                        3               alice  backup                        5min ago  %s   the nightly run
                        4               alice  uid 2001                      5min ago  while job.service  -
                        5               alice  -                             5min ago  reboot             -
                        """
                                .formatted(inTwoHours()));
    }

    private static String inTwoHours() {
        return Terminal.NOW
                .plusSeconds(7_200)
                .toString()
                .substring(0, "2026-01-01T00:00".length())
                .replace('T', ' ');
    }

    @Test
    void whyTheUserLingersIsToldInSentences() throws IOException {
        someLeases();
        terminal.listen();

        assertThat(terminal.execute("linger", "why")).isZero();

        assertThat(terminal.out.toString().replaceAll("20[0-9-]{8} [0-9:]{5}", "TIME"))
                .isEqualTo(
                        """
                        alice lingers, by
                          /etc/hearth/linger.d/ci.conf declares it, since TIME: ends when the file does not any more, and hearthd is reloaded
                          the file in /var/lib/systemd/linger, made by hand, since TIME: ends when that file is removed
                          lease 3 for backup, asked for by root (the nightly run), since TIME: ends at TIME, in 2h
                          lease 4, asked for by uid 2001, since TIME: ends when job.service is not active any more
                          lease 5, asked for by -, since TIME: ends when the machine is started again
                        """);
    }

    @Test
    void aProgramIsToldAllThatIsKnown() throws IOException {
        someLeases();
        terminal.listen();

        assertThat(terminal.execute("linger", "why", "--json")).isZero();

        assertThat(terminal.out.toString())
                .contains(
                        "\"linger\":true",
                        "\"id\":\"3\"",
                        "\"askedBy\":0",
                        "\"owner\":\"backup\"",
                        "\"untilUsec\":" + usec(7_200),
                        "\"untilReboot\":true",
                        "\"while\":\"job.service\"");
    }

    @Test
    void revokingEndsWhatCanBeEnded() throws IOException {
        someLeases();
        terminal.bus.on("Revoke", "", _ -> {});
        terminal.listen();

        assertThat(terminal.execute("linger", "revoke")).isZero();

        assertThat(terminal.bus.calls())
                .contains("Revoke[external/alice]", "Revoke[3]", "Revoke[4]", "Revoke[5]")
                .doesNotContain("Revoke[ci.conf/alice]");
    }

    @Test
    void revokingByOwnerOrIdEndsThoseAlone() throws IOException {
        someLeases();
        terminal.bus.on("Revoke", "", _ -> {});
        terminal.listen();

        assertThat(terminal.execute("linger", "revoke", "--owner", "backup")).isZero();
        assertThat(terminal.bus.calls()).filteredOn(it -> it.startsWith("Revoke")).hasSize(1);
        assertThat(terminal.execute("linger", "revoke", "--id", "4")).isZero();
        assertThat(terminal.bus.calls()).contains("Revoke[3]", "Revoke[4]");
        assertThat(terminal.execute("linger", "revoke", "--id", "77")).isEqualTo(1);
    }

    @Test
    void whoMayNotIsToldWhomToAsk() throws IOException {
        terminal.bus.refuse(
                "Grant",
                ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                "Interactive authentication required.");
        terminal.listen();

        assertThat(terminal.execute("linger", "grant")).isEqualTo(1);

        assertThat(terminal.err.toString()).contains("ask root to do it");
    }

    @Test
    void whoLingersOnAfterOffIsToldWhy() throws IOException {
        terminal.bus.on("SetUserLinger", Message::reply);
        terminal.users(true);
        terminal.listen();

        assertThat(terminal.execute("linger", "off")).isZero();

        assertThat(terminal.out + terminal.err.toString()).contains("hearth linger why alice");
    }

    private void verdict(boolean allows, long longest, String rule) {
        terminal.bus.on(
                "May",
                "bts",
                body -> {
                    body.bool(allows);
                    body.uint64(longest);
                    body.string(rule);
                });
    }

    @Test
    void whoMayLingerIsAQuestionForAScript() throws IOException {
        verdict(true, 8L * 3_600 * 1_000_000, "rule staff at /etc/hearth/linger-policy.conf:3");
        terminal.listen();

        assertThat(terminal.execute("linger", "may")).isZero();
        assertThat(terminal.execute("linger", "may", "--json")).isZero();

        assertThat(terminal.out.toString())
                .isEqualTo(
                        """
                        alice may linger, by leases of 8h at most: rule staff at /etc/hearth/linger-policy.conf:3
                        {"user":"alice","uid":2001,"may":true,"longestUsec":28800000000,"rule":"rule staff at /etc/hearth/linger-policy.conf:3"}
                        """);
    }

    @Test
    void whoMayNotIsToldWhichRuleSaysSo() throws IOException {
        verdict(false, -1, "rule rest at f:3");
        terminal.listen();

        assertThat(terminal.execute("linger", "may")).isEqualTo(1);

        assertThat(terminal.out).hasToString("alice may not linger: rule rest at f:3\n");
    }

    @Test
    void whomNoRuleIsAboutMay() throws IOException {
        verdict(true, -1, "");
        terminal.listen();

        assertThat(terminal.execute("linger", "may")).isZero();

        assertThat(terminal.out).hasToString("alice may linger: no rule is about them\n");
    }
}
