package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamePatternsTest {

    private static boolean fits(String name, String... patterns) {
        return NamePatterns.of(List.of(patterns)).orElseThrow().matches(name);
    }

    @Test
    void starsAndQuestionMarksStandForCharacters() {
        assertThat(fits("a.service", "*")).isTrue();
        assertThat(fits("a.service", "*.service")).isTrue();
        assertThat(fits("a.service", "a*")).isTrue();
        assertThat(fits("a.service", "?.s*e")).isTrue();
        assertThat(fits("a.service", "a.service*")).isTrue();
        assertThat(fits("a.service", "?a.service*")).isFalse();
        assertThat(fits("a.service", "a.servic")).isFalse();
        assertThat(fits("a.service", "*.socket")).isFalse();
        assertThat(fits("abab.service", "*ab.service")).isTrue();
        assertThat(fits("a", "")).isFalse();
    }

    @Test
    void setsAreThoseOfFnmatch() {
        assertThat(fits("a1.x", "[a-c][[:digit:]].x")).isTrue();
        assertThat(fits("d1.x", "[a-c]1.x")).isFalse();
        assertThat(fits("d1.x", "[!a-c]1.x")).isTrue();
        assertThat(fits("d1.x", "[^d]1.x")).isFalse();
        assertThat(fits("-.x", "[a-].x")).isTrue();
        assertThat(fits("].x", "[]a].x")).isTrue();
        assertThat(fits("a.x", "[!]].x")).isTrue();
        assertThat(fits("b.x", "[z-a].x")).isFalse();
        assertThat(fits("[a.x", "[a.*")).isTrue();
        assertThat(fits("\\.x", "[\\].?")).isTrue();
        assertThat(fits("\\*.x", "\\*.x")).as("a backslash is a character").isTrue();
    }

    @Test
    void noneMeansAllAndOneOfSeveralIsEnough() {
        assertThat(NamePatterns.ALL.matches("a.service")).isTrue();
        assertThat(fits("b.service", "a.service", "?.service", "c*")).isTrue();
        assertThat(fits("a.service", "a.service", "b*")).isTrue();
        assertThat(fits("d.socket", "a.service", "?.service", "c*")).isFalse();
    }

    @Test
    void patternsBesideEachOtherDoNotMixWhateverTheirLength() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String[] patterns = new String[1 + random.nextInt(60)];
            Arrays.setAll(patterns, i -> word(random, "ab*?", 1 + random.nextInt(6)) + "*");
            String name = word(random, "ab", 1 + random.nextInt(12));

            assertThat(fits(name, patterns))
                    .as("%s of %s", name, List.of(patterns))
                    .isEqualTo(
                            Arrays.stream(patterns)
                                    .anyMatch(pattern -> expression(pattern).matches(name)));
        }
    }

    private record Expression(Pattern pattern) {
        boolean matches(String name) {
            return pattern.matcher(name).matches();
        }
    }

    private static Expression expression(String pattern) {
        return new Expression(Pattern.compile(pattern.replace("*", ".*").replace('?', '.')));
    }

    private static String word(Random random, String letters, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    @Test
    void aPatternThatCanMatchInManyWaysReadsANameOnce() {
        NamePatterns patterns =
                NamePatterns.of(List.of("*".repeat(24) + "z", "*a".repeat(100) + "z"))
                        .orElseThrow();

        assertThat(patterns.matches("a".repeat(UnitName.MAX_LENGTH))).isFalse();
        assertThat(patterns.matches("a".repeat(UnitName.MAX_LENGTH - 1) + "z")).isTrue();
    }

    @Test
    void namesAreTakenInAnyNumberAndPatternsAreNot() {
        String[] names = new String[100_000];
        Arrays.setAll(names, i -> "u" + i + ".service");
        assertThat(fits("u99999.service", names)).isTrue();
        assertThat(fits("v.service", names)).isFalse();

        assertThat(NamePatterns.of(List.of("*".repeat(NamePatterns.MAX_WILDCARD_CHARACTERS))))
                .isPresent();
        assertThat(NamePatterns.of(List.of("*".repeat(NamePatterns.MAX_WILDCARD_CHARACTERS), "?")))
                .isEmpty();
    }

    @Test
    void namesThatNoUnitCanHaveFitNothing() {
        assertThat(fits("é.service", "*")).isFalse();
        assertThat(fits("a".repeat(UnitName.MAX_LENGTH + 1), "*")).isFalse();
    }
}
