package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.machine.NameLookups.Answer;
import hearth.daemon.mailbox.FairExecutor;
import hearth.linux.NameService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class NameLookupsTest {
    private static final NameService.User ALICE =
            new NameService.User("alice", 1000, 1000, "/home/alice", "/bin/sh");

    private final List<String> asked = new ArrayList<>();
    private long nanos;
    private final NameLookups lookups = lookups(Runnable::run);

    private NameLookups lookups(Executor workers) {
        return new NameLookups(new OneUser(), () -> nanos, new FairExecutor(workers, 1, 100));
    }

    @Test
    void anAnswerIsRememberedByNumberAndByNameForAWhile() throws Exception {
        assertThat(ask(1000)).isEqualTo(new Answer.Found(ALICE, "1000"));
        assertThat(ask("alice")).isEqualTo(new Answer.Found(ALICE, "1000"));
        nanos = 20_000_000_000L;
        ask("alice");

        assertThat(asked).containsExactly("1000", "alice");
    }

    @Test
    void whoIsUnknownIsAskedForAgain() throws Exception {
        assertThat(ask("bob")).isEqualTo(new Answer.Unknown());
        assertThat(ask("bob")).isEqualTo(new Answer.Unknown());

        assertThat(asked).containsExactly("bob", "bob");
    }

    @Test
    void whoAsksForManyWaitsForItselfAlone() {
        var waiting = new ArrayDeque<Runnable>();
        NameLookups slow = lookups(waiting::add);
        for (int i = 0; i < 50; i++) {
            slow.askedBy(1001).user(5000 + i, Runnable::run, _ -> {});
        }
        slow.user(1000, Runnable::run, _ -> {});
        waiting.remove().run();

        assertThat(asked).startsWith("5000", "1000", "5001");
    }

    @Test
    void questionsOfOneUserAreBoundedAndTheRestIsAnsweredAtOnce() {
        var waiting = new ArrayDeque<Runnable>();
        NameLookups slow = lookups(waiting::add);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 103; i++) {
            slow.askedBy(1001).user(5000 + i, Runnable::run, answers::add);
        }

        assertThat(answers)
                .hasSize(3)
                .containsOnly(new Answer.Unavailable("too many questions wait"));
    }

    @Test
    void ofSomeGroupsThoseAreToldThatTheUserIsIn() {
        List<Optional<Set<String>>> answers = new ArrayList<>();
        lookups.askedBy(1000)
                .groups(1000, Set.of("staff", "wheel", "x"), Runnable::run, answers::add);
        lookups.askedBy(1000).groups(4711, Set.of("staff"), Runnable::run, answers::add);

        assertThat(answers).containsExactly(Optional.of(Set.of("staff")), Optional.empty());
    }

    private Answer ask(int uid) throws InterruptedException {
        var answers = new LinkedBlockingQueue<Answer>();
        lookups.user(uid, Runnable::run, answers::add);
        return answers.take();
    }

    private Answer ask(String name) throws InterruptedException {
        var answers = new LinkedBlockingQueue<Answer>();
        lookups.askedBy(1000).user(name, Runnable::run, answers::add);
        return answers.take();
    }

    private final class OneUser implements NameService {
        @Override
        public Optional<User> user(int uid) {
            asked.add(Integer.toString(uid));
            return uid == 1000 ? Optional.of(ALICE) : Optional.empty();
        }

        @Override
        public Optional<User> user(String name) {
            asked.add(name);
            return name.equals("alice") ? Optional.of(ALICE) : Optional.empty();
        }

        @Override
        public Optional<Group> group(int gid) {
            return Optional.empty();
        }

        @Override
        public Optional<Group> group(String name) {
            return switch (name) {
                case "staff" -> Optional.of(new Group(name, 50));
                case "wheel" -> Optional.of(new Group(name, 51));
                default -> Optional.empty();
            };
        }

        @Override
        public List<Integer> groups(User user) {
            return List.of(50);
        }
    }
}
