package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.system.PlayedMachine;
import hearth.login.host.LoginEvent;
import hearth.login.host.ScopeProperty;
import hearth.login.host.ScopeRequest;
import hearth.manager.TransientUnit;
import hearth.unit.value.JobMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aScopeOfAnEarlierBrainThatIsEmptiedIsToldOf(@TempDir Path directory) throws Exception {
        var first = new PlayedMachine(directory);
        first.takeUp(List.of(), List.of());
        first.system()
                .with(manager ->
                        manager.startTransientUnit(
                                new TransientUnit(
                                        "session-3.scope",
                                        "[Scope]\nSlice=user-1000.slice\n",
                                        List.of(4_242),
                                        ""),
                                JobMode.FAIL,
                                List.of()));
        first.fake().settle();
        String cgroup = "/user.slice/user-1000.slice/session-3.scope";
        Path files = Files.createDirectories(directory.resolve("cgroup" + cgroup));
        Files.writeString(files.resolve("cgroup.events"), "populated 1\n");

        var next = new PlayedMachine(directory);
        next.takeUp(List.of(), List.of());
        var told = new ArrayList<LoginEvent>();
        var up = new ArrayList<String>();
        var orders = new SystemOrders(next.system(), next.system().mailbox());
        orders.tellTo(told::add);
        orders.begin(up::addAll);
        next.fake().settle();
        assertThat(up).contains("session-3.scope");
        assertThat(told).isEmpty();

        next.system().keeperSays(new CommonEvent.CgroupEmpty(cgroup));
        next.fake().settle();
        assertThat(told).containsExactly(new LoginEvent.UnitInactive("session-3.scope"));
    }
}
