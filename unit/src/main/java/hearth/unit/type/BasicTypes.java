package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.Words;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.Signals;
import hearth.unit.value.WireName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that settings of all manual pages have. */
public final class BasicTypes {
    /** The bits of "no limit" and "not set". */
    public static final long UNSET = -1;

    /**
     * The most members of one line's list: as many as a file has directives. People have thousands
     * of addresses in one, and a unit is charged by its text, of which a word is at least two
     * bytes.
     */
    static final int MAX_WORDS = 16_384;

    /** Yes or no. */
    public static final ValueType<Boolean> BOOLEAN =
            new ValueType<>(
                    "boolean",
                    (text, reading) -> orWarn(parseBoolean(text), text, "a boolean", reading),
                    Merge.assign(),
                    Wire.scalar("b", value -> value, value -> (Boolean) value ? "yes" : "no"));

    /** Text as it is, specifiers resolved. */
    public static final ValueType<String> STRING =
            new ValueType<>(
                    "text",
                    (text, reading) -> reading.resolve(text),
                    Merge.assignOrReset(),
                    Wire.scalar("s", value -> value, Wire::literal));

    /** Text that refuses the unit where a specifier has no meaning. */
    static final ValueType<String> STRICT_STRING =
            new ValueType<>(
                    "text",
                    (text, reading) -> reading.resolveOrRefuse(text),
                    Merge.assignOrReset(),
                    Wire.scalar("s", value -> value, Wire::literal));

    /** Text as it is, without specifiers. */
    public static final ValueType<String> RAW =
            new ValueType<>(
                    "text",
                    (text, reading) -> Optional.of(text),
                    Merge.assignOrReset(),
                    Wire.scalar("s", value -> value, Object::toString));

    /** Texts of directives that are known and not taken apart. */
    public static final ValueType<List<String>> RAW_LINES =
            new ValueType<>(
                    "text",
                    (text, reading) -> Optional.of(List.of(text)),
                    Merge.append(),
                    Wire.list("as", value -> value, Object::toString));

    /** One absolute path. */
    public static final ValueType<String> PATH =
            new ValueType<>(
                    "path",
                    (text, reading) ->
                            reading.resolve(text).flatMap(path -> absolute(path, reading)),
                    Merge.assignOrReset(),
                    Wire.scalar("s", value -> value, Wire::literal));

    /** One absolute path that refuses the unit where a specifier has no meaning. */
    public static final ValueType<String> STRICT_PATH =
            new ValueType<>(
                    "path",
                    (text, reading) ->
                            reading.resolveOrRefuse(text).flatMap(path -> absolute(path, reading)),
                    Merge.assignOrReset(),
                    Wire.scalar("s", value -> value, Wire::literal));

    /** Words that refuse the unit where a specifier has no meaning. */
    static final ValueType<List<String>> STRICT_WORDS =
            list("words", (word, reading) -> reading.resolveOrRefuse(word));

    /** Words, each resolved. */
    public static final ValueType<List<String>> WORDS =
            list("words", (word, reading) -> reading.resolve(word));

    /** Absolute paths. */
    public static final ValueType<List<String>> PATHS =
            list(
                    "paths",
                    (word, reading) ->
                            reading.resolve(word).flatMap(path -> absolute(path, reading)));

    /** A span of time, in seconds where no unit is written. */
    public static final ValueType<TimeSpan> TIME_SPAN =
            new ValueType<>(
                    "time span",
                    (text, reading) -> orWarn(TimeSpan.parse(text), text, "a time span", reading),
                    Merge.assign(),
                    spanWire());

    /** A span of time where zero means no limit. */
    public static final ValueType<TimeSpan> TIME_LIMIT =
            new ValueType<>(
                    "time span",
                    (text, reading) ->
                            orWarn(TimeSpan.parse(text), text, "a time span", reading)
                                    .map(span -> span.usec() == 0 ? TimeSpan.INFINITY : span),
                    Merge.assign(),
                    spanWire());

    /** A mode of files, octal. */
    public static final ValueType<Integer> MODE =
            new ValueType<>(
                    "octal mode",
                    (text, reading) -> orWarn(parseMode(text), text, "an octal mode", reading),
                    Merge.assign(),
                    Wire.scalar(
                            "u",
                            value -> value,
                            value -> String.format(Locale.ROOT, "%04o", number(value))));

    /** A signal, by name or number. */
    public static final ValueType<Integer> SIGNAL =
            new ValueType<>(
                    "signal",
                    (text, reading) ->
                            orWarn(boxed(Signals.parse(text)), text, "a signal", reading),
                    Merge.assign(),
                    Wire.scalar(
                            "i",
                            value -> value,
                            value -> Signals.nameOf((int) number(value)).orElse("" + value)));

    /** A size in bytes, suffixes to the base 1024; infinity is {@link #UNSET}. */
    public static final ValueType<Long> SIZE =
            new ValueType<>(
                    "size",
                    (text, reading) -> orWarn(parseSize(text), text, "a size", reading),
                    Merge.assign(),
                    Wire.scalar("t", value -> value, BasicTypes::unsigned));

    private BasicTypes() {}

    /** Parses one word of a list. */
    @FunctionalInterface
    interface WordParser<E> {
        /** Returns the value; nothing, after a warning, where the word is to be ignored. */
        Optional<E> parse(String word, Reading reading);
    }

    /** Returns the type of a list of words, which each line makes longer. */
    static ValueType<List<String>> list(String name, WordParser<String> parser) {
        return listOf(
                name,
                parser,
                Merge.append(),
                Wire.list("as", value -> value, word -> Words.quote(Wire.literal(word))));
    }

    /** Returns the type of a list of words with a shape of its own. */
    static <E> ValueType<List<E>> listOf(
            String name, WordParser<E> parser, Merge<List<E>> merge, Wire<List<E>> wire) {
        return new ValueType<>(
                name,
                (text, reading) -> {
                    List<E> values = new ArrayList<>();
                    for (String word : words(text, reading)) {
                        parser.parse(word, reading).ifPresent(values::add);
                    }
                    return values.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(values));
                },
                merge,
                wire);
    }

    /** Returns the words of a line; after a word to the reading only the good ones. */
    public static List<String> words(String text, Reading reading) {
        return words(text, Words.Escapes.KEPT, reading);
    }

    /** Returns the words of a line, its escapes decoded or not. */
    public static List<String> words(String text, Words.Escapes escapes, Reading reading) {
        List<String> all = new ArrayList<>();
        Words words = new Words(text, escapes);
        while (all.size() < MAX_WORDS) {
            switch (words.next()) {
                case Words.Next.Word word -> all.add(word.text());
                case Words.Next.End end -> {
                    return all;
                }
                case Words.Next.Broken broken -> {
                    reading.warn(broken.message() + ", the rest of the line is ignored");
                    return all;
                }
            }
        }
        reading.warn("more than " + MAX_WORDS + " words, the rest is ignored");
        return all;
    }

    /** Returns the type of texts that are one of a few. */
    public static ValueType<String> oneOf(String name, String... texts) {
        return new ValueType<>(
                name,
                (text, reading) ->
                        orWarn(
                                Optional.of(text).filter(List.of(texts)::contains),
                                text,
                                "a " + name,
                                reading),
                Merge.assign(),
                Wire.scalar("s", value -> value, BasicTypes::oneName));
    }

    /** Returns the type of an enum by its spellings. */
    public static <E extends Enum<E> & WireName> ValueType<E> choice(String name, E[] values) {
        return choice(name, values, Wire.scalar("s", WireName::wireName, BasicTypes::oneName));
    }

    /** Returns the type of an enum by its spellings, with a shape of its own. */
    public static <E extends Enum<E> & WireName> ValueType<E> choice(
            String name, E[] values, Wire<E> wire) {
        return new ValueType<>(
                name,
                (text, reading) -> {
                    Optional<E> value = named(values, text);
                    if (value.isEmpty()) {
                        reading.warn(
                                "'"
                                        + text
                                        + "' is no "
                                        + name
                                        + " (one of "
                                        + Arrays.stream(values)
                                                .map(WireName::wireName)
                                                .collect(Collectors.joining(", "))
                                        + "), ignored");
                    }
                    return value;
                },
                Merge.assign(),
                wire);
    }

    /** An empty line would restore the default; a call names what it wants. */
    private static String oneName(Object value) {
        if (value.toString().isEmpty()) {
            throw new IllegalArgumentException("the value is empty");
        }
        return value.toString();
    }

    /** Returns the type of an enum whose values are numbers on the bus. */
    public static <E extends Enum<E> & WireName> ValueType<E> numbered(
            String name, E[] values, Function<E, Integer> number) {
        return choice(
                name,
                values,
                Wire.scalar(
                        "i",
                        number::apply,
                        value -> {
                            for (E one : values) {
                                if (number.apply(one) == number(value)) {
                                    return one.wireName();
                                }
                            }
                            throw new IllegalArgumentException("no " + name + ": " + value);
                        }));
    }

    /** Returns the type of an enum that knows a yes and a no as well. */
    public static <E extends Enum<E> & WireName> ValueType<E> switchable(
            String name, E[] values, E no, E yes) {
        ValueType<E> plain = choice(name, values);
        return new ValueType<>(
                name,
                (text, reading) ->
                        parseBoolean(text)
                                .map(isOn -> isOn ? yes : no)
                                .or(() -> plain.parser().parse(text, reading)),
                plain.merge(),
                plain.wire());
    }

    static <E extends WireName> Optional<E> named(E[] values, String text) {
        for (E value : values) {
            if (value.wireName().equals(text)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Returns the type of a whole number within bounds. */
    public static ValueType<Integer> integer(String signature, int lowest, int highest) {
        return new ValueType<>(
                "number",
                (text, reading) ->
                        orWarn(
                                parseLong(text)
                                        .filter(value -> value >= lowest && value <= highest)
                                        .map(Long::intValue),
                                text,
                                "a number from " + lowest + " to " + highest,
                                reading),
                Merge.assign(),
                Wire.scalar(signature, value -> value, Object::toString));
    }

    /** Returns the wire of spans; all bits set are infinity there. */
    static Wire<TimeSpan> spanWire() {
        return Wire.scalar(
                "t",
                span -> span.isInfinite() ? UNSET : span.usec(),
                value -> isInfinite(value) ? "infinity" : unsigned(value) + "us");
    }

    /** Returns whether a neutral number has the bits of infinity, or ours. */
    static boolean isInfinite(Object value) {
        long bits = number(value);
        return bits == UNSET || bits == Long.MAX_VALUE;
    }

    /** Returns what an integer of the bus is, whatever its width. */
    static long number(Object value) {
        return ((Number) value).longValue();
    }

    /** Returns an unsigned number as text, "infinity" for all bits set. */
    static String unsigned(Object value) {
        return number(value) == UNSET ? "infinity" : Long.toUnsignedString(number(value));
    }

    public static <T> Optional<T> orWarn(
            Optional<T> value, String text, String wanted, Reading reading) {
        if (value.isEmpty()) {
            reading.warn("'" + text + "' is not " + wanted + ", ignored");
        }
        return value;
    }

    public static Optional<Boolean> parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "yes", "y", "true", "t", "on" -> Optional.of(true);
            case "0", "no", "n", "false", "f", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Optional<Long> parseLong(String text) {
        try {
            boolean isSigned = text.startsWith("-") || text.startsWith("+");
            boolean isHexadecimal = text.startsWith("0x");
            return text.length() <= 20 && !(isSigned && text.length() == 1)
                    ? Optional.of(
                            isHexadecimal
                                    ? Long.parseLong(text.substring(2), 16)
                                    : Long.parseLong(text))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> parseMode(String text) {
        boolean isOctal = !text.isEmpty() && text.length() <= 6;
        for (int i = 0; i < text.length(); i++) {
            isOctal &= text.charAt(i) >= '0' && text.charAt(i) <= '7';
        }
        return isOctal
                ? Optional.of(Integer.parseInt(text, 8)).filter(mode -> mode <= 07777)
                : Optional.empty();
    }

    /** Returns bytes: a number with a suffix of K, M, G, T, P, E or B, or infinity. */
    static Optional<Long> parseSize(String text) {
        if (text.equals("infinity")) {
            return Optional.of(UNSET);
        }
        int suffix = text.isEmpty() ? -1 : "BKMGTPE".indexOf(text.charAt(text.length() - 1));
        String digits = suffix < 0 ? text : text.substring(0, text.length() - 1).strip();
        if (!digits.matches("[0-9]{1,20}(\\.[0-9]{1,20})?")) {
            return Optional.empty();
        }
        BigDecimal bytes =
                new BigDecimal(digits)
                        .multiply(BigDecimal.valueOf(1L << (10 * Math.max(suffix, 0))));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0
                ? Optional.of(bytes.longValue())
                : Optional.empty();
    }

    /** Returns an absolute path without needless slashes and dots; a warning for any other. */
    static Optional<String> absolute(String path, Reading reading) {
        Optional<String> problem = problemOfAbsolute(path);
        problem.ifPresent(message -> reading.warn(message + ", ignored"));
        return problem.isPresent() ? Optional.empty() : Optional.of(simplified(path));
    }

    /** Returns an absolute path as {@link #absolute} does; any other refuses the unit. */
    static Optional<String> absoluteOrRefuse(String path, Reading reading) {
        Optional<String> problem = problemOfAbsolute(path);
        problem.ifPresent(reading::refuse);
        return problem.isPresent() ? Optional.empty() : Optional.of(simplified(path));
    }

    static Optional<String> problemOfAbsolute(String path) {
        if (!path.startsWith("/")) {
            return Optional.of("'" + path + "' is not an absolute path");
        }
        return isClimbing(path)
                ? Optional.of("'" + path + "' is not a path without '..'")
                : Optional.empty();
    }

    /** Returns whether a path goes up again: where that leads depends on links. */
    static boolean isClimbing(String path) {
        return path.contains("..") && Arrays.asList(path.split("/", -1)).contains("..");
    }

    /** Returns a path without double slashes, single dots and a slash at its end. */
    static String simplified(String path) {
        if (!path.contains("//") && !path.contains("/.") && !path.endsWith("/")) {
            return path;
        }
        String joined =
                Arrays.stream(path.split("/", -1))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .collect(Collectors.joining("/"));
        return path.startsWith("/") ? "/" + joined : joined;
    }

    static Optional<Integer> boxed(OptionalInt value) {
        return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
    }

    static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    /** Returns a type that differs in what an empty line does: it restores the default. */
    public static <T> ValueType<T> resettable(ValueType<T> type) {
        return new ValueType<>(type.name(), type.parser(), Merge.assignOrReset(), type.wire());
    }

    /** Returns a type that differs in its shape on the bus. */
    static <T> ValueType<T> shaped(ValueType<T> type, Wire<T> wire) {
        return new ValueType<>(type.name(), type.parser(), type.merge(), wire);
    }

    /** Returns the wire of a type's value under another view of it, to be read only. */
    static <T> Property<T> readOnly(
            String name, String signature, Function<? super T, Object> reader) {
        return new Property<>(name, Wire.readOnly(signature, reader), Property.Access.LISTED);
    }
}
