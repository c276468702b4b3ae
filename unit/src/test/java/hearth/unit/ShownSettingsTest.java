package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.catalogue.SandboxSettings;
import hearth.unit.setting.Property;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds what is shown of settings against a real systemd 252. */
class ShownSettingsTest {
    private record Line(String property, String lines, String shown) {
        static Line of(String text) {
            String[] fields = text.split("\t", -1);
            return new Line(fields[0], fields[1].replace("\\n", "\n"), fields[2]);
        }

        DynamicTest test() {
            return DynamicTest.dynamicTest(
                    lines, () -> assertThat(show(property, lines)).isEqualTo(shown));
        }
    }

    private static String show(String property, String lines) {
        String text = "[Service]\nExecStart=/bin/true\n" + lines.replace("\\\\", "\\") + "\n";
        Settings settings = Trees.loaded("a.service", text).settings();
        return json(read(Catalogue.transientProperty(UnitType.SERVICE, property), settings));
    }

    private static Object read(Optional<Catalogue.TransientProperty> property, Settings settings) {
        return read(property.orElseThrow().setting(), settings, property.orElseThrow().property());
    }

    @SuppressWarnings("unchecked") // a property belongs to its setting
    private static <T> Object read(Setting<T> setting, Settings settings, Property<?> property) {
        return ((Property<T>) property).read(settings.get(setting));
    }

    private static String json(Object value) {
        return switch (value) {
            case Boolean flag -> flag ? "1" : "0";
            case Long number -> Long.toUnsignedString(number);
            case String text -> '"' + text + '"';
            case List<?> members ->
                    members.stream()
                            .map(ShownSettingsTest::json)
                            .collect(Collectors.joining(",", "[", "]"));
            default -> value.toString();
        };
    }

    private static List<Line> lines() {
        try (InputStream in =
                Objects.requireNonNull(
                        ShownSettingsTest.class.getResourceAsStream("shown-settings.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Line::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> aSettingIsShownAsInSystemd() {
        return lines().stream().map(Line::test);
    }

    /** However often a set of calls is written, it is worked out once. */
    @Test
    void aNameThatIsWrittenAgainReplacesWhatWasSaidOfIt() {
        String lines = "SystemCallFilter=~@known:1 @swap\n".repeat(1000);
        Settings settings =
                Trees.loaded("a.service", "[Service]\nExecStart=/bin/true\n" + lines).settings();
        assertThat(settings.get(SandboxSettings.SYSTEM_CALL_FILTER)).hasSize(3);
    }
}
