package hearth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpareMemoryTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir Path directory;
    private FakeBrain fake;
    private SpareMemory memory;
    private Duration cpuTime = Duration.ofMillis(300);

    @BeforeEach
    void start() throws Exception {
        fake = new FakeBrain(directory);
        memory = new SpareMemory(fake.brain(), () -> cpuTime);
        memory.look();
    }

    private void work(Duration time) {
        cpuTime = cpuTime.plus(time);
    }

    private void pass(Duration time) {
        fake.linux().advance(time);
        fake.settle();
    }

    @Test
    void whatAStartHasLeftIsGivenBackAtRest() {
        work(Duration.ofMillis(300));
        pass(Duration.ofSeconds(2));
        assertThat(fake.linux().timesMemoryWasGivenBack()).isZero();
        pass(Duration.ofSeconds(2));
        assertThat(fake.linux().timesMemoryWasGivenBack()).isEqualTo(1);
    }

    @Test
    void whoRestsDoesNotLookAgain() {
        pass(LONG);
        memory.look();
        work(Duration.ofMillis(20));
        pass(LONG);
        memory.look();
        pass(LONG);
        assertThat(fake.linux().timesMemoryWasGivenBack()).isEqualTo(1);
    }

    @Test
    void muchWorkIsFollowedByAnotherTime() {
        pass(LONG);
        work(Duration.ofMillis(500));
        memory.look();
        memory.look();
        pass(Duration.ofMinutes(1));
        pass(LONG);
        assertThat(fake.linux().timesMemoryWasGivenBack()).isEqualTo(2);
    }

    @Test
    void workAgainAndAgainIsFollowedByOneTimeAMinute() {
        pass(LONG);
        for (int i = 0; i < 5; i++) {
            work(Duration.ofMillis(500));
            memory.look();
            pass(LONG);
        }
        assertThat(fake.linux().timesMemoryWasGivenBack()).isEqualTo(1);
        pass(LONG);
        pass(LONG);
        assertThat(fake.linux().timesMemoryWasGivenBack()).isEqualTo(2);
    }
}
