package hearth.unit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The types of units, by the suffix of their names.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public enum UnitType {
    SERVICE("service", "Service"),
    SOCKET("socket", "Socket"),
    TARGET("target", "Target"),
    DEVICE("device", "Device"),
    MOUNT("mount", "Mount"),
    AUTOMOUNT("automount", "Automount"),
    SWAP("swap", "Swap"),
    TIMER("timer", "Timer"),
    PATH("path", "Path"),
    SLICE("slice", "Slice"),
    SCOPE("scope", "Scope");

    private static final Map<String, UnitType> BY_SUFFIX =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(UnitType::wireName, type -> type));

    private final String wireName;
    private final String section;

    UnitType(String wireName, String section) {
        this.wireName = wireName;
        this.section = section;
    }

    /** Returns the suffix of the names of this type's units, without the dot. */
    public String wireName() {
        return wireName;
    }

    /**
     * Returns the name of this type's own section, which is also its D-Bus interface's last word.
     */
    public String section() {
        return section;
    }

    /** Returns the type whose units end in {@code .suffix}. */
    public static Optional<UnitType> ofSuffix(String suffix) {
        return Optional.ofNullable(BY_SUFFIX.get(suffix));
    }
}
