package hearth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({"0, 0B", "1023, 1023B", "1024, 1.0K", "1572864, 1.5M", "9223372036854775807, 8.0E"})
    void bytesAreShownInTheLargestUnitThatFits(long bytes, String text) {
        assertThat(Sizes.bytes(bytes)).isEqualTo(text);
    }
}
