package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.login.linger.LeaseFile;
import hearth.login.session.CEscape;
import hearth.login.session.CgroupOwner;
import hearth.login.session.StateFiles;
import hearth.trial.Corpus;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Whatever is in a state file or in a path, reading it ends in a value. */
class StateFilesFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    @FuzzTest
    void state(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(StateFiles.parse(text)).isNotNull();
        assertThat(CEscape.unescape(text)).isNotNull();
        assertThat(CEscape.unescape(CEscape.escape(text))).isEqualTo(text);
        assertThat(CgroupOwner.session(text)).isNotNull();
        assertThat(CgroupOwner.user(text)).isNotNull();
    }

    /** What can be read can be written, and is the same again. */
    @FuzzTest
    void leases(byte[] bytes) {
        LeaseFile.Content content = LeaseFile.parse(new String(bytes, StandardCharsets.UTF_8));
        String text = LeaseFile.text(content.uid(), content.leases());
        LeaseFile.Content again = LeaseFile.parse(text);
        assertThat(LeaseFile.text(again.uid(), again.leases())).isEqualTo(text);
    }

    @Test
    void damagedLeasesAreRead() {
        Corpus.of(getClass(), "leases").tryDamaged(SEED, ROUNDS, this::leases);
    }

    @Test
    void damagedStateIsRead() {
        Corpus.of(getClass(), "state").tryDamaged(SEED, ROUNDS, this::state);
    }
}
