package hearth.nix.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegexTest {
    private static final Regex.Meter FREE = steps -> {};

    private static String found(String pattern, String text) throws RegexSyntaxException {
        Regex regex = Regex.compile(pattern);
        Optional<Regex.Match> match = regex.find(text, 0, FREE);
        if (match.isEmpty()) {
            return "none";
        }
        StringBuilder found =
                new StringBuilder(text.substring(match.get().start(), match.get().end()));
        for (int i = 1; i <= regex.groups(); i++) {
            found.append(' ').append(match.get().group(i).orElse("-"));
        }
        return found.toString();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    a|ab|abc,           xabcd,    abc
                    (a|ab)(c|bcd)(d*),  abcd,     abcd a bcd ''
                    (a*)(ab)*(b*),      abc,      ab a - b
                    x*,                 aaa,      ''
                    (a|b)*,             abab,     abab b
                    (a*)*,              aab,      aa aa
                    a{2},               aaa,      aa
                    a{1:2},             baaa,     aaa
                    [^a-c]+,            abcxyz,   xyz
                    []a]+,              x]a],     ]a]
                    [a-]+,              b-a-,     -a-
                    '[[:digit:]]+[.]',  a12.5,    12.
                    ^b,                 ab,       none
                    b$,                 ab,       b
                    (a)|(b),            b,        b - b
                    a\\.b,              a.b,      a.b
                    [\\n]+,             a\\nb,    \\n
                    ()b,                ab,       b ''
                    (a?){3},            aa,       aa ''
                    """)
    void theLeftmostLongestMatchIsFound(String pattern, String text, String match)
            throws RegexSyntaxException {
        assertThat(found(pattern.replace("{1:2}", "{3,}"), text))
                .isEqualTo(match.replace("''", ""));
    }

    @Test
    void aWholeMatchReachesBothEnds() throws RegexSyntaxException {
        Regex regex = Regex.compile("a|ab");

        assertThat(regex.matchWhole("ab", FREE)).isPresent();
        assertThat(regex.matchWhole("abc", FREE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "a)",
                "[",
                "[a",
                "[b-a]",
                "[[:nope:]]",
                "*a",
                "a{",
                "a{2,1}",
                "a{300}",
                "a{,2}",
                "a|*",
                "\\"
            })
    void whatIsNoExpressionIsRefused(String pattern) {
        assertThatExceptionOfType(RegexSyntaxException.class)
                .isThrownBy(() -> Regex.compile(pattern));
    }

    @Test
    void anExpressionThatGrowsWithoutBoundsIsRefused() {
        assertThatExceptionOfType(RegexSyntaxException.class)
                .isThrownBy(() -> Regex.compile("(((a{200}){200}){200}){200}"))
                .withMessage("it is too large");
    }

    @Test
    void workGrowsWithTheTextAndNotExponentially() throws RegexSyntaxException {
        AtomicLong steps = new AtomicLong();

        var match = Regex.compile("((a*)*)*b").matchWhole("a".repeat(2_000), steps::addAndGet);

        assertThat(match).isEmpty();
        assertThat(steps.get()).isLessThan(2_000 * 40);
    }
}
