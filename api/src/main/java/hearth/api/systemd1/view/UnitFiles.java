package hearth.api.systemd1.view;

import hearth.manager.Unit;
import hearth.manager.graph.LoadState;
import hearth.unit.UnitName;
import hearth.unit.install.Installer;
import hearth.unit.install.Installer.Options;
import hearth.unit.install.PresetRules.Verdict;
import hearth.unit.install.UnitFileState;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Found;
import hearth.unit.tree.UnitDirectory;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What unit files there are, and which of them are enabled. */
public final class UnitFiles {
    public static final UnitName DEFAULT_TARGET = UnitName.parse("default.target").orElseThrow();

    private UnitFiles() {}

    /** Returns who knows about the links of a manager's unit files. */
    public static Installer installer(ManagerView view, Options options) {
        return new Installer(view.world().tree(), view.world().specifiers(), options);
    }

    /** Returns the state of a unit's file; empty where it has none. */
    public static String state(ManagerView view, Unit unit) {
        if (unit.isTransient()) {
            return UnitFileState.TRANSIENT.wireName(); // its file may not be seen yet
        }
        boolean hasFile = !unit.fragmentPath().isEmpty() || unit.loadState() == LoadState.MASKED;
        return !hasFile ? "" : state(view, unit.name()).map(UnitFileState::wireName).orElse("");
    }

    /** Returns the state of a unit file; nothing where there is none. */
    public static Optional<UnitFileState> state(ManagerView view, UnitName name) {
        return installer(view, Options.PERSISTENT).state(name);
    }

    /** Returns what the presets say of a unit's file; empty where it has none. */
    public static String preset(ManagerView view, Unit unit) {
        if (unit.fragmentPath().isEmpty()) {
            return "";
        }
        return switch (view.world().presets().verdict(unit.name())) {
            case ENABLE -> "enabled";
            case DISABLE -> "disabled";
            case IGNORE -> "ignored";
        };
    }

    /** Returns the path of each unit file by its name, sorted; of two the more important one. */
    public static SequencedMap<UnitName, String> paths(ManagerView view) {
        SequencedMap<UnitName, String> paths = new TreeMap<>();
        for (UnitDirectory directory : view.world().tree().directories()) {
            directory
                    .entries()
                    .forEach((file, entry) -> {
                        if (!(entry instanceof Entry.Directory)) {
                            UnitName.parse(file)
                                    .ifPresent(name ->
                                            paths.putIfAbsent(name, directory.pathOf(file)));
                        }
                    });
        }
        return paths;
    }

    /**
     * Returns the units of which the presets say what a mode is about.
     *
     * @param mode {@code full}, {@code enable-only} or {@code disable-only}
     * @return nothing where that is no mode
     */
    public static Optional<List<UnitName>> ofPresetMode(
            ManagerView view, List<UnitName> names, String mode) {
        return switch (mode) {
            case "full", "" -> Optional.of(names);
            case "enable-only" -> Optional.of(withVerdict(view, names, Verdict.ENABLE));
            case "disable-only" -> Optional.of(withVerdict(view, names, Verdict.DISABLE));
            default -> Optional.empty();
        };
    }

    private static List<UnitName> withVerdict(
            ManagerView view, List<UnitName> names, Verdict verdict) {
        return names.stream()
                .filter(name -> view.world().presets().verdict(name) == verdict)
                .toList();
    }

    /** Returns what {@code default.target} is by the files, whatever the manager has loaded. */
    public static String defaultTarget(ManagerView view) {
        return view.world().tree().find(DEFAULT_TARGET) instanceof Found.Fragment fragment
                ? fragment.id().text()
                : DEFAULT_TARGET.text();
    }
}
