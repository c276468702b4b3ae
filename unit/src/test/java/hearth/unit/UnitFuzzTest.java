package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.trial.Corpus;
import hearth.unit.catalogue.Catalogue;
import hearth.unit.install.PresetRules;
import hearth.unit.load.LoadResult;
import hearth.unit.load.ManagerLoader;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.CommandWords;
import hearth.unit.syntax.EnvironmentFile;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.syntax.UnitFile;
import hearth.unit.syntax.Words;
import hearth.unit.time.TimeSpan;
import hearth.unit.tree.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever bytes a file or a call has, reading them ends in a value, and never in an exception. */
class UnitFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 2_000;

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A service of any text is loaded, and all its values are shown as clients read them. */
    @FuzzTest
    void unit(byte[] bytes) {
        String name = "f@x\\x2fy.service";
        switch (new UnitLoader(Trees.ALICE)
                .load(new UnitName(name), Trees.vendor(Map.of(name, Entry.File.of(bytes, 0))))) {
            case LoadResult.Loaded(UnitDefinition unit) -> show(unit.settings());
            case LoadResult.BadSetting(UnitDefinition unit, Diagnostic diagnostic) ->
                    show(unit.settings());
            case LoadResult.Error error -> assertThat(error.diagnostics()).isNotEmpty();
            case LoadResult.NotFound(UnitName id) -> throw new AssertionError(id);
            case LoadResult.Masked(UnitName id, String path) -> assertThat(bytes).isEmpty();
        }
    }

    private static void show(Settings settings) {
        Catalogue.all().forEach(setting -> show(setting, settings));
    }

    private static <T> void show(Setting<T> setting, Settings settings) {
        if (settings.isSet(setting)) {
            setting.properties()
                    .forEach(property ->
                            assertThat(property.wire().reader().apply(settings.get(setting)))
                                    .isNotNull());
        }
    }

    @FuzzTest
    void managerFile(byte[] bytes) {
        ManagerLoader.Loaded loaded =
                new ManagerLoader(Trees.ALICE)
                        .load(List.of(new ManagerLoader.File("/f", UnitFile.parse(bytes))));
        assertThat(loaded.settings()).isNotNull();
    }

    @FuzzTest
    void environment(byte[] bytes) {
        Map<String, String> told = Map.of("HOME", "/h", "X", "a b");
        assertThat(EnvironmentFile.parse(text(bytes)).size())
                .isLessThanOrEqualTo(EnvironmentFile.MAX_VARIABLES);
        EnvironmentFile.parseWithVariables(text(bytes), told)
                .forEach((name, value) -> assertThat(CommandWords.isName(name)).isTrue());
    }

    @FuzzTest
    void commandLine(byte[] bytes) {
        Map<String, String> environment = Map.of("X", "a 'b c' \\\\", "Y", "");
        String line = text(bytes).replace("\0", ""); // which no line of a file has
        List<String> argv = Words.split(line, Words.Escapes.DECODED);
        assertThat(CommandWords.expand(argv, environment).argv()).isNotNull();
        for (String word : argv) {
            assertThat(Words.split(Words.quote(word), Words.Escapes.DECODED)).containsExactly(word);
        }
    }

    @FuzzTest
    void timeSpan(byte[] bytes) {
        TimeSpan.parse(text(bytes))
                .filter(span -> !span.isInfinite())
                .ifPresent(span ->
                        assertThat(TimeSpan.parse(span.format())).as(span.format()).contains(span));
    }

    @FuzzTest
    void name(byte[] bytes) {
        String text = text(bytes).replace("\0", "");
        UnitName.mangle(text, UnitType.SERVICE)
                .ifPresent(name -> assertThat(UnitName.isValid(name.text())).isTrue());
        assertThat(NameEscapes.unescape(NameEscapes.escape(text))).contains(text);
        NameEscapes.unescapePath(text)
                .ifPresent(path -> assertThat(path).startsWith("/").doesNotContain("//"));
    }

    @FuzzTest
    void pattern(byte[] bytes) {
        String[] parts = text(bytes).split("\n", 2);
        NamePatterns.of(List.of(parts)).ifPresent(all -> all.matches(parts[parts.length - 1]));
        PresetRules.parse(Map.of("a", text(bytes))).verdict(new UnitName("a@b.service"));
    }

    @Test
    void damagedFilesAreRead() {
        Corpus.of(getClass(), "unit").tryDamaged(SEED, ROUNDS, this::unit);
        Corpus.of(getClass(), "managerFile").tryDamaged(SEED, ROUNDS, this::managerFile);
        Corpus.of(getClass(), "environment").tryDamaged(SEED, ROUNDS, this::environment);
    }

    @Test
    void damagedTextsAreRead() {
        Corpus.of(getClass(), "commandLine").tryDamaged(SEED, ROUNDS, this::commandLine);
        Corpus.of(getClass(), "timeSpan").tryDamaged(SEED, ROUNDS, this::timeSpan);
        Corpus.of(getClass(), "name").tryDamaged(SEED, ROUNDS, this::name);
        Corpus.of(getClass(), "pattern").tryDamaged(SEED, ROUNDS, this::pattern);
    }
}
