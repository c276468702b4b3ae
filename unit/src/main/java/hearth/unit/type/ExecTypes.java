package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.Words;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.Choices;
import hearth.unit.value.WireName;
import hearth.unit.value.exec.CapabilitySet;
import hearth.unit.value.exec.CpuSchedulingPolicy;
import hearth.unit.value.exec.CpuSet;
import hearth.unit.value.exec.IoSchedulingClass;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The types of systemd.exec(5) that no other page has, streams and limits apart. */
public final class ExecTypes {
    /** Higher than the number of any processor or memory node that Linux can be built for. */
    private static final int MAX_CPU = 8191;

    /** What stands for no user, in 32 bits and in the 16 of former times. */
    private static final long UID_INVALID = 0xffff_ffffL;

    private static final long UID16_INVALID = 0xffff;

    /** What of a file's name is left behind a machine's ID and a point. */
    private static final int MAX_NAMESPACE = 222;

    /** More facilities than have names fit into a message's priority. */
    private static final int MAX_FACILITY = 127;

    private static final Pattern JOURNAL_FIELD = Pattern.compile("[A-Z][A-Z0-9_]{0,63}+=(?s:.*)");

    private static final List<String> FACILITIES =
            List.of(
                    "kern",
                    "user",
                    "mail",
                    "daemon",
                    "auth",
                    "syslog",
                    "lpr",
                    "news",
                    "uucp",
                    "cron",
                    "authpriv",
                    "ftp",
                    "12",
                    "13",
                    "14",
                    "15",
                    "local0",
                    "local1",
                    "local2",
                    "local3",
                    "local4",
                    "local5",
                    "local6",
                    "local7");
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /** {@code CapabilityBoundingSet=}. */
    public static final ValueType<CapabilitySet> BOUNDING_CAPABILITIES =
            capabilities(CapabilitySet.ALL);

    /** {@code AmbientCapabilities=}. */
    public static final ValueType<CapabilitySet> AMBIENT_CAPABILITIES =
            capabilities(CapabilitySet.NONE);

    /** {@code CPUAffinity=}, {@code AllowedCPUs=}: numbers and ranges, ascending. */
    public static final ValueType<CpuSet> CPUS =
            new ValueType<>(
                    "processor numbers",
                    ExecTypes::parseCpus,
                    new Merge<>(Merge.Empty.RESETS, Cpus::new),
                    Wire.scalar("ay", CpuSet::mask, ExecTypes::ranges));

    /** {@code SystemCallFilter=} and its like: names, all negated by a leading {@code ~}. */
    public static final ValueType<Choices> CHOICES = choices("names", name -> true);

    /** {@code User=} and {@code Group=}: a name or a number. */
    public static final ValueType<String> ACCOUNT =
            new ValueType<>(
                    "account",
                    (text, reading) ->
                            reading.resolveOrRefuse(text).flatMap(name -> account(name, reading)),
                    Merge.assignOrReset(),
                    BasicTypes.STRICT_STRING.wire());

    /** {@code SupplementaryGroups=}. */
    public static final ValueType<List<String>> ACCOUNTS =
            BasicTypes.list(
                    "accounts",
                    (word, reading) ->
                            reading.resolveOrRefuse(word).flatMap(name -> account(name, reading)));

    /** {@code Personality=}: what a 64-bit kernel can be for programs of its own kind. */
    public static final ValueType<String> PERSONALITY =
            BasicTypes.resettable(
                    BasicTypes.oneOf(
                            "personality",
                            "x86",
                            "x86-64",
                            "arm",
                            "arm64",
                            "ppc",
                            "ppc64",
                            "ppc-le",
                            "ppc64-le",
                            "s390",
                            "s390x"));

    /** {@code LogNamespace=}: part of a file's name, and a unit's instance. */
    public static final ValueType<String> LOG_NAMESPACE =
            new ValueType<>(
                    "name",
                    (text, reading) ->
                            reading.resolve(text)
                                    .flatMap(name ->
                                            BasicTypes.orWarn(
                                                    Optional.of(name)
                                                            .filter(ExecTypes::isNamespace),
                                                    name,
                                                    "a name of a log namespace",
                                                    reading)),
                    Merge.assignOrReset(),
                    BasicTypes.STRING.wire());

    /** {@code LogExtraFields=}: {@code FIELD=VALUE}, as sd_journal_send(3) has it. */
    public static final ValueType<List<String>> JOURNAL_FIELDS =
            BasicTypes.listOf(
                    "fields of a journal",
                    (word, reading) ->
                            reading.resolve(word)
                                    .flatMap(field ->
                                            BasicTypes.orWarn(
                                                    Optional.of(field)
                                                            .filter(ExecTypes::isJournalField),
                                                    field,
                                                    "a field with its value",
                                                    reading)),
                    Merge.append(),
                    Wire.list(
                            "aay",
                            fields ->
                                    fields.stream()
                                            .map(field -> field.getBytes(StandardCharsets.UTF_8))
                                            .toList(),
                            bytes ->
                                    Words.quote(
                                            Wire.literal(
                                                    new String(
                                                            (byte[]) bytes,
                                                            StandardCharsets.UTF_8)))));

    /** {@code SyslogFacility=}: its number. */
    public static final ValueType<Integer> FACILITY =
            named("syslog facility", FACILITIES, MAX_FACILITY);

    /** {@code SyslogLevel=}, {@code LogLevelMax=}: its number. */
    public static final ValueType<Integer> LEVEL = named("log level", LEVELS, LEVELS.size() - 1);

    /** {@code CPUSchedulingPolicy=}: a name or its number. */
    public static final ValueType<CpuSchedulingPolicy> CPU_POLICY =
            nameOrNumber(
                    BasicTypes.numbered(
                            "scheduling policy",
                            CpuSchedulingPolicy.values(),
                            CpuSchedulingPolicy::number));

    private static final ValueType<IoSchedulingClass> ANY_IO_CLASS =
            nameOrNumber(
                    BasicTypes.numbered(
                            "scheduling class",
                            IoSchedulingClass.values(),
                            IoSchedulingClass::number));

    /**
     * {@code IOSchedulingClass=}: none is what the kernel makes of it where a process says nothing.
     */
    public static final ValueType<IoSchedulingClass> IO_CLASS =
            new ValueType<>(
                    ANY_IO_CLASS.name(),
                    (text, reading) ->
                            ANY_IO_CLASS
                                    .parser()
                                    .parse(text, reading)
                                    .map(parsed ->
                                            parsed == IoSchedulingClass.NONE
                                                    ? IoSchedulingClass.BEST_EFFORT
                                                    : parsed),
                    ANY_IO_CLASS.merge(),
                    ANY_IO_CLASS.wire());

    /** A span of time in nanoseconds, below two seconds, as far as slack makes sense. */
    public static final ValueType<Integer> NANOSECONDS =
            new ValueType<>(
                    "nanoseconds",
                    (text, reading) ->
                            BasicTypes.orWarn(parseNanoseconds(text), text, "a time span", reading),
                    Merge.assign(),
                    Wire.scalar("t", value -> value, Object::toString));

    /** {@code IOSchedulingPriority=} and other small numbers of the kernel. */
    public static final ValueType<Integer> PRIORITY_8 =
            BasicTypes.resettable(BasicTypes.integer("i", 0, 7));

    private ExecTypes() {}

    private static boolean isJournalField(String field) {
        return JOURNAL_FIELD.matcher(field).matches();
    }

    /** Returns the property of a terminal's size, which is read as 16 bits and set as 32. */
    public static List<Property<Integer>> terminalProperties(String name) {
        return List.of(
                BasicTypes.readOnly(name, "q", value -> value),
                new Property<>(
                        name,
                        Wire.scalar("u", value -> value, Object::toString),
                        Property.Access.TRANSIENT_ONLY));
    }

    private static Optional<Integer> parseNanoseconds(String text) {
        return BasicTypes.parseLong(text)
                .or(() ->
                        TimeSpan.parse(text)
                                .filter(span -> !span.isInfinite())
                                .filter(span -> span.usec() <= Integer.MAX_VALUE)
                                .map(span -> span.usec() * 1_000))
                .filter(nanoseconds -> nanoseconds >= 0 && nanoseconds <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    /** Returns a resettable type whose text may be the number that it has on the bus. */
    private static <E extends Enum<E> & WireName> ValueType<E> nameOrNumber(ValueType<E> named) {
        return new ValueType<>(
                named.name(),
                (text, reading) -> named.parser().parse(spelledOut(named, text), reading),
                Merge.assignOrReset(),
                named.wire());
    }

    /** Returns the name that a number stands for; the text itself where it is none. */
    private static String spelledOut(ValueType<?> named, String text) {
        Optional<Long> number = BasicTypes.parseLong(text);
        if (number.isEmpty()) {
            return text;
        }
        try {
            return named.wire().writer().write(List.of(), number.get()).getFirst();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Returns a type of names that are known, all negated by a leading {@code ~}. */
    static ValueType<Choices> choices(String what, Predicate<String> isKnown) {
        return new ValueType<>(
                what,
                (text, reading) -> parseChoices(text, what, isKnown, reading),
                new Merge<>(Merge.Empty.RESETS, ChosenNames::new),
                Wire.scalar(
                        "(bas)",
                        choices -> List.of(choices.isAllowed(), choices.names()),
                        value -> {
                            List<?> fields = (List<?>) value;
                            List<String> names =
                                    ((List<?>) fields.get(1))
                                            .stream().map(Object::toString).toList();
                            return ((Boolean) fields.getFirst() ? "" : "~")
                                    + String.join(" ", names);
                        }));
    }

    private static Optional<Choices> parseChoices(
            String text, String what, Predicate<String> isKnown, Reading reading) {
        boolean isAllowed = !text.startsWith("~");
        List<String> names = new ArrayList<>();
        for (String name : BasicTypes.words(isAllowed ? text : text.substring(1), reading)) {
            if (isKnown.test(name)) {
                names.add(name);
            } else {
                reading.warn("'" + name + "' is none of the " + what + ", ignored");
            }
        }
        return Optional.of(new Choices(isAllowed, List.copyOf(names)));
    }

    private static Optional<String> account(String name, Reading reading) {
        if (!isAccount(name)) {
            reading.refuse("'" + name + "' can be no user or group");
            return Optional.empty();
        }
        return Optional.of(name);
    }

    /** Returns whether an account can be called so, or is a number that an account can have. */
    private static boolean isAccount(String name) {
        boolean isNumber = name.chars().allMatch(c -> c >= '0' && c <= '9');
        if (isNumber) {
            return BasicTypes.parseLong(name)
                    .filter(id -> id < UID_INVALID && id != UID16_INVALID)
                    .isPresent();
        }
        boolean isNegative =
                name.startsWith("-") && name.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
        return !isNegative
                && !name.startsWith(" ")
                && !name.endsWith(" ")
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == ':' || c == '/');
    }

    private static boolean isNamespace(String name) {
        return name.length() <= MAX_NAMESPACE
                && !name.startsWith(".")
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || "@:-_.".indexOf(c) >= 0);
    }

    private static ValueType<CapabilitySet> capabilities(CapabilitySet initial) {
        return new ValueType<>(
                "capabilities",
                ExecTypes::parseCapabilities,
                Merge.folding(Merge.Empty.PARSED, (earlier, later) -> earlier.then(later, initial)),
                Wire.scalar("t", set -> set.alone().bits(), value -> names((Long) value)));
    }

    private static ValueType<Integer> named(String what, List<String> names, int highest) {
        return new ValueType<>(
                what,
                (text, reading) -> {
                    int index = names.indexOf(text);
                    Optional<Integer> number =
                            index >= 0
                                    ? Optional.of(index)
                                    : BasicTypes.parseLong(text)
                                            .filter(value -> value >= 0 && value <= highest)
                                            .map(Long::intValue);
                    return BasicTypes.orWarn(number, text, "a " + what, reading);
                },
                Merge.assign(),
                Wire.scalar("i", value -> value, Object::toString));
    }

    private static Optional<CapabilitySet> parseCapabilities(String text, Reading reading) {
        boolean isRemoval = text.startsWith("~");
        long bits = 0;
        for (String name : BasicTypes.words(isRemoval ? text.substring(1) : text, reading)) {
            OptionalInt number = CapabilitySet.numberOf(name);
            if (number.isPresent()) {
                bits |= 1L << number.getAsInt();
            } else {
                reading.warn("'" + name + "' is not a capability, ignored");
            }
        }
        return Optional.of(new CapabilitySet(bits, isRemoval));
    }

    private static String names(long bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CapabilitySet.known(); i++) {
            if ((bits >> i & 1) == 1) {
                names.add(CapabilitySet.nameOf(i));
            }
        }
        return String.join(" ", names);
    }

    private static Optional<CpuSet> parseCpus(String text, Reading reading) {
        BitSet cpus = new BitSet();
        for (String part : text.split("[ \\t,]+", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            String[] bounds = part.split("-", 2);
            Optional<Long> first = cpu(bounds[0]);
            Optional<Long> last = cpu(bounds[bounds.length - 1]);
            if (first.isEmpty() || last.isEmpty() || first.get() > last.get()) {
                reading.warn("'" + part + "' is no processor and no range of them, ignored");
                return Optional.empty();
            }
            cpus.set(first.get().intValue(), last.get().intValue() + 1);
        }
        return Optional.of(CpuSet.of(cpus));
    }

    private static Optional<Long> cpu(String text) {
        return BasicTypes.parseLong(text).filter(number -> number >= 0 && number <= MAX_CPU);
    }

    private static final class Cpus implements Merge.Sum<CpuSet> {
        private final BitSet all = new BitSet();

        @Override
        public void add(CpuSet cpus) {
            cpus.addTo(all);
        }

        @Override
        public CpuSet total() {
            return CpuSet.of(all);
        }
    }

    private static String ranges(Object value) {
        byte[] mask = (byte[]) value;
        List<String> numbers = new ArrayList<>();
        for (int cpu = 0; cpu < Math.min(mask.length * 8, MAX_CPU + 1); cpu++) {
            if ((mask[cpu / 8] >> cpu % 8 & 1) == 1) {
                numbers.add(Integer.toString(cpu));
            }
        }
        return String.join(" ", numbers);
    }

    /** Later lines of the same sign add; those of the other sign take away. */
    private static final class ChosenNames implements Merge.Sum<Choices> {
        private final SequencedSet<String> names = new LinkedHashSet<>();
        private boolean isFirst = true;
        private boolean isAllowed;

        @Override
        public void add(Choices choices) {
            if (isFirst) {
                isFirst = false;
                isAllowed = choices.isAllowed();
            }
            if (choices.isAllowed() == isAllowed) {
                names.addAll(choices.names());
            } else {
                choices.names().forEach(names::remove);
            }
        }

        @Override
        public Choices total() {
            return new Choices(isAllowed, List.copyOf(names));
        }
    }
}
