package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTurnsTest {
    private static final QuestionTurns.Lane ALICE = new QuestionTurns.Lane(2001, false);
    private static final QuestionTurns.Lane ALICE_WITH_PASSWORD =
            new QuestionTurns.Lane(2001, true);
    private static final QuestionTurns.Lane BOB = new QuestionTurns.Lane(2002, false);

    private final QuestionTurns turns = new QuestionTurns();
    private final List<String> asked = new ArrayList<>();

    private void askMany(QuestionTurns.Lane lane, String name) {
        for (int i = 1; i <= 2 * QuestionTurns.AT_ONCE; i++) {
            String question = name + i;
            turns.ask(lane, () -> asked.add(question));
        }
    }

    @Test
    void whoAsksManyWaitsForTheirOwnAnswersAndNobodyElseDoes() {
        askMany(ALICE, "alice");
        assertThat(asked).containsExactly("alice1", "alice2", "alice3", "alice4");
        turns.ask(BOB, () -> asked.add("bob"));
        turns.ask(ALICE_WITH_PASSWORD, () -> asked.add("password"));
        assertThat(asked).endsWith("bob", "password");

        turns.answered(ALICE);
        turns.answered(BOB);
        assertThat(asked).endsWith("password", "alice5");
    }

    @Test
    void eachIsAskedInItsTurn() {
        askMany(ALICE, "");
        for (int i = 0; i < 2 * QuestionTurns.AT_ONCE; i++) {
            turns.answered(ALICE);
        }
        assertThat(asked).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");

        askMany(ALICE, "again");
        assertThat(asked).hasSize(3 * QuestionTurns.AT_ONCE);
    }
}
