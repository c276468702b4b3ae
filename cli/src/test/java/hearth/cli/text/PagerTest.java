package hearth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagerTest {
    @TempDir private Path bin;

    @Test
    void theFirstVariableThatIsThereCounts() {
        assertThat(
                        Pager.of(
                                Map.of(
                                        "PAGER",
                                        "more",
                                        "SYSTEMD_PAGER",
                                        "most",
                                        "HEARTH_PAGER",
                                        "m"),
                                false))
                .contains(new Pager("m", false));
        assertThat(Pager.of(Map.of("PAGER", "more", "SYSTEMD_PAGER", "most -s"), false))
                .contains(new Pager("most -s", false));
    }

    @Test
    void anEmptyValueOrCatMeansNone() {
        assertThat(Pager.of(Map.of("HEARTH_PAGER", "", "PAGER", "more"), false)).isEmpty();
        assertThat(Pager.of(Map.of("SYSTEMD_PAGER", "cat", "PAGER", "more"), false)).isEmpty();
    }

    @Test
    void lessIsTakenWhereItIsThere() throws IOException {
        Map<String, String> environment = Map.of("PATH", "/no/such:" + bin);

        assertThat(Pager.of(environment, false)).isEmpty();
        Files.createFile(bin.resolve("less")).toFile().setExecutable(true);
        assertThat(Pager.of(environment, true)).contains(new Pager("less", true));
    }

    @Test
    void whatIsWrittenReachesThePagerBeforeItIsClosed() throws IOException {
        Path seen = bin.resolve("seen");
        String script = "cat >" + seen + "; echo $LESSSECURE >>" + seen;

        Optional<Pager.Pages> pages = new Pager(script, true).open();
        try (Pager.Pages open = pages.orElseThrow()) {
            open.writer().println("h\u00e9");
        }

        assertThat(seen).hasContent("h\u00e9\n1");
    }
}
