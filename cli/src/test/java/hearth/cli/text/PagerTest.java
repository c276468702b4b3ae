package hearth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

        Optional<Pager.Pages> pages = new Pager(script, true).open(new StringWriter());
        try (Pager.Pages open = pages.orElseThrow()) {
            open.writer().println("h\u00e9");
        }

        assertThat(seen).hasContent("h\u00e9\n1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 10_000}) // the last is more than any pipe holds
    void whereThereIsNoSuchPagerTheWholeAnswerIsShownPlainly(int lines) {
        assertThat(plainly("exec 2>&-; no-such-pager", lines))
                .isEqualTo("a line of h\u00e9arth\n".repeat(lines));
    }

    @Test
    void aPagerThatMayNotBeExecutedIsNoPagerEither() throws IOException {
        Path file = Files.createFile(bin.resolve("pager"));

        assertThat(plainly("exec 2>&-; " + file, 1)).isEqualTo("a line of h\u00e9arth\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat >/dev/null", "true", "head -n 1 >/dev/null; exit 1"})
    void whatAPagerHasShownIsNotShownAgain(String pager) {
        assertThat(plainly(pager, 10_000)).isEmpty();
    }

    @Test
    void whatAPagerReadWholeIsNotShownAgainHoweverItEnds() {
        assertThat(plainly("cat >/dev/null; exit 127", 10_000)).isEmpty();
    }

    /** Returns what a pager leaves to be shown plainly. */
    private static String plainly(String pager, int lines) {
        var plain = new StringWriter();
        try (Pager.Pages pages = new Pager(pager, false).open(plain).orElseThrow()) {
            for (int i = 0; i < lines; i++) {
                pages.writer().println("a line of h\u00e9arth");
            }
        }
        return plain.toString();
    }
}
