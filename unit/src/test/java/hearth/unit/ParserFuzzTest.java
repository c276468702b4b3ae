package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.EnvironmentFile;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.syntax.UnitFile;
import hearth.unit.time.TimeSpan;
import hearth.unit.tree.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a file, loading it ends in a result and never in an exception. */
class ParserFuzzTest {
    private static final int ROUNDS = 1_000;
    private static final List<String> PIECES =
            List.of(
                    "\\",
                    "'",
                    "\"",
                    "%",
                    "%i",
                    "%%",
                    "$",
                    "${",
                    "}",
                    "=",
                    "\n",
                    "[",
                    "]",
                    " ",
                    "\t",
                    "-",
                    "~",
                    ":",
                    "@",
                    ";",
                    "!",
                    "+",
                    "|",
                    "/",
                    "..",
                    "0",
                    "7",
                    "99999999999999999999",
                    "infinity",
                    "1%",
                    "é",
                    "\u0000",
                    "\\x",
                    "\\u00",
                    "a.service",
                    "a@.service",
                    "K",
                    "yes",
                    ",",
                    "0-",
                    "*-1..3/2",
                    "~",
                    "12:30",
                    "Mon",
                    "[::1]:",
                    "\\\n",
                    "#");

    @Test
    void valuesOfEveryDirectiveAreParsedWithoutAnException() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Setting<?>> all = Catalogue.all();
        for (int i = 0; i < ROUNDS; i++) {
            Setting<?> setting = all.get(random.nextInt(all.size()));
            String section = setting.sections().getFirst();
            StringBuilder text = new StringBuilder("[" + section + "]\n");
            for (int line = random.nextInt(3); line >= 0; line--) {
                text.append(setting.isGathered() ? gathered(section) : setting.toString());
                for (int piece = random.nextInt(8); piece > 0; piece--) {
                    text.append(PIECES.get(random.nextInt(PIECES.size())));
                }
                text.append('\n');
            }
            UnitType type =
                    UnitType.ofSuffix(section.toLowerCase(java.util.Locale.ROOT))
                            .orElse(UnitType.SERVICE);
            assertLoads("f@x\\x2fy." + type.wireName(), text.toString(), seed);
        }
    }

    /** Returns one of the spellings that gather in one setting. */
    private static String gathered(String section) {
        return switch (section) {
            case "Timer" -> "OnCalendar=";
            case "Path" -> "PathChanged=";
            case "Socket" -> "ListenStream=";
            default -> "ConditionUser=";
        };
    }

    @Test
    void bytesAreParsedWithoutAnException() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "");
            try {
                assertThat(UnitFile.parse(bytes).directives().size()).isLessThan(64);
                EnvironmentFile.parseWithVariables(text, Map.of("A", "1"));
                TimeSpan.parse(text);
                UnitName.mangle(text, UnitType.SERVICE);
                assertThat(NameEscapes.unescape(NameEscapes.escape(text))).contains(text);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    private static void assertLoads(String name, String text, long seed) {
        try {
            switch (load(new UnitName(name), text)) {
                case LoadResult.Loaded(UnitDefinition unit) -> readAll(unit.settings());
                case LoadResult.BadSetting(UnitDefinition unit, Diagnostic diagnostic) ->
                        readAll(unit.settings());
                case LoadResult.Error error -> assertThat(error.diagnostics()).isNotEmpty();
                case LoadResult.NotFound other -> throw new AssertionError(other);
                case LoadResult.Masked other -> throw new AssertionError(other);
            }
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + ": " + text, e);
        }
    }

    /** A scope has no file: calls alone make it. */
    private static LoadResult load(UnitName name, String text) {
        var loader = new UnitLoader(Trees.ALICE);
        return name.type() == UnitType.SCOPE
                ? loader.loadTransient(name, text, "/run/" + name, Trees.vendor(Map.of()))
                : loader.load(
                        name,
                        Trees.vendor(
                                Map.of(
                                        name.text(),
                                        Entry.File.of(text.getBytes(StandardCharsets.UTF_8), 0))));
    }

    private static void readAll(Settings settings) {
        Catalogue.all().forEach(setting -> readOne(setting, settings));
    }

    private static <T> void readOne(Setting<T> setting, Settings settings) {
        if (settings.isSet(setting)) {
            setting.properties().forEach(property -> property.read(settings.get(setting)));
        }
    }
}
