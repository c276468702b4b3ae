package hearth.daemon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.trial.Corpus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever a hand or the keeper sends, it is a message or malformed. */
class ProtocolFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    @FuzzTest
    void datagram(byte[] bytes) {
        assertThat(Codec.decodeHandEvent(bytes, Optional.empty())).isNotNull();
        assertThat(Codec.decodeKeeperEvent(bytes, Optional.empty())).isNotNull();
        assertThat(Codec.decodeHandOrder(bytes, Optional.empty())).isNotNull();
        assertThat(Codec.decodeKeeperOrder(bytes, Optional.empty())).isNotNull();
        if (bytes.length > Header.SIZE) {
            byte[] header = java.util.Arrays.copyOf(bytes, Header.SIZE);
            header[2] = 1; // the body is in a memfd
            header[4] = 1;
            assertThat(Codec.decodeHandEvent(header, Optional.of(bytes))).isNotNull();
        }
    }

    @Test
    void damagedDatagramsAreRead() throws ReflectiveOperationException {
        Corpus.of(getClass(), "datagram").tryDamaged(SEED, ROUNDS, this::datagram);
        var samples = new Samples(SEED);
        for (Class<?> type : Samples.messages(HandEvent.class, KeeperEvent.class)) {
            byte[] datagram = Codec.encode(1, samples.message(type), 0).datagram().toArray();
            for (int i = 0; i < datagram.length; i++) {
                byte[] damaged = datagram.clone();
                damaged[i] ^= (byte) 0x80;
                datagram(damaged);
                datagram(java.util.Arrays.copyOf(datagram, i));
            }
        }
    }
}
