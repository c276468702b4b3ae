package hearth.daemon.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hearth.daemon.protocol.Specification.Item;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.ConditionResult;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.protocol.record.Verdict;
import java.io.DataInputStream;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private static final List<Class<?>> MESSAGES =
            Samples.messages(
                    KeeperOrder.class, HandOrder.class, KeeperEvent.class, HandEvent.class);

    private final Specification specification = Specification.read();

    ProtocolTest() throws Exception {}

    @Test
    void eachMessageOfTheProtocolIsOneRecordWithItsNumber() throws Exception {
        var samples = new Samples(1);
        var numbers = new TreeMap<String, Integer>();
        for (var type : MESSAGES) {
            numbers.put(type.getSimpleName(), samples.message(type).number());
        }

        assertThat(numbers)
                .isEqualTo(
                        specification.messages.values().stream()
                                .collect(
                                        Collectors.toMap(
                                                Specification.Part::name,
                                                Specification.Part::number)));
    }

    @Test
    void eachMessageGoesTheWayThatTheProtocolSays() {
        for (var type : MESSAGES) {
            assertThat(directions(type))
                    .as(type.getSimpleName())
                    .isEqualTo(
                            switch (specified(type).direction()) {
                                case "KEEPER_ORDER" -> Set.of(KeeperOrder.class);
                                case "HAND_ORDER" -> Set.of(HandOrder.class);
                                case "CGROUP_ORDER", "COMMON_ORDER" ->
                                        Set.of(KeeperOrder.class, HandOrder.class);
                                case "KEEPER_EVENT" -> Set.of(KeeperEvent.class);
                                case "HAND_EVENT" -> Set.of(HandEvent.class);
                                case "COMMON_EVENT" -> Set.of(KeeperEvent.class, HandEvent.class);
                                default -> Set.of();
                            });
        }
    }

    @Test
    void fieldsHaveTheNamesTypesAndOrderOfTheProtocol() throws Exception {
        for (var type : MESSAGES) {
            assertComponents(type, specified(type).items());
        }
        for (var part : specification.records.values()) {
            assertComponents(
                    Class.forName("hearth.daemon.protocol.record." + part.name()), part.items());
        }
    }

    @Test
    void enumerationsHaveTheValuesOfTheProtocol() throws Exception {
        for (var part : specification.enumerations.values()) {
            var type = Class.forName("hearth.daemon.protocol.record." + part.name());
            for (var item : part.items()) {
                var constant =
                        Arrays.stream(type.getEnumConstants())
                                .filter(value -> value.toString().equals(item.name()))
                                .findFirst();
                assertThat(constant).as(part.name() + "." + item.name()).isPresent();
                assertThat(type.getDeclaredMethod("number").invoke(constant.get()))
                        .isEqualTo(Integer.parseInt(item.type()));
            }
            assertThat(type.getEnumConstants()).hasSize(part.items().size());
        }
    }

    @Test
    void everyMessageComesBackAsItWasSent() throws Exception {
        var samples = new Samples(2);
        for (int round = 0; round < 20; round++) {
            for (var type : MESSAGES) {
                var message = samples.message(type);
                var frame = Codec.encode(round + 1, message, 0);

                assertThat(decode(type, frame)).isEqualTo(new Decoded.Good<>(round + 1, message));
            }
        }
    }

    @Test
    void theKeepersDecoderUnderstandsEveryMessageAndEncodesItAlike() throws Exception {
        var process = new ProcessBuilder(echo("protocol-echo")).start();
        var samples = new Samples(3);
        try (var out = process.getOutputStream();
                var in = new DataInputStream(process.getInputStream())) {
            for (int round = 0; round < 20; round++) {
                for (var type : MESSAGES) {
                    byte[] datagram =
                            Codec.encode(1, samples.message(type), 0).datagram().toArray();
                    var sent = echoed(datagram);
                    out.write(sent);
                    out.flush();

                    assertThat(in.readNBytes(sent.length)).as(type.getSimpleName()).isEqualTo(sent);
                }
            }
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aLargeBodyTravelsInAMemfd() {
        var content = Bytes.of(new byte[Codec.INLINE_LIMIT + 1]);
        var order = new FileOrder.WriteFile("/file", 0644, false, content);
        var frame = Codec.encode(7, order, 0);

        assertThat(Header.of(frame.datagram().toArray()))
                .contains(new Header(order.number(), true, 1, 7));
        assertThat(frame.datagram().length()).isEqualTo(Header.SIZE);
        assertThat(decode(HandOrder.class, frame)).isEqualTo(new Decoded.Good<>(7, order));
    }

    @Test
    void mutatedMessagesAreEitherMessagesOrMalformed() throws Exception {
        var samples = new Samples(4);
        var random = new Random(5);
        var outcomes = new HashSet<Class<?>>();
        for (int round = 0; round < 50; round++) {
            for (var type : MESSAGES) {
                byte[] datagram = Codec.encode(1, samples.message(type), 0).datagram().toArray();
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
                var cut = Arrays.copyOf(datagram, datagram.length - random.nextInt(2));
                outcomes.add(decode(type, new Frame(Bytes.of(cut), Optional.empty())).getClass());
            }
        }
        assertThat(outcomes)
                .containsExactlyInAnyOrder(
                        Decoded.Good.class, Decoded.Unknown.class, Decoded.Malformed.class);
    }

    @Test
    void anOrderIsNoEvent() {
        var frame = Codec.encode(1, new HandOrder.EndHand(), 0);

        assertThat(Codec.decodeHandEvent(frame.datagram().toArray(), Optional.empty()))
                .isEqualTo(new Decoded.Unknown<>(1, "message 0x0301"));
    }

    @Test
    void eachMessageCameWithTheVersionThatTheProtocolSays() throws Exception {
        var samples = new Samples(6);
        for (var type : MESSAGES) {
            assertThat(samples.message(type).since())
                    .as(type.getSimpleName())
                    .isEqualTo(specified(type).since())
                    .isLessThanOrEqualTo(Codec.VERSION);
        }
    }

    @Test
    void whatALaterVersionHasBehindTheFieldsIsPassedOver() throws Exception {
        var samples = new Samples(7);
        for (var type : MESSAGES) {
            var message = samples.message(type);
            byte[] datagram = Codec.encode(1, message, 0).datagram().toArray();
            var longer = Arrays.copyOf(datagram, datagram.length + 5);
            longer[datagram.length] = 1;

            assertThat(decode(type, new Frame(Bytes.of(longer), Optional.empty())))
                    .isEqualTo(new Decoded.Good<>(1, message));
        }
    }

    @Test
    void whatAnEarlierVersionDoesNotHaveIsZeroOrEmpty() throws Exception {
        var samples = new Samples(8);
        for (var type : MESSAGES) {
            byte[] datagram = Codec.encode(1, samples.message(type), 0).datagram().toArray();
            var header = Bytes.of(Arrays.copyOf(datagram, Header.SIZE));

            var decoded = decode(type, new Frame(header, Optional.empty()));

            assertThat(decoded).isInstanceOf(Decoded.Good.class);
            byte[] again =
                    Codec.encode(1, ((Decoded.Good<?>) decoded).message(), 0).datagram().toArray();
            assertThat(Arrays.copyOfRange(again, Header.SIZE, again.length))
                    .isEqualTo(new byte[again.length - Header.SIZE]);
        }
    }

    @Test
    void fieldsThatAreThereCountAndThoseBehindAreMissing() {
        byte[] whole =
                Codec.encode(1, new FileOrder.ReadFile("/file", 4711, true), 0)
                        .datagram()
                        .toArray();
        var shorter = Bytes.of(Arrays.copyOf(whole, whole.length - 1 - Integer.BYTES));

        assertThat(decode(HandOrder.class, new Frame(shorter, Optional.empty())))
                .isEqualTo(new Decoded.Good<>(1, new FileOrder.ReadFile("/file", 0, false)));
    }

    @Test
    void aListWhoseItemsAreMissingIsMalformed() {
        var limits = List.of(new Limit(1, 0, 0), new Limit(2, 0, 0));
        byte[] whole = Codec.encode(1, welcome(limits), 0).datagram().toArray();
        var cut = Bytes.of(Arrays.copyOf(whole, whole.length - 5 - Long.BYTES));

        assertThat(decode(HandEvent.class, new Frame(cut, Optional.empty())))
                .isInstanceOf(Decoded.Malformed.class);
    }

    private static HandEvent.HandWelcome welcome(List<Limit> limits) {
        return new HandEvent.HandWelcome(
                2, 1, 1, List.of(), 2, "a", "/", "/", "/", List.of(), limits, 0, true);
    }

    @Test
    void aValueThatOnlyALaterVersionKnowsIsNoFault() {
        var results = List.of(new ConditionResult(Verdict.YES, 0));
        byte[] datagram =
                Codec.encode(3, new HandEvent.ConditionResults(results), 0).datagram().toArray();
        datagram[Header.SIZE + Integer.BYTES] = 77;

        assertThat(decode(HandEvent.class, new Frame(Bytes.of(datagram), Optional.empty())))
                .isEqualTo(new Decoded.Unknown<>(3, "Verdict 77"));
    }

    @Test
    void aLaterVersionOfTheKeeperUnderstandsEveryMessage() throws Exception {
        var process = new ProcessBuilder(echo("later/protocol-echo")).start();
        var samples = new Samples(9);
        try (var out = process.getOutputStream();
                var in = new DataInputStream(process.getInputStream())) {
            for (var type : MESSAGES) {
                byte[] datagram = Codec.encode(1, samples.message(type), 0).datagram().toArray();
                out.write(echoed(datagram));
                out.flush();

                // It has a field more, which was missing.
                assertThat(in.readNBytes(echoed(datagram).length + Long.BYTES))
                        .as(type.getSimpleName())
                        .isEqualTo(echoed(Arrays.copyOf(datagram, datagram.length + Long.BYTES)));
            }
        }
        assertThat(process.waitFor()).isZero();
    }

    private static String echo(String name) {
        return Path.of("../keeper/target", name).toAbsolutePath().toString();
    }

    @Test
    void aTextWithNulIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Codec.encode(1, new CommonOrder.RemoveCgroup("/a\0b"), 0));
    }

    private Specification.Part specified(Class<?> type) {
        return Objects.requireNonNull(
                specification.messages.get(type.getSimpleName()), type.getSimpleName());
    }

    /** Returns what protocol-echo reads: u32 length, u16 kind, body. */
    private static byte[] echoed(byte[] datagram) {
        int body = datagram.length - Header.SIZE;
        return ByteBuffer.allocate(Integer.BYTES + Short.BYTES + body)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(Short.BYTES + body)
                .put(datagram, 0, Short.BYTES)
                .put(datagram, Header.SIZE, body)
                .array();
    }

    private static Decoded<? extends Message> decode(Class<?> type, Frame frame) {
        byte[] datagram = frame.datagram().toArray();
        var memfd = frame.memfd().map(Bytes::toArray);
        if (KeeperOrder.class.isAssignableFrom(type)) {
            return Codec.decodeKeeperOrder(datagram, memfd);
        }
        if (HandOrder.class.isAssignableFrom(type)) {
            return Codec.decodeHandOrder(datagram, memfd);
        }
        return KeeperEvent.class.isAssignableFrom(type)
                ? Codec.decodeKeeperEvent(datagram, memfd)
                : Codec.decodeHandEvent(datagram, memfd);
    }

    private static Set<Class<?>> directions(Class<?> type) {
        return List.of(KeeperOrder.class, HandOrder.class, KeeperEvent.class, HandEvent.class)
                .stream()
                .filter(way -> way.isAssignableFrom(type))
                .collect(Collectors.toSet());
    }

    private static void assertComponents(Class<?> type, List<Item> items) {
        assertThat(
                        Arrays.stream(type.getRecordComponents())
                                .map(ProtocolTest::declaration)
                                .toList())
                .as(type.getSimpleName())
                .isEqualTo(
                        items.stream()
                                .map(item -> Specification.javaType(item) + " " + item.name())
                                .toList());
    }

    private static String declaration(RecordComponent component) {
        var type = component.getGenericType().getTypeName().replaceAll("[a-z]+\\.", "");
        return type + " " + component.getName();
    }
}
