package hearth.daemon.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.linux.Descriptors;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.fake.FakeLinux;
import org.junit.jupiter.api.Test;

class PipeHeadTest {
    private final FakeLinux linux = new FakeLinux();

    @Test
    void whoMayHaveNoLargePipeLooksThroughASmallOne() throws Exception {
        Descriptors descriptors = linux.descriptors();
        Descriptors.Pipe pipe = descriptors.pipe();
        descriptors.write(pipe.writeFd(), new byte[] {'a', 'b'}, 0, 2);
        linux.failNext("fcntl", Errno.EPERM);

        var head = new PipeHead(linux, PipeHead.BYTES_MAX);

        assertThat(head.look(pipe.readFd())).isEqualTo(2);
        assertThat(head.bytes()).startsWith('a', 'b');
        assertThat(head.isFull(pipe.readFd())).isFalse();
    }

    @Test
    void anotherFailureIsTold() {
        linux.failNext("fcntl", Errno.EBADF);

        assertThatThrownBy(() -> new PipeHead(linux, PipeHead.BYTES_MAX))
                .isInstanceOf(ErrnoException.class);
    }
}
