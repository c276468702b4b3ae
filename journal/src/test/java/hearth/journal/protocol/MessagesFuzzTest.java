package hearth.journal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.journal.Field;
import hearth.trial.Corpus;
import org.junit.jupiter.api.Test;

/** Whatever a client sends, no entry says what only its receiver may say, and none is larger. */
class MessagesFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_130;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    private static void check(Received received, int bytes, int times) {
        long sum = 0;
        for (Received.Sent entry : received.entries()) {
            assertThat(entry.fields()).isNotEmpty();
            assertThat(entry.priority()).isBetween(0, 7);
            for (Field field : entry.fields()) {
                assertThat(field.payload()[0]).isNotEqualTo((byte) '_');
                sum += field.payload().length;
            }
        }
        assertThat(sum).isLessThanOrEqualTo((long) times * bytes + 200);
    }

    @FuzzTest
    void nativeMessage(byte[] bytes) {
        check(NativeMessage.read(bytes, bytes.length), bytes.length, 1);
    }

    @FuzzTest
    void syslogMessage(byte[] bytes) {
        check(SyslogMessage.read(bytes, bytes.length), bytes.length, 2);
    }

    @FuzzTest
    void stream(byte[] bytes) {
        if (StreamHeader.read(bytes, bytes.length)
                instanceof StreamHeader.Beginning.Whole(StreamHeader header, int length)) {
            assertThat(length).isLessThanOrEqualTo(bytes.length);
            assertThat(StreamLines.cut(bytes, bytes.length, StreamLines.Rest.END, header).bytes())
                    .isLessThanOrEqualTo(bytes.length);
        }
    }

    @Test
    void damagedMessagesAreRead() {
        Corpus.of(getClass(), "nativeMessage").tryDamaged(SEED, ROUNDS, this::nativeMessage);
        Corpus.of(getClass(), "syslogMessage").tryDamaged(SEED, ROUNDS, this::syslogMessage);
        Corpus.of(getClass(), "stream").tryDamaged(SEED, ROUNDS, this::stream);
    }
}
