package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.CEscapes;
import hearth.unit.value.exec.Credential;
import hearth.unit.value.exec.SecurityLabel;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The types of labels of security modules, and of credentials.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     MANDATORY ACCESS CONTROL and CREDENTIALS</a>
 */
public final class SecurityTypes {
    /** As long as a file's name can be. */
    private static final int MAX_ID = 255;

    /** What mounts pass on to others, by their bits in mount(2). */
    private static final Map<String, Long> PROPAGATIONS =
            Map.of("shared", 1L << 20, "slave", 1L << 19, "private", 1L << 18);

    /** {@code AppArmorProfile=} and its like: a label, optional behind a {@code -}. */
    public static final ValueType<SecurityLabel> LABEL =
            new ValueType<>(
                    "label",
                    (text, reading) -> {
                        boolean isOptional = text.startsWith("-");
                        return reading.resolve(isOptional ? text.substring(1) : text)
                                .map(label -> new SecurityLabel(label, isOptional));
                    },
                    Merge.assignOrReset(),
                    Wire.scalar(
                            "(bs)",
                            label -> List.of(label.isOptional(), label.text()),
                            value -> {
                                List<?> fields = (List<?>) value;
                                return ((Boolean) fields.get(0) ? "-" : "")
                                        + Wire.literal(fields.get(1));
                            }));

    /** {@code MountFlags=}: a word, which is a bit on the bus; 0 for none. */
    public static final ValueType<Long> PROPAGATION =
            new ValueType<>(
                    "propagation of mounts",
                    (text, reading) ->
                            BasicTypes.orWarn(
                                    Optional.ofNullable(PROPAGATIONS.get(text)),
                                    text,
                                    "one of shared, slave and private",
                                    reading),
                    Merge.assignOrReset(),
                    Wire.scalar("t", value -> value, SecurityTypes::propagationText));

    /** {@code LoadCredential=}: a name, and where its content is. */
    public static final ValueType<List<Credential>> LOADED =
            new ValueType<>(
                    "credential",
                    SecurityTypes::parseLoaded,
                    Merge.append(),
                    Wire.list(
                            "a(ss)",
                            credentials ->
                                    credentials.stream()
                                            .map(one -> List.of(one.id(), one.source()))
                                            .toList(),
                            member -> {
                                List<?> fields = (List<?>) member;
                                return Wire.literal(id(fields.get(0)))
                                        + ":"
                                        + Wire.literal(fields.get(1));
                            }));

    /** {@code SetCredential=}: a name and the content, with the escapes of C. */
    public static final ValueType<List<Credential>> SET =
            content(
                    (text, reading) ->
                            CEscapes.unescape(text)
                                    .map(plain -> plain.getBytes(StandardCharsets.UTF_8)),
                    SecurityTypes::escaped);

    /** {@code SetCredentialEncrypted=}: a name and the content in base 64. */
    public static final ValueType<List<Credential>> SET_ENCRYPTED =
            content(
                    (text, reading) -> {
                        try {
                            return Optional.of(
                                    Base64.getDecoder().decode(text.replaceAll("\\s", "")));
                        } catch (IllegalArgumentException noBase64) {
                            return Optional.empty();
                        }
                    },
                    bytes -> Base64.getEncoder().encodeToString(bytes));

    private SecurityTypes() {}

    private static String propagationText(Object value) {
        long bits = BasicTypes.number(value);
        if (bits == 0) {
            return "";
        }
        return PROPAGATIONS.entrySet().stream()
                .filter(entry -> entry.getValue() == bits)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no propagation of mounts"));
    }

    private static Optional<List<Credential>> parseLoaded(String text, Reading reading) {
        int colon = text.indexOf(':');
        Optional<String> id = reading.resolve(colon < 0 ? text : text.substring(0, colon));
        Optional<String> source = colon < 0 ? id : reading.resolve(text.substring(colon + 1));
        if (id.isEmpty() || source.isEmpty()) {
            return Optional.empty();
        }
        String place = source.get();
        boolean isPlace = place.startsWith("/") ? !BasicTypes.isClimbing(place) : isId(place);
        if (!isId(id.get()) || !isPlace) {
            reading.warn("'" + text + "' is no credential's name with its source, ignored");
            return Optional.empty();
        }
        return Optional.of(List.of(new Credential(id.get(), place)));
    }

    private static ValueType<List<Credential>> content(
            BiFunction<String, Reading, Optional<byte[]>> decode, Function<byte[], String> encode) {
        return new ValueType<>(
                "credential",
                (text, reading) -> parseContent(text, decode, reading),
                Merge.append(),
                Wire.list(
                        "a(say)",
                        credentials ->
                                credentials.stream()
                                        .map(one ->
                                                List.<Object>of(
                                                        one.id(),
                                                        one.source()
                                                                .getBytes(
                                                                        StandardCharsets
                                                                                .ISO_8859_1)))
                                        .toList(),
                        member -> {
                            List<?> fields = (List<?>) member;
                            return Wire.literal(id(fields.get(0)))
                                    + ":"
                                    + encode.apply((byte[]) fields.get(1));
                        }));
    }

    private static Optional<List<Credential>> parseContent(
            String text, BiFunction<String, Reading, Optional<byte[]>> decode, Reading reading) {
        int colon = text.indexOf(':');
        Optional<String> id =
                colon < 0 ? Optional.empty() : reading.resolve(text.substring(0, colon));
        Optional<byte[]> content =
                id.filter(SecurityTypes::isId)
                        .flatMap(name -> decode.apply(text.substring(colon + 1), reading));
        if (content.isEmpty()) {
            reading.warn("what is written is no credential's name with its content, ignored");
            return Optional.empty();
        }
        String bytes = new String(content.get(), StandardCharsets.ISO_8859_1);
        return Optional.of(List.of(new Credential(id.get(), bytes)));
    }

    /** A colon would end the name in a line. */
    private static Object id(Object name) {
        if (!isId(name.toString())) {
            throw new IllegalArgumentException("'" + name + "' is no credential's name");
        }
        return name;
    }

    private static boolean isId(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_ID
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':' && c != '/');
    }

    /** Bytes that are no plain letters are written by their numbers; none can be 0 in a line. */
    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte one : bytes) {
            int c = Byte.toUnsignedInt(one);
            if (c == 0) {
                throw new IllegalArgumentException("the content has a byte of 0");
            }
            boolean isPlain = c > ' ' && c < 0x7f && c != '\\' && c != '%';
            text.append(isPlain ? String.valueOf((char) c) : String.format("\\x%02x", c));
        }
        return text.toString();
    }
}
