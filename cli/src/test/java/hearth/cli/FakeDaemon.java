package hearth.cli;

import hearth.cli.training.PlayedSocket;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import hearth.dbus.connection.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A daemon that answers from tables, over real sockets below a directory that stands for {@code
 * /run}: each call by its member, each object's properties by its path.
 */
final class FakeDaemon implements AutoCloseable {
    /** How a call is answered. */
    @FunctionalInterface
    interface Answer {
        /** Returns the answer. */
        Message to(Message call);
    }

    private static final long CLIENT = 1000;

    private final List<PlayedSocket> sockets = new ArrayList<>();
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, Map<String, Value>> objects = new LinkedHashMap<>();
    private final Set<String> hangUps = new HashSet<>();
    private final List<Message> afterReply = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    /** Starts to listen at a socket; call it after all answers are given. */
    void listen(Path socket) throws IOException {
        sockets.add(PlayedSocket.listen(socket, CLIENT, this::received));
    }

    /** Answers a member. */
    void on(String member, Answer answer) {
        answers.put(member, answer);
    }

    /** Answers a member with values. */
    void on(String member, String signature, Consumer<MessageWriter> values) {
        on(member, call -> Message.reply(call).withBody(Signature.of(signature), values));
    }

    /** Answers a member with an error. */
    void refuse(String member, String errorName, String text) {
        on(member, call -> Message.error(call, errorName, text));
    }

    /** Ends the conversation at a member, without a word. */
    void hangUpAt(String member) {
        hangUps.add(member);
    }

    /** Gives an object properties. */
    void object(String path, Map<String, Value> properties) {
        objects.put(path, properties);
    }

    /** Sends a signal behind the next answer. */
    void signal(Message signal) {
        afterReply.add(signal);
    }

    /** Returns what was called so far, each as its member and its arguments. */
    List<String> calls() {
        return calls;
    }

    @Override
    public void close() throws IOException {
        for (PlayedSocket socket : sockets) {
            socket.close();
        }
    }

    private void received(Connection connection, Message call) {
        if (hangUps.contains(call.member().orElse(""))) {
            connection.close("hung up");
        } else if (call.type() == MessageType.METHOD_CALL) {
            connection.send(answer(call));
            afterReply.forEach(connection::send);
            afterReply.clear();
        }
    }

    private Message answer(Message call) {
        String member = call.member().orElseThrow();
        if (member.equals("GetAll") && !answers.containsKey(member)) {
            return properties(call);
        }
        calls.add(member + arguments(call));
        Answer answer = answers.get(member);
        return answer == null
                ? Message.error(call, ErrorName.UNKNOWN_METHOD, "Unknown method " + member)
                : answer.to(call);
    }

    private Message properties(Message call) {
        Map<String, Value> properties = objects.get(call.path().orElseThrow().text());
        if (properties == null) {
            return Message.error(call, ErrorName.UNKNOWN_OBJECT, "Unknown object");
        }
        return Message.reply(call)
                .withBody(
                        Signature.of("a{sv}"),
                        body -> {
                            body.openArray();
                            properties.forEach((name, value) ->
                                    body.entry(
                                            name,
                                            value.signature(),
                                            writer -> writer.value(value)));
                            body.closeArray();
                        });
    }

    private static String arguments(Message call) {
        var reader = call.reader();
        var arguments = new ArrayList<String>();
        while (reader.hasNext()) {
            arguments.add(plain(reader.value()));
        }
        return arguments.toString();
    }

    private static String plain(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Bool(boolean flag) -> Boolean.toString(flag);
            case Value.Uint32(long number) -> Long.toString(number);
            case Value.Path(DbusPath path) -> path.text();
            case Value.Array(String element, List<Value> items) ->
                    items.stream().map(FakeDaemon::plain).toList().toString();
            case Value.Struct(List<Value> fields) ->
                    fields.stream().map(FakeDaemon::plain).toList().toString();
            case Value.Variant(Value inner) -> plain(inner);
            default -> value.toString();
        };
    }
}
