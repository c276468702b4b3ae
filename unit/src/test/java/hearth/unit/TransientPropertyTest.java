package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.load.TransientText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds what a call may set against a real systemd 252, for all properties that are text. */
class TransientPropertyTest {

    private record Line(String property, String value, boolean isTaken) {
        static Line of(String text) {
            String[] fields = text.split("\t", -1);
            return new Line(fields[0], fields[1], fields[2].equals("taken"));
        }

        /** Returns the value as a client sends it; nothing where the property is not text. */
        Optional<Object> neutral() {
            return Catalogue.transientProperty(UnitType.SERVICE, property)
                    .map(known -> known.property().wire().signature())
                    .flatMap(signature ->
                            switch (signature) {
                                case "s" -> Optional.of(value);
                                case "as" ->
                                        Optional.of(value.isEmpty() ? List.of() : List.of(value));
                                default -> Optional.empty();
                            });
        }

        private boolean isSet(Object neutral) {
            var text = new TransientText(UnitType.SERVICE);
            try {
                text.set(
                        Catalogue.transientProperty(UnitType.SERVICE, property).orElseThrow(),
                        neutral);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        Stream<DynamicTest> test() {
            return neutral().stream()
                    .map(neutral ->
                            DynamicTest.dynamicTest(
                                    property + "=" + value,
                                    () -> assertThat(isSet(neutral)).isEqualTo(isTaken)));
        }
    }

    private static List<Line> lines() {
        try (InputStream in =
                Objects.requireNonNull(
                        TransientPropertyTest.class.getResourceAsStream(
                                "transient-properties.tsv"))) {
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
    Stream<DynamicTest> aCallMaySetWhatItMaySetInSystemd() {
        return lines().stream().flatMap(Line::test);
    }
}
