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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Returns the one rule of a file that has the lines of one. */
    private LingerPolicy.Rule rule(String... lines) throws IOException {
        write("etc/linger-policy.conf", "[Rule a]\n" + String.join("\n", lines) + "\n");
        return read().rules().getFirst();
    }

    @Test
    void aMistakeIsSaidAndItsRuleDenies() throws IOException {
        write(
                "etc/linger-policy.conf",
                """
                [Rule a]
                Uid=x
                Linger=perhaps
                Longest=soon
                Nice=5
                User=1000 bob,alice
                [Rules]
                User=bob
                """);

        LingerPolicy policy = read();

        assertThat(said)
                .containsExactly(
                        "etc/linger-policy.conf:2: 'x' is no user's number and no range of them: rule a denies everybody",
                        "etc/linger-policy.conf:3: Linger= cannot be 'perhaps': rule a denies",
                        "etc/linger-policy.conf:4: Longest= cannot be 'soon': rule a denies",
                        "etc/linger-policy.conf:5: unknown setting Nice=: rule a denies everybody",
                        "etc/linger-policy.conf:6: '1000' is no name: rule a denies everybody",
                        "etc/linger-policy.conf:6: 'bob,alice' is no name: rule a denies everybody",
                        "etc/linger-policy.conf:8: unknown section [Rules], ignored: [Policy], [Rule NAME]");
        assertThat(policy.rules())
                .singleElement()
                .matches(rule -> !rule.allows() && rule.whom().isEverybody())
                .extracting(rule -> rule.origin().replace(directory + "/", ""))
                .isEqualTo(
                        "rule a at etc/linger-policy.conf:2, of which etc/linger-policy.conf:2 cannot be understood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Linger=never", "Linger=n0", "Longest=soon", "Longest=infinity"})
    void whatCannotBeReadAllowsNobody(String line) throws IOException {
        LingerPolicy.Rule rule = rule("User=alice", line, "Linger=yes", "Longest=8h");

        assertThat(rule.allows()).isFalse();
        assertThat(rule.whom().isEverybody()).isFalse();
        assertThat(rule.origin())
                .endsWith(
                        ", of which "
                                + directory
                                + "/etc/linger-policy.conf:3 cannot be understood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Uid=x", "Uid=3-1", "User=a:b", "Group=+students", "Grup=staff"})
    void whoIsNotKnownFallsThroughNoDenyingRule(String line) throws IOException {
        LingerPolicy.Rule rule = rule("User=bob", "Linger=no", line);

        assertThat(rule.allows()).isFalse();
        assertThat(rule.whom().isEverybody()).isTrue();
    }

    @Test
    void moreThanThereIsRoomForAllowsNobody() throws IOException {
        var users = new StringBuilder("User=");
        for (int i = 0; i <= 256; i++) {
            users.append(" u").append(i);
        }
        assertThat(rule(users.toString()).allows()).isFalse();

        var text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append("[Rule r").append(i).append("]\nUser=u").append(i).append("\n");
        }
        write("etc/linger-policy.conf", text.toString());
        LingerPolicy policy = read();
        assertThat(policy.rules()).hasSize(257);
        assertThat(policy.rules().getLast())
                .matches(rule -> !rule.allows() && rule.whom().isEverybody());
    }

    @Test
    void aLimitThatCannotBeReadLeavesTheOneBefore() throws IOException {
        write("etc/linger-policy.conf", "[Policy]\nLingerersMax=-1\n");
        assertThat(read().lingerersMax()).isEqualTo(Long.MAX_VALUE);

        write("etc/linger-policy.conf", "[Policy]\nLingerersMax=200\nLingerersMax=2OO\n");
        assertThat(read().lingerersMax()).isEqualTo(200);

        assertThat(said)
                .containsExactly(
                        "etc/linger-policy.conf:2: LingerersMax= cannot be '-1': there is no limit",
                        "etc/linger-policy.conf:3: LingerersMax= cannot be '2OO': it stays 200");
    }
}
