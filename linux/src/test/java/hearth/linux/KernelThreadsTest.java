package hearth.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KernelThreadsTest {
    private final Threads threads = Linux.kernel().threads();

    @Test
    void aThreadsTimeIsItsOwnWork() throws Exception {
        var self = new AtomicLong();
        var worked = new AtomicLong();
        Thread worker =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                int number = threads.current();
                                self.set(number);
                                long before = threads.cpuNanos(number);
                                long sum = 0;
                                while (threads.cpuNanos(number) - before < 20_000_000) {
                                    sum++;
                                }
                                worked.set(sum);
                            } catch (ErrnoException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        worker.join();
        assertThat(worked.get()).isPositive();
        assertThat(self.get()).isNotEqualTo(threads.current());
    }

    @Test
    void aThreadThatYieldsHasTheLeastPriorityAndTheOthersKeepTheirs() throws Exception {
        var nice = new AtomicLong();
        Thread worker =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                threads.yieldFor(threads.current());
                                nice.set(niceOf(threads.current()));
                            } catch (ErrnoException e) {
                                throw new IllegalStateException(e);
                            }
                        });
        worker.join();
        assertThat(nice.get()).isEqualTo(10);
        assertThat(niceOf(threads.current())).isNotEqualTo(10);
    }

    @Test
    void aThreadOfAnotherProcessHasNoTime() {
        assertThatThrownBy(() -> threads.cpuNanos(1)).isInstanceOf(ErrnoException.class);
    }

    private static long niceOf(int thread) {
        try {
            String stat = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
