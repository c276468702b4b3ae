package hearth.dbus.connection;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.DbusPath;
import hearth.dbus.Guid;
import hearth.dbus.MatchRule;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import hearth.linux.socket.Credentials;
import hearth.trial.Cost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Four times the bytes cost four times the steps, however they are made and however they come. */
class MessagesAreLinearTest {
    private static final int SIZE = 1_000;
    private static final int NESTING = 30;

    private static void assertLinear(
            Class<? extends Consumer<byte[]>> reader, IntFunction<byte[]> bytes) {
        assertThat(Cost.fault(reader, bytes, SIZE)).isEmpty();
    }

    /** Whoever hears nothing but reads all values. */
    static final class Reader implements Connection.Listener {
        @Override
        public void received(Connection connection, Message message) {
            message.reader().rest();
            message.reader().skip();
        }
    }

    private static Connection server() {
        Connection server =
                Connection.server(
                        Guid.random(new SplittableRandom(1)),
                        new Credentials(42, 1000, 1000),
                        Limits.SERVER,
                        fd -> {},
                        new Reader());
        byte[] begin = "\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n".getBytes(StandardCharsets.US_ASCII);
        server.receive(begin, 0, begin.length);
        return server;
    }

    /** All at once. */
    static final class AtOnce implements Consumer<byte[]> {
        @Override
        public void accept(byte[] bytes) {
            server().receive(bytes, 0, bytes.length);
        }
    }

    /** Byte by byte. */
    static final class InPieces implements Consumer<byte[]> {
        @Override
        public void accept(byte[] bytes) {
            Connection server = server();
            for (int i = 0; i < bytes.length; i++) {
                server.receive(bytes, i, 1);
            }
        }
    }

    /** Before anybody is let in. */
    static final class Lines implements Consumer<byte[]> {
        @Override
        public void accept(byte[] bytes) {
            Connection.server(
                            Guid.random(new SplittableRandom(1)),
                            new Credentials(42, 1000, 1000),
                            Limits.SERVER,
                            fd -> {},
                            new Reader())
                    .receive(bytes, 0, bytes.length);
        }
    }

    static final class Rule implements Consumer<byte[]> {
        @Override
        public void accept(byte[] bytes) {
            MatchRule.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] message(Signature signature, Value value) {
        return Message.signal(DbusPath.of("/a"), "a.b", "C")
                .withBody(signature, body -> body.value(value))
                .encode(1);
    }

    private static Value nested(Value innermost, int depth) {
        Value value = innermost;
        for (int i = 0; i < depth; i++) {
            value = new Value.Struct(List.of(value));
        }
        return value;
    }

    @Test
    void valuesAreReadOnce() {
        String structs = "(".repeat(NESTING) + "y" + ")".repeat(NESTING);
        for (Class<? extends Consumer<byte[]>> reader : List.of(AtOnce.class, InPieces.class)) {
            assertLinear(
                    reader,
                    size ->
                            message(
                                    Signature.of("a" + structs),
                                    new Value.Array(
                                            structs,
                                            Collections.nCopies(
                                                    size, nested(new Value.Uint8(1), NESTING)))));
            assertLinear(
                    reader,
                    size ->
                            message(
                                    Signature.of("av"),
                                    new Value.Array(
                                            "v",
                                            Collections.nCopies(
                                                    size,
                                                    new Value.Variant(
                                                            nested(
                                                                    new Value.Uint8(1),
                                                                    NESTING))))));
            assertLinear(
                    reader, size -> message(Signature.of("s"), new Value.Text("a".repeat(size))));
            assertLinear(
                    reader,
                    size ->
                            message(
                                    Signature.of("o"),
                                    new Value.Path(DbusPath.of("/a".repeat(size)))));
            assertLinear(
                    reader,
                    size -> {
                        List<Value> names = new ArrayList<>();
                        for (int i = 0; i < size; i++) {
                            names.add(new Value.Text("a" + i + ".service"));
                        }
                        return message(Signature.of("as"), new Value.Array("s", names));
                    });
        }
    }

    @Test
    void messagesAfterEachOtherAreReadOnce() {
        byte[] one = message(Signature.of("s"), new Value.Text("a"));
        for (Class<? extends Consumer<byte[]>> reader : List.of(AtOnce.class, InPieces.class)) {
            assertLinear(
                    reader,
                    size -> {
                        byte[] all = new byte[one.length * size / 10];
                        for (int i = 0; i < all.length; i++) {
                            all[i] = one[i % one.length];
                        }
                        return all;
                    });
        }
    }

    @Test
    void linesAndRulesAreReadOnce() {
        for (String part :
                List.of(
                        "\0",
                        "A",
                        "\r\n",
                        "AUTH\r\n",
                        "DATA 31\r\n",
                        "a='b',",
                        "a=",
                        "'",
                        "\\'",
                        ",")) {
            assertLinear(
                    Lines.class,
                    size -> ("\0" + part.repeat(size)).getBytes(StandardCharsets.ISO_8859_1));
            assertLinear(
                    Rule.class, size -> part.repeat(size).getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
