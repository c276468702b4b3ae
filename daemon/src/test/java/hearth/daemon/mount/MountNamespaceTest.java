package hearth.daemon.mount;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.mailbox.FairExecutor;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.fake.FakeLinux;
import hearth.manager.host.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When mounts are read, and who is told. */
class MountNamespaceTest {
    private static final String A = "1 0 8:1 / /a rw - ext4 x rw\n";
    private static final String B = "2 0 8:1 / /b rw - ext4 x rw\n";

    private final FakeLinux linux = new FakeLinux();
    private final List<String> complaints = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private int readings;
    private Reactor reactor;
    private Path file;
    private MountNamespace namespace;

    @BeforeEach
    void begin(@TempDir Path directory) throws ErrnoException {
        reactor = new Reactor(linux, (what, failure) -> complaints.add(what + ": " + failure));
        file = directory.resolve("mountinfo");
        var parts =
                new MountNamespaces.Parts(
                        linux,
                        reactor,
                        new FairExecutor(
                                task -> {
                                    readings++;
                                    task.run();
                                },
                                1,
                                9),
                        () -> new Moment(1, 1),
                        complaints::add);
        namespace = new MountNamespace(parts, file);
        namespace.watch("b.mount", () -> told.add("b.mount"));
    }

    private void mounted(String text) throws IOException {
        Files.writeString(file, text);
        linux.changeKernelFile(file.toString());
    }

    private void turn() {
        while (reactor.poll()) {
            // until there is nothing to do
        }
    }

    @Test
    void whoWatchesAMountIsToldWhenItComes() throws Exception {
        mounted(A);
        namespace.open();
        turn();

        mounted(A + B);
        linux.advance(MountNamespace.PAUSE_MIN);
        turn();

        assertThat(told).containsExactly("b.mount");
        assertThat(namespace.mounts().units()).containsExactly("a.mount", "b.mount");
    }

    @Test
    void nobodyIsToldOfMountsThatHeDoesNotWatch() throws Exception {
        mounted("");
        namespace.open();
        turn();

        mounted(A);
        linux.advance(MountNamespace.PAUSE_MIN);
        turn();

        assertThat(told).isEmpty();
        assertThat(namespace.mounts().units()).containsExactly("a.mount");
    }

    @Test
    void manyChangesAreReadOnceInAWhile() throws Exception {
        mounted("");
        namespace.open();
        turn();
        int before = readings;

        for (int i = 0; i < 50; i++) {
            mounted(A.repeat(i));
            turn();
        }
        linux.advance(MountNamespace.PAUSE_MIN);
        turn();

        assertThat(readings - before).isEqualTo(1);
        assertThat(namespace.mounts().units()).containsExactly("a.mount");
    }

    @Test
    void theLongerAReadingTakesTheRarerItIs() {
        assertThat(MountNamespace.pauseAfter(0)).isEqualTo(MountNamespace.PAUSE_MIN);
        assertThat(MountNamespace.pauseAfter(50_000)).isEqualTo(Duration.ofSeconds(1));
        assertThat(MountNamespace.pauseAfter(Long.MAX_VALUE / 1_000_000))
                .isEqualTo(MountNamespace.PAUSE_MAX);
    }

    @Test
    void whoAsksSeesWhatIsThereNow() throws Exception {
        mounted("");
        namespace.open();
        Files.writeString(file, B);

        assertThat(namespace.read().units()).containsExactly("b.mount");
        assertThat(told).containsExactly("b.mount");
    }

    @Test
    void itIsSeenByTheFileOfWhoeverCameLast() throws Exception {
        mounted(A);
        namespace.open();
        Path other = file.resolveSibling("other");
        Files.writeString(other, B);
        Files.delete(file);

        namespace.hold(other);

        assertThat(namespace.read().units()).containsExactly("b.mount");
    }

    @Test
    void whatCannotBeReadIsNoNews() throws Exception {
        mounted(A);
        namespace.open();
        Files.delete(file);

        assertThat(namespace.read().units()).containsExactly("a.mount");
    }

    @Test
    void whatIsNotShownIsSaidOnceUntilItIsShown() throws Exception {
        String tooMany = "";
        String line = "1 0 8:1 / /%d rw - fuse " + "x".repeat(9_000) + " rw,user_id=7\n";
        for (int i = 0; i < 10; i++) {
            tooMany += line.replace("%d", "m" + i).replaceFirst("1", Integer.toString(i));
        }
        mounted(tooMany);
        namespace.open();
        namespace.read();
        assertThat(complaints).hasSize(1);

        Files.writeString(file, A);
        namespace.read();
        Files.writeString(file, tooMany);
        namespace.read();

        assertThat(complaints).hasSize(2);
    }
}
