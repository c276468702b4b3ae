package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.ScopeProperty;
import hearth.login.ScopeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemOrdersTest {
    private static String text(String description, ScopeProperty... properties) {
        return SystemOrders.text(
                new ScopeRequest(
                        "session-3.scope",
                        "user-2001.slice",
                        description,
                        42,
                        List.of("user-runtime-dir@2001.service", "user@2001.service"),
                        List.of("systemd-user-sessions.service"),
                        "/home/alice",
                        List.of(properties)));
    }

    @Test
    void aSessionsScopeIsInItsUsersSliceAfterWhatItWants() {
        assertThat(text("Session 3 of User alice"))
                .isEqualTo(
                        """
                        [Unit]
                        Description=Session 3 of User alice
                        Wants=user-runtime-dir@2001.service
                        Wants=user@2001.service
                        After=systemd-user-sessions.service
                        CollectMode=inactive-or-failed
                        [Scope]
                        Slice=user-2001.slice
                        SendSIGHUP=yes
                        TasksMax=infinity
                        """);
    }

    @Test
    void whatAPamStackAskedForIsWrittenAsSettings() {
        assertThat(
                        text(
                                "x",
                                new ScopeProperty("RuntimeMaxUSec", 5_000_000),
                                new ScopeProperty("TasksMax", 512),
                                new ScopeProperty("MemoryMax", -1),
                                new ScopeProperty("MemoryMaxScale", 0x8000_0000L),
                                new ScopeProperty("ExecStart", 1)))
                .contains(
                        "RuntimeMaxSec=5000000us\n",
                        "TasksMax=512\n",
                        "MemoryMax=infinity\n",
                        "MemoryMax=50%\n")
                .doesNotContain("ExecStart");
    }

    @Test
    void aNameWritesNoDirectiveAndNoSpecifier() {
        assertThat(text("Session of User %u\nSlice=system.slice").lines())
                .contains("Description=Session of User %%u Slice=system.slice")
                .doesNotContain("Slice=system.slice");
    }
}
