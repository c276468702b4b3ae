package hearth.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page for people says what the table says. */
class SecurityPageTest {
    @Test
    void everyLimitStandsOnThePageWithItsNumberAndNoOther() throws Exception {
        List<String> rows =
                Files.readAllLines(Path.of("../docs/SECURITY.md")).stream()
                        .filter(line -> line.matches("\\| [a-z]+(-[a-z]+)* \\| [0-9]+ \\|.*"))
                        .map(line -> line.replaceAll("^\\| (\\S+) \\| (\\d+) .*", "$1 $2"))
                        .toList();
        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(Resource.values())
                                .map(resource -> resource.wireName() + " " + resource.most())
                                .toList());
    }
}
