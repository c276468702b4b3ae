package hearth.unit.mount;

import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.AutomountSettings;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.MountSettings;
import hearth.unit.catalogue.PathSettings;
import hearth.unit.catalogue.SandboxSettings;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.catalogue.SwapSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.trigger.ListenAddress;
import hearth.unit.trigger.ListenSocket;
import hearth.unit.trigger.PathWatch;
import hearth.unit.value.exec.ManagedDirectory;
import hearth.unit.value.exec.WorkingDirectory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The paths of which a unit needs the mounts: those that are written, and those that its other
 * settings imply.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     IMPLICIT DEPENDENCIES</a>
 */
public final class MountNeeds {
    private static final String ROOT = "/";

    private MountNeeds() {}

    /**
     * Returns them, each once.
     *
     * @param base where the unit's own directories lie
     */
    public static SequencedSet<String> of(
            UnitName name, Settings settings, Specifiers.Directories base) {
        SequencedSet<String> paths =
                new LinkedHashSet<>(settings.get(UnitSettings.REQUIRES_MOUNTS_FOR));
        switch (name.type()) {
            case PATH ->
                    settings.get(PathSettings.WATCHES).stream()
                            .map(PathWatch::path)
                            .forEach(paths::add);
            case SOCKET -> {
                for (ListenSocket socket : settings.get(SocketSettings.LISTEN)) {
                    if (socket.address() instanceof ListenAddress.Path(String path)) {
                        paths.add(path);
                    }
                }
            }
            case SERVICE -> addOfProcesses(settings, base, paths);
            case MOUNT -> {
                addOfProcesses(settings, base, paths);
                addAbove(placeOf(name, settings.get(MountSettings.WHERE)), paths);
                addSource(settings, paths);
            }
            case AUTOMOUNT -> addAbove(placeOf(name, settings.get(AutomountSettings.WHERE)), paths);
            case SWAP -> {
                String what = settings.get(SwapSettings.WHAT);
                if (what.startsWith(ROOT)) {
                    paths.add(what);
                }
            }
            case TARGET, DEVICE, TIMER, SLICE, SCOPE -> {}
        }
        return paths;
    }

    /** Returns the paths of which it wants the mounts, and goes on without them. */
    public static SequencedSet<String> wanted(Settings settings) {
        return new LinkedHashSet<>(settings.get(UnitSettings.WANTS_MOUNTS_FOR));
    }

    /** Returns the place that a unit's name stands for, where none is written. */
    public static String placeOf(UnitName name, String written) {
        return written.isEmpty()
                ? NameEscapes.unescapePath(name.withoutSuffix()).orElse("")
                : written;
    }

    /** Returns the unit of what is mounted at a path, if there can be one. */
    public static Optional<UnitName> unitOf(String place) {
        return NameEscapes.escapePath(place)
                .flatMap(name -> UnitName.parse(name + "." + UnitType.MOUNT.wireName()));
    }

    private static void addAbove(String place, SequencedSet<String> paths) {
        int slash = place.lastIndexOf('/');
        if (place.length() > 1 && slash >= 0) {
            paths.add(slash == 0 ? ROOT : place.substring(0, slash));
        }
    }

    /** What is mounted may itself lie below a mount: a directory, an image. */
    private static void addSource(Settings settings, SequencedSet<String> paths) {
        String what = settings.get(MountSettings.WHAT);
        String type = settings.get(MountSettings.TYPE);
        MountOptions options = new MountOptions(settings.get(MountSettings.OPTIONS));
        boolean isLocal = options.isBind(type) || options.has("loop") || !options.isNetwork(type);
        if (what.startsWith(ROOT) && isLocal) {
            paths.add(what);
        }
    }

    private static void addOfProcesses(
            Settings settings, Specifiers.Directories base, SequencedSet<String> paths) {
        WorkingDirectory working = settings.get(ExecSettings.WORKING_DIRECTORY);
        if (!working.mayBeMissing() && working.path().startsWith("/")) {
            paths.add(working.path());
        }
        for (Setting<String> root :
                List.of(SandboxSettings.ROOT_DIRECTORY, SandboxSettings.ROOT_IMAGE)) {
            if (!settings.get(root).isEmpty()) {
                paths.add(settings.get(root));
            }
        }
        add(settings.get(ExecSettings.RUNTIME_DIRECTORY), base.runtime(), paths);
        add(settings.get(ExecSettings.STATE_DIRECTORY), base.state(), paths);
        add(settings.get(ExecSettings.CACHE_DIRECTORY), base.cache(), paths);
        add(settings.get(ExecSettings.LOGS_DIRECTORY), base.logs(), paths);
        add(settings.get(ExecSettings.CONFIGURATION_DIRECTORY), base.configuration(), paths);
    }

    private static void add(
            List<ManagedDirectory> directories, String base, SequencedSet<String> paths) {
        directories.forEach(directory -> paths.add(base + "/" + directory.path()));
    }
}
