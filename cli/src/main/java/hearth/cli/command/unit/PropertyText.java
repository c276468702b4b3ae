package hearth.cli.command.unit;

import hearth.cli.text.Spans;
import hearth.dbus.Value;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.Signals;
import hearth.unit.value.exec.CapabilitySet;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Properties as {@code systemctl show} prints them: what a number means is told by the property's
 * name.
 *
 * @param zone where times are shown
 */
public record PropertyText(ZoneId zone) {
    /** The bits of the largest number: not set, no limit, no end. */
    private static final long UNSET = -1;

    /** What systemctl says of values that it does not know either. */
    private static final String UNKNOWN = "[unprintable]";

    private static final Set<String> TIMES =
            Set.of("NextElapseUSecRealtime", "LastTriggerUSec", "TimeUSec", "RTCTimeUSec");

    private static final Set<String> OCTAL = Set.of("UMask", "SocketMode");

    /** What a shell would take apart. */
    private static final String QUOTED = " \"\\`$*?['()<>|&;!";

    /** What a shell would see in quotes as well. */
    private static final String ESCAPED = "\"\\`$";

    private static final char DELETE = 0x7f;

    /** Characters that have letters of their own in C, and those. */
    private static final String CONTROLS = "\u0007\b\f\n\r\t\u000b";

    private static final String CONTROL_LETTERS = "abfnrtv";

    /** Namespaces of {@code RestrictNamespaces=} with their bits of clone(2). */
    private static final List<Namespace> NAMESPACES =
            List.of(
                    new Namespace("cgroup", 0x0200_0000),
                    new Namespace("ipc", 0x0800_0000),
                    new Namespace("net", 0x4000_0000),
                    new Namespace("mnt", 0x0002_0000),
                    new Namespace("pid", 0x2000_0000),
                    new Namespace("user", 0x1000_0000),
                    new Namespace("uts", 0x0400_0000));

    private record Namespace(String name, long bit) {}

    /**
     * Returns what stands behind the equals sign, a line each; no line for nothing.
     *
     * @param name the property's
     */
    public List<String> lines(String name, Value value) {
        return switch (value) {
            case Value.Array(String element, List<Value> items) when element.startsWith("(") ->
                    structs(name, items);
            case Value.Array(String element, List<Value> items) -> words(name, element, items);
            case Value.Struct(List<Value> fields) -> struct(fields);
            case Value.Text(String text) -> text.isEmpty() ? List.of() : List.of(text);
            case Value.Bool(boolean flag) -> List.of(yesNo(flag));
            case Value.Uint64(long number) -> unsigned(name, number).stream().toList();
            case Value.Int64(long number) -> List.of(Long.toString(number));
            case Value.Uint32(long number) -> List.of(number(name, number));
            case Value.Int32(int number) -> signed(name, number).stream().toList();
            case Value.Real(double number) -> List.of(real(number));
            case Value.Path(var path) -> List.of(path.text());
            case Value.Variant(Value inner) -> lines(name, inner);
            case Value.Uint16 _ -> List.of(UNKNOWN);
            case Value.Int16 _ -> List.of(UNKNOWN);
            case Value.Uint8 _ -> List.of(UNKNOWN);
            case Value.Type _ -> List.of(UNKNOWN);
            case Value.Handle _ -> List.of(UNKNOWN);
            case Value.Entry _ -> List.of(UNKNOWN);
        };
    }

    private static Optional<String> signed(String name, int number) {
        if (number < 0 && name.endsWith("ActionExitStatus")) {
            return Optional.empty();
        }
        return Optional.of(
                name.equals("NUMAPolicy") && number < 0 ? "n/a" : Integer.toString(number));
    }

    /** Whole numbers have no point. */
    private static String real(double number) {
        String text = Double.toString(number);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private Optional<String> unsigned(String name, long number) {
        if (name.endsWith("Timestamp") || TIMES.contains(name)) {
            return number == 0 || number == UNSET
                    ? Optional.empty()
                    : Optional.of(Spans.stamp(number, zone));
        }
        if (name.contains("USec")) {
            return Optional.of(span(number));
        }
        if (number == 0 && (name.equals("MountFlags") || name.equals("AmbientCapabilities"))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (name) {
                    case "CoredumpFilter" -> "0x" + Long.toHexString(number);
                    case "RestrictNamespaces" -> namespaces(number);
                    case "CapabilityBoundingSet", "AmbientCapabilities" -> capabilities(number);
                    case String other when number == UNSET -> unset(other);
                    case String other -> Long.toUnsignedString(number);
                });
    }

    private static String unset(String name) {
        if (name.startsWith("IP") && (name.endsWith("Bytes") || name.endsWith("Packets"))) {
            return "[no data]";
        }
        if (name.endsWith("Weight")
                || name.endsWith("Shares")
                || name.endsWith("Current")
                || name.endsWith("Peak")
                || name.equals("CPUUsageNSec")) {
            return "[not set]";
        }
        return isLimit(name) ? "infinity" : Long.toUnsignedString(UNSET);
    }

    private static boolean isLimit(String name) {
        return name.startsWith("Memory")
                || name.startsWith("Limit")
                || name.startsWith("DefaultMemory")
                || name.startsWith("DefaultLimit")
                || name.startsWith("EffectiveMemory")
                || name.endsWith("TasksMax");
    }

    private static String span(long usec) {
        return usec < 0 ? "infinity" : new TimeSpan(usec).format();
    }

    private static String number(String name, long number) {
        if (OCTAL.contains(name) || name.endsWith("Mode")) {
            return String.format("%04o", number);
        }
        boolean isId = name.equals("UID") || name.equals("GID");
        return isId && number == 0xFFFF_FFFFL ? "[not set]" : Long.toString(number);
    }

    private static String namespaces(long bits) {
        long all = NAMESPACES.stream().mapToLong(Namespace::bit).reduce(0, (a, b) -> a | b);
        if ((bits & all) == all) {
            return "no";
        }
        return (bits & all) == 0
                ? "yes"
                : NAMESPACES.stream()
                        .filter(namespace -> (bits & namespace.bit()) != 0)
                        .map(Namespace::name)
                        .collect(Collectors.joining(" "));
    }

    private static String capabilities(long bits) {
        return IntStream.range(0, CapabilitySet.known())
                .filter(number -> (bits >>> number & 1) != 0)
                .mapToObj(CapabilitySet::nameOf)
                .collect(Collectors.joining(" "));
    }

    /** An array of plain values is a line of words. */
    private List<String> words(String name, String element, List<Value> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        if (element.equals("y") && !name.endsWith("Affinity") && !name.endsWith("Mask")) {
            return List.of(
                    items.stream()
                            .map(item ->
                                    item instanceof Value.Uint8(int octet)
                                            ? String.format("%02x", octet)
                                            : "")
                            .collect(Collectors.joining()));
        }
        var words = new ArrayList<String>();
        for (Value item : items) {
            words.add(
                    switch (item) {
                        case Value.Text(String text) -> quoted(text);
                        case Value.Uint32(long number) -> Long.toString(number);
                        case Value.Int32(int number) -> Integer.toString(number);
                        case Value.Uint64(long number) -> Long.toUnsignedString(number);
                        case Value.Uint8(int number) -> Integer.toString(number);
                        case Value other -> UNKNOWN;
                    });
        }
        return List.of(String.join(" ", words));
    }

    /** Quotes what a shell would take apart, and what a terminal would not show. */
    private static String quoted(String text) {
        if (text.chars().noneMatch(c -> isControl(c) || QUOTED.indexOf(c) >= 0)) {
            return text;
        }
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c)) {
                quoted.append(escaped(c));
            } else {
                quoted.append(ESCAPED.indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static boolean isControl(int c) {
        return c < ' ' || c == DELETE;
    }

    private static String escaped(char control) {
        int letter = CONTROLS.indexOf(control);
        return letter >= 0
                ? "\\" + CONTROL_LETTERS.charAt(letter)
                : String.format("\\%03o", (int) control);
    }

    private static List<String> struct(List<Value> fields) {
        return switch (fields) {
            case List<Value> f
                    when f.size() == 2
                            && f.get(0) instanceof Value.Uint32(long id)
                            && f.get(1) instanceof Value.Path ->
                    id == 0 ? List.of() : List.of(Long.toString(id));
            case List<Value> f
                    when f.size() == 2
                            && f.get(0) instanceof Value.Text(String first)
                            && f.get(1) instanceof Value.Text(String second) ->
                    first.isEmpty() && second.isEmpty()
                            ? List.of()
                            : List.of(first + " \"" + second + "\"");
            case List<Value> f
                    when f.size() == 2
                            && f.get(0) instanceof Value.Bool(boolean isFirst)
                            && f.get(1) instanceof Value.Array(String element, List<Value> items) ->
                    choice(isFirst, items);
            case List<Value> f
                    when f.size() == 2
                            && f.get(0) instanceof Value.Bool(boolean ignores)
                            && f.get(1) instanceof Value.Text(String text) ->
                    text.isEmpty() ? List.of() : List.of((ignores ? "-" : "") + text);
            case List<Value> f
                    when f.size() == 2
                            && f.get(0) instanceof Value.Array(String a, List<Value> codes)
                            && f.get(1) instanceof Value.Array(String b, List<Value> signals) ->
                    statuses(codes, signals);
            case List<Value> other -> List.of(UNKNOWN);
        };
    }

    /** Words that are allowed, or, behind a tilde, those that are not. */
    private static List<String> choice(boolean isAllowing, List<Value> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        String words = items.stream().map(PropertyText::text).collect(Collectors.joining(" "));
        return List.of((isAllowing ? "" : "~") + words);
    }

    private static List<String> statuses(List<Value> codes, List<Value> signals) {
        var words = new ArrayList<String>();
        codes.forEach(code -> words.add(text(code)));
        for (Value signal : signals) {
            int number = signal instanceof Value.Int32(int value) ? value : 0;
            words.add(Signals.nameOf(number).map(it -> it.substring(3)).orElse(text(signal)));
        }
        return words.isEmpty() ? List.of() : List.of(String.join(" ", words));
    }

    /** An array of structs is a line each. */
    private List<String> structs(String name, List<Value> items) {
        if (name.startsWith("Exec") && !items.isEmpty()) {
            return items.stream().map(this::command).toList();
        }
        var lines = new ArrayList<String>();
        for (Value item : items) {
            List<Value> fields = item instanceof Value.Struct(List<Value> of) ? of : List.of();
            lines.add(line(name, fields.stream().map(PropertyText::text).toList()));
        }
        return lines;
    }

    private String line(String name, List<String> fields) {
        return switch (name) {
            case "Listen" -> fields.get(1) + " (" + fields.get(0) + ")";
            case "Paths" -> fields.get(1) + " (" + fields.get(0) + ")";
            case "EnvironmentFiles" -> fields.get(0) + " (ignore_errors=" + fields.get(1) + ")";
            case "TimersMonotonic" ->
                    timer(fields.get(0), spanOf(fields.get(1)), spanOf(fields.get(2)));
            case "TimersCalendar" -> timer(fields.get(0), fields.get(1), stamp(fields.get(2)));
            case "BindPaths", "BindReadOnlyPaths" ->
                    fields.get(0)
                            + ":"
                            + fields.get(1)
                            + (fields.get(3).equals("0") ? "" : ":rbind");
            case "DeviceAllow", "IODeviceWeight", "TemporaryFileSystem" ->
                    String.join(name.startsWith("T") ? ":" : " ", fields);
            default -> UNKNOWN;
        };
    }

    private static String timer(String base, String value, String next) {
        return "{ " + base + "=" + value + " ; next_elapse=" + next + " }";
    }

    private static String spanOf(String usec) {
        return span(Long.parseUnsignedLong(usec));
    }

    private String stamp(String usec) {
        long time = Long.parseUnsignedLong(usec);
        return time == 0 || time == UNSET ? "(null)" : Spans.stamp(time, zone);
    }

    private String command(Value command) {
        if (!(command instanceof Value.Struct(List<Value> f))
                || f.size() < 10
                || !(f.get(1) instanceof Value.Array(String element, List<Value> arguments))) {
            return UNKNOWN;
        }
        String flags =
                f.get(2) instanceof Value.Bool(boolean ignores)
                        ? "ignore_errors=" + yesNo(ignores)
                        : "flags=" + text(f.get(2));
        long code = Long.parseLong(text(f.get(8)));
        long status = Long.parseLong(text(f.get(9)));
        boolean isExit = code == 1;
        String end = code == 0 ? "0/0" : isExit ? Long.toString(status) : signal(status);
        return "{ path=%s ; argv[]=%s ; %s ; start_time=[%s] ; stop_time=[%s] ; pid=%s ; code=%s ; status=%s }"
                .formatted(
                        text(f.get(0)),
                        arguments.stream().map(PropertyText::text).collect(Collectors.joining(" ")),
                        flags,
                        moment(text(f.get(3))),
                        moment(text(f.get(5))),
                        text(f.get(7)),
                        code(code),
                        end);
    }

    private String moment(String usec) {
        return usec.equals("0") ? "n/a" : stamp(usec);
    }

    private static String signal(long number) {
        String name = Signals.nameOf((int) number).map(it -> it.substring(3)).orElse("n/a");
        return number + "/" + name;
    }

    /** The words of {@code CLD_EXITED} and its kin, as waitid(2) counts them. */
    private static String code(long code) {
        return switch ((int) code) {
            case 1 -> "exited";
            case 2 -> "killed";
            case 3 -> "dumped";
            case 4 -> "trapped";
            case 5 -> "stopped";
            case 6 -> "continued";
            default -> "(null)";
        };
    }

    private static String yesNo(boolean flag) {
        return flag ? "yes" : "no";
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Bool(boolean flag) -> yesNo(flag);
            case Value.Uint64(long number) -> Long.toUnsignedString(number);
            case Value.Uint32(long number) -> Long.toString(number);
            case Value.Int32(int number) -> Integer.toString(number);
            case Value.Array(String element, List<Value> items) ->
                    items.stream().map(PropertyText::text).collect(Collectors.joining(" "));
            case Value other -> UNKNOWN;
        };
    }
}
