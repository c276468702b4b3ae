package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.value.Choices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The types of what keeps a process from files, calls and networks.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     SANDBOXING and SYSTEM CALL FILTERING</a>
 */
public final class SandboxTypes {
    /** As socket(2) and address_families(7) name them. */
    private static final Set<String> FAMILIES =
            Set.of(
                    ("AF_ALG AF_APPLETALK AF_ASH AF_ATMPVC AF_ATMSVC AF_AX25 AF_BLUETOOTH AF_BRIDGE"
                                    + " AF_CAIF AF_CAN AF_DECnet AF_ECONET AF_FILE AF_IB"
                                    + " AF_IEEE802154 AF_INET AF_INET6 AF_IPX AF_IRDA AF_ISDN"
                                    + " AF_IUCV AF_KCM AF_KEY AF_LLC AF_LOCAL AF_MCTP AF_MPLS"
                                    + " AF_NETBEUI AF_NETLINK AF_NETROM AF_NFC AF_PACKET AF_PHONET"
                                    + " AF_PPPOX AF_QIPCRTR AF_RDS AF_ROSE AF_ROUTE AF_RXRPC"
                                    + " AF_SECURITY AF_SMC AF_SNA AF_TIPC AF_UNIX AF_UNSPEC AF_VSOCK"
                                    + " AF_WANPIPE AF_X25 AF_XDP")
                            .split(" "));

    /** The names that systemd has for what seccomp(2) can tell apart. */
    private static final Set<String> ARCHITECTURES =
            Set.of(
                    ("native x86 x86-64 x32 arm arm64 mips mips64 mips64-n32 mips-le mips64-le"
                                    + " mips64-le-n32 parisc parisc64 ppc ppc64 ppc64-le riscv64"
                                    + " s390 s390x")
                            .split(" "));

    /** Paths that may begin with {@code -} (may be missing) and {@code +} (below the new root). */
    public static final ValueType<List<String>> PREFIXED_PATHS =
            BasicTypes.list("paths", SandboxTypes::prefixedPath);

    /** {@code ExecSearchPath=}: as {@code $PATH} is written. */
    public static final ValueType<List<String>> SEARCH_PATHS =
            new ValueType<>(
                    "paths",
                    SandboxTypes::parseSearchPath,
                    Merge.append(),
                    Wire.list("as", paths -> paths, SandboxTypes::searchPathText));

    /** What a mode is called that walls nothing off. */
    public static final String NO = "no";

    /** {@code PrivateTmp=}. */
    public static final ValueType<String> TMP = mode("connected", "disconnected");

    /** {@code PrivateUsers=}. */
    public static final ValueType<String> USERS = mode("self", "identity", "full");

    /** {@code ProtectControlGroups=}. */
    public static final ValueType<String> CONTROL_GROUPS = mode("yes", "private", "strict");

    private static final ValueType<Choices> SOME_FAMILIES =
            ExecTypes.choices("address families", FAMILIES::contains);

    /** {@code RestrictAddressFamilies=}. */
    public static final ValueType<Choices> ADDRESS_FAMILIES =
            new ValueType<>(
                    SOME_FAMILIES.name(),
                    (text, reading) ->
                            text.equals("none")
                                    ? Optional.of(new Choices(true, List.of()))
                                    : SOME_FAMILIES.parser().parse(text, reading),
                    SOME_FAMILIES.merge(),
                    SOME_FAMILIES.wire());

    /** {@code SystemCallArchitectures=}. */
    public static final ValueType<List<String>> CALL_ARCHITECTURES =
            BasicTypes.listOf(
                    "architectures",
                    known("an architecture", ARCHITECTURES::contains),
                    Merge.append(),
                    Wire.list(
                            "as",
                            names -> names.stream().sorted().distinct().toList(),
                            Object::toString));

    private SandboxTypes() {}

    /** Returns the property of paths, and the one that it had in earlier versions. */
    public static List<Property<List<String>>> pathProperties(String name) {
        return List.of(
                new Property<>(name + "Paths", PREFIXED_PATHS.wire(), Property.Access.LISTED),
                new Property<>(
                        name + "Directories",
                        PREFIXED_PATHS.wire(),
                        Property.Access.TRANSIENT_ONLY));
    }

    /**
     * Returns the type of what was a boolean in earlier versions.
     *
     * @param yes what yes means
     * @param others the modes that earlier versions did not have
     */
    private static ValueType<String> mode(String yes, String... others) {
        List<String> modes = new ArrayList<>(List.of(others));
        modes.addFirst(yes);
        return new ValueType<>(
                "mode",
                (text, reading) ->
                        BasicTypes.orWarn(
                                BasicTypes.parseBoolean(text)
                                        .map(isOn -> isOn ? yes : NO)
                                        .or(() -> Optional.of(text).filter(modes::contains)),
                                text,
                                "a boolean or one of " + String.join(", ", modes),
                                reading),
                Merge.assign(),
                Wire.scalar("s", mode -> mode, Object::toString));
    }

    /**
     * Returns the property that says whether, as in earlier versions, and the one that says how.
     */
    public static List<Property<String>> modeProperties(String name, ValueType<String> type) {
        return List.of(
                new Property<>(
                        name,
                        Wire.scalar(
                                "b",
                                mode -> !mode.equals(NO),
                                value -> (Boolean) value ? "yes" : NO),
                        Property.Access.LISTED),
                new Property<>(name + "Ex", type.wire(), Property.Access.LISTED));
    }

    private static BasicTypes.WordParser<String> known(String what, Predicate<String> isKnown) {
        return (word, reading) ->
                BasicTypes.orWarn(Optional.of(word).filter(isKnown), word, what, reading);
    }

    private static Optional<String> prefixedPath(String word, Reading reading) {
        int start = word.startsWith("-") ? 1 : 0;
        start += word.startsWith("+", start) ? 1 : 0;
        String prefix = word.substring(0, start);
        return reading.resolve(word.substring(start))
                .flatMap(path -> BasicTypes.absolute(path, reading))
                .map(path -> prefix + path);
    }

    /** A call names each path by itself. */
    private static String searchPathText(Object path) {
        if (path.toString().contains(":")) {
            throw new IllegalArgumentException("'" + path + "' is more than one path");
        }
        return Wire.literal(path);
    }

    private static Optional<List<String>> parseSearchPath(String text, Reading reading) {
        List<String> paths = new ArrayList<>();
        for (String part : text.split(":", -1)) {
            Optional<String> path =
                    reading.resolve(part).flatMap(plain -> BasicTypes.absolute(plain, reading));
            if (path.isEmpty()) {
                break; // what comes behind is not looked at
            }
            paths.add(path.get());
        }
        return paths.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(paths));
    }
}
