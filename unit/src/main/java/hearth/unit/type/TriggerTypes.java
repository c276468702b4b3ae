package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.time.CalendarSpec;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.ListenAddress;
import hearth.unit.trigger.ListenKind;
import hearth.unit.trigger.ListenSocket;
import hearth.unit.trigger.PathWatch;
import hearth.unit.trigger.TimerBase;
import hearth.unit.trigger.TimerTrigger;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What starts other units: many spellings and one list for each type of unit; an empty one of any
 * spelling empties all of it. A line that cannot be read is left out.
 */
public final class TriggerTypes {
    /** The directive of calendar expressions. */
    public static final String ON_CALENDAR = "OnCalendar";

    /** When timers elapse. */
    public static final ValueType<List<TimerTrigger>> TIMERS =
            gathered("times", Wire.readOnly("a(st)", TriggerTypes::spans));

    /** What path units watch. */
    public static final ValueType<List<PathWatch>> PATHS =
            gathered(
                    "paths",
                    Wire.readOnly(
                            "a(ss)",
                            watches ->
                                    watches.reversed().stream()
                                            .map(watch ->
                                                    List.of(watch.kind().wireName(), watch.path()))
                                            .toList()));

    /** Where socket units listen. */
    public static final ValueType<List<ListenSocket>> SOCKETS =
            gathered(
                    "addresses",
                    Wire.readOnly(
                            "a(ss)",
                            sockets ->
                                    sockets.stream()
                                            .map(socket ->
                                                    List.of(
                                                            socket.kind().wireName(),
                                                            socket.address().format()))
                                            .toList()));

    private TriggerTypes() {}

    private static <E> ValueType<List<E>> gathered(String name, Wire<List<E>> wire) {
        return new ValueType<>(name, (text, reading) -> Optional.empty(), Merge.append(), wire);
    }

    /** Returns how a span after something is read. */
    public static ValueType.Parser<List<TimerTrigger>> parser(TimerBase base) {
        return (text, reading) ->
                reading.resolve(text)
                        .flatMap(plain ->
                                BasicTypes.orWarn(
                                        TimeSpan.parse(plain), plain, "a time span", reading))
                        .map(span -> List.of(new TimerTrigger.After(base, span)));
    }

    /** Reads a calendar expression. */
    public static Optional<List<TimerTrigger>> parseCalendar(String text, Reading reading) {
        return reading.resolve(text)
                .flatMap(plain ->
                        switch (CalendarSpec.parse(plain)) {
                            case CalendarSpec.Parse.Parsed(CalendarSpec spec) ->
                                    Optional.of(List.of(new TimerTrigger.At(spec)));
                            case CalendarSpec.Parse.Refused(String message) -> {
                                reading.warn(message + ", ignored");
                                yield Optional.empty();
                            }
                        });
    }

    /** Returns how a path of a kind is read. */
    public static ValueType.Parser<List<PathWatch>> parser(PathWatch.Kind kind) {
        return (text, reading) ->
                reading.resolve(text)
                        .flatMap(path -> BasicTypes.absolute(path, reading))
                        .map(path -> List.of(new PathWatch(kind, path)));
    }

    /** Returns how an address of a kind is read. */
    public static ValueType.Parser<List<ListenSocket>> parser(ListenKind kind) {
        return (text, reading) ->
                reading.resolve(text)
                        .flatMap(plain -> plainPath(kind, plain, reading))
                        .flatMap(plain ->
                                BasicTypes.orWarn(
                                        ListenAddress.parse(kind, plain),
                                        plain,
                                        "an address to listen on",
                                        reading))
                        .map(address -> List.of(new ListenSocket(kind, address)));
    }

    /** A socket's own path stays as it is written: programs look for it by that name. */
    private static Optional<String> plainPath(ListenKind kind, String text, Reading reading) {
        return switch (kind) {
            case STREAM, DATAGRAM, SEQUENTIAL_PACKET, NETLINK -> Optional.of(text);
            case FIFO, SPECIAL, MESSAGE_QUEUE, USB_FUNCTION -> BasicTypes.absolute(text, reading);
        };
    }

    /**
     * Returns what transient timers set: spans by the names of their directives, and calendar
     * expressions.
     */
    public static List<Property<List<TimerTrigger>>> timerProperties() {
        return List.of(
                new Property<>(
                        "TimersMonotonic",
                        written(
                                "a(st)",
                                TriggerTypes::spans,
                                ON_CALENDAR,
                                fields ->
                                        TimerBase.ofDirective(fields.getFirst().toString())
                                                .map(base ->
                                                        base.directive()
                                                                + "="
                                                                + span((Long) fields.get(1)))
                                                .orElseThrow(() -> unknown(fields))),
                        Property.Access.TRANSIENT_ONLY),
                new Property<>(
                        "TimersCalendar",
                        written(
                                "a(ss)",
                                TriggerTypes::calendars,
                                ON_CALENDAR,
                                TriggerTypes::calendarLine),
                        Property.Access.TRANSIENT_ONLY));
    }

    private static String calendarLine(List<?> fields) {
        if (!fields.getFirst().equals(ON_CALENDAR)) {
            throw unknown(fields);
        }
        return ON_CALENDAR + "=" + Wire.literal(fields.get(1));
    }

    /** Returns what path units show, and what transient ones set. */
    public static List<Property<List<PathWatch>>> pathProperties() {
        return List.of(
                new Property<>(
                        "Paths",
                        written(
                                "a(ss)",
                                PATHS.wire().reader(),
                                PathWatch.Kind.EXISTS.wireName(),
                                fields ->
                                        PathWatch.Kind.ofDirective(fields.getFirst().toString())
                                                .map(kind ->
                                                        kind.wireName()
                                                                + "="
                                                                + Wire.literal(fields.get(1)))
                                                .orElseThrow(() -> unknown(fields))),
                        Property.Access.LISTED));
    }

    /** Returns what socket units show, and what transient ones set. */
    public static List<Property<List<ListenSocket>>> socketProperties() {
        return List.of(
                new Property<>(
                        "Listen",
                        written(
                                "a(ss)",
                                SOCKETS.wire().reader(),
                                ListenKind.STREAM.directive(),
                                fields ->
                                        ListenKind.of(fields.getFirst().toString())
                                                .map(kind ->
                                                        kind.directive()
                                                                + "="
                                                                + Wire.literal(fields.get(1)))
                                                .orElseThrow(() -> unknown(fields))),
                        Property.Access.LISTED));
    }

    private static IllegalArgumentException unknown(List<?> fields) {
        return new IllegalArgumentException("not known: " + fields.getFirst());
    }

    /**
     * Returns a wire whose members each become one line more.
     *
     * @param directive one of the spellings: without a value it forgets the lines of all
     */
    private static <E> Wire<List<E>> written(
            String signature,
            Function<? super List<E>, Object> reader,
            String directive,
            Function<List<?>, String> line) {
        return new Wire<>(
                signature,
                reader,
                (before, value) -> {
                    List<?> members = (List<?>) value;
                    if (members.isEmpty()) {
                        return List.of(directive + "=");
                    }
                    return Stream.concat(
                                    before.stream(),
                                    members.stream().map(member -> line.apply((List<?>) member)))
                            .toList();
                });
    }

    private static List<List<Object>> spans(List<TimerTrigger> triggers) {
        return triggers.reversed().stream()
                .flatMap(trigger ->
                        trigger instanceof TimerTrigger.After(TimerBase base, TimeSpan span)
                                ? Stream.of(List.<Object>of(base.directive(), span.usec()))
                                : Stream.empty())
                .toList();
    }

    private static List<List<Object>> calendars(List<TimerTrigger> triggers) {
        return triggers.reversed().stream()
                .flatMap(trigger ->
                        trigger instanceof TimerTrigger.At(CalendarSpec when)
                                ? Stream.of(List.<Object>of(ON_CALENDAR, when.format()))
                                : Stream.empty())
                .toList();
    }

    /** Returns a time span as a file has it; the largest number stands for one without end. */
    private static String span(long usec) {
        return usec == -1 ? "infinity" : Long.toUnsignedString(usec) + "us";
    }
}
