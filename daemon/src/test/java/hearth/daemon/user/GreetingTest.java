package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.HandEvent;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.linux.fake.FakeLinux;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GreetingTest {
    private static final int[] NONE = {};

    private final FakeLinux linux = new FakeLinux();
    private final Descriptors descriptors = linux.descriptors();
    private final Greeting greeting = new Greeting();

    private int open() throws ErrnoException {
        return descriptors.sealedMemfd("x", NO_BYTES);
    }

    private static final byte[] NO_BYTES = {};

    @Test
    void itEndsWhereTheHandSaysSo() {
        assertThat(greeting.take(new HandEvent.Executed(1), NONE, descriptors::closeQuietly))
                .isFalse();
        assertThat(greeting.take(new HandEvent.HandComplete(), NONE, descriptors::closeQuietly))
                .isTrue();
        assertThat(greeting.welcome()).isEmpty();
    }

    @Test
    void aProcessThatLivesHasTheEndOfItsLogPipe() throws ErrnoException {
        int pipe = open();
        greeting.take(
                new HandEvent.ProcessPresent(5, "a.service", "main", 42),
                new int[] {pipe},
                descriptors::closeQuietly);

        assertThat(greeting.processes())
                .containsExactly(new Greeting.Survivor(5, "a.service", 42, OptionalInt.of(pipe)));
        assertThat(linux.openDescriptors()).isEqualTo(1);
    }

    @Test
    void whatAProcessWroteLastIsReadAfterItsEnd() throws ErrnoException {
        int pipe = open();
        var exit = new HandEvent.Exited(5, "a.service", "main", 42, 1, 0, 0);
        greeting.take(exit, new int[] {pipe}, descriptors::closeQuietly);

        assertThat(greeting.exits()).isEqualTo(List.of(exit));
        assertThat(greeting.processes())
                .containsExactly(new Greeting.Survivor(5, "a.service", 0, OptionalInt.of(pipe)));
    }

    @Test
    void aKeptDescriptorIsTakenOnce() throws ErrnoException {
        int socket = open();
        greeting.take(
                new CommonEvent.DescriptorPresent("private"),
                new int[] {socket},
                descriptors::closeQuietly);

        assertThat(greeting.takeKept("private")).hasValue(socket);
        assertThat(greeting.takeKept("private")).isEmpty();
    }

    @Test
    void descriptorsThatNobodyAskedForAreClosed() throws ErrnoException {
        greeting.take(
                new CommonEvent.DescriptorPresent("x"),
                new int[] {open(), open()},
                descriptors::closeQuietly);
        greeting.take(new HandEvent.Executed(1), new int[] {open()}, descriptors::closeQuietly);

        assertThat(linux.openDescriptors()).isZero();
        assertThat(greeting.takeKept("x")).isEmpty();
    }
}
