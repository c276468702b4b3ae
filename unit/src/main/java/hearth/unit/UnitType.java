package hearth.unit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The types of units, by the suffix of their names, and what the language says of each: what is
 * true of a type whoever runs its units.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public enum UnitType {
    SERVICE(
            "service",
            "Service",
            Trait.OWN_SECTION,
            Trait.CGROUP,
            Trait.TRANSIENT,
            Trait.FREEZABLE,
            Trait.RELOADABLE,
            Trait.NEEDS_FRAGMENT,
            Trait.START_LIMIT,
            Trait.ALIASES),
    SOCKET(
            "socket",
            "Socket",
            Trait.OWN_SECTION,
            Trait.CGROUP,
            Trait.TRANSIENT,
            Trait.NEEDS_FRAGMENT,
            Trait.START_LIMIT,
            Trait.ALIASES),
    TARGET("target", "Target", Trait.NEEDS_FRAGMENT, Trait.ALIASES, Trait.AFTER_WHAT_IT_PULLS_IN),
    DEVICE("device", "Device", Trait.ALIASES, Trait.IGNORED_ON_ISOLATE),
    MOUNT(
            "mount",
            "Mount",
            Trait.OWN_SECTION,
            Trait.CGROUP,
            Trait.TRANSIENT,
            Trait.RELOADABLE,
            Trait.START_LIMIT,
            Trait.IGNORED_ON_ISOLATE,
            Trait.MIRRORED,
            Trait.IN_ROOT_SLICE),
    AUTOMOUNT(
            "automount",
            "Automount",
            Trait.OWN_SECTION,
            Trait.TRANSIENT,
            Trait.NEEDS_FRAGMENT,
            Trait.START_LIMIT,
            Trait.IGNORED_ON_ISOLATE),
    SWAP(
            "swap",
            "Swap",
            Trait.OWN_SECTION,
            Trait.CGROUP,
            Trait.NEEDS_FRAGMENT,
            Trait.START_LIMIT,
            Trait.IGNORED_ON_ISOLATE,
            Trait.IN_ROOT_SLICE),
    TIMER(
            "timer",
            "Timer",
            Trait.OWN_SECTION,
            Trait.TRANSIENT,
            Trait.NEEDS_FRAGMENT,
            Trait.START_LIMIT,
            Trait.ALIASES),
    PATH(
            "path",
            "Path",
            Trait.OWN_SECTION,
            Trait.TRANSIENT,
            Trait.NEEDS_FRAGMENT,
            Trait.START_LIMIT,
            Trait.ALIASES),
    SLICE(
            "slice",
            "Slice",
            Trait.OWN_SECTION,
            Trait.CGROUP,
            Trait.TRANSIENT,
            Trait.FREEZABLE,
            Trait.PLACED_BY_NAME,
            Trait.IGNORED_ON_ISOLATE),
    SCOPE(
            "scope",
            "Scope",
            Trait.OWN_SECTION,
            Trait.CGROUP,
            Trait.TRANSIENT,
            Trait.FREEZABLE,
            Trait.NEEDS_FRAGMENT,
            Trait.GIVEN_PROCESSES,
            Trait.IGNORED_ON_ISOLATE);

    /** What may be true of a type. */
    private enum Trait {
        OWN_SECTION(1 << 0),
        CGROUP(1 << 1),
        GIVEN_PROCESSES(1 << 2),
        TRANSIENT(1 << 3),
        FREEZABLE(1 << 4),
        RELOADABLE(1 << 5),
        NEEDS_FRAGMENT(1 << 6),
        START_LIMIT(1 << 7),
        ALIASES(1 << 8),
        IGNORED_ON_ISOLATE(1 << 9),
        PLACED_BY_NAME(1 << 10),
        AFTER_WHAT_IT_PULLS_IN(1 << 11),
        MIRRORED(1 << 12),
        IN_ROOT_SLICE(1 << 13);

        private final int bit;

        Trait(int bit) {
            this.bit = bit;
        }
    }

    private static final Map<String, UnitType> BY_SUFFIX =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(UnitType::wireName, type -> type));

    private final String wireName;
    private final String section;
    private final int traits; // bits: a set would be mutable

    UnitType(String wireName, String section, Trait first, Trait... others) {
        this.wireName = wireName;
        this.section = section;
        traits =
                Arrays.stream(others)
                        .mapToInt(trait -> trait.bit)
                        .reduce(first.bit, (a, b) -> a | b);
    }

    private boolean has(Trait trait) {
        return (traits & trait.bit) != 0;
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

    /** Returns whether files of its units have a section; targets have none of their own. */
    public boolean hasSection(String name) {
        return name.equals("Unit")
                || name.equals("Install")
                || (name.equals(section) && has(Trait.OWN_SECTION));
    }

    /** Returns whether its units have a cgroup, and so lie in a slice. */
    public boolean hasCgroup() {
        return has(Trait.CGROUP);
    }

    /** Returns whether a call may define such a unit. */
    public boolean canBeTransient() {
        return has(Trait.TRANSIENT);
    }

    /** Returns whether processes of its units can be stopped from running, and let run again. */
    public boolean canBeFrozen() {
        return has(Trait.FREEZABLE);
    }

    /** Returns whether clients may send signals to processes of its units. */
    public boolean canBeKilled() {
        return hasCgroup();
    }

    /** Returns whether processes of its units can be given their cgroup to divide. */
    public boolean canDelegate() {
        return this == SERVICE || this == SCOPE;
    }

    /** Returns whether the disk keeps when its units triggered others last. */
    public boolean leavesStamp() {
        return this == TIMER;
    }

    /** Returns whether its units run commands, each in an environment of its own. */
    public boolean runsCommands() {
        return hasSection(section) && hasCgroup() && this != SLICE && this != SCOPE;
    }

    /** Returns whether its units can reload their configuration, if they say how. */
    public boolean canBeReloaded() {
        return has(Trait.RELOADABLE);
    }

    /** Returns whether there is no unit of this type without a file. */
    public boolean needsFragment() {
        return has(Trait.NEEDS_FRAGMENT);
    }

    /** Returns whether {@code StartLimitBurst=} counts the starts of its units. */
    public boolean hasStartLimit() {
        return has(Trait.START_LIMIT);
    }

    /** Returns whether its units can have other names ({@code Alias=}). */
    public boolean canHaveAliases() {
        return has(Trait.ALIASES);
    }

    /**
     * Returns whether its units begin with processes that are there already; nobody can start them
     * a second time.
     */
    public boolean beginsWithProcesses() {
        return has(Trait.GIVEN_PROCESSES);
    }

    /** Returns whether its units are a tree by their names, in which others lie. */
    public boolean isPlacedByName() {
        return has(Trait.PLACED_BY_NAME);
    }

    /** Returns whether its units come after what they pull in, unless they say otherwise. */
    public boolean comesAfterWhatItPullsIn() {
        return has(Trait.AFTER_WHAT_IT_PULLS_IN);
    }

    /**
     * Returns whether the kernel has its units: what it shows is there without a file, what it does
     * not show is there by a file alone.
     */
    public boolean isMirrored() {
        return has(Trait.MIRRORED);
    }

    /** Returns whether its units lie in the root slice where they say nothing. */
    public boolean liesInRootSlice() {
        return has(Trait.IN_ROOT_SLICE);
    }

    /** Returns whether isolating another unit leaves its units alone, whatever they say. */
    public boolean isIgnoredOnIsolate() {
        return has(Trait.IGNORED_ON_ISOLATE);
    }

    /** Returns the type whose units end in {@code .suffix}. */
    public static Optional<UnitType> ofSuffix(String suffix) {
        return Optional.ofNullable(BY_SUFFIX.get(suffix));
    }
}
