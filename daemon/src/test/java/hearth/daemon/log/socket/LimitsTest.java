package hearth.daemon.log.socket;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.descriptor.ForeignDescriptors;
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

    private static Sender sender(String manager, int account, String unit) {
        return new Sender(0, manager, account, unit, manager, List.of(), true);
    }

    private int admitted(Sender sender, int count, long nowUsec) {
        return admitted(sender, count, LogSource.Rules.NONE, nowUsec);
    }

    private int admitted(Sender sender, int count, LogSource.Rules rules, long nowUsec) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += limits.admits(sender, ENTRY, rules, nowUsec) ? 1 : 0;
        }
        return admitted;
    }

    private List<Limits.Suppressed> suppressed(long nowUsec) {
        return limits.takeSuppressed(nowUsec, Integer.MAX_VALUE);
    }

    @Test
    void aUnitHasSoManyInATime() {
        Sender a = sender("1000", 1000, "a.service");

        assertThat(admitted(a, 10_005, 0)).isEqualTo(10_000);
        assertThat(admitted(sender("1000", 1000, "b.service"), 10, 0)).isEqualTo(10);
        assertThat(suppressed(LATER_USEC - 1)).isEmpty();
        assertThat(suppressed(LATER_USEC))
                .containsExactly(new Limits.Suppressed("1000", "a.service", 5));
        assertThat(suppressed(LATER_USEC)).isEmpty();
        assertThat(admitted(a, 1, LATER_USEC)).isOne();
    }

    @Test
    void whatWasSuppressedIsToldThoughMoreIsAdmittedSince() {
        Sender a = sender("1000", 1000, "a.service");
        LogSource.Rules rules = rules(new RateLimit.Rate(1_000, 2));

        assertThat(admitted(a, 5, rules, 0)).isEqualTo(2);
        assertThat(admitted(a, 5, rules, 1_000)).isEqualTo(2);
        assertThat(suppressed(2_000))
                .containsExactly(new Limits.Suppressed("1000", "a.service", 6));
    }

    @Test
    void aUserHasSoMuchInAllUnits() {
        int admitted = 0;
        for (int unit = 0; unit < 20; unit++) {
            admitted += admitted(sender("1000", 1000, unit + ".service"), 10_000, 0);
        }

        assertThat(admitted).isBetween(50_000, 60_000);
        assertThat(admitted(sender("system", 0, "x.service"), 10, 0)).isEqualTo(10);
        assertThat(suppressed(LATER_USEC).stream().mapToLong(Limits.Suppressed::count).sum())
                .isEqualTo(200_000 - admitted);
    }

    private static LogSource.Rules rules(RateLimit.Rate rate) {
        return new LogSource.Rules(-1, Optional.of(new RateLimit(rate)), "");
    }

    @Test
    void whoMakesManyUnitsIsKnownByTheLast() {
        for (int unit = 0; unit < 4; unit++) {
            admitted(sender("1000", 1000, "full-" + unit + ".service"), 10_007, 0);
        }
        for (int unit = 0; unit < Limits.UNITS_MAX; unit++) {
            admitted(sender("1000", 1000, unit + ".service"), 1, 0);
        }

        assertThat(limits.isKnown(sender("1000", 1000, "full-3.service"))).isFalse();
        assertThat(limits.isKnown(sender("1000", 1000, "0.service"))).isTrue();
        assertThat(limits.isKnown(sender("1000", 1000, "4095.service"))).isTrue();
        assertThat(suppressed(LATER_USEC))
                .containsExactly(new Limits.Suppressed("1000", "user 1000", 28));
    }

    @Test
    void whoHasSpentAllIsCountedByTheAccount() {
        for (int unit = 0; unit < 6; unit++) {
            admitted(sender("1000", 1000, "full-" + unit + ".service"), 10_000, 0);
        }
        suppressed(LATER_USEC - 1);
        for (int unit = 0; unit < 10_000; unit++) {
            admitted(sender("1000", 1000, unit + ".service"), 1, 1);
        }

        assertThat(limits.hasSuppressed()).isTrue();
        assertThat(suppressed(LATER_USEC))
                .singleElement()
                .matches(one -> one.unit().equals("user 1000") && one.count() > 10_000);
        assertThat(limits.hasSuppressed()).isFalse();
    }

    @Test
    void whoseRulesHoldForEverIsCountedByTheAccountAtLast() {
        var forEver = new RateLimit.Rate(Long.MAX_VALUE, 1);
        for (int unit = 0; unit < Limits.UNITS_MAX + 10; unit++) {
            admitted(sender("1000", 1000, unit + ".service"), 3, rules(forEver), 0);
        }

        assertThat(suppressed(LATER_USEC))
                .containsExactly(new Limits.Suppressed("1000", "user 1000", 20));
    }

    @Test
    void aTurnTellsSoManyAndTheNextGoesOn() {
        var rate = new RateLimit.Rate(1_000, 1);
        for (int unit = 0; unit < 10; unit++) {
            admitted(sender("1000", 1000, unit + ".service"), 2, rules(rate), 0);
        }

        assertThat(limits.takeSuppressed(1_000, 6)).hasSize(6);
        assertThat(limits.takeSuppressed(1_000, 6)).hasSize(4);
        assertThat(limits.takeSuppressed(1_000, 6)).isEmpty();
    }

    private boolean isAdmitted(Sender sender, int priority) {
        var entry = new Received.Sent(List.of(Field.of("MESSAGE", "x")), priority, 9);
        return limits.admits(sender, entry, LogSource.Rules.NONE, 0);
    }

    @Test
    void aFloodForDebuggingKeepsNoErrorOut() {
        int unit = 0;
        for (int kept = 1; kept > 0; unit++) {
            Sender sender = sender("1000", 1000, unit + ".service");
            kept = 0;
            for (int i = 0; i < 10_000; i++) {
                kept += isAdmitted(sender, 7) ? 1 : 0;
            }
        }

        assertThat(isAdmitted(sender("1000", 1000, "0.service"), 3)).isTrue();
        assertThat(isAdmitted(sender("1000", 1000, "x.service"), 4)).isTrue();
        assertThat(isAdmitted(sender("1000", 1000, "y.service"), 6)).isTrue();
    }

    @Test
    void whatIsReadOfFilesIsBoundedThoughNothingIsKeptOfIt() {
        Sender a = sender("1000", 1000, "a.service");
        long all = limits.bytesToRead(a, 0);
        limits.haveRead(a, all - 10, 0);

        assertThat(limits.bytesToRead(sender("1000", 1000, "b.service"), 0)).isEqualTo(10);
        assertThat(limits.bytesToRead(sender("1001", 1001, "a.service"), 0)).isEqualTo(all);
        assertThat(limits.bytesToRead(a, LATER_USEC)).isEqualTo(all);
    }

    @Test
    void whomNobodyKnowsHaveOneLimit() {
        int admitted = 0;
        for (int uid = 0; uid < 65_536; uid++) {
            var sender =
                    new Sender(
                            100_000 + uid,
                            "system",
                            ForeignDescriptors.STRANGERS,
                            "",
                            "",
                            List.of(),
                            false);
            admitted += admitted(sender, 1, 0);
        }

        assertThat(admitted).isEqualTo(10_000);
        assertThat(suppressed(LATER_USEC))
                .containsExactly(
                        new Limits.Suppressed("system", "users that nobody knows", 55_536));
    }
}
