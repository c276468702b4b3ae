package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.ResourceLimit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The limits of setrlimit(2): {@code soft:hard}, or one for both.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5), PROCESS
 *     PROPERTIES</a>
 */
public final class LimitTypes {
    /** Nothing written: what the manager itself has. */
    public static final ResourceLimit INHERITED =
            new ResourceLimit(ResourceLimit.INFINITY, ResourceLimit.INFINITY);

    /** Bytes. */
    public static final ValueType<ResourceLimit> BYTES = limit("bytes", BasicTypes::parseSize);

    /** A plain number. */
    public static final ValueType<ResourceLimit> COUNT = limit("a number", LimitTypes::count);

    /** Whole seconds, rounded up. */
    public static final ValueType<ResourceLimit> SECONDS =
            limit(
                    "a time span",
                    text ->
                            infinityOr(
                                    text,
                                    () ->
                                            TimeSpan.parse(text)
                                                    .map(span ->
                                                            Math.ceilDiv(
                                                                    span.usec(), 1_000_000L))));

    /** Microseconds. */
    public static final ValueType<ResourceLimit> MICROSECONDS =
            limit(
                    "a time span",
                    text -> infinityOr(text, () -> TimeSpan.parse(text, 1).map(TimeSpan::usec)));

    /** A nice level with its sign, or what the kernel makes of it. */
    public static final ValueType<ResourceLimit> NICENESS =
            limit("a nice level", LimitTypes::niceness);

    private LimitTypes() {}

    /** Returns the two properties of a limit. */
    public static List<Property<ResourceLimit>> properties(String name) {
        return List.of(
                new Property<>(
                        name,
                        new Wire<>(
                                "t",
                                ResourceLimit::hard,
                                (before, value) -> List.of(withHard(before, value))),
                        Property.Access.LISTED),
                new Property<>(
                        name + "Soft",
                        new Wire<>(
                                "t",
                                ResourceLimit::soft,
                                (before, value) -> List.of(withSoft(before, value))),
                        Property.Access.LISTED));
    }

    /** A client sets the hard limit first, which is the soft one as well until that is set. */
    private static String withHard(List<String> before, Object value) {
        String hard = BasicTypes.unsigned(value);
        return before.isEmpty() ? hard + ":" + hard : part(before, 0) + ":" + hard;
    }

    private static String withSoft(List<String> before, Object value) {
        String soft = BasicTypes.unsigned(value);
        return before.isEmpty() ? soft + ":" + soft : soft + ":" + part(before, 1);
    }

    private static String part(List<String> before, int index) {
        return before.getLast().split(":", -1)[index];
    }

    private static ValueType<ResourceLimit> limit(
            String what, Function<String, Optional<Long>> number) {
        return new ValueType<>(
                "limit",
                (text, reading) -> {
                    int colon = text.indexOf(':');
                    Optional<Long> soft =
                            number.apply(colon < 0 ? text : text.substring(0, colon).strip());
                    Optional<Long> hard =
                            colon < 0 ? soft : number.apply(text.substring(colon + 1).strip());
                    if (soft.isEmpty() || hard.isEmpty()) {
                        reading.warn("'" + text + "' is not " + what + ", ignored");
                        return Optional.empty();
                    }
                    if (Long.compareUnsigned(soft.get(), hard.get()) > 0) {
                        reading.warn("the soft limit is above the hard one, ignored");
                        return Optional.empty();
                    }
                    return Optional.of(new ResourceLimit(soft.get(), hard.get()));
                },
                Merge.assign(),
                Wire.scalar("t", ResourceLimit::hard, BasicTypes::unsigned));
    }

    private static Optional<Long> infinityOr(
            String text, java.util.function.Supplier<Optional<Long>> number) {
        return text.equals("infinity") ? Optional.of(ResourceLimit.INFINITY) : number.get();
    }

    private static Optional<Long> count(String text) {
        return infinityOr(text, () -> BasicTypes.parseLong(text).filter(number -> number >= 0));
    }

    private static Optional<Long> niceness(String text) {
        if (!text.startsWith("+") && !text.startsWith("-")) {
            return count(text).filter(number -> number <= 40);
        }
        return BasicTypes.parseLong(text)
                .filter(level -> level >= -20 && level <= 19)
                .map(level -> 20 - level);
    }
}
