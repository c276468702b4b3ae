package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.trial.Corpus;
import org.junit.jupiter.api.Test;

/** Whatever a service sends to the notify socket, its fields are names and values. */
class NotifyFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    @FuzzTest
    void notification(byte[] bytes) {
        assertThat(NotifySocket.fields(bytes)).hasSizeLessThanOrEqualTo(64).doesNotContainKey("");
    }

    @Test
    void damagedNotificationsAreRead() {
        Corpus.of(getClass(), "notification").tryDamaged(SEED, ROUNDS, this::notification);
    }
}
