package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.state.Caretaker;
import hearth.login.host.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    private static final StateFile ALICE = new StateFile.OfUser(1_000);

    @TempDir Path directory;
    private final List<String> said = new ArrayList<>();
    private final Deque<Runnable> attempts = new ArrayDeque<>();
    private StateFiles files;
    private Path obstacle;

    /** Where a directory is missing nothing can be written. */
    @BeforeEach
    void putAnObstacle() throws Exception {
        obstacle = directory.resolve("users");
        Files.createFile(obstacle);
        files =
                new StateFiles(
                        directory,
                        new Caretaker() {
                            @Override
                            public void say(String message) {
                                said.add(message);
                            }

                            @Override
                            public void later(Runnable attempt) {
                                attempts.add(attempt);
                            }
                        });
    }

    private void takeTheObstacleAway() throws Exception {
        Files.delete(obstacle);
        Files.createDirectory(obstacle);
    }

    @Test
    void whatWasBegunByABrainThatDiedIsRemoved() throws Exception {
        takeTheObstacleAway();
        Files.createFile(obstacle.resolve(".1000.new"));
        Files.createFile(obstacle.resolve("1000"));
        Files.createFile(obstacle.resolve(".kept"));

        StateFiles.removeUnfinished(obstacle, said::add);
        StateFiles.removeUnfinished(directory.resolve("nowhere"), said::add);

        assertThat(obstacle.toFile().list()).containsExactlyInAnyOrder("1000", ".kept");
        assertThat(said).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsWrittenWhenItCan() throws Exception {
        files.write(ALICE, "one");
        files.write(ALICE, "two");
        attempts.remove().run();
        takeTheObstacleAway();

        attempts.remove().run();

        assertThat(directory.resolve(ALICE.relativePath())).hasContent("two");
        assertThat(said).hasSize(2);
        assertThat(attempts).isEmpty();
    }

    @Test
    void whatIsRemovedMeanwhileIsNotWritten() throws Exception {
        files.write(ALICE, "one");
        takeTheObstacleAway();

        files.remove(ALICE);
        attempts.remove().run();

        assertThat(directory.resolve(ALICE.relativePath())).doesNotExist();
    }
}
