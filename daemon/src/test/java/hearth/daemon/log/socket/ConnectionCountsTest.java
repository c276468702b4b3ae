package hearth.daemon.log.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private final ConnectionCounts counts = new ConnectionCounts();

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
        assertThat(takeAll(1000)).isEqualTo(ConnectionCounts.OF_USER_MAX);
        assertThat(counts.reached(1000)).contains(ConnectionCounts.Limit.OF_USER);
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

        assertThat(taken).isLessThan(ConnectionCounts.ALL_MAX);
        assertThat(counts.reached(9)).contains(ConnectionCounts.Limit.OF_ALL);
    }

    @Test
    void theReasonIsSaidWhy() {
        takeAll(1000);

        assertThat(counts.complaint(ConnectionCounts.Limit.OF_USER, 1000))
                .startsWith("128 connections to the log are open of user 1000");
        assertThat(counts.complaint(ConnectionCounts.Limit.OF_ALL, 1001))
                .startsWith("128 connections to the log are open of 1024 for all users");
    }
}
