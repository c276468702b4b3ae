package hearth.manager.type.mount;

import hearth.manager.host.ExecRole;
import hearth.unit.value.exec.ExecCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command lines by which a mount is changed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/mount.8.html">mount(8)</a>
 */
public final class MountCommands {
    /** What is run for mounts. */
    public static final List<ExecRole> ROLES =
            List.of(ExecRole.MOUNT, ExecRole.UNMOUNT, ExecRole.REMOUNT);

    private static final String MOUNT = "/bin/mount";
    private static final String UNMOUNT = "/bin/umount";

    private MountCommands() {}

    /** Returns one of them. */
    public static ExecCommand of(MountDefinition definition, ExecRole role) {
        return switch (role) {
            case MOUNT -> mount(definition, definition.options().ofMount().text());
            case REMOUNT -> {
                String options = definition.options().text();
                yield mount(definition, options.isEmpty() ? "remount" : "remount," + options);
            }
            case UNMOUNT -> unmount(definition);
            case CONDITION, START_PRE, START, START_POST, RELOAD, STOP, STOP_POST ->
                    throw new IllegalArgumentException("no command of a mount: " + role);
        };
    }

    private static ExecCommand mount(MountDefinition definition, String options) {
        List<String> argv = new ArrayList<>(List.of(MOUNT, definition.what(), definition.where()));
        if (definition.isSloppy()) {
            argv.add("-s");
        }
        if (definition.isReadWriteOnly()) {
            argv.add("-w");
        }
        if (!definition.type().isEmpty()) {
            argv.add("-t");
            argv.add(definition.type());
        }
        if (!options.isEmpty()) {
            argv.add("-o");
            argv.add(options);
        }
        return command(MOUNT, argv);
    }

    private static ExecCommand unmount(MountDefinition definition) {
        List<String> argv = new ArrayList<>(List.of(UNMOUNT, definition.where(), "-c"));
        if (definition.isLazilyUnmounted()) {
            argv.add("-l");
        }
        if (definition.isForciblyUnmounted()) {
            argv.add("-f");
        }
        return command(UNMOUNT, argv);
    }

    private static ExecCommand command(String path, List<String> argv) {
        return new ExecCommand(path, argv, Set.of(ExecCommand.Flag.NO_ENV_EXPAND));
    }
}
