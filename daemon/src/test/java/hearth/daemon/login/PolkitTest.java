package hearth.daemon.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.Authority;
import hearth.budget.Budgets;
import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.mailbox.Mailbox;
import hearth.dbus.Message;
import hearth.dbus.object.Caller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of polkit at a time. */
class PolkitTest {
    private static final int ALICE = 1_000;
    private static final int FIRST_OF_NAMESPACES = 100_000;

    @TempDir Path directory;
    private final List<Message> asked = new ArrayList<>();
    private Budgets budgets;
    private Authority authority;

    @BeforeEach
    void makeAuthority() throws Exception {
        var fake = new FakeBrain(directory);
        budgets = fake.brain().budgets();
        var mailbox = new Mailbox("test", fake.brain().lanes().first(), fault -> {});
        authority =
                new Polkit((call, _) -> asked.add(call), budgets, fake.brain().foreign()::account)
                        .in(mailbox);
    }

    private void ask(int uid) {
        authority.ask(
                new Authority.Question(
                        new Caller(":1.7", uid, 77), "org.example.do", Map.of(), false),
                _ -> {});
    }

    @Test
    void whoHasManyNumbersAsksAsOnePerson() {
        for (int i = 0; i <= QuestionTurns.AT_ONCE; i++) {
            ask(FIRST_OF_NAMESPACES + i);
        }
        ask(ALICE);

        assertThat(asked).hasSize(QuestionTurns.AT_ONCE + 1);
        assertThat(budgets.of(ForeignDescriptors.STRANGERS).used(Resource.QUESTIONS))
                .isEqualTo(QuestionTurns.AT_ONCE + 1);
        assertThat(budgets.of(ALICE).used(Resource.QUESTIONS)).isEqualTo(1);
    }
}
