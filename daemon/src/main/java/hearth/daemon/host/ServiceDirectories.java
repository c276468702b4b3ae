package hearth.daemon.host;

import hearth.daemon.protocol.record.DirectoryKind;
import hearth.daemon.protocol.record.ServiceDirectory;
import hearth.manager.CleanedResource;
import hearth.manager.host.Effect;
import hearth.unit.Specifiers;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.value.exec.DirectoryPreserve;
import hearth.unit.value.exec.ManagedDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code RuntimeDirectory=}, {@code StateDirectory=} and their like: below which directory each
 * lies, with which mode it is made, and what variable names it to the service.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     RuntimeDirectory=</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // a Setting is immutable, though no annotation says so
enum ServiceDirectories {
    RUNTIME(
            DirectoryKind.RUNTIME,
            ExecSettings.RUNTIME_DIRECTORY,
            ExecSettings.RUNTIME_DIRECTORY_MODE,
            "RUNTIME_DIRECTORY"),
    STATE(
            DirectoryKind.STATE,
            ExecSettings.STATE_DIRECTORY,
            ExecSettings.STATE_DIRECTORY_MODE,
            "STATE_DIRECTORY"),
    CACHE(
            DirectoryKind.CACHE,
            ExecSettings.CACHE_DIRECTORY,
            ExecSettings.CACHE_DIRECTORY_MODE,
            "CACHE_DIRECTORY"),
    LOGS(
            DirectoryKind.LOGS,
            ExecSettings.LOGS_DIRECTORY,
            ExecSettings.LOGS_DIRECTORY_MODE,
            "LOGS_DIRECTORY"),
    CONFIGURATION(
            DirectoryKind.CONFIGURATION,
            ExecSettings.CONFIGURATION_DIRECTORY,
            ExecSettings.CONFIGURATION_DIRECTORY_MODE,
            "CONFIGURATION_DIRECTORY");

    private final DirectoryKind kind;
    private final Setting<List<ManagedDirectory>> setting;
    private final Setting<Integer> mode;
    private final String variable;

    ServiceDirectories(
            DirectoryKind kind,
            Setting<List<ManagedDirectory>> setting,
            Setting<Integer> mode,
            String variable) {
        this.kind = kind;
        this.setting = setting;
        this.mode = mode;
        this.variable = variable;
    }

    private String base(Specifiers.Directories bases) {
        return switch (this) {
            case RUNTIME -> bases.runtime();
            case STATE -> bases.state();
            case CACHE -> bases.cache();
            case LOGS -> bases.logs();
            case CONFIGURATION -> bases.configuration();
        };
    }

    private List<String> paths(Settings settings, Specifiers.Directories bases) {
        return settings.get(setting).stream()
                .map(directory -> base(bases) + "/" + directory.path())
                .toList();
    }

    /** Returns what is made before a unit's process executes. */
    static List<ServiceDirectory> toMake(Settings settings, Specifiers.Directories bases) {
        var directories = new ArrayList<ServiceDirectory>();
        for (ServiceDirectories one : values()) {
            for (String path : one.paths(settings, bases)) {
                directories.add(new ServiceDirectory(one.kind, path, settings.get(one.mode)));
            }
        }
        return directories;
    }

    /** Adds the variables that name a unit's directories. */
    static void addVariables(
            Map<String, String> environment, Settings settings, Specifiers.Directories bases) {
        for (ServiceDirectories one : values()) {
            List<String> paths = one.paths(settings, bases);
            if (!paths.isEmpty()) {
                environment.put(one.variable, paths.stream().collect(Collectors.joining(":")));
            }
        }
    }

    /** Returns the PID file, which goes each time its service has ended. */
    static Optional<String> pidFile(Effect.ReleaseRuntime release) {
        return Optional.of(release.settings().get(ServiceSettings.PID_FILE))
                .filter(path -> !path.isEmpty());
    }

    /** Returns what goes when a unit is cleaned. */
    static List<String> toClean(Effect.Clean order, Specifiers.Directories bases) {
        return order.resources().stream()
                .sorted()
                .flatMap(resource -> of(resource).paths(order.settings(), bases).stream())
                .toList();
    }

    private static ServiceDirectories of(CleanedResource resource) {
        return switch (resource) {
            case RUNTIME -> RUNTIME;
            case STATE -> STATE;
            case CACHE -> CACHE;
            case LOGS -> LOGS;
            case CONFIGURATION -> CONFIGURATION;
        };
    }

    /** Returns what goes when a unit has stopped: its runtime directories, unless they stay. */
    static List<String> toRemove(Effect.ReleaseRuntime release, Specifiers.Directories bases) {
        Settings settings = release.settings();
        boolean stays =
                switch (settings.get(ExecSettings.RUNTIME_DIRECTORY_PRESERVE)) {
                    case DirectoryPreserve.YES -> true;
                    case DirectoryPreserve.RESTART -> release.willRestart();
                    case DirectoryPreserve.NO -> false;
                };
        return stays ? List.of() : RUNTIME.paths(settings, bases);
    }
}
