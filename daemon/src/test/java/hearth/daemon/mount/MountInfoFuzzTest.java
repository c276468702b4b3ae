package hearth.daemon.mount;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.manager.host.Moment;
import hearth.trial.Corpus;
import org.junit.jupiter.api.Test;

/** Whatever the kernel shows is read, and what is kept of an earlier reading changes nothing. */
class MountInfoFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_130;

    /** Damaged inputs: some seconds for all. */
    private static final int ROUNDS = 5_000;

    private static final Moment NOW = new Moment(1, 1);

    private MountInfo last = MountInfo.NONE;

    @FuzzTest
    void mountInfo(byte[] bytes) {
        MountInfo alone = MountInfoTest.read(bytes, MountInfo.NONE, NOW);
        MountInfo next = MountInfoTest.read(bytes, last, NOW);

        assertThat(next.mounts().changedSince(alone.mounts())).isEmpty();
        last = next;
    }

    @Test
    void damagedMountsAreRead() {
        Corpus.of(getClass(), "mountInfo").tryDamaged(SEED, ROUNDS, this::mountInfo);
    }
}
