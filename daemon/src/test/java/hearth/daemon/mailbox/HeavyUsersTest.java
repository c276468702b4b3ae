package hearth.daemon.mailbox;

import static hearth.daemon.mailbox.HeavyUsers.HEAVY_NANOS;
import static hearth.daemon.mailbox.HeavyUsers.REMEMBERED_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HeavyUsersTest {
    private static final int ALICE = 2001;
    private static final int BOB = 2002;

    private final HeavyUsers users = new HeavyUsers();
    private long now = 5;

    private void took(int uid, long lastedNanos, OptionalLong cpuNanos) {
        now += lastedNanos;
        users.took(uid, now, lastedNanos, cpuNanos);
    }

    @Test
    void oneLongTurnOnlyHasTheNextOnesMeasured() {
        took(ALICE, HEAVY_NANOS, OptionalLong.empty());

        assertThat(users.isMeasured(ALICE, now)).isTrue();
        assertThat(users.isHeavy(ALICE, now)).isFalse();
        assertThat(users.isMeasured(BOB, now)).isFalse();
    }

    @Test
    void whoseTurnsTakeCpuAgainAndAgainIsHeavy() {
        took(ALICE, HEAVY_NANOS, OptionalLong.empty());
        took(ALICE, HEAVY_NANOS, OptionalLong.of(HEAVY_NANOS));

        assertThat(users.isHeavy(ALICE, now)).isTrue();
        assertThat(users.isHeavy(BOB, now)).isFalse();
    }

    @Test
    void whoseTurnsLastLongSinceTheMachineIsBusyIsNot() {
        took(BOB, HEAVY_NANOS, OptionalLong.empty());
        took(BOB, 10 * HEAVY_NANOS, OptionalLong.of(HEAVY_NANOS - 1));

        assertThat(users.isHeavy(BOB, now)).isFalse();
    }

    @Test
    void whoGoesOnStaysHeavyAndWhoStopsIsForgotten() {
        took(ALICE, HEAVY_NANOS, OptionalLong.empty());
        for (int i = 0; i < 3; i++) {
            now += REMEMBERED_NANOS - HEAVY_NANOS - 1;
            took(ALICE, HEAVY_NANOS, OptionalLong.of(HEAVY_NANOS));
        }
        assertThat(users.isHeavy(ALICE, now + REMEMBERED_NANOS - 1)).isTrue();

        assertThat(users.isHeavy(ALICE, now + REMEMBERED_NANOS)).isFalse();
        assertThat(users.isMeasured(ALICE, now + REMEMBERED_NANOS)).isFalse();
    }
}
