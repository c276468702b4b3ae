package hearth.dbus.bus;

import hearth.dbus.Message;
import hearth.dbus.MessageType;

/** What became of a call. */
public sealed interface Reply {
    /** The answer; it is the receiver's to close. */
    record Returned(Message message) implements Reply {}

    /** The other end refused: an {@link hearth.dbus.ErrorName}, and a text for the person. */
    record Failed(String errorName, String text) implements Reply {}

    /** No answer came in time. */
    record TimedOut() implements Reply {}

    /** The connection was lost. */
    record Disconnected() implements Reply {}

    /** Returns what an answering message says. */
    static Reply of(Message answer) {
        if (answer.type() != MessageType.ERROR) {
            return new Returned(answer);
        }
        answer.close();
        return new Failed(answer.errorName().orElse(""), answer.errorText());
    }
}
