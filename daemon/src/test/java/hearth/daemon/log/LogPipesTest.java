package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.linux.Descriptors;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPipesTest {
    private static final LogPipe.Style STYLE = new LogPipe.Style(6, true, -1);

    @TempDir Path directory;
    private final List<String> first = new ArrayList<>();
    private final List<String> second = new ArrayList<>();
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private FakeBrain fake;
    private LogPipes pipes;
    private Descriptors.Pipe pipe;

    @BeforeEach
    void openPipe() throws Exception {
        fake = new FakeBrain(directory);
        pipes = fake.brain().newLogPipes();
        pipe = fake.linux().descriptors().pipe();
        pipes.redirect(mailbox::add, into(first));
        fake.settle();
        pipes.open(
                pipe.readFd(), STYLE, new LogOrigin(fake.brain().cgroups(), "a.service", "a", 0));
    }

    private static LogPipes.Sink into(List<String> lines) {
        return (origin, priority, text) ->
                lines.add(origin.unit() + " " + origin.name() + " " + priority + " " + text);
    }

    private void write(String text) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);
        fake.linux().descriptors().write(pipe.writeFd(), bytes, 0, bytes.length);
        fake.settle();
    }

    private void runMailbox() {
        while (!mailbox.isEmpty()) {
            mailbox.remove().run();
            fake.settle();
        }
    }

    @Test
    void aPipeIsReadAgainOnlyWhenTheMailboxHasHadWhatCameBefore() throws Exception {
        write("one\n");
        write("<3>two\n");
        assertThat(mailbox).hasSize(1);

        runMailbox();

        assertThat(first).containsExactly("a.service a 6 one", "a.service a 3 two");
    }

    @Test
    void theNextManagerHasTheLinesFromThenOn() throws Exception {
        write("one\nbegun");
        runMailbox();

        pipes.redirect(mailbox::add, into(second));
        fake.settle();
        write("two\n");
        runMailbox();

        assertThat(first).containsExactly("a.service a 6 one", "a.service a 6 begun");
        assertThat(second).containsExactly("a.service a 6 two");
    }

    @Test
    void aManagerThatHasBrokenHoldsUpNoPipe() throws Exception {
        write("lost with the manager\n");
        mailbox.clear(); // as a closed mailbox does

        pipes.redirect(mailbox::add, into(second));
        fake.settle();
        write("two\n");
        runMailbox();

        assertThat(second).containsExactly("a.service a 6 two");
    }

    @Test
    void aPipeThatNobodyWritesIntoAnyMoreIsClosedAndItsLastLineTold() throws Exception {
        int open = fake.linux().openDescriptors();
        write("no end of line");
        fake.linux().descriptors().closeQuietly(pipe.writeFd());
        runMailbox();

        assertThat(first).containsExactly("a.service a 6 no end of line");
        assertThat(fake.linux().openDescriptors()).isEqualTo(open - 2);
    }
}
