package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.SandboxSettings;
import hearth.unit.load.UnitDefinition;
import hearth.unit.syntax.CommandWords;
import hearth.unit.syntax.EnvironmentFile;
import hearth.unit.tree.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What few characters stand for has a bound, since the result is kept. */
class ParserLimitsTest {

    private static UnitDefinition service(String lines) {
        byte[] text = ("[Service]\nExecStart=/bin/a\n" + lines).getBytes(StandardCharsets.UTF_8);
        return Trees.loaded(Trees.vendor(Map.of("a.service", Entry.File.of(text, 0))), "a.service");
    }

    private static long characters(List<String> texts) {
        return texts.stream().mapToLong(String::length).sum();
    }

    @Test
    void specifiersOfOneUnitMakeSomeMegabytesAtMost() {
        String name = "Environment=" + "A=%f%n%h ".repeat(4_000) + "\n";

        UnitDefinition unit =
                service(
                        ("PassEnvironment=A\nReadOnlyPaths=" + "%h".repeat(40_000) + "\n")
                                        .repeat(40)
                                + name);

        assertThat(unit.diagnostics())
                .anyMatch(said -> said.message().startsWith("specifiers make more than 4194304"));
        assertThat(characters(unit.settings().get(SandboxSettings.READ_ONLY_PATHS)))
                .isLessThan(9 << 20);
    }

    @Test
    void aLineHasAsManyWordsAsAFileHasDirectives() {
        UnitDefinition unit = service("ReadOnlyPaths=" + "/a ".repeat(8_000) + "\n");
        UnitDefinition larger = service("ReadOnlyPaths=" + "/a ".repeat(17_000) + "\n");

        assertThat(unit.settings().get(SandboxSettings.READ_ONLY_PATHS)).hasSize(8_000);
        assertThat(larger.settings().get(SandboxSettings.READ_ONLY_PATHS)).hasSize(16_384);
        assertThat(larger.diagnostics())
                .anyMatch(said -> said.message().startsWith("more than 16384 words"));
    }

    @Test
    void aDiagnosticQuotesTheBeginningOfALongValue() {
        UnitDefinition unit = service("Restart=" + "x".repeat(100_000) + "\n");

        assertThat(unit.diagnostics())
                .singleElement()
                .extracting(Diagnostic::message)
                .asString()
                .startsWith("'xxx")
                .endsWith(", ignored")
                .hasSizeLessThan(1_100);
    }

    @Test
    void variablesOfOneFileMakeAMegabyteAtMost() {
        StringBuilder text = new StringBuilder("A=" + "x".repeat(100_000) + "\n");
        for (int i = 0; i < 4_000; i++) {
            text.append("B").append(i).append("=$A\n");
        }

        assertThat(
                        characters(
                                List.copyOf(
                                        EnvironmentFile.parseWithVariables(
                                                        text.toString(), Map.of())
                                                .values())))
                .isBetween(900_000L, 1L << 20);
    }

    @Test
    void argumentsThatVariablesMakeAreMoreThanTheKernelTakesAtMost() {
        List<String> argv = Collections.nCopies(4_096, "${A}");

        List<String> expanded = CommandWords.expand(argv, Map.of("A", "x".repeat(100_000))).argv();

        assertThat(characters(expanded)).isBetween(8L << 20, 9L << 20);
    }

    @Test
    void aLimitOfTheLongestTimeStaysALimit() {
        assertThat(
                        service("LimitCPU=9223372036854775806us\n")
                                .settings()
                                .get(ExecSettings.LIMIT_CPU)
                                .hard())
                .isEqualTo(9_223_372_036_855L);
    }
}
