package hearth.dbus.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.dbus.DbusPath;
import hearth.dbus.Guid;
import hearth.dbus.MatchRule;
import hearth.dbus.Message;
import hearth.dbus.MessageDecoder;
import hearth.dbus.Names;
import hearth.dbus.Signature;
import hearth.linux.socket.Credentials;
import hearth.trial.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever bytes a peer sends, it is answered or cut off, and what was let through can be read. */
class MessageFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 5_000;

    private static final int BYTES_MAX = 1 << 20;

    @FuzzTest
    void message(byte[] bytes) {
        int size = MessageDecoder.sizeOf(bytes, 0, bytes.length, BYTES_MAX);
        if (size > 0 && size <= bytes.length) {
            switch (MessageDecoder.decode(bytes, 0, size)) {
                case MessageDecoder.Decoded.Malformed(String reason) ->
                        assertThat(reason).isNotEmpty();
                case MessageDecoder.Decoded.BadBody bad -> assertThat(bad.reason()).isNotEmpty();
                case MessageDecoder.Decoded.Whole(Message message, int descriptors) ->
                        read(message);
            }
        }
    }

    private static void read(Message message) {
        assertThat(message.reader().rest()).isNotNull();
        var reader = message.reader();
        while (reader.hasNext()) {
            reader.skip();
        }
        if (MatchRule.parse("arg0path='/a/',arg63='b',path_namespace='/a'")
                instanceof MatchRule.Parsed.Valid(MatchRule rule)) {
            rule.matches(message);
        }
    }

    /** A whole conversation, in two pieces. */
    @FuzzTest
    void conversation(byte[] bytes) {
        Connection server =
                Connection.server(
                        Guid.random(new SplittableRandom(1)),
                        new Credentials(42, 1000, 1000),
                        Limits.SERVER,
                        fd -> {},
                        (connection, message) -> read(message));
        int half = bytes.length / 2;
        server.receive(bytes, 0, half);
        server.receive(bytes, half, bytes.length - half);
        Connection client =
                Connection.client(Limits.SERVER, fd -> {}, (connection, message) -> read(message));
        client.receive(bytes, 0, bytes.length);
    }

    @FuzzTest
    void texts(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        switch (MatchRule.parse(text)) {
            case MatchRule.Parsed.Valid(MatchRule rule) -> assertThat(rule).isNotNull();
            case MatchRule.Parsed.Invalid(String reason) -> assertThat(reason).isNotEmpty();
        }
        assertThat(DbusPath.unescape(DbusPath.escape(text))).isEqualTo(text);
        if (Signature.isValid(text)) {
            assertThat(String.join("", Signature.of(text).types())).isEqualTo(text);
        }
        if (Names.isBusName(text)) {
            assertThat(text).hasSizeLessThanOrEqualTo(Names.LENGTH_LIMIT);
        }
    }

    @Test
    void damagedBytesAreRead() {
        Corpus.of(getClass(), "message").tryDamaged(SEED, ROUNDS, this::message);
        Corpus.of(getClass(), "conversation").tryDamaged(SEED, ROUNDS, this::conversation);
        Corpus.of(getClass(), "texts").tryDamaged(SEED, ROUNDS, this::texts);
    }
}
