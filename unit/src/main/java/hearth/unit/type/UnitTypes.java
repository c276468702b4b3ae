package hearth.unit.type;

import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.Words;
import hearth.unit.value.EmergencyAction;
import hearth.unit.value.Signals;
import hearth.unit.value.service.ExitStatusSet;
import hearth.unit.value.service.ExitStatuses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** The types of systemd.unit(5) and systemd.service(5) that no other page has. */
public final class UnitTypes {
    /** As the specification of D-Bus has it. */
    private static final int MAX_BUS_NAME = 255;

    /** Two elements at least, none of which begins with a digit. */
    private static final Pattern BUS_NAME_FORM =
            Pattern.compile("[A-Za-z_-][A-Za-z0-9_-]*+(\\.[A-Za-z_-][A-Za-z0-9_-]*+)++");

    /** The names of other units; a line without a value changes nothing. */
    public static final ValueType<List<UnitName>> UNITS = units(Merge.appendOnly());

    /** The name of one other unit. */
    public static final ValueType<Optional<UnitName>> UNIT =
            new ValueType<>(
                    "unit",
                    (text, reading) -> unit(text, reading).flatMap(UnitTypes::present),
                    Merge.assign(),
                    Wire.scalar("s", name -> name.map(UnitName::text).orElse(""), Wire::literal));

    /** The name of one slice. */
    public static final ValueType<Optional<UnitName>> SLICE =
            new ValueType<>(
                    "slice",
                    (text, reading) ->
                            unit(text, reading)
                                    .filter(name -> isSlice(name, reading))
                                    .flatMap(UnitTypes::present),
                    Merge.assign(),
                    UNIT.wire());

    /** Paths whose mounts are needed: dependencies, so a line without a value changes nothing. */
    public static final ValueType<List<String>> MOUNTS =
            new ValueType<>(
                    BasicTypes.PATHS.name(),
                    BasicTypes.PATHS.parser(),
                    Merge.appendOnly(),
                    BasicTypes.PATHS.wire());

    /** {@code PIDFile=}: a path that may be relative to the runtime directory. */
    public static final ValueType<String> PID_FILE =
            new ValueType<>(
                    "path",
                    (text, reading) ->
                            reading.resolve(text)
                                    .map(path ->
                                            path.startsWith("/")
                                                    ? path
                                                    : reading.runtimeDirectory() + "/" + path)
                                    .flatMap(path -> BasicTypes.absolute(path, reading)),
                    Merge.assignOrReset(),
                    Wire.scalar("s", value -> value, Wire::literal));

    /** A well-known name on a bus. */
    public static final ValueType<String> BUS_NAME =
            new ValueType<>(
                    "bus name",
                    (text, reading) ->
                            reading.resolve(text)
                                    .filter(name ->
                                            BasicTypes.orWarn(
                                                            Optional.of(name)
                                                                    .filter(UnitTypes::isBusName),
                                                            name,
                                                            "a name on a bus",
                                                            reading)
                                                    .isPresent()),
                    Merge.assign(),
                    new Wire<>(
                            "s",
                            value -> value,
                            (before, value) ->
                                    value.toString().isEmpty()
                                            ? List.of()
                                            : List.of(Wire.literal(value))));

    /** What happens to the whole manager; a user's ends no machine. */
    public static final ValueType<EmergencyAction> ACTION = action();

    /** Names in [Install], specifiers not resolved: only enabling does that. */
    public static final ValueType<List<String>> INSTALL_NAMES =
            BasicTypes.list("units", (word, reading) -> Optional.of(word));

    /** Names in {@code Also=}, which nothing takes back. */
    public static final ValueType<List<String>> ALSO_NAMES =
            new ValueType<>(
                    INSTALL_NAMES.name(),
                    INSTALL_NAMES.parser(),
                    Merge.appendOnly(),
                    INSTALL_NAMES.wire());

    /**
     * What a unit is, for people. A call's may have several lines, as a command of {@code
     * systemd-run} has; a file has one.
     */
    public static final ValueType<String> DESCRIPTION =
            new ValueType<>(
                    "text",
                    (text, reading) -> reading.resolve(text),
                    Merge.assignOrReset(),
                    Wire.scalar("s", value -> value, UnitTypes::oneLine));

    /** Addresses of documentation. */
    public static final ValueType<List<String>> DOCUMENTATION =
            BasicTypes.list(
                    "addresses",
                    (word, reading) ->
                            reading.resolve(word).filter(address -> isAddress(address, reading)));

    /** Statuses and signals. */
    public static final ValueType<ExitStatusSet> EXIT_STATUSES =
            new ValueType<>(
                    "exit statuses and signals",
                    UnitTypes::parseStatuses,
                    Merge.folding(Merge.Empty.RESETS, ExitStatusSet::plus),
                    Wire.scalar(
                            "(aiai)",
                            set ->
                                    List.of(
                                            List.copyOf(set.sortedStatuses()),
                                            List.copyOf(set.sortedSignals())),
                            UnitTypes::statusText));

    /** An exit status of 0 to 255; -1 where none is written. */
    public static final ValueType<Integer> EXIT_STATUS =
            BasicTypes.resettable(
                    BasicTypes.shaped(
                            BasicTypes.integer("i", 0, 255),
                            Wire.scalar(
                                    "i",
                                    value -> value,
                                    value ->
                                            BasicTypes.number(value) < 0 ? "" : value.toString())));

    private UnitTypes() {}

    private static ValueType<EmergencyAction> action() {
        ValueType<EmergencyAction> any = BasicTypes.choice("action", EmergencyAction.values());
        return new ValueType<>(
                any.name(),
                (text, reading) ->
                        any.parser()
                                .parse(text, reading)
                                .filter(action -> isOfManager(action, reading)),
                any.merge(),
                any.wire());
    }

    private static boolean isOfManager(EmergencyAction action, Reading reading) {
        boolean isOfManager =
                !reading.isUserScope()
                        || action == EmergencyAction.NONE
                        || action == EmergencyAction.EXIT
                        || action == EmergencyAction.EXIT_FORCE;
        if (!isOfManager) {
            reading.warn("'" + action.wireName() + "' is not for users' managers, ignored");
        }
        return isOfManager;
    }

    private static ValueType<List<UnitName>> units(Merge<List<UnitName>> merge) {
        return BasicTypes.listOf(
                "units",
                UnitTypes::unit,
                merge,
                Wire.list(
                        "as",
                        names -> names.stream().map(UnitName::text).toList(),
                        UnitTypes::wholeName));
    }

    /** A file's template is meant with the unit's own instance; a call names what it means. */
    private static String wholeName(Object name) {
        if (UnitName.parse(name.toString()).filter(UnitName::isTemplate).isPresent()) {
            throw new IllegalArgumentException("'" + name + "' is a template");
        }
        return Wire.literal(name);
    }

    private static Optional<UnitName> unit(String word, Reading reading) {
        Optional<String> text = reading.resolve(word);
        Optional<UnitName> name = text.flatMap(UnitName::parse);
        if (text.isPresent() && name.isEmpty()) {
            reading.warn("'" + text.get() + "' is not a unit's name, ignored");
        }
        return name.flatMap(written -> instantiated(written, reading));
    }

    private static Optional<UnitName> instantiated(UnitName written, Reading reading) {
        Optional<UnitName> meant = written.asNamedBy(reading.unit());
        if (meant.isEmpty()) {
            reading.warn("'" + written + "' has no instance of this unit's name, ignored");
        }
        return meant;
    }

    /** The value of such a setting is itself optional. */
    private static Optional<Optional<UnitName>> present(UnitName name) {
        return Optional.of(Optional.of(name));
    }

    private static boolean isSlice(UnitName name, Reading reading) {
        boolean isSlice = name.type() == UnitType.SLICE;
        if (!isSlice) {
            reading.warn("'" + name + "' is not a slice, ignored");
        }
        return isSlice;
    }

    /**
     * Returns whether a name can be owned on a bus.
     *
     * @see <a
     *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-names-bus">D-Bus
     *     specification, Bus names</a>
     */
    private static boolean isBusName(String name) {
        return name.length() <= MAX_BUS_NAME && BUS_NAME_FORM.matcher(name).matches();
    }

    private static boolean isAddress(String address, Reading reading) {
        boolean isAddress =
                address.startsWith("man:")
                        || address.startsWith("info:")
                        || address.startsWith("file:/")
                        || address.startsWith("http://")
                        || address.startsWith("https://");
        if (!isAddress) {
            reading.warn("'" + address + "' is not an address of documentation, ignored");
        }
        return isAddress;
    }

    private static Optional<ExitStatusSet> parseStatuses(String text, Reading reading) {
        Set<Integer> statuses = new HashSet<>();
        Set<Integer> signals = new HashSet<>();
        for (String word : BasicTypes.words(text, Words.Escapes.DECODED, reading)) {
            OptionalInt status = ExitStatuses.parse(word);
            OptionalInt signal = Signals.parse(word);
            if (status.isPresent()) {
                statuses.add(status.getAsInt());
            } else if (signal.isPresent()) {
                signals.add(signal.getAsInt());
            } else {
                reading.warn("'" + word + "' is neither an exit status nor a signal, ignored");
            }
        }
        return Optional.of(new ExitStatusSet(statuses, signals));
    }

    private static String statusText(Object value) {
        List<?> fields = (List<?>) value;
        List<String> words = new ArrayList<>();
        ((List<?>) fields.getFirst()).forEach(status -> words.add(status.toString()));
        for (Object signal : (List<?>) fields.get(1)) {
            words.add(
                    Signals.nameOf((int) BasicTypes.number(signal))
                            .orElseThrow(
                                    () -> new IllegalArgumentException("no signal: " + signal)));
        }
        return String.join(" ", words);
    }

    /** Control characters become spaces; a backslash at the end would go on in the next line. */
    private static String oneLine(Object text) {
        var line = new StringBuilder(Wire.literal(text));
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ') {
                line.setCharAt(i, ' ');
            }
        }
        while (!line.isEmpty() && line.charAt(line.length() - 1) == '\\') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }
}
