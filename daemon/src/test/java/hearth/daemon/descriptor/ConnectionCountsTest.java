package hearth.daemon.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private static final int OF_ACCOUNT_MAX = 128;
    private static final int ALL_MAX = 1_024;

    private final ConnectionCounts counts = new ConnectionCounts(OF_ACCOUNT_MAX, ALL_MAX);

    /** Takes as many as an account may have; returns how many. */
    private int takeAll(int account) {
        int taken = 0;
        for (; counts.reached(account).isEmpty(); taken++) {
            counts.add(account);
        }
        return taken;
    }

    @Test
    void aUserHasSoMany() {
        assertThat(takeAll(1000)).isEqualTo(OF_ACCOUNT_MAX);
        assertThat(counts.reached(1000)).contains(ConnectionCounts.Limit.OF_ACCOUNT);
        counts.remove(1000);
        assertThat(takeAll(1000)).isOne();
    }

    @Test
    void thereIsOneLeftForWhoHasNone() {
        int taken = 0;
        for (int user = 0; user < 10; user++) {
            int own = takeAll(user);
            taken += own;
            assertThat(own).as("user " + user).isPositive();
            assertThat(counts.reached(1000)).as("after " + user).isEmpty();
        }

        assertThat(taken).isLessThan(ALL_MAX);
        assertThat(counts.reached(9)).contains(ConnectionCounts.Limit.OF_ALL);
    }
}
