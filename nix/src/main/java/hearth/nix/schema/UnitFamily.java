package hearth.nix.schema;

import hearth.unit.UnitType;

/** The options below {@code systemd.user} that have units by name, one for each type. */
enum UnitFamily {
    SERVICES("services", UnitType.SERVICE, "serviceConfig"),
    TIMERS("timers", UnitType.TIMER, "timerConfig"),
    SOCKETS("sockets", UnitType.SOCKET, "socketConfig"),
    PATHS("paths", UnitType.PATH, "pathConfig"),
    SLICES("slices", UnitType.SLICE, "sliceConfig"),
    TARGETS("targets", UnitType.TARGET, ""),
    /** Home-manager's alone. */
    MOUNTS("mounts", UnitType.MOUNT, ""),
    /** Home-manager's alone. */
    AUTOMOUNTS("automounts", UnitType.AUTOMOUNT, "");

    private final String option;
    private final UnitType type;
    private final String configOption;

    UnitFamily(String option, UnitType type, String configOption) {
        this.option = option;
        this.type = type;
        this.configOption = configOption;
    }

    /** Returns the name below {@code systemd.user}. */
    String option() {
        return option;
    }

    /** Returns the type of the units. */
    UnitType type() {
        return type;
    }

    /** Returns the option for directives of the type's own section; empty where it has none. */
    String configOption() {
        return configOption;
    }

    /** Returns whether NixOS has it. */
    boolean isNixos() {
        return this != MOUNTS && this != AUTOMOUNTS;
    }

    /** Returns the file's name of a unit that is declared by some name. */
    String fileName(String name) {
        return name + "." + type.wireName();
    }
}
