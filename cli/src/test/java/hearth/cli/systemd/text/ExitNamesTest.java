package hearth.cli.systemd.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitNamesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0/SUCCESS",
        "1, 1/FAILURE",
        "3, 3",
        "200, 200/CHDIR",
        "203, 203/EXEC",
        "216, 216/GROUP",
        "219, 219/CGROUP",
        "223, 223",
        "224, 224/PAM",
        "233, 233/RUNTIME_DIRECTORY",
        "234, 234",
        "235, 235/CHOWN",
        "243, 243/CREDENTIALS",
        "245, 245/BPF",
        "246, 246",
    })
    void aStatusHasTheNameThatTheManualGivesIt(long status, String text) {
        assertThat(ExitNames.of(status)).isEqualTo(text);
    }
}
