package hearth.daemon.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.linger.LingerPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may linger, as files say it. */
class LingerPolicyFileTest {
    @TempDir Path directory;
    private final List<String> said = new ArrayList<>();

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private LingerPolicy read() {
        return LingerPolicyFile.read(
                List.of(directory.resolve("etc"), directory.resolve("usr")),
                problem -> said.add(problem.replace(directory + "/", "")));
    }

    @Test
    void withoutAFileEverybodyMay() {
        assertThat(read()).isEqualTo(LingerPolicy.NONE);
        assertThat(said).isEmpty();
    }

    @Test
    void rulesAreInTheOrderOfTheirFirstLines() throws IOException {
        write(
                "etc/linger-policy.conf",
                """
                [Policy]
                LingerersMax=200
                [Rule staff]
                User=alice bob
                Group=staff
                [Rule others]
                Uid=1000-1999 3000
                Linger=no
                """);
        write(
                "usr/linger-policy.conf.d/10.conf",
                "[Rule staff]\nLongest=8h\n[Rule rest]\nLinger=no\n");

        LingerPolicy policy = read();

        assertThat(said).isEmpty();
        assertThat(policy.lingerersMax()).isEqualTo(200);
        assertThat(policy.rules())
                .containsExactly(
                        new LingerPolicy.Rule(
                                "rule staff at " + directory + "/etc/linger-policy.conf:4",
                                new LingerPolicy.Whom(
                                        false, Set.of("alice", "bob"), Set.of("staff"), List.of()),
                                true,
                                OptionalLong.of(8 * 3_600_000_000L)),
                        new LingerPolicy.Rule(
                                "rule others at " + directory + "/etc/linger-policy.conf:7",
                                new LingerPolicy.Whom(
                                        false,
                                        Set.of(),
                                        Set.of(),
                                        List.of(
                                                new LingerPolicy.UidRange(1000, 1999),
                                                new LingerPolicy.UidRange(3000, 3000))),
                                false,
                                OptionalLong.empty()),
                        new LingerPolicy.Rule(
                                "rule rest at " + directory + "/usr/linger-policy.conf.d/10.conf:4",
                                new LingerPolicy.Whom(true, Set.of(), Set.of(), List.of()),
                                false,
                                OptionalLong.empty()));
    }

    @Test
    void aMistakeIsSaidAndMakesNoRuleWider() throws IOException {
        write(
                "etc/linger-policy.conf",
                """
                [Rule a]
                Uid=x
                Linger=perhaps
                Longest=soon
                Nice=5
                [Policy]
                LingerersMax=-1
                [Rules]
                User=bob
                """);

        LingerPolicy policy = read();

        assertThat(said)
                .containsExactly(
                        "etc/linger-policy.conf:2: 'x' is no user's number and no range of them, ignored",
                        "etc/linger-policy.conf:3: Linger= cannot be 'perhaps', ignored",
                        "etc/linger-policy.conf:4: Longest= cannot be 'soon', ignored",
                        "etc/linger-policy.conf:5: unknown setting Nice=, ignored",
                        "etc/linger-policy.conf:7: LingerersMax= cannot be '-1', ignored",
                        "etc/linger-policy.conf:9: unknown section [Rules], ignored: [Policy], [Rule NAME]");
        assertThat(policy.rules()).singleElement().matches(rule -> !rule.whom().isEverybody());
        assertThat(policy.lingerersMax()).isEqualTo(Long.MAX_VALUE);
    }
}
