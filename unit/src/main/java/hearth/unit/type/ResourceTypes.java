package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.resource.Amount;
import hearth.unit.value.resource.Delegation;
import hearth.unit.value.resource.DeviceValue;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;

/** The types of systemd.resource-control(5). */
public final class ResourceTypes {
    /** A whole in hundredths of a percent. */
    private static final int WHOLE = 10_000;

    /** The controllers of Linux that a unit can ask for. */
    private static final List<String> CONTROLLERS =
            List.of(
                    "cpu",
                    "cpuacct",
                    "cpuset",
                    "io",
                    "blkio",
                    "memory",
                    "devices",
                    "pids",
                    "bpf-firewall",
                    "bpf-devices",
                    "bpf-foreign",
                    "bpf-socket-bind",
                    "bpf-restrict-network-interfaces");

    /** Those of the unified hierarchy, which "all" means. */
    private static final Set<String> UNIFIED = Set.of("cpu", "cpuset", "io", "memory", "pids");

    /** A bound on memory or tasks. */
    public static final ValueType<Amount> AMOUNT =
            new ValueType<>(
                    "amount",
                    (text, reading) ->
                            BasicTypes.orWarn(
                                    parseAmount(text), text, "a size or a percentage", reading),
                    Merge.assignOrReset(),
                    Wire.scalar("t", ResourceTypes::count, BasicTypes::unsigned));

    /** A bound below which nothing can run: none of it is no bound. */
    public static final ValueType<Amount> POSITIVE_AMOUNT =
            new ValueType<>(
                    AMOUNT.name(),
                    (text, reading) ->
                            AMOUNT.parser()
                                    .parse(text, reading)
                                    .filter(amount -> isPositive(amount, text, reading)),
                    AMOUNT.merge(),
                    AMOUNT.wire());

    /** {@code DeviceAllow=}: a node or a group of them, and what may be done, as written. */
    public static final ValueType<List<String>> DEVICE_RULES =
            new ValueType<>(
                    "device and rights",
                    (text, reading) -> {
                        boolean isRule = isDeviceRule(text);
                        if (!isRule) {
                            reading.warn("'" + text + "' is not a device and rights, ignored");
                        }
                        return isRule ? Optional.of(List.of(text)) : Optional.empty();
                    },
                    Merge.append(),
                    BasicTypes.RAW_LINES.wire());

    /** {@code CPUWeight=}: 1 to 10000, or idle (0). */
    public static final ValueType<Long> CPU_WEIGHT =
            new ValueType<>(
                    "weight",
                    (text, reading) ->
                            text.equals("idle")
                                    ? Optional.of(0L)
                                    : BasicTypes.orWarn(
                                            within(text, 1, 10_000),
                                            text,
                                            "a weight from 1 to 10000",
                                            reading),
                    Merge.assignOrReset(),
                    weightWire(true));

    /** {@code IOWeight=}. */
    public static final ValueType<Long> WEIGHT = weight(1, 10_000);

    /** {@code CPUShares=}, of former times. */
    public static final ValueType<Long> SHARES = weight(2, 262_144);

    /** {@code BlockIOWeight=}, of former times. */
    public static final ValueType<Long> BLOCK_IO_WEIGHT = weight(10, 1_000);

    /** {@code CPUQuota=}: a percentage of one processor as time a second. */
    public static final ValueType<TimeSpan> QUOTA =
            new ValueType<>(
                    "percentage",
                    (text, reading) ->
                            BasicTypes.orWarn(
                                    percentage(text, 1_000_000).map(TimeSpan::new),
                                    text,
                                    "a percentage",
                                    reading),
                    Merge.assignOrReset(),
                    Wire.scalar(
                            "t",
                            span -> span.isInfinite() ? BasicTypes.UNSET : span.usec(),
                            value ->
                                    BasicTypes.isInfinite(value)
                                            ? ""
                                            : percent(BasicTypes.number(value), 1_000_000)));

    /** {@code Delegate=}: yes, no, or controllers. */
    public static final ValueType<Delegation> DELEGATION =
            new ValueType<>(
                    "boolean or controllers",
                    ResourceTypes::parseDelegation,
                    Merge.folding(Merge.Empty.PARSED, ResourceTypes::join),
                    Wire.scalar("b", Delegation::isOn, value -> (Boolean) value ? "yes" : "no"));

    /** {@code DisableControllers=}. */
    public static final ValueType<List<String>> CONTROLLER_NAMES =
            BasicTypes.list("controllers", ResourceTypes::controller);

    /** {@code IODeviceWeight=}. */
    public static final ValueType<List<DeviceValue>> DEVICE_WEIGHTS =
            deviceValues("a weight", text -> within(text, 1, 10_000));

    /** {@code IOReadBandwidthMax=} and its like: suffixes to the base 1000. */
    public static final ValueType<List<DeviceValue>> DEVICE_RATES =
            deviceValues("bytes or operations a second", ResourceTypes::rate);

    /** {@code IODeviceLatencyTargetSec=}. */
    public static final ValueType<List<DeviceValue>> DEVICE_SPANS =
            deviceValues("a time span", text -> TimeSpan.parse(text).map(TimeSpan::usec), "us");

    /** {@code ManagedOOMMemoryPressureLimit=}: a percentage, shown as a part of 2^32-1. */
    public static final ValueType<Integer> PERMYRIAD =
            new ValueType<>(
                    "percentage",
                    (text, reading) ->
                            BasicTypes.orWarn(
                                    percentage(text, WHOLE)
                                            .filter(part -> part <= WHOLE)
                                            .map(Long::intValue),
                                    text,
                                    "a percentage",
                                    reading),
                    Merge.assignOrReset(),
                    Wire.scalar(
                            "u",
                            part -> (part * 0xffff_ffffL + WHOLE / 2) / WHOLE,
                            value ->
                                    exactPercent(BasicTypes.number(value) * WHOLE / 0xffff_ffffL)));

    private ResourceTypes() {}

    /** Returns a bound's property, and the one that clients set a part of the whole with. */
    public static List<Property<Amount>> amountProperties(String name) {
        return List.of(
                new Property<>(name, AMOUNT.wire(), Property.Access.LISTED),
                new Property<>(
                        name + "Scale",
                        Wire.scalar(
                                "u",
                                amount -> 0L,
                                value -> exactPercent(partOfWhole(BasicTypes.number(value)))),
                        Property.Access.TRANSIENT_ONLY));
    }

    /** Returns a part of 2^32-1 in hundredths of a percent; more than nothing is never nothing. */
    private static long partOfWhole(long part) {
        long rounded = (part * WHOLE + 0x7fff_ffffL) / 0xffff_ffffL;
        return rounded == 0 && part > 0 ? 1 : rounded;
    }

    /** Returns the properties of {@code Delegate=}. */
    public static List<Property<Delegation>> delegationProperties() {
        return List.of(
                new Property<>("Delegate", DELEGATION.wire(), Property.Access.LISTED),
                new Property<>(
                        "DelegateControllers",
                        Wire.scalar(
                                "as",
                                ResourceTypes::delegated,
                                value ->
                                        String.join(
                                                " ",
                                                ((List<?>) value)
                                                        .stream().map(Object::toString).toList())),
                        Property.Access.LISTED));
    }

    /** Controllers are shown in the order in which the kernel's are numbered. */
    private static List<String> delegated(Delegation delegation) {
        return CONTROLLERS.stream()
                .filter(controller ->
                        delegation.isAll()
                                ? UNIFIED.contains(controller)
                                : delegation.controllers().contains(controller))
                .toList();
    }

    private static long count(Amount amount) {
        return switch (amount) {
            case Amount.Infinite infinite -> BasicTypes.UNSET;
            case Amount.Count(long count) -> count;
            case Amount.Fraction fraction -> BasicTypes.UNSET; // the manager knows of what
        };
    }

    private static Optional<Amount> parseAmount(String text) {
        if (text.equals("infinity")) {
            return Optional.of(Amount.INFINITY);
        }
        if (text.endsWith("%")) {
            return percentage(text, WHOLE)
                    .filter(part -> part <= WHOLE)
                    .map(part -> new Amount.Fraction(part.intValue()));
        }
        return BasicTypes.parseSize(text).map(Amount.Count::new);
    }

    private static boolean isPositive(Amount amount, String text, Reading reading) {
        boolean isPositive =
                switch (amount) {
                    case Amount.Infinite _ -> true;
                    case Amount.Count(long count) -> count != 0;
                    case Amount.Fraction(int part) -> part != 0;
                };
        if (!isPositive) {
            reading.warn("'" + text + "' leaves nothing, ignored");
        }
        return isPositive;
    }

    private static boolean isDeviceRule(String text) {
        String[] words = text.split("[ \\t]+", 2);
        String device = words[0];
        boolean isDevice =
                device.startsWith("/dev/")
                        || device.startsWith("/run/systemd/inaccessible/")
                        || device.startsWith("char-")
                        || device.startsWith("block-");
        return isDevice
                && !BasicTypes.isClimbing(device)
                && (words.length == 1 || words[1].chars().allMatch(c -> "rwm".indexOf(c) >= 0));
    }

    private static ValueType<Long> weight(long lowest, long highest) {
        return new ValueType<>(
                "weight",
                (text, reading) ->
                        BasicTypes.orWarn(
                                within(text, lowest, highest),
                                text,
                                "a weight from " + lowest + " to " + highest,
                                reading),
                Merge.assignOrReset(),
                weightWire(false));
    }

    private static Wire<Long> weightWire(boolean hasIdle) {
        return Wire.scalar(
                "t",
                value -> value,
                value -> {
                    long weight = BasicTypes.number(value);
                    return weight == BasicTypes.UNSET
                            ? ""
                            : weight == 0 && hasIdle ? "idle" : Long.toUnsignedString(weight);
                });
    }

    private static Optional<Long> within(String text, long lowest, long highest) {
        return BasicTypes.parseLong(text).filter(value -> value >= lowest && value <= highest);
    }

    /** Returns what a percentage is of a whole; up to a million percent. */
    private static Optional<Long> percentage(String text, long whole) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,2})?%")) {
            return Optional.empty();
        }
        BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
        long part =
                percent.multiply(BigDecimal.valueOf(whole))
                        .divide(BigDecimal.valueOf(100))
                        .longValue();
        return part == 0 && percent.signum() > 0 ? Optional.of(1L) : Optional.of(part);
    }

    private static String percent(long part, long whole) {
        return hundredths(part, whole).stripTrailingZeros().toPlainString() + "%";
    }

    /** As systemd writes what is kept in hundredths of a percent: always with both digits. */
    private static String exactPercent(long part) {
        return hundredths(part, WHOLE).toPlainString() + "%";
    }

    private static BigDecimal hundredths(long part, long whole) {
        return BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), 2, java.math.RoundingMode.HALF_UP);
    }

    private static Optional<Long> rate(String text) {
        if (text.equals("infinity")) {
            return Optional.of(BasicTypes.UNSET);
        }
        int suffix = text.isEmpty() ? -1 : "KMGT".indexOf(text.charAt(text.length() - 1));
        String digits = suffix < 0 ? text : text.substring(0, text.length() - 1);
        if (!digits.matches("[0-9]{1,15}")) {
            return Optional.empty();
        }
        BigDecimal rate = new BigDecimal(digits).scaleByPowerOfTen(3 * (suffix + 1));
        return Optional.of(rate)
                .filter(value -> value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0)
                .map(BigDecimal::longValue);
    }

    private static ValueType<List<DeviceValue>> deviceValues(
            String what, Function<String, Optional<Long>> number) {
        return deviceValues(what, number, "");
    }

    /**
     * @param unit what a number of the bus has behind it in a line
     */
    private static ValueType<List<DeviceValue>> deviceValues(
            String what, Function<String, Optional<Long>> number, String unit) {
        return new ValueType<>(
                "device and " + what,
                (text, reading) -> {
                    List<String> words = BasicTypes.words(text, reading);
                    Optional<Long> value =
                            words.size() == 2 ? number.apply(words.get(1)) : Optional.empty();
                    if (value.isEmpty()) {
                        reading.warn("'" + text + "' is not a device and " + what + ", ignored");
                        return Optional.empty();
                    }
                    return reading.resolve(words.getFirst())
                            .flatMap(path -> BasicTypes.absolute(path, reading))
                            .map(path -> List.of(new DeviceValue(path, value.get())));
                },
                Merge.append(),
                Wire.list(
                        "a(st)",
                        values ->
                                values.stream()
                                        .map(value -> List.of(value.path(), value.value()))
                                        .toList(),
                        member -> {
                            List<?> fields = (List<?>) member;
                            return Wire.literal(fields.getFirst())
                                    + " "
                                    + BasicTypes.unsigned(fields.get(1))
                                    + (BasicTypes.number(fields.get(1)) == BasicTypes.UNSET
                                            ? ""
                                            : unit);
                        }));
    }

    private static Optional<Delegation> parseDelegation(String text, Reading reading) {
        if (!reading.unit().type().canDelegate()) {
            reading.warn("only services and scopes can have cgroups of their own, ignored");
            return Optional.empty();
        }
        if (text.isEmpty()) {
            return Optional.of(new Delegation(true, List.of(), false));
        }
        Optional<Boolean> isOn = BasicTypes.parseBoolean(text);
        if (isOn.isPresent()) {
            return Optional.of(new Delegation(isOn.get(), List.of(), isOn.get()));
        }
        SequencedSet<String> controllers = new LinkedHashSet<>();
        for (String word : BasicTypes.words(text, reading)) {
            controller(word, reading).ifPresent(controllers::add);
        }
        return Optional.of(new Delegation(true, List.copyOf(controllers), false));
    }

    private static Optional<String> controller(String word, Reading reading) {
        if (!CONTROLLERS.contains(word)) {
            reading.warn("'" + word + "' is not a controller, ignored");
            return Optional.empty();
        }
        return Optional.of(word);
    }

    private static Delegation join(Delegation earlier, Delegation later) {
        if (!later.isOn() || later.isAll() || later.controllers().isEmpty()) {
            return later;
        }
        Set<String> controllers = new LinkedHashSet<>(earlier.controllers());
        controllers.addAll(later.controllers());
        return new Delegation(true, List.copyOf(controllers), earlier.isAll());
    }
}
