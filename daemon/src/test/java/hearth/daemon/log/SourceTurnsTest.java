package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogSource;
import hearth.linux.Descriptors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose turn it is among those who send to logs. */
class SourceTurnsTest {
    private static final int MANY = 50;

    @TempDir Path directory;
    private LogsOnDisk logs;
    private final List<String> turns = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        logs = new LogsOnDisk(directory, false);
    }

    @AfterEach
    void end() {
        logs.close();
    }

    /** Has so many turns once it is told of something. */
    private final class Talker implements LogSource {
        private final String owner;
        private final int fd;
        private int left;

        Talker(String owner, int fd, int left) {
            this.owner = owner;
            this.fd = fd;
            this.left = left;
        }

        @Override
        public int fd() {
            return fd;
        }

        @Override
        public String owner() {
            return owner;
        }

        @Override
        public void begin(boolean isUnfinished, Entries entries) {
            // nothing was left
        }

        @Override
        public boolean turn(Entries entries) {
            turns.add(owner);
            left--;
            return left > 0;
        }
    }

    private void talk(String owner, int turnCount) throws Exception {
        Descriptors.Pipe pipe = logs.pipe();
        logs.write(pipe, "x");
        logs.writer().open(new Talker(owner, pipe.readFd(), turnCount));
    }

    @Test
    void whoHasManyConnectionsHasAsManyTurnsAsWhoHasOne() throws Exception {
        for (int i = 0; i < MANY; i++) {
            talk("many", 3);
        }
        talk("one", 5);
        logs.settle();

        assertThat(turns).hasSize(3 * MANY + 5);
        assertThat(turns.subList(0, 10)).filteredOn("one"::equals).hasSize(5);
    }

    @Test
    void eachOfOnesConnectionsHasItsTurn() throws Exception {
        talk("many", 100);
        talk("many", 1);
        talk("one", 1);
        logs.settle();

        assertThat(turns).hasSize(102);
    }

    /** Has something done elsewhere in its first turn. */
    private final class Waiter implements LogSource {
        private final int fd;
        private final List<Runnable> elsewhere;

        Waiter(int fd, List<Runnable> elsewhere) {
            this.fd = fd;
            this.elsewhere = elsewhere;
        }

        @Override
        public int fd() {
            return fd;
        }

        @Override
        public String owner() {
            return "waiter";
        }

        @Override
        public void begin(boolean isUnfinished, Entries entries) {
            // nothing was left
        }

        @Override
        public boolean turn(Entries entries) {
            turns.add("waiter");
            entries.await(this, elsewhere::add, () -> turns.add("work"));
            return true;
        }
    }

    @Test
    void whoAwaitsSomethingHasNoTurnUntilItIsOver() throws Exception {
        var elsewhere = new ArrayList<Runnable>();
        Descriptors.Pipe pipe = logs.pipe();
        logs.write(pipe, "x");
        logs.writer().open(new Waiter(pipe.readFd(), elsewhere));
        logs.settle();
        logs.write(pipe, "y");
        talk("one", 1);
        logs.settle();

        assertThat(turns).containsExactly("waiter", "one");
        elsewhere.getFirst().run();
        logs.settle();
        assertThat(turns).containsExactly("waiter", "one", "work", "waiter");
    }
}
