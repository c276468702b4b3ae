package hearth.cli.client;

import hearth.cli.connection.CallRefused;
import hearth.cli.connection.Conversation;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * An object at the other end of a conversation.
 *
 * @param destination the bus name that has it; empty where the other end is the peer itself
 */
public record RemoteObject(Conversation conversation, String destination, DbusPath path) {
    private static final Signature TEXT = Signature.STRING;

    /** Calls a method without arguments. */
    public Message call(String interfaceName, String member) throws CallRefused, IOException {
        return conversation.call(Message.call(destination, path, interfaceName, member));
    }

    /** Calls a method; a person may be asked to authenticate for it. */
    public Message call(
            String interfaceName,
            String member,
            String signature,
            Consumer<MessageWriter> arguments)
            throws CallRefused, IOException {
        return conversation.call(
                Message.call(destination, path, interfaceName, member)
                        .withFlags(Message.ALLOW_INTERACTIVE_AUTHORIZATION)
                        .withBody(Signature.of(signature), arguments));
    }

    /** Reads all properties of an interface; of all interfaces, where that is empty. */
    public Properties properties(String interfaceName) throws CallRefused, IOException {
        Message call =
                Message.call(destination, path, "org.freedesktop.DBus.Properties", "GetAll")
                        .withBody(TEXT, body -> body.string(interfaceName));
        try (Message answer = conversation.call(call)) {
            return Properties.read(answer.reader());
        }
    }

    /** Calls a method of the bus itself that takes one text. */
    Message bus(String member, String text) throws CallRefused, IOException {
        return conversation.call(
                Message.call(
                                "org.freedesktop.DBus",
                                DbusPath.of("/org/freedesktop/DBus"),
                                "org.freedesktop.DBus",
                                member)
                        .withBody(TEXT, body -> body.string(text)));
    }

    /** Returns another object of the same owner. */
    public RemoteObject at(DbusPath other) {
        return new RemoteObject(conversation, destination, other);
    }
}
