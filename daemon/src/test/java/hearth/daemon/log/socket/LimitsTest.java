package hearth.daemon.log.socket;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.log.source.LogSource;
import hearth.daemon.log.source.RateLimit;
import hearth.journal.Field;
import hearth.journal.protocol.Received;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Received.Sent ENTRY =
            new Received.Sent(List.of(Field.of("MESSAGE", "x")), 6, 9);
    private static final long LATER_USEC = RateLimit.DEFAULT.intervalUsec();

    private final Limits limits = new Limits();

    private static Sender sender(String manager, String account, String unit) {
        return new Sender(0, manager, account, unit, List.of(), true);
    }

    private int admitted(Sender sender, int count, Optional<LogSource.Rules> rules, long nowUsec) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += limits.admits(sender, ENTRY, rules, nowUsec) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aUnitHasSoManyInATime() {
        Sender a = sender("1000", "1000", "a.service");

        assertThat(admitted(a, 10_005, Optional.empty(), 0)).isEqualTo(10_000);
        assertThat(admitted(sender("1000", "1000", "b.service"), 10, Optional.empty(), 0))
                .isEqualTo(10);
        assertThat(limits.takeSuppressed(LATER_USEC - 1)).isEmpty();
        assertThat(limits.takeSuppressed(LATER_USEC))
                .containsExactly(new Limits.Suppressed("1000", "a.service", 5));
        assertThat(limits.takeSuppressed(LATER_USEC)).isEmpty();
        assertThat(admitted(a, 1, Optional.empty(), LATER_USEC)).isOne();
    }

    @Test
    void whatWasSuppressedIsToldThoughMoreIsAdmittedSince() {
        Sender a = sender("1000", "1000", "a.service");
        var rules =
                Optional.of(new LogSource.Rules(-1, Optional.of(new RateLimit.Rate(1_000, 2)), ""));

        assertThat(admitted(a, 5, rules, 0)).isEqualTo(2);
        assertThat(admitted(a, 5, rules, 1_000)).isEqualTo(2);
        assertThat(limits.takeSuppressed(2_000))
                .containsExactly(new Limits.Suppressed("1000", "a.service", 6));
    }

    @Test
    void aUserHasSoMuchInAllUnits() {
        int admitted = 0;
        for (int unit = 0; unit < 20; unit++) {
            admitted +=
                    admitted(
                            sender("1000", "1000", unit + ".service"), 10_000, Optional.empty(), 0);
        }

        assertThat(admitted).isBetween(50_000, 60_000);
        assertThat(admitted(sender("system", "0", "x.service"), 10, Optional.empty(), 0))
                .isEqualTo(10);
        assertThat(
                        limits.takeSuppressed(LATER_USEC).stream()
                                .mapToLong(Limits.Suppressed::count)
                                .sum())
                .isEqualTo(200_000 - admitted);
    }

    @Test
    void whoMakesManyUnitsIsKnownByTheLast() {
        for (int unit = 0; unit < 10_000; unit++) {
            admitted(sender("1000", "1000", unit + ".service"), 1, Optional.empty(), 0);
        }

        assertThat(limits.unitCount()).isLessThanOrEqualTo(4_096);
    }

    @Test
    void anEntrySaysWhatWasSuppressed() {
        assertThat(Limits.fields(List.of(), new Limits.Suppressed("1000", "a.service", 7)))
                .contains(
                        Field.of("MESSAGE", "Suppressed 7 messages from a.service"),
                        Field.of("N_DROPPED", "7"),
                        Field.of("MESSAGE_ID", "a596d6fe7bfa4994828e72309e95d61e"));
    }
}
