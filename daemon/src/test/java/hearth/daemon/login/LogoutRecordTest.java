package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogRecord;
import hearth.daemon.machine.Cgroups;
import hearth.login.host.LoginEffect;
import hearth.login.setting.Configured;
import hearth.login.setting.LogoutRule;
import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogoutRecordTest {
    private static final String SCOPE = "session-3.scope";

    private static LoginEffect.Explain ended(Configured.Origin origin) {
        return new LoginEffect.Explain(
                1000,
                "session-3.scope",
                "Session 3 of alice has ended",
                true,
                true,
                Optional.of(new LogoutRule(true, "KillUserProcesses", "yes", origin)));
    }

    @Test
    void aLineNamesTheRuleWithItsPlace() {
        assertThat(LogoutRecord.text(ended(new Configured.FromFile("/etc/x.conf", 2))))
                .isEqualTo("Session 3 of alice has ended: KillUserProcesses=yes (/etc/x.conf:2).");
        assertThat(LogoutRecord.text(ended(new Configured.BuiltIn())))
                .isEqualTo("Session 3 of alice has ended: KillUserProcesses=yes (built in).");
    }

    @Test
    void itsFieldsHaveTheRuleAndTheProcesses() {
        Map<String, String> fields =
                LogoutRecord.fields(
                        ended(new Configured.FromFile("/etc/x.conf", 2)),
                        List.of("7 sleep", "8 vi"));

        assertThat(fields).containsEntry(LogRecord.PROCESSES, "7 sleep\t8 vi");
        assertThat(fields).containsEntry(LogRecord.KILLS, LogRecord.YES);
        assertThat(CauseText.read(fields.getOrDefault(CauseText.RULE, "")))
                .containsExactly(new Cause.ByRule("KillUserProcesses", "yes", "/etc/x.conf:2"));
        assertThat(CauseText.read(fields.getOrDefault(CauseText.FIELD, "")))
                .containsExactly(new Cause.ByLogin("Session 3 of alice has ended"));
    }

    @Test
    void whereNobodyIsLeftNobodyIsSaidToBeKilled() {
        assertThat(LogoutRecord.fields(ended(new Configured.BuiltIn()), List.of()))
                .doesNotContainKeys(LogRecord.PROCESSES, LogRecord.KILLS);
    }

    private static LoginEffect.Explain sent(int signal, OptionalLong process) {
        return new LoginEffect.Explain(
                1000,
                SCOPE,
                "Signal " + signal + " is sent",
                false,
                true,
                Optional.empty(),
                Optional.of(new LoginEffect.Sent(signal, process)));
    }

    @Test
    void aSignalNamesThoseOnlyThatItEnds(@TempDir Path directory) throws IOException {
        Path cgroup = Files.createDirectories(directory.resolve("cgroup/" + SCOPE));
        Files.writeString(cgroup.resolve("cgroup.procs"), "7\n8\n");
        for (int pid = 7; pid <= 8; pid++) {
            Path process = Files.createDirectories(directory.resolve("proc/" + pid));
            Files.writeString(process.resolve("comm"), "sleep" + pid + "\n");
        }
        Files.writeString(directory.resolve("proc/7/status"), "SigCgt:\t0000000000000200\n");
        Files.writeString(directory.resolve("proc/8/status"), "SigCgt:\t0000000000000000\n");
        var cgroups =
                new Cgroups(directory.resolve("cgroup").toString(), directory.resolve("proc"));
        OptionalLong all = OptionalLong.empty();

        assertThat(LogoutRecord.ended(cgroups, sent(15, all), "/" + SCOPE))
                .containsExactly("7 sleep7", "8 sleep8");
        assertThat(LogoutRecord.ended(cgroups, sent(15, OptionalLong.of(7)), "/" + SCOPE))
                .containsExactly("7 sleep7");
        assertThat(LogoutRecord.ended(cgroups, sent(10, all), "/" + SCOPE))
                .containsExactly("8 sleep8"); // the other one catches SIGUSR1
        assertThat(LogoutRecord.ended(cgroups, sent(18, all), "/" + SCOPE)).isEmpty();
        assertThat(LogoutRecord.ended(cgroups, sent(0, all), "/" + SCOPE)).isEmpty();
    }

    @Test
    void aSignalIsNamed() {
        assertThat(LogoutRecord.fields(sent(15, OptionalLong.empty()), List.of("7 sleep")))
                .containsEntry(LogRecord.SIGNAL, "SIGTERM");
    }
}
