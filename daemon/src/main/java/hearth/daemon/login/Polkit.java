package hearth.daemon.login;

import hearth.api.Authority;
import hearth.api.login1.BuiltInRules;
import hearth.budget.Budgets;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.mailbox.Mailbox;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.Signature;
import hearth.dbus.bus.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Asks polkit by D-Bus, where it runs; else the built-in rules decide. The subject is the caller's
 * bus name, so that the bus's word counts.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/polkit/docs/latest/eggdbus-interface-org.freedesktop.PolicyKit1.Authority.html">polkit,
 *     CheckAuthorization()</a>
 */
public final class Polkit {
    private static final String NAME = "org.freedesktop.PolicyKit1";
    private static final DbusPath PATH = DbusPath.of("/org/freedesktop/PolicyKit1/Authority");
    private static final Signature QUESTION = Signature.of("(sa{sv})sa{ss}us");

    /** A person may be asked to authenticate. */
    private static final int ALLOW_USER_INTERACTION = 1;

    private static final Authority BUILT_IN = new BuiltInRules();

    private final Bus bus;
    private final Budgets budgets;
    private final IntUnaryOperator accounts;
    private final QuestionTurns turns = new QuestionTurns();

    /** Where polkit is asked. */
    @FunctionalInterface
    public interface Bus {
        /** Calls, from any thread; what becomes of it is told once. */
        void call(Message call, Consumer<Reply> reply);
    }

    /**
     * Makes an authority that asks over this bus.
     *
     * @param budgets what questions are charged to
     * @param accounts whose a user's number is: what many numbers ask is one person's
     */
    public Polkit(Bus bus, Budgets budgets, IntUnaryOperator accounts) {
        this.bus = bus;
        this.budgets = budgets;
        this.accounts = accounts;
    }

    /** Returns the authority for one mailbox, where answers come. */
    public Authority in(Mailbox mailbox) {
        return (question, then) -> {
            if (question.caller().isRoot()) {
                then.accept(Authority.Decision.ALLOWED);
            } else if (question.caller().busName().isEmpty()) {
                BUILT_IN.ask(question, then);
            } else {
                askCharged(question, then, mailbox);
            }
        };
    }

    private void askCharged(
            Authority.Question question, Consumer<Authority.Decision> then, Mailbox mailbox) {
        int account = accounts.applyAsInt(question.caller().uid());
        Optional<Charge> charge = budgets.of(account).charge(Resource.QUESTIONS, 1);
        if (charge.isEmpty()) {
            then.accept(Authority.Decision.TOO_MANY_QUESTIONS);
            return;
        }
        var lane = new QuestionTurns.Lane(account, question.mayInteract());
        turns.ask(
                lane,
                () ->
                        ask(
                                question,
                                decision -> {
                                    turns.answered(lane);
                                    mailbox.execute(() -> {
                                        charge.get().close();
                                        then.accept(decision);
                                    });
                                },
                                mailbox));
    }

    private void ask(
            Authority.Question question, Consumer<Authority.Decision> then, Mailbox mailbox) {
        var call =
                Message.call(NAME, PATH, NAME + ".Authority", "CheckAuthorization")
                        .withBody(
                                QUESTION,
                                out -> {
                                    out.openStruct();
                                    out.string("system-bus-name");
                                    out.openArray();
                                    out.openEntry();
                                    out.string("name");
                                    out.variant(
                                            Signature.STRING,
                                            v -> v.string(question.caller().busName()));
                                    out.closeEntry();
                                    out.closeArray();
                                    out.closeStruct();
                                    out.string(question.action());
                                    out.openArray();
                                    for (Map.Entry<String, String> detail :
                                            question.details().entrySet()) {
                                        out.openEntry();
                                        out.string(detail.getKey());
                                        out.string(detail.getValue());
                                        out.closeEntry();
                                    }
                                    out.closeArray();
                                    out.uint32(question.mayInteract() ? ALLOW_USER_INTERACTION : 0);
                                    out.string("");
                                });
        bus.call(
                call,
                reply -> {
                    if (reply instanceof Reply.Returned(Message answer)) {
                        try (answer) {
                            then.accept(decision(answer));
                        }
                    } else {
                        // no polkit here, or it doesn't know the action
                        mailbox.execute(() -> BUILT_IN.ask(question, then));
                    }
                });
    }

    private static Authority.Decision decision(Message answer) {
        if (!answer.signature().toString().equals("(bba{ss})")) {
            return Authority.Decision.DENIED;
        }
        MessageReader reader = answer.reader();
        reader.openStruct();
        boolean isAuthorized = reader.bool();
        boolean isChallenge = reader.bool();
        if (isAuthorized) {
            return Authority.Decision.ALLOWED;
        }
        return isChallenge ? Authority.Decision.AUTHENTICATION_REQUIRED : Authority.Decision.DENIED;
    }
}
