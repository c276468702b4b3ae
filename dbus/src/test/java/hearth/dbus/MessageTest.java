package hearth.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import hearth.dbus.MessageDecoder.Decoded;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final DbusPath PATH = DbusPath.of("/org/freedesktop/systemd1");
    private static final String MANAGER = "org.freedesktop.systemd1.Manager";

    /** A call of Ping at "/" with the string "hi", as the specification lays it out, big endian. */
    private static final String BIG_ENDIAN_CALL =
            """
            42 01 00 01 00 00 00 07 00 00 00 2a 00 00 00 27
            01 01 6f 00 00 00 00 01 2f 00 00 00 00 00 00 00
            03 01 73 00 00 00 00 04 50 69 6e 67 00 00 00 00
            08 01 67 00 01 73 00 00
            00 00 00 02 68 69 00
            """;

    @Test
    void aBigEndianMessageIsRead() {
        byte[] bytes = HexFormat.of().parseHex(BIG_ENDIAN_CALL.replaceAll("\\s", ""));
        // The fields' array ends before the padding.
        assertThat(MessageDecoder.sizeOf(bytes, 0, bytes.length, 1000)).isEqualTo(bytes.length);

        Message message = decode(bytes);
        assertThat(message.type()).isEqualTo(MessageType.METHOD_CALL);
        assertThat(message.serial()).isEqualTo(42);
        assertThat(message.path()).contains(DbusPath.ROOT);
        assertThat(message.member()).contains("Ping");
        assertThat(message.reader().string()).isEqualTo("hi");
    }

    @Test
    void aCallSaysWhatItWasMadeWith() {
        Message call =
                Message.call("org.freedesktop.systemd1", PATH, MANAGER, "StartUnit")
                        .withBody(Signature.of("ss"), w -> w.string("a.service").string("replace"))
                        .withFlags(Message.ALLOW_INTERACTIVE_AUTHORIZATION);
        Message decoded = decode(call.encode(7));

        assertThat(decoded.serial()).isEqualTo(7);
        assertThat(decoded.destination()).contains("org.freedesktop.systemd1");
        assertThat(decoded.isCall(MANAGER, "StartUnit")).isTrue();
        assertThat(decoded.allowsInteractiveAuthorization()).isTrue();
        assertThat(decoded.expectsReply()).isTrue();
        assertThat(decoded.reader().string()).isEqualTo("a.service");
    }

    @Test
    void anAnswerRefersToItsCallAndGoesToItsSender() {
        Message call = decode(Message.call("", PATH, MANAGER, "Get").withSender(":1.7").encode(9));
        Message error = decode(Message.error(call, ErrorName.NO_SUCH_UNIT, "no unit").encode(1));

        assertThat(error.replySerial()).isEqualTo(9);
        assertThat(error.destination()).contains(":1.7");
        assertThat(error.errorName()).contains("org.freedesktop.systemd1.NoSuchUnit");
        assertThat(error.errorText()).isEqualTo("no unit");
        assertThat(error.expectsReply()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsWrittenIsReadInBothByteOrders(long seed) {
        for (int i = 0; i < 200; i++) {
            List<Value> values = new RandomValues(seed * 1000 + i).values();
            Message message = signal(values);
            byte[] bytes = message.encode(1);

            assertThat(decode(bytes).reader().rest())
                    .as("seed %d", seed * 1000 + i)
                    .isEqualTo(values);
            assertThat(decode(BigEndian.of(bytes, message.signature())).reader().rest())
                    .as("seed %d, big endian", seed * 1000 + i)
                    .isEqualTo(values);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void skippingLeadsWhereReadingDoes(long seed) {
        for (int i = 0; i < 200; i++) {
            List<Value> values = new RandomValues(seed * 1000 + i).values();
            Message decoded = decode(signal(values).encode(1));
            MessageReader reader = decoded.reader();
            for (int at = 0; at < values.size(); at++) {
                assertThat(reader.hasNext()).isTrue();
                if (at % 2 == 0) {
                    reader.skip();
                } else {
                    assertThat(reader.value()).isEqualTo(values.get(at));
                }
            }
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void garbageIsMalformedOrReadable(long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = signal(new RandomValues(seed * 100 + i % 100).values()).encode(1);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int size = MessageDecoder.sizeOf(bytes, 0, bytes.length, 1 << 20);
            if (size <= 0 || size > bytes.length) {
                continue;
            }
            switch (MessageDecoder.decode(bytes, 0, size)) {
                case Decoded.Malformed(String reason) -> assertThat(reason).isNotEmpty();
                case Decoded.BadBody bad -> assertThat(bad.reason()).isNotEmpty();
                case Decoded.Whole(Message message, int fds) ->
                        assertThat(message.reader().rest()).isNotNull();
            }
        }
    }

    @Test
    void anUnknownHeaderFieldIsIgnored() {
        assertThat(
                        fields(w ->
                                w.openStruct()
                                        .uint8(77)
                                        .variant(Signature.STRING, v -> v.string("x"))
                                        .closeStruct()))
                .isInstanceOf(Decoded.Whole.class);
    }

    @Test
    void aHeaderFieldOfTheWrongTypeOrTwiceOrZeroIsMalformed() {
        assertThat(
                        fields(w ->
                                w.openStruct()
                                        .uint8(6)
                                        .variant(Signature.UINT32, v -> v.uint32(1))
                                        .closeStruct()))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(
                        fields(w ->
                                w.openStruct()
                                        .uint8(3)
                                        .variant(Signature.STRING, v -> v.string("Twice"))
                                        .closeStruct()))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(
                        fields(w ->
                                w.openStruct()
                                        .uint8(0)
                                        .variant(Signature.STRING, v -> v.string("x"))
                                        .closeStruct()))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void aHeaderWithoutWhatItsTypeNeedsIsMalformed() {
        byte[] call = Message.call("", PATH, MANAGER, "Ping").encode(1);
        for (int type : new int[] {0, 2, 3}) {
            call[1] = (byte) type;
            assertThat(MessageDecoder.decode(call, 0, call.length))
                    .isInstanceOf(Decoded.Malformed.class);
        }
        call[1] = 99;
        assertThat(decode(call).type()).isEqualTo(MessageType.UNKNOWN);
    }

    @Test
    void aMessageAboveTheLimitIsRefusedByItsHeader() {
        byte[] bytes = Message.call("", PATH, MANAGER, "Ping").encode(1);

        assertThat(MessageDecoder.sizeOf(bytes, 0, bytes.length, bytes.length))
                .isEqualTo(bytes.length);
        assertThat(MessageDecoder.sizeOf(bytes, 0, bytes.length, bytes.length - 1)).isEqualTo(-1);
        bytes[7] = (byte) 0xff;
        assertThat(MessageDecoder.sizeOf(bytes, 0, bytes.length, Integer.MAX_VALUE)).isEqualTo(-1);
        assertThat(MessageDecoder.sizeOf(new byte[16], 0, 16, 1000)).isEqualTo(-1);
        assertThat(MessageDecoder.sizeOf(bytes, 0, 15, 1000)).isZero();
    }

    @Test
    void variantsNestNoDeeperThanTheSpecificationAllows() {
        assertThat(MessageDecoder.decode(nested(64), 0, nested(64).length))
                .isInstanceOf(Decoded.Whole.class);
        byte[] tooDeep = nested(65);
        assertThat(MessageDecoder.decode(tooDeep, 0, tooDeep.length))
                .isInstanceOf(Decoded.BadBody.class);
    }

    /** Returns a message of variants within each other, which our own writer refuses to write. */
    private static byte[] nested(int depth) {
        var body = new ByteArrayOutputStream();
        for (int i = 1; i < depth; i++) {
            body.writeBytes(new byte[] {1, 'v', 0});
        }
        body.writeBytes(new byte[] {1, 'y', 0, 5});
        byte[] head =
                Message.signal(PATH, MANAGER, "Deep")
                        .withBody(
                                Signature.VARIANT,
                                w -> w.variant(Signature.of("y"), v -> v.uint8(5)))
                        .encode(1);
        byte[] whole = Arrays.copyOf(head, head.length - 4 + body.size());
        System.arraycopy(body.toByteArray(), 0, whole, head.length - 4, body.size());
        Wire.put32(whole, 4, body.size());
        return whole;
    }

    @Test
    void aHandleBeyondTheDescriptorsIsMalformed() {
        byte[] bytes =
                Message.signal(PATH, MANAGER, "Fd")
                        .withBody(Signature.of("h"), w -> w.handle(0))
                        .encode(1);

        assertThat(MessageDecoder.decode(bytes, 0, bytes.length))
                .isInstanceOf(Decoded.BadBody.class);
    }

    @Test
    void writingAnotherTypeThanPromisedIsAMistake() {
        var writer = new MessageWriter(Signature.of("a(su)"));
        writer.openArray().openStruct().string("x");

        assertThatIllegalStateException().isThrownBy(() -> writer.string("y"));
        assertThatIllegalStateException().isThrownBy(writer::closeStruct);
        assertThatIllegalStateException().isThrownBy(writer::toByteArray);
        writer.uint32(1).closeStruct().closeArray();
        assertThatIllegalStateException().isThrownBy(() -> writer.string("more"));
    }

    @Test
    void readingAnotherTypeThanThereIsIsAMistake() {
        Message message = signal(List.of(new Value.Uint32(5)));

        assertThatIllegalStateException().isThrownBy(() -> message.reader().string());
        assertThatIllegalStateException().isThrownBy(() -> message.reader().openVariant());
        MessageReader reader = message.reader();
        assertThat(reader.uint32()).isEqualTo(5);
        assertThatIllegalStateException().isThrownBy(reader::uint32);
    }

    @Test
    void whatDbusCannotCarryIsReplaced() {
        Message message = signal(List.of(new Value.Text("a\0b\ud800c")));

        assertThat(decode(message.encode(1)).reader().string()).isEqualTo("a\ufffdb?c");
    }

    private static Decoded fields(Consumer<MessageWriter> extra) {
        var writer = new MessageWriter(Header.SHAPE);
        writer.uint8('l').uint8(1).uint8(0).uint8(1).uint32(0).uint32(1).openArray();
        writer.openStruct()
                .uint8(1)
                .variant(Signature.OBJECT_PATH, v -> v.objectPath(PATH))
                .closeStruct();
        writer.openStruct().uint8(3).variant(Signature.STRING, v -> v.string("Ping")).closeStruct();
        extra.accept(writer);
        byte[] bytes = writer.closeArray().toByteArray();
        byte[] padded = Arrays.copyOf(bytes, Wire.align(bytes.length, 8));
        assertThat(MessageDecoder.sizeOf(padded, 0, padded.length, 1000)).isEqualTo(padded.length);
        return MessageDecoder.decode(padded, 0, padded.length);
    }

    private static Message signal(List<Value> values) {
        String types =
                values.stream().map(v -> v.signature().toString()).collect(Collectors.joining());
        return Message.signal(PATH, MANAGER, "Random")
                .withBody(Signature.of(types), writer -> values.forEach(writer::value));
    }

    private static Message decode(byte[] bytes) {
        int size = MessageDecoder.sizeOf(bytes, 0, bytes.length, 1 << 27);
        assertThat(size).isEqualTo(bytes.length);
        return switch (MessageDecoder.decode(bytes, 0, size)) {
            case Decoded.Whole(Message message, int fds) -> message;
            case Decoded.Malformed(String reason) -> throw new AssertionError(reason);
            case Decoded.BadBody bad -> throw new AssertionError(bad.reason());
        };
    }
}
