package hearth.nix.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    1.5,        1.500000,           1.5,          1.5
                    1.0,        1.000000,           1,            1.0
                    0.1,        0.100000,           0.1,          0.1
                    1e6,        1000000.000000,     1e+06,        1000000.0
                    123456.7,   123456.700000,      123457,       123456.7
                    1e-5,       0.000010,           1e-05,        1e-05
                    0.0001,     0.000100,           0.0001,       0.0001
                    1e15,       1000000000000000.000000, 1e+15,   1e+15
                    -2.5e-7,    -0.000000,          -2.5e-07,     -2.5e-07
                    -0.0,       -0.000000,          -0,           -0.0
                    1e300,      '',                 1e+300,       1e+300
                    """)
    void floatsHaveThreeForms(double number, String fixed, String printed, String json) {
        assertThat(Numbers.printed(number)).isEqualTo(printed);
        assertThat(Numbers.json(number)).isEqualTo(json);
        if (!fixed.isEmpty()) {
            assertThat(Numbers.fixed(number)).isEqualTo(fixed);
        }
    }
}
