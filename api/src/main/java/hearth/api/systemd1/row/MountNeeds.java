package hearth.api.systemd1.row;

import hearth.api.systemd1.view.UnitView;
import hearth.unit.Specifiers;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.PathSettings;
import hearth.unit.catalogue.SandboxSettings;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.trigger.ListenAddress;
import hearth.unit.trigger.ListenSocket;
import hearth.unit.trigger.PathWatch;
import hearth.unit.value.exec.ManagedDirectory;
import hearth.unit.value.exec.WorkingDirectory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The paths of which a unit needs the mounts: those that are written, and those that its other
 * settings imply.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     IMPLICIT DEPENDENCIES</a>
 */
public final class MountNeeds {
    private MountNeeds() {}

    /** Returns them, each once. */
    public static SequencedSet<String> of(UnitView view) {
        Settings settings = view.unit().settings();
        SequencedSet<String> paths =
                new LinkedHashSet<>(settings.get(UnitSettings.REQUIRES_MOUNTS_FOR));
        if (view.unit().type() == UnitType.PATH) {
            settings.get(PathSettings.WATCHES).stream().map(PathWatch::path).forEach(paths::add);
        } else if (view.unit().type() == UnitType.SOCKET) {
            for (ListenSocket socket : settings.get(SocketSettings.LISTEN)) {
                if (socket.address() instanceof ListenAddress.Path(String path)) {
                    paths.add(path);
                }
            }
        } else if (view.unit().type() == UnitType.SERVICE) {
            addOfProcesses(settings, view.api().world().specifiers().directories(), paths);
        }
        return paths;
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
