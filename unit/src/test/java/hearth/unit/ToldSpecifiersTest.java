package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToldSpecifiersTest {
    private static final Specifiers ALL = specifiers(Optional.of("0a".repeat(16)));

    private static Specifiers specifiers(Optional<String> id) {
        return new Specifiers(
                new Specifiers.Host(
                        id,
                        Optional.of("0b".repeat(16)),
                        "host.example",
                        Optional.of("The Host = mine"),
                        "6.1",
                        "arm64",
                        Map.of(
                                "ID", "debian",
                                "VERSION_ID", "12",
                                "VARIANT_ID", "v",
                                "IMAGE_ID", "i",
                                "IMAGE_VERSION", "3",
                                "BUILD_ID", "b")),
                new Specifiers.User(true, "alice", 2001, "staff", 50, "/home/alice", "/bin/zsh"),
                new Specifiers.Directories(
                        "/run/user/2001", "/st", "/ca", "/lo", "/co", "/t", "/vt", "/user.slice"));
    }

    /** Every letter that there may be: one that is added and not told of fails here. */
    @Test
    void whatIsToldAndReadMeansTheSame() {
        Specifiers read = ToldSpecifiers.read(ToldSpecifiers.write(ALL)).orElseThrow();

        var unit = new UnitName("a-b@c.service");
        for (char letter = '0'; letter <= 'z'; letter++) {
            String text = "%" + letter;
            assertThat(read.resolve(text, unit, "/f")).isEqualTo(ALL.resolve(text, unit, "/f"));
        }
        assertThat(read).isEqualTo(ALL);
    }

    @Test
    void whatStandsForNothingStaysSo() {
        List<String> told = ToldSpecifiers.write(specifiers(Optional.empty()));

        assertThat(told).noneMatch(text -> text.startsWith("m="));
        assertThat(ToldSpecifiers.read(told)).contains(specifiers(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "U=1", "U=x\nG=1", "=\n=1\nUU=1"})
    void whatTellsOfNoUserIsNothing(String texts) {
        assertThat(ToldSpecifiers.read(texts.lines().toList())).isEmpty();
    }
}
