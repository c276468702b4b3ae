package hearth.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.journal.JenkinsHash;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HashTest {
    @Test
    void sipHashIsThatOfItsAuthors() {
        byte[] key = new byte[16];
        byte[] message = new byte[15];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) i;
        }
        for (int i = 0; i < 15; i++) {
            message[i] = (byte) i;
        }
        assertThat(new SipHash(key).of(message, 0, 15)).isEqualTo(0xa129_ca61_49be_45e5L);
        assertThat(new SipHash(key).of(message, 0, 0)).isEqualTo(0x726f_db47_dd0e_0e31L);
    }

    @Test
    void jenkinsHashIsThatOfItsAuthor() {
        byte[] text = "Four score and seven years ago".getBytes(StandardCharsets.US_ASCII);
        assertThat(JenkinsHash.of(text, 0, text.length)).isEqualTo(0x1777_0551_ce72_26e6L);
        assertThat(JenkinsHash.of(text, 0, 0)).isEqualTo(0xdead_beef_dead_beefL);
    }
}
