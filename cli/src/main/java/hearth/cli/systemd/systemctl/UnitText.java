package hearth.cli.systemd.systemctl;

import hearth.cli.client.Properties;
import hearth.cli.systemd.text.ExitNames;
import hearth.dbus.Value;
import hearth.unit.value.Signals;
import java.util.List;
import java.util.Optional;

/** Sentences about units that several verbs say. */
final class UnitText {
    /** How {@code waitid} calls an exit; other codes are signals. */
    static final long CLD_EXITED = 1;

    private static final long CLD_KILLED = 2;
    private static final long CLD_DUMPED = 3;

    private UnitText() {}

    static String changedOnDisk(String unit, Invocation asked) {
        return "Warning: The unit file, source configuration file or drop-ins of "
                + unit
                + " changed on disk. Run '"
                + asked.program()
                + " daemon-reload' to reload units.";
    }

    /** Returns how a process ended: {@code (code=exited, status=1/FAILURE)}. */
    static String ended(long code, long status) {
        if (code == CLD_EXITED) {
            return "(code=exited, status=" + ExitNames.of(status) + ")";
        }
        String signal =
                Signals.nameOf((int) status)
                        .map(name -> name.substring("SIG".length()))
                        .orElse(Long.toString(status));
        return "(code=" + codeName(code) + ", signal=" + signal + ")";
    }

    private static String codeName(long code) {
        return code == CLD_KILLED ? "killed" : code == CLD_DUMPED ? "dumped" : Long.toString(code);
    }

    /** Returns whether presets mean anything to a file in a state. */
    static boolean hasPreset(String fileState) {
        return switch (fileState) {
            case "", "static", "alias", "generated", "transient" -> false;
            default -> true;
        };
    }

    /** Returns why a unit could not be loaded; nothing where it could. */
    static Optional<String> loadError(Properties unit) {
        List<String> error = unit.struct("LoadError");
        return error.size() < 2 || error.get(1).isEmpty()
                ? Optional.empty()
                : Optional.of(error.get(1));
    }

    /** Returns the fields of each struct of an array. */
    static List<List<Value>> structs(Properties unit, String name) {
        return unit.values().get(name) instanceof Value.Array(String element, List<Value> items)
                ? items.stream()
                        .filter(Value.Struct.class::isInstance)
                        .map(item -> ((Value.Struct) item).fields())
                        .toList()
                : List.of();
    }
}
