package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.linux.Errno;
import hearth.login.host.Token;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeadersTest {
    private static final Token SESSION = new Token(7);
    private static final int SSHD = 500;

    @TempDir Path directory;
    private final List<Token> exited = new ArrayList<>();
    private FakeBrain fake;
    private Leaders leaders;
    private int openBefore;

    @BeforeEach
    void makeLeaders() throws Exception {
        fake = new FakeBrain(directory);
        openBefore = fake.linux().openDescriptors();
        leaders = new Leaders(fake.brain(), exited::add);
    }

    @Test
    void theEndOfALeaderIsToldOnce() {
        leaders.watch(SESSION, SSHD);
        fake.settle();
        assertThat(exited).isEmpty();

        fake.linux().endProcess(SSHD);
        fake.settle();

        assertThat(exited).containsExactly(SESSION);
        assertThat(fake.linux().openDescriptors()).isEqualTo(openBefore);
    }

    @Test
    void aLeaderThatIsForgottenIsNotTold() {
        leaders.watch(SESSION, SSHD);
        leaders.forget(SESSION);
        fake.linux().endProcess(SSHD);
        fake.settle();

        assertThat(exited).isEmpty();
        assertThat(fake.linux().openDescriptors()).isEqualTo(openBefore);
    }

    @Test
    void aLeaderThatIsGoneAlreadyIsToldAtOnce() {
        fake.linux().failNext("pidfd_open", Errno.ESRCH);

        leaders.watch(SESSION, SSHD);

        assertThat(exited).containsExactly(SESSION);
    }

    @Test
    void aLeaderThatCannotBeWatchedHasNotExited() {
        fake.linux().failNext("pidfd_open", Errno.EMFILE);

        leaders.watch(SESSION, SSHD);

        assertThat(exited).isEmpty();
        assertThat(fake.complaints()).singleElement().asString().contains("process 500");
    }
}
