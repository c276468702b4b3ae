package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.value.Choices;
import hearth.unit.value.ErrorNumbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The types of what a process may ask the kernel for. Lines are kept as they are written, each a
 * choice, and what they come to is worked out where it is shown: a word may stand for hundreds of
 * calls.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5), SYSTEM
 *     CALL FILTERING</a>
 */
public final class FilterTypes {
    /** What stands for "kill the process" where an error number could be. */
    public static final int KILL = Integer.MAX_VALUE - 1;

    /** What a call without an error number of its own has. */
    private static final int NO_NUMBER = -1;

    /** Which namespaces may be made where nothing is said. */
    private static final long NO_RULE = -1;

    /** The kinds of namespaces with their bits in clone(2), as they are named in units. */
    private static final Map<String, Long> NAMESPACES =
            Map.of(
                    "cgroup", 0x02000000L,
                    "ipc", 0x08000000L,
                    "net", 0x40000000L,
                    "mnt", 0x00020000L,
                    "pid", 0x20000000L,
                    "user", 0x10000000L,
                    "uts", 0x04000000L,
                    "time", 0x00000080L);

    /** The kinds that "yes" and "no" are about: those that clone(2) itself can make. */
    private static final List<String> SWITCHED =
            List.of("cgroup", "ipc", "net", "mnt", "pid", "user", "uts");

    /** {@code SystemCallFilter=}: calls and sets of calls, each perhaps with an error number. */
    public static final ValueType<List<Choices>> CALL_FILTER =
            lines(
                    "system calls",
                    FilterTypes::parseFilter,
                    Wire.scalar("(bas)", FilterTypes::filtered, FilterTypes::choiceText));

    /** {@code SystemCallLog=}: calls and sets of calls. */
    public static final ValueType<List<Choices>> CALL_LOG =
            lines(
                    "system calls",
                    (text, reading) -> parseWords(text, SystemCalls::isKnown, reading),
                    Wire.scalar("(bas)", FilterTypes::logged, FilterTypes::choiceText));

    /** {@code SystemCallErrorNumber=}. */
    public static final ValueType<Integer> CALL_ERROR =
            new ValueType<>(
                    "error number",
                    FilterTypes::parseError,
                    Merge.assignOrReset(),
                    Wire.scalar("i", value -> value, FilterTypes::errorText));

    /** {@code RestrictNamespaces=}: yes, no, or kinds. */
    public static final ValueType<List<Choices>> NAMESPACE_RULES =
            lines(
                    "kinds of namespaces",
                    FilterTypes::parseNamespaces,
                    Wire.scalar("t", FilterTypes::allowedNamespaces, FilterTypes::namespacesText));

    private FilterTypes() {}

    /**
     * A name is kept where it stands last: what is said of it there replaces what was said before,
     * so that there are never more names than are known.
     */
    private static final class LastWords implements Merge.Sum<List<Choices>> {
        private final SequencedMap<String, Choices> byName = new LinkedHashMap<>();
        private final List<Choices> first = new ArrayList<>(1);

        @Override
        public void add(List<Choices> lines) {
            for (Choices line : lines) {
                if (first.isEmpty()) {
                    first.add(new Choices(line.isAllowed(), List.of()));
                }
                for (String word : line.names()) {
                    byName.putLast(nameOf(word), new Choices(line.isAllowed(), List.of(word)));
                }
            }
        }

        @Override
        public List<Choices> total() {
            List<Choices> all = new ArrayList<>(first);
            all.addAll(byName.values());
            return List.copyOf(all);
        }
    }

    private static ValueType<List<Choices>> lines(
            String what, ValueType.Parser<List<Choices>> parser, Wire<List<Choices>> wire) {
        return new ValueType<>(what, parser, new Merge<>(Merge.Empty.RESETS, LastWords::new), wire);
    }

    private static String nameOf(String word) {
        int colon = word.indexOf(':');
        return colon < 0 ? word : word.substring(0, colon);
    }

    private static Optional<List<Choices>> parseWords(
            String text, Predicate<String> isKnown, Reading reading) {
        boolean isAllowed = !text.startsWith("~");
        List<String> names = new ArrayList<>();
        for (String word : BasicTypes.words(isAllowed ? text : text.substring(1), reading)) {
            if (isKnown.test(word)) {
                names.add(word);
            } else {
                reading.warn("'" + word + "' is not known, ignored");
            }
        }
        return Optional.of(List.of(new Choices(isAllowed, names)));
    }

    private static Optional<List<Choices>> parseFilter(String text, Reading reading) {
        return parseWords(
                text,
                word -> SystemCalls.isKnown(nameOf(word)) && numberOf(word).isPresent(),
                reading);
    }

    /** Returns the error number behind a name; nothing where what stands there is none. */
    private static OptionalInt numberOf(String word) {
        int colon = word.indexOf(':');
        if (colon < 0) {
            return OptionalInt.of(NO_NUMBER);
        }
        String number = word.substring(colon + 1);
        return number.equals("kill") ? OptionalInt.of(KILL) : ErrorNumbers.parse(number);
    }

    /** Calls with a number of their own are refused by a list of allowed calls, so not in it. */
    private static Object filtered(List<Choices> lines) {
        if (lines.isEmpty()) {
            return shown(Choices.ALL);
        }
        boolean isAllowed = lines.getFirst().isAllowed();
        SequencedMap<String, Integer> numbers = new TreeMap<>();
        if (isAllowed) {
            apply(new Choices(true, List.of(SystemCalls.DEFAULT)), true, numbers);
        }
        lines.forEach(line -> apply(line, isAllowed, numbers));
        List<String> names = new ArrayList<>();
        numbers.forEach((name, number) -> {
            if (number == NO_NUMBER) {
                names.add(name);
            } else if (!isAllowed) {
                names.add(name + ":" + (number == KILL ? "kill" : ErrorNumbers.name(number)));
            }
        });
        return shown(new Choices(isAllowed, names));
    }

    private static Object logged(List<Choices> lines) {
        boolean isAllowed = !lines.isEmpty() && lines.getFirst().isAllowed();
        SequencedMap<String, Integer> numbers = new TreeMap<>();
        lines.forEach(line -> apply(line, isAllowed, numbers));
        return shown(new Choices(isAllowed, List.copyOf(numbers.keySet())));
    }

    /** A line of the list's own kind adds its calls; one of the other kind takes them away. */
    private static void apply(Choices line, boolean isAllowed, Map<String, Integer> numbers) {
        for (String word : line.names()) {
            int number = numberOf(word).orElse(NO_NUMBER);
            for (String call : SystemCalls.expand(nameOf(word))) {
                if (line.isAllowed() == isAllowed) {
                    numbers.put(call, number);
                } else {
                    numbers.remove(call);
                }
            }
        }
    }

    private static Object shown(Choices choices) {
        return List.of(choices.isAllowed(), choices.names());
    }

    private static String choiceText(Object value) {
        List<?> fields = (List<?>) value;
        List<String> names = ((List<?>) fields.get(1)).stream().map(Object::toString).toList();
        return ((Boolean) fields.getFirst() ? "" : "~") + String.join(" ", names);
    }

    private static Optional<Integer> parseError(String text, Reading reading) {
        if (text.equals("kill")) {
            return Optional.of(KILL);
        }
        OptionalInt number = ErrorNumbers.parse(text);
        if (number.isEmpty() || number.getAsInt() == 0) {
            reading.warn("'" + text + "' is no error number, ignored");
            return Optional.empty();
        }
        return Optional.of(number.getAsInt());
    }

    private static String errorText(Object value) {
        int number = ((Number) value).intValue();
        return number == KILL ? "kill" : Integer.toString(number);
    }

    private static Optional<List<Choices>> parseNamespaces(String text, Reading reading) {
        Optional<Boolean> isRestricted = BasicTypes.parseBoolean(text);
        if (isRestricted.isPresent()) {
            return Optional.of(List.of(new Choices(!isRestricted.get(), SWITCHED)));
        }
        boolean isAllowed = !text.startsWith("~");
        List<String> kinds = BasicTypes.words(isAllowed ? text : text.substring(1), reading);
        for (String kind : kinds) {
            if (!NAMESPACES.containsKey(kind)) {
                reading.warn("'" + kind + "' is no kind of namespace, the line is ignored");
                return Optional.empty();
            }
        }
        return Optional.of(List.of(new Choices(isAllowed, kinds)));
    }

    private static Object allowedNamespaces(List<Choices> lines) {
        if (lines.isEmpty()) {
            return NO_RULE;
        }
        long allowed = lines.getFirst().isAllowed() ? 0 : bits(SWITCHED);
        for (Choices line : lines) {
            long named = bits(line.names());
            allowed = line.isAllowed() ? allowed | named : allowed & ~named;
        }
        return allowed;
    }

    private static long bits(List<String> kinds) {
        long bits = 0;
        for (String kind : kinds) {
            bits |= NAMESPACES.getOrDefault(kind, 0L);
        }
        return bits;
    }

    private static String namespacesText(Object value) {
        long allowed = ((Number) value).longValue();
        if ((allowed & bits(SWITCHED)) == bits(SWITCHED)) {
            return "no";
        }
        List<String> kinds =
                SWITCHED.stream().filter(kind -> (allowed & bits(List.of(kind))) != 0).toList();
        return kinds.isEmpty() ? "yes" : String.join(" ", kinds);
    }
}
