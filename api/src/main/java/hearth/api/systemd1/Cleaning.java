package hearth.api.systemd1;

import hearth.dbus.ErrorName;
import hearth.dbus.object.Call;
import hearth.manager.Unit;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.LoadState;
import hearth.unit.ExecSettings;
import hearth.unit.Setting;
import hearth.unit.Settings;
import hearth.unit.UnitType;
import hearth.unit.value.ManagedDirectory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a unit leaves on disk and {@code systemctl clean} removes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemctl.1.html">systemctl(1), clean</a>
 */
final class Cleaning {
    /** What stands for all resources. */
    private static final String ALL = "all";

    /** A kind of directories: how it is named in calls, and which setting has them. */
    private record Resource(String name, Setting<List<ManagedDirectory>> setting) {}

    private static final List<Resource> RESOURCES =
            List.of(
                    new Resource("runtime", ExecSettings.RUNTIME_DIRECTORY),
                    new Resource("state", ExecSettings.STATE_DIRECTORY),
                    new Resource("cache", ExecSettings.CACHE_DIRECTORY),
                    new Resource("logs", ExecSettings.LOGS_DIRECTORY),
                    new Resource("configuration", ExecSettings.CONFIGURATION_DIRECTORY));

    private Cleaning() {}

    /** Returns the names of what the unit may leave behind. */
    static List<String> resources(Unit unit) {
        Settings settings = unit.settings();
        List<String> names = new ArrayList<>();
        if (runsProcesses(unit.type())) {
            for (Resource resource : RESOURCES) {
                if (!settings.get(resource.setting()).isEmpty()) {
                    names.add(resource.name());
                }
            }
        }
        return names;
    }

    /** Answers a call to remove these resources of a unit, when they are gone. */
    static void clean(ManagerView view, Call call, Unit unit, List<String> words) {
        refusal(unit, words)
                .ifPresentOrElse(
                        failure -> failure.answer(call),
                        () ->
                                view.world()
                                        .clean(
                                                unit,
                                                chosen(unit, words),
                                                failure ->
                                                        failure.ifPresentOrElse(
                                                                text ->
                                                                        call.error(
                                                                                ErrorName.FAILED,
                                                                                text),
                                                                call::reply)));
    }

    /** Returns those of a unit's resources that are meant. */
    private static Set<String> chosen(Unit unit, List<String> words) {
        Set<String> chosen = new LinkedHashSet<>(resources(unit));
        if (!words.contains(ALL)) {
            chosen.retainAll(words);
        }
        return chosen;
    }

    /** Returns what is wrong with a call to remove these resources of a unit. */
    private static Optional<Failure> refusal(Unit unit, List<String> words) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String word : words) {
            if (!word.equals(ALL)
                    && RESOURCES.stream().noneMatch(known -> known.name().equals(word))) {
                return Optional.of(Failure.invalid("Invalid resource type: " + word));
            }
            wanted.add(word);
        }
        if (!runsProcesses(unit.type()) && unit.type() != UnitType.TIMER) {
            return Optional.of(
                    Failure.notSupported("Unit '" + unit.id() + "' does not support cleaning."));
        }
        if (wanted.isEmpty()) {
            return Optional.of(nothing());
        }
        boolean isBusy =
                unit.loadState() != LoadState.LOADED
                        || unit.job().isPresent()
                        || unit.activeState() != ActiveState.INACTIVE;
        if (isBusy) {
            return Optional.of(
                    new Failure(ErrorName.UNIT_BUSY, "Unit is not inactive or has pending job."));
        }
        return chosen(unit, words).isEmpty() ? Optional.of(nothing()) : Optional.empty();
    }

    private static Failure nothing() {
        return new Failure(ErrorName.NOTHING_TO_CLEAN, "No matching resources found.");
    }

    private static boolean runsProcesses(UnitType type) {
        return switch (type) {
            case SERVICE, SOCKET, MOUNT, SWAP -> true;
            case SCOPE, SLICE, TARGET, DEVICE, AUTOMOUNT, TIMER, PATH -> false;
        };
    }
}
