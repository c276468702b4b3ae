package hearth.daemon.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import hearth.budget.Budgets;
import hearth.budget.Resource;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Signature;
import hearth.dbus.object.Caller;
import hearth.linux.fake.FakeLinux;
import hearth.linux.socket.SocketType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairCallsTest {
    private static final Caller ROOT = new Caller(":1.1", 0, 1);
    private static final Caller ALICE = new Caller(":1.2", 2001, 2);
    private static final Caller BOB = new Caller(":1.3", 2002, 3);

    private final FakeLinux linux = new FakeLinux();
    private final Budgets budgets = Budgets.generous();
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final List<Message> sent = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final List<Message> unanswered = new ArrayList<>();
    private final FairCalls calls =
            new FairCalls(
                    budgets,
                    new ForeignDescriptors(linux, budgets, Runnable::run),
                    mailbox::add,
                    sent::add,
                    (call, caller, _) -> {
                        begun.add(call.member().orElse("") + caller.busName());
                        unanswered.add(call);
                        if (call.member().filter("Break"::equals).isPresent()) {
                            throw new IllegalStateException("a defect");
                        }
                    });

    private static Message call(String member) {
        return Message.call("a.b", DbusPath.ROOT, "a.b", member);
    }

    private void run() {
        while (!mailbox.isEmpty()) {
            mailbox.remove().run();
        }
    }

    @Test
    void usersTakeTurnsAndEachKeepsHisOrder() {
        for (int i = 1; i <= 3; i++) {
            calls.put(call("A" + i), ALICE);
        }
        calls.put(call("B1"), BOB);
        run();

        assertThat(begun).containsExactly("A1:1.2", "B1:1.3", "A2:1.2", "A3:1.2");
    }

    @Test
    void rootIsNeverBehindUsers() {
        for (int i = 0; i < 100; i++) {
            calls.put(call("A"), ALICE);
        }
        calls.put(call("R"), ROOT);
        run();

        assertThat(begun.getFirst()).isEqualTo("R:1.1");
    }

    @Test
    void theMailboxDoesOtherThingsBetween() {
        for (int i = 0; i < 2 * FairCalls.CALLS_A_TASK; i++) {
            calls.put(call("A"), ALICE);
        }
        mailbox.add(() -> begun.add("other"));
        run();

        assertThat(begun.indexOf("other")).isEqualTo(FairCalls.CALLS_A_TASK);
    }

    @Test
    void aHandlerThatThrowsStopsNobodyElse() {
        calls.put(call("Break"), ALICE);
        calls.put(call("B"), BOB);
        assertThatIllegalStateException().isThrownBy(this::run);
        run();

        assertThat(begun).containsExactly("Break:1.2", "B:1.3");
    }

    @Test
    void whatIsOneTooManyIsRefusedUntilAnotherIsAnswered() {
        for (int i = 0; i <= Resource.CALLS.most(); i++) {
            calls.put(call("A"), ALICE);
        }
        assertThat(sent)
                .singleElement()
                .satisfies(answer ->
                        assertThat(answer.errorName()).contains(ErrorName.LIMITS_EXCEEDED));
        calls.put(call("B"), BOB);
        run();
        assertThat(begun).hasSize((int) Resource.CALLS.most() + 1).contains("B:1.3");

        unanswered.getFirst().close();
        calls.put(call("A"), ALICE);
        assertThat(sent).hasSize(1);
    }

    @Test
    void rootsCallsAreNotCounted() {
        for (int i = 0; i < 2 * Resource.CALLS.most(); i++) {
            calls.put(call("R"), ROOT);
        }
        run();

        assertThat(sent).isEmpty();
        assertThat(begun).hasSize((int) (2 * Resource.CALLS.most()));
    }

    @Test
    void callsOfWhoHasGoneAreDroppedUnlessNoAnswerWasExpected() {
        calls.put(call("Ask"), ALICE);
        calls.put(call("Tell").withFlags(Message.NO_REPLY_EXPECTED), ALICE);
        calls.put(call("B"), BOB);
        calls.gone(":1.2");
        run();

        assertThat(begun).containsExactly("Tell:1.2", "B:1.3");
        unanswered.forEach(Message::close);
        assertThat(budgets.of(2001).used(Resource.CALLS)).isZero();
    }

    @Test
    void anAnswerThatIsTooMuchForItsUserIsAFailure() {
        var answers = new ArrayList<Message>();
        var answering =
                new FairCalls(
                        budgets,
                        new ForeignDescriptors(linux, budgets, Runnable::run),
                        mailbox::add,
                        answers::add,
                        (call, _, outbox) ->
                                outbox.send(
                                        Message.reply(call)
                                                .withBody(
                                                        Signature.STRING,
                                                        out -> out.string("x".repeat(2_000)))));
        budgets.of(2001).charge(Resource.OUTGOING_BYTES, Resource.OUTGOING_BYTES.most() - 1_000);
        answering.put(call("A"), ALICE);
        answering.put(call("B"), BOB);
        run();

        assertThat(answers)
                .extracting(Message::type)
                .containsExactly(MessageType.ERROR, MessageType.METHOD_RETURN);
    }

    @Test
    void descriptorsAreTheCallersFromNowOn() throws Exception {
        int fd = linux.sockets().socket(SocketType.STREAM);
        Message call = call("Take").withDescriptors(DescriptorList.owning(_ -> {}, fd));
        calls.put(call, ALICE);
        run();
        assertThat(budgets.of(2001).used(Resource.DESCRIPTORS)).isEqualTo(1);
        int open = linux.openDescriptors();

        unanswered.getFirst().close();

        assertThat(linux.openDescriptors()).isEqualTo(open - 1);
        assertThat(budgets.of(2001).used(Resource.DESCRIPTORS)).isZero();
    }
}
