package hearth.unit;

import hearth.unit.syntax.NameEscapes;
import hearth.unit.syntax.UnitFile;
import java.util.Map;
import java.util.Optional;

/**
 * What the specifiers of a manager's units stand for.
 *
 * @param host what is the same for all managers of the machine
 * @param user whose manager it is
 * @param directories where its units' files belong
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     SPECIFIERS</a>
 */
public record Specifiers(Host host, User user, Directories directories) {
    /** The longest text that specifiers make: a line's limit. */
    private static final int MAX_RESOLVED = UnitFile.MAX_LINE_BYTES;

    /** The fields of os-release that specifiers stand for. */
    static final Map<Character, String> RELEASE_FIELDS =
            Map.of(
                    'A', "IMAGE_VERSION",
                    'B', "BUILD_ID",
                    'M', "IMAGE_ID",
                    'o', "ID",
                    'w', "VERSION_ID",
                    'W', "VARIANT_ID");

    /**
     * The machine.
     *
     * @param machineId 32 hexadecimal digits ({@code %m}), where it has one
     * @param bootId 32 hexadecimal digits ({@code %b}), where it is known
     * @param hostName as uname(2) has it ({@code %H})
     * @param prettyHostName of machine-info ({@code %q}), where it has one
     * @param kernelRelease as uname(2) has it ({@code %v})
     * @param architecture in systemd's spelling, such as {@code x86-64} ({@code %a})
     * @param osRelease fields of os-release by name
     */
    public record Host(
            Optional<String> machineId,
            Optional<String> bootId,
            String hostName,
            Optional<String> prettyHostName,
            String kernelRelease,
            String architecture,
            Map<String, String> osRelease) {
        public Host {
            osRelease = Map.copyOf(osRelease);
        }

        /** Returns the same machine by another name. */
        public Host withHostName(String name) {
            return new Host(
                    machineId,
                    bootId,
                    name,
                    prettyHostName,
                    kernelRelease,
                    architecture,
                    osRelease);
        }
    }

    /**
     * The manager's user.
     *
     * @param isUserScope whether it is a user's manager, not the system's
     * @param name login name ({@code %u})
     * @param uid user id, unsigned ({@code %U})
     * @param group name of the primary group ({@code %g})
     * @param gid its id, unsigned ({@code %G})
     * @param home home directory ({@code %h})
     * @param shell login shell ({@code %s})
     */
    public record User(
            boolean isUserScope,
            String name,
            long uid,
            String group,
            long gid,
            String home,
            String shell) {}

    /**
     * The base directories.
     *
     * @param runtime {@code %t}
     * @param state {@code %S}
     * @param cache {@code %C}
     * @param logs {@code %L}
     * @param configuration {@code %E}
     * @param temporary {@code %T}
     * @param largeTemporary {@code %V}
     * @param cgroup below which its units' control groups lie, from the root of the tree ({@code
     *     %R}, which is deprecated)
     */
    public record Directories(
            String runtime,
            String state,
            String cache,
            String logs,
            String configuration,
            String temporary,
            String largeTemporary,
            String cgroup) {}

    /** A text with its specifiers replaced, or the one that could not be. */
    public sealed interface Resolution {
        /** All of them are. */
        record Resolved(String text) implements Resolution {}

        /**
         * One has no meaning here.
         *
         * @param message which one and why, for people
         */
        record Unresolved(String message) implements Resolution {}
    }

    /**
     * Replaces the specifiers of a text. A letter or digit after the percent sign is always one;
     * any other character stays as it is written.
     *
     * @param unit what {@code %n} and its like mean
     * @param fragmentPath what {@code %y} means; empty where the unit has none
     */
    public Resolution resolve(String text, UnitName unit, String fragmentPath) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return new Resolution.Resolved(text);
        }
        StringBuilder resolved = new StringBuilder(text.length() + 16).append(text, 0, percent);
        for (int i = percent; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%' || i + 1 == text.length()) {
                resolved.append(c);
                continue;
            }
            char specifier = text.charAt(++i);
            if (!isSpecifier(specifier)) {
                resolved.append(specifier == '%' ? "%" : "%" + specifier);
                continue;
            }
            Optional<String> value = valueOf(specifier, unit, fragmentPath);
            if (value.isEmpty()) {
                return new Resolution.Unresolved("%" + specifier + " has no meaning here");
            }
            resolved.append(value.get());
            if (resolved.length() > MAX_RESOLVED) {
                return new Resolution.Unresolved(
                        "longer than " + MAX_RESOLVED + " characters with its specifiers resolved");
            }
        }
        return new Resolution.Resolved(resolved.toString());
    }

    /**
     * Returns whether a text has specifiers that say of the manager or its host, not of the unit.
     */
    public static boolean isPersonal(String text) {
        for (int i = text.indexOf('%'); i >= 0 && i + 1 < text.length(); ) {
            if (isOfManager(text.charAt(i + 1))) {
                return true;
            }
            i = text.indexOf('%', i + 2);
        }
        return false;
    }

    /**
     * Returns the first specifier of a text that systemd warns of, since control groups may be
     * elsewhere when the text is used; empty for none.
     */
    public static Optional<String> deprecatedIn(String text) {
        for (int i = text.indexOf('%'); i >= 0 && i + 1 < text.length(); ) {
            if (isOfCgroup(text.charAt(i + 1))) {
                return Optional.of(text.substring(i, i + 2));
            }
            i = text.indexOf('%', i + 2);
        }
        return Optional.empty();
    }

    private static boolean isSpecifier(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static boolean isOfUnit(char specifier) {
        return "nNpPiIjJfyY".indexOf(specifier) >= 0;
    }

    private static boolean isOfCgroup(char specifier) {
        return "crR".indexOf(specifier) >= 0;
    }

    /** What differs from one manager to another, and what they all have of their host. */
    private static boolean isOfManager(char specifier) {
        return "abABHlmMoqvwWgGuUhsTVtSCLEd".indexOf(specifier) >= 0 || isOfCgroup(specifier);
    }

    private Optional<String> valueOf(char specifier, UnitName unit, String fragmentPath) {
        if (isOfUnit(specifier)) {
            return ofUnit(specifier, unit, fragmentPath);
        }
        return switch (specifier) {
            case 'd' -> Optional.of(directories.runtime() + "/credentials/" + unit);
            // Before its slice is known, a unit lies below the manager's own control group.
            case 'c' -> Optional.of(directories.cgroup() + "/" + unit);
            default -> ofManager(specifier);
        };
    }

    private static Optional<String> ofUnit(char specifier, UnitName unit, String fragmentPath) {
        Optional<String> fragment = Optional.of(fragmentPath).filter(path -> !path.isEmpty());
        String prefix = unit.prefix();
        return switch (specifier) {
            case 'n' -> Optional.of(unit.text());
            case 'N' -> Optional.of(unit.withoutSuffix());
            case 'p' -> Optional.of(prefix);
            case 'P' -> NameEscapes.unescape(prefix);
            case 'i' -> Optional.of(unit.instance().orElse(""));
            case 'I' -> NameEscapes.unescape(unit.instance().orElse(""));
            case 'j' -> Optional.of(prefix.substring(prefix.lastIndexOf('-') + 1));
            case 'J' -> NameEscapes.unescape(prefix.substring(prefix.lastIndexOf('-') + 1));
            case 'f' -> path(unit.instance().orElse(prefix));
            case 'y' -> fragment;
            case 'Y' -> fragment.map(path -> path.substring(0, path.lastIndexOf('/')));
            default -> Optional.empty();
        };
    }

    private static Optional<String> path(String escaped) {
        return NameEscapes.unescape(escaped).map(path -> path.startsWith("/") ? path : "/" + path);
    }

    private Optional<String> ofManager(char specifier) {
        return switch (specifier) {
            case 'a' -> Optional.of(host.architecture());
            case 'b' -> host.bootId();
            case 'H' -> Optional.of(host.hostName());
            case 'l' -> Optional.of(host.hostName().split("\\.", 2)[0]);
            case 'm' -> host.machineId();
            case 'q' -> Optional.of(host.prettyHostName().orElse(host.hostName()));
            case 'v' -> Optional.of(host.kernelRelease());
            case 'g' -> Optional.of(user.group());
            case 'G' -> Optional.of(Long.toString(user.gid()));
            case 'u' -> Optional.of(user.name());
            case 'U' -> Optional.of(Long.toString(user.uid()));
            case 'h' -> Optional.of(user.home());
            case 's' -> Optional.of(user.shell());
            case 'T' -> Optional.of(directories.temporary());
            case 'V' -> Optional.of(directories.largeTemporary());
            case 't' -> Optional.of(directories.runtime());
            case 'S' -> Optional.of(directories.state());
            case 'C' -> Optional.of(directories.cache());
            case 'L' -> Optional.of(directories.logs());
            case 'E' -> Optional.of(directories.configuration());
            case 'r', 'R' -> Optional.of(directories.cgroup());
            // A field that is not there is empty. What is none is not known, such as %D, which
            // came after 252.
            default ->
                    Optional.ofNullable(RELEASE_FIELDS.get(specifier))
                            .map(field -> host.osRelease().getOrDefault(field, ""));
        };
    }
}
