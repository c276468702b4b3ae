package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogRecord;
import hearth.login.host.LoginEffect;
import hearth.login.setting.Configured;
import hearth.login.setting.LogoutRule;
import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogoutRecordTest {
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
}
