package hearth.api.systemd1;

import hearth.manager.Unit;
import hearth.unit.UnitName;
import hearth.unit.install.Change;
import hearth.unit.install.InstallResult;
import hearth.unit.install.Installer;
import hearth.unit.install.Installer.Options;
import hearth.unit.install.PresetRules.Verdict;
import hearth.unit.install.UnitFileState;
import hearth.unit.tree.Found;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What unit files there are, and which of them are enabled. */
final class UnitFiles {
    private UnitFiles() {}

    /** Returns who knows about the links of a manager's unit files. */
    static Installer installer(ManagerView view, Options options) {
        return new Installer(view.world().tree(), view.world().specifiers(), options);
    }

    /** Returns the state of a unit's file; empty where it has none. */
    static String state(ManagerView view, Unit unit) {
        if (unit.isTransient()) {
            return UnitFileState.TRANSIENT.wireName(); // its file may not be seen yet
        }
        return unit.fragmentPath().isEmpty()
                ? ""
                : state(view, unit.name()).map(UnitFileState::wireName).orElse("");
    }

    /** Returns the state of a unit file; nothing where there is none. */
    static Optional<UnitFileState> state(ManagerView view, UnitName name) {
        return installer(view, Options.PERSISTENT).state(name);
    }

    /** Returns what the presets say of a unit's file; empty where it has none. */
    static String preset(ManagerView view, Unit unit) {
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
    static SequencedMap<UnitName, String> paths(ManagerView view) {
        SequencedMap<UnitName, String> paths = new TreeMap<>();
        for (UnitDirectory directory : view.world().tree().directories()) {
            for (String entry : directory.entries().keySet()) {
                UnitName.parse(entry)
                        .ifPresent(name -> paths.putIfAbsent(name, directory.pathOf(entry)));
            }
        }
        return paths;
    }

    /**
     * Returns the units of which the presets say what a mode is about.
     *
     * @param mode {@code full}, {@code enable-only} or {@code disable-only}
     * @return nothing where that is no mode
     */
    static Optional<List<UnitName>> ofPresetMode(
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

    /** Plans links in the configuration that lead to the units' files. */
    static InstallResult links(
            ManagerView view,
            Options options,
            List<UnitName> names,
            Function<UnitName, String> link) {
        Place.Role role = options.isRuntime() ? Place.Role.RUNTIME_CONFIG : Place.Role.CONFIG;
        UnitTree tree = view.world().tree();
        Optional<String> directory =
                tree.directories().stream()
                        .map(UnitDirectory::place)
                        .filter(place -> place.role() == role)
                        .map(Place::path)
                        .findFirst();
        List<Change> changes = new ArrayList<>();
        for (UnitName name : names) {
            if (directory.isEmpty() || !(tree.find(name) instanceof Found.Fragment fragment)) {
                return new InstallResult.Refused(
                        InstallResult.Reason.NOT_FOUND, "unit file " + name + " does not exist");
            }
            String path = directory.get() + "/" + link.apply(name);
            changes.add(new Change.Link(path, fragment.path(), options.isForced()));
        }
        return new InstallResult.Plan(changes, true, List.of());
    }
}
