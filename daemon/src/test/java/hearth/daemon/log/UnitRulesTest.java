package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogSettings;
import hearth.daemon.log.source.LogSource;
import hearth.daemon.log.source.RateLimit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnitRulesTest {
    private final UnitRules rules = new UnitRules();

    @BeforeEach
    void begin() {
        rules.begin(Map.of());
    }

    private static LogSettings settings(long most) {
        return new LogSettings(-1, Optional.of(new RateLimit.Rate(1_000_000, most)), "");
    }

    private RateLimit limit(String unit) {
        return rules.of(unit).flatMap(LogSource.Rules::limit).orElseThrow();
    }

    @Test
    void aUnitThatStartsAgainHasTheSameLimit() {
        rules.set("a.service", settings(2));
        RateLimit before = limit("a.service");
        rules.end("a.service");
        rules.set("a.service", settings(2));

        assertThat(limit("a.service")).isSameAs(before);
    }

    @Test
    void anotherRateGoesOnWithWhatWasSpent() {
        rules.set("a.service", settings(2));
        limit("a.service").admits(0, 6);
        rules.set("a.service", settings(1));

        assertThat(limit("a.service").admits(0, 6)).isFalse();
    }

    @Test
    void thoseThatHaveEndedAreForgottenInTheEnd() {
        rules.set("up.service", settings(1));
        for (int i = 0; i < 1_000; i++) {
            rules.set(i + ".service", settings(1));
            rules.end(i + ".service");
        }

        assertThat(rules.count()).isEqualTo(1 + UnitRules.ENDED_MAX);
        assertThat(rules.of("up.service")).isPresent();
        assertThat(rules.of("999.service")).isPresent();
        assertThat(rules.of("0.service")).isEmpty();
    }

    @Test
    void theNextManagerSaysWhichAreUp() {
        rules.set("a.service", settings(1));
        rules.set("b.service", settings(1));
        RateLimit before = limit("b.service");
        rules.begin(Map.of("b.service", settings(1), "c.service", settings(1)));
        for (int i = 0; i < UnitRules.ENDED_MAX; i++) {
            rules.set(i + ".scope", settings(1));
            rules.end(i + ".scope");
        }

        assertThat(rules.of("a.service")).isEmpty();
        assertThat(limit("b.service")).isSameAs(before);
        assertThat(rules.of("c.service")).isPresent();
    }

    @Test
    void nothingIsKeptOfAManagerThatIsGone() {
        rules.set("a.service", settings(1));
        rules.clear();
        rules.set("b.service", settings(1));

        assertThat(rules.count()).isZero();
        assertThat(rules.isUsed()).isFalse();
    }
}
