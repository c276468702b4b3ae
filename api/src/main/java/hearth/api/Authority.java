package hearth.api;

import hearth.dbus.object.Caller;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Who may do what: polkit where it runs, else the built-in rules. Asked in a mailbox; the answer
 * comes in the same mailbox, at once or later.
 *
 * @see <a href="https://www.freedesktop.org/software/polkit/docs/latest/">polkit</a>
 */
public interface Authority {

    /** Asks; {@code then} is told once. */
    void ask(Question question, Consumer<Decision> then);

    /**
     * A question.
     *
     * @param caller who wants it
     * @param action what, such as {@code org.freedesktop.systemd1.manage-units}
     * @param details what a person who is asked should know, such as {@code unit} and {@code verb}
     * @param mayInteract whether a person may be asked to authenticate
     */
    record Question(
            Caller caller, String action, Map<String, String> details, boolean mayInteract) {
        public Question {
            details = Map.copyOf(details);
        }
    }

    /** An answer. */
    enum Decision {
        /** The caller may. */
        ALLOWED,
        /** The caller may not. */
        DENIED,
        /** The caller may once a person has authenticated, which the question did not allow. */
        AUTHENTICATION_REQUIRED,
        /** Too many of the caller's user's questions wait for an answer already. */
        TOO_MANY_QUESTIONS
    }

    /** Root may, nobody else: for a bus without polkit. */
    Authority ROOT_ONLY =
            (question, then) ->
                    then.accept(question.caller().isRoot() ? Decision.ALLOWED : Decision.DENIED);
}
