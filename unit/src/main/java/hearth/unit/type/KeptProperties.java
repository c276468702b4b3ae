package hearth.unit.type;

import hearth.unit.setting.Property;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.value.resource.Amount;
import hearth.unit.value.resource.PressureWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What clients set of directives that are read, kept and not acted on. A client may set them, as it
 * could write them into a file; what it is shown is what holds instead, which is not said here.
 */
public final class KeptProperties {
    /**
     * What a set of a packet filter is filled with, by its number on the bus; 0 to 2 are networks'.
     */
    private static final Map<Long, String> SET_SOURCES =
            Map.of(3L, "cgroup", 4L, "user", 5L, "group");

    /** The families of a packet filter's tables, by the kernel's numbers (NFPROTO_...). */
    private static final Map<Long, String> SET_FAMILIES =
            Map.of(1L, "inet", 2L, "ip", 3L, "arp", 5L, "netdev", 7L, "bridge", 10L, "ip6");

    /** How a file is opened, by bits from the lowest on. */
    private static final List<String> OPEN_OPTIONS =
            List.of("read-only", "append", "truncate", "graceful");

    private KeptProperties() {}

    /** Returns the property that has the usual shape of its type. */
    public static <T> List<Property<T>> of(String name, ValueType<T> type) {
        return List.of(property(name, type.wire()));
    }

    /** Returns the boolean property of a directive that is kept as text. */
    public static List<Property<String>> flag(String name) {
        return List.of(
                property(
                        name,
                        Wire.scalar("b", _ -> false, value -> (Boolean) value ? "yes" : "no")));
    }

    /** Returns a bound's property, and the one that clients set a part of the whole with. */
    public static List<Property<Amount>> amount(String name) {
        List<Property<Amount>> properties = new ArrayList<>();
        for (Property<Amount> shown : ResourceTypes.amountProperties(name)) {
            properties.add(property(shown.name(), shown.wire()));
        }
        return List.copyOf(properties);
    }

    /** Returns the property of {@code MemoryPressureWatch=}, whose yes and no have two names. */
    public static List<Property<PressureWatch>> pressureWatch() {
        return List.of(
                property(
                        "MemoryPressureWatch",
                        Wire.scalar("s", PressureWatch::wireName, Object::toString)));
    }

    /** Returns the property of {@code NFTSet=}. */
    public static List<Property<List<String>>> networkSets() {
        return lines(
                "NFTSet",
                "a(iiss)",
                set ->
                        String.join(
                                ":",
                                named(set.get(0), SET_SOURCES, "source"),
                                named(set.get(1), SET_FAMILIES, "family"),
                                set.get(2).toString(),
                                set.get(3).toString()));
    }

    private static String named(Object number, Map<Long, String> names, String what) {
        String name = names.get(BasicTypes.number(number));
        if (name == null) {
            throw new IllegalArgumentException("no " + what + " of a set: " + number);
        }
        return name;
    }

    /** Returns the properties of {@code ImportCredential=}: patterns, alone or with a new name. */
    public static List<Property<List<String>>> importedCredentials() {
        return List.of(
                property("ImportCredential", Wire.list("as", _ -> List.of(), Object::toString)),
                property(
                        "ImportCredentialEx",
                        Wire.list("a(ss)", _ -> List.of(), pair -> credential((List<?>) pair))));
    }

    private static String credential(List<?> pair) {
        String name = pair.get(1).toString();
        return pair.get(0) + (name.isEmpty() ? "" : ":" + name);
    }

    /** Returns the property of {@code LogFilterPatterns=}: what is kept, and what is not. */
    public static List<Property<List<String>>> logPatterns() {
        return lines(
                "LogFilterPatterns",
                "a(bs)",
                pattern -> ((Boolean) pattern.get(0) ? "" : "~") + pattern.get(1));
    }

    /** Returns the property of {@code OpenFile=}: a path, its name, and how it is opened. */
    public static List<Property<List<String>>> openFiles() {
        return lines("OpenFile", "a(sst)", KeptProperties::openFile);
    }

    private static String openFile(List<?> file) {
        long flags = BasicTypes.number(file.get(2));
        if (flags >>> OPEN_OPTIONS.size() != 0) {
            throw new IllegalArgumentException("no way to open a file: " + flags);
        }
        List<String> options = new ArrayList<>();
        for (int bit = 0; bit < OPEN_OPTIONS.size(); bit++) {
            if ((flags >>> bit & 1) != 0) {
                options.add(OPEN_OPTIONS.get(bit));
            }
        }
        return file.get(0)
                + ":"
                + file.get(1)
                + (options.isEmpty() ? "" : ":" + String.join(",", options));
    }

    private static List<Property<List<String>>> lines(
            String name, String signature, Function<List<?>, String> text) {
        return List.of(
                property(
                        name,
                        Wire.list(
                                signature,
                                _ -> List.of(),
                                member -> text.apply((List<?>) member))));
    }

    private static <T> Property<T> property(String name, Wire<T> wire) {
        return new Property<>(name, wire, Property.Access.TRANSIENT_ONLY);
    }
}
