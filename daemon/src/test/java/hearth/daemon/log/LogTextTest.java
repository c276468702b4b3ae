package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private final LogText text = new LogText();

    @Test
    void whatIsReadIsWhatWasWritten() {
        var line =
                new LogLine(
                        17, 4, 3, "a.service", "a name\n[1]", " two \r\n\\x41 \0\u2028 \u00e4 ");
        text.add(line);

        assertThat(LogLine.ofFileLine(text.bytes(), 0, text.length() - 1)).contains(line);
    }

    @Test
    void eachSequenceOfThreeBytesComesBack() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                byte[] written = {(byte) a, (byte) b, (byte) (a ^ b), (byte) a, 'x', (byte) b};
                assertThat(roundTrip(written)).isEqualTo(written);
            }
        }
    }

    @Test
    void charactersOfEverySizeComeBackAsTheyAre() {
        String characters = "a\u00e9\u20ac\ud83d\ude00\u2027\u202a\uffff";
        byte[] written = characters.getBytes(StandardCharsets.UTF_8);

        text.end(new byte[0], written, 0, written.length);

        assertThat(fileText()).isEqualTo(characters + "\n");
    }

    @Test
    void randomBytesComeBackAndTheFileHasNoSeparatorOrControlCharacterOfTheirs() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] written = new byte[random.nextInt(40)];
            random.nextBytes(written);
            assertThat(roundTrip(written)).isEqualTo(written);
            assertThat(fileText().strip())
                    .doesNotContainPattern("[\\p{Cc}\u2028\u2029\ufffd&&[^\t]]");
        }
    }

    @Test
    void aForgedLineReadsAsTextOfWhoWroteIt() {
        String forged = "x\r17 4 3 other.service root[1] forged\n17 4 3 other.service root[1] too";
        text.add(new LogLine(17, 4, 3, "a.service", "x 3 other.service", forged));

        byte[] file = Arrays.copyOf(text.bytes(), text.length());
        assertThat(new String(file, StandardCharsets.UTF_8).lines()).hasSize(1);
        LogLine read = LogLine.ofFileLine(file, 0, file.length - 1).orElseThrow();
        assertThat(read.unit()).isEqualTo("a.service");
        assertThat(read.source()).isEqualTo("x 3 other.service");
        assertThat(read.text()).isEqualTo(forged);
    }

    @Test
    void aDamagedLineIsNone() {
        byte[] file = "17 4 x a.service y text".getBytes(StandardCharsets.UTF_8);

        assertThat(LogLine.ofFileLine(file, 0, file.length)).isEmpty();
        assertThat(LogLine.ofFileLine(file, 0, 8)).isEmpty();
    }

    private byte[] roundTrip(byte[] written) {
        text.reset();
        text.end(new byte[0], written, 0, written.length);
        return LogText.unescape(text.bytes(), 0, text.length() - 1);
    }

    private String fileText() {
        return new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
    }
}
