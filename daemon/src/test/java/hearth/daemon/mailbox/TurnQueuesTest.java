package hearth.daemon.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.mailbox.TurnQueues.Next;
import hearth.daemon.mailbox.TurnQueues.Turn;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TurnQueuesTest {
    private static final int ALICE = 2001;
    private static final int BOB = 2002;
    private static final int CAROL = 2003;
    private static final long NOW = 7;

    private final TurnQueues two = new TurnQueues(2);

    private boolean add(int uid) {
        return two.add(new Turn(uid, () -> {}), NOW);
    }

    private int taken() {
        return two.take().map(Next::turn).map(Turn::uid).orElseThrow();
    }

    private void makeHeavy(int uid) {
        two.took(uid, NOW, HeavyUsers.HEAVY_NANOS, OptionalLong.empty());
        two.took(uid, NOW, HeavyUsers.HEAVY_NANOS, OptionalLong.of(HeavyUsers.HEAVY_NANOS));
    }

    @Test
    void whatServesAllComesBeforeUsersWhoComeInTheirOrder() {
        add(ALICE);
        add(BOB);
        add(TurnQueues.NOBODY);

        assertThat(taken()).isEqualTo(TurnQueues.NOBODY);
        assertThat(taken()).isEqualTo(ALICE);
        assertThat(taken()).isEqualTo(BOB);
        assertThat(two.isEmpty()).isTrue();
    }

    @Test
    void heavyUsersHaveHalfOfTheThreads() {
        makeHeavy(ALICE);
        makeHeavy(CAROL);
        assertThat(add(ALICE)).isTrue();
        assertThat(taken()).isEqualTo(ALICE);

        assertThat(add(CAROL)).isFalse();
        assertThat(two.take()).isEqualTo(Optional.empty());
        assertThat(two.isEmpty()).isFalse();
        assertThat(add(BOB)).isTrue();
        assertThat(taken()).isEqualTo(BOB);

        two.heavyTurnOver();
        assertThat(taken()).isEqualTo(CAROL);
    }

    @Test
    void heavyUsersAreNotKeptWaitingByTheOthers() {
        makeHeavy(ALICE);
        add(BOB);
        add(ALICE);

        assertThat(taken()).isEqualTo(ALICE);
    }
}
