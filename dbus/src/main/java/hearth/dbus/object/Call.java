package hearth.dbus.object;

import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Outbox;
import hearth.dbus.Signature;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A call to be answered exactly once, now or later, on any thread; nothing is sent where no answer
 * is wanted. A second answer is a mistake of the handler's and throws {@link
 * IllegalStateException}.
 */
public final class Call {
    private final Message message;
    private final Caller caller;
    private final Outbox outbox;
    private Signature out = Signature.EMPTY;
    private final AtomicBoolean isAnswered = new AtomicBoolean();

    /** Creates a call; it is not known yet what it returns. */
    Call(Message message, Caller caller, Outbox outbox) {
        this.message = message;
        this.caller = caller;
        this.outbox = outbox;
    }

    /** Sets the types of the results, before the handler has the call. */
    void returns(Signature types) {
        out = types;
    }

    /** Returns who calls. */
    public Caller caller() {
        return caller;
    }

    /** Returns the call's message; it and its descriptors are closed when the call is answered. */
    public Message message() {
        return message;
    }

    /** Returns a reader at the first argument; each call begins anew. */
    public MessageReader arguments() {
        return message.reader();
    }

    /** Returns whether the caller would wait for a person to authenticate. */
    public boolean allowsInteractiveAuthorization() {
        return message.allowsInteractiveAuthorization();
    }

    /** Answers with the results, of the types of the method's row. */
    public void reply(Consumer<MessageWriter> results) {
        reply(DescriptorList.NONE, results);
    }

    /** Answers a method without results. */
    public void reply() {
        reply(DescriptorList.NONE, writer -> {});
    }

    /** Answers with results that refer to descriptors, which the answer owns from now on. */
    public void reply(DescriptorList descriptors, Consumer<MessageWriter> results) {
        if (!message.expectsReply()) {
            finish();
            descriptors.close();
            return;
        }
        Message reply = Message.reply(message).withBody(out, results).withDescriptors(descriptors);
        finish();
        outbox.send(reply);
    }

    /** Answers with a failure: one of {@link hearth.dbus.ErrorName}, and a text for the person. */
    public void error(String errorName, String text) {
        finish();
        if (message.expectsReply()) {
            outbox.send(Message.error(message, errorName, text));
        }
    }

    /** Returns whether the call was answered. */
    public boolean isAnswered() {
        return isAnswered.get();
    }

    /** Returns whether the caller still waits, as far as is known; any thread. */
    public boolean isAwaited() {
        return outbox.isOpen();
    }

    private void finish() {
        if (!isAnswered.compareAndSet(false, true)) {
            throw new IllegalStateException(message + " was answered already");
        }
        message.close();
    }
}
