package hearth.cli.systemd.run;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitStates;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.cli.systemd.text.CgroupTree;
import hearth.cli.systemd.text.UnitWords;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code systemd-cgls [--user-unit UNIT|--unit UNIT]}: control groups of units, with their
 * processes, as managers know them.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd-cgls.html">systemd-cgls(1)</a>
 */
public record SystemdCgls(Arguments arguments) implements Action {
    private static final Grammar GRAMMAR =
            Grammar.of(
                    "systemd-cgls",
                    "help,h version all,a full,l k,k machine,M= xattr,x= cgroup-id,c= no-pager unit,u=? user-unit=?");

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where it makes no sense
     */
    public static SystemdCgls of(List<String> typed) throws CommandFailure {
        Arguments arguments = GRAMMAR.read(typed);
        if (arguments.has("machine") || arguments.has("xattr") || arguments.has("cgroup-id")) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "systemd-cgls: this option is not supported here");
        }
        return new SystemdCgls(arguments);
    }

    @Override
    public String purpose() {
        return "list control groups";
    }

    @Override
    public boolean isLong() {
        return !arguments.has("no-pager");
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (arguments.has("help")) {
            context.screen().text("systemd-cgls [OPTIONS...] [--unit UNIT|--user-unit UNIT]\n");
            return ExitStatus.OK;
        }
        boolean isUnit = arguments.has("unit") || arguments.has("user-unit");
        if (!isUnit && !arguments.words().isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "systemd-cgls: paths of control groups are not supported here: --user-unit=UNIT,"
                            + " --unit=UNIT, or neither for all of one's own");
        }
        boolean isSystem = arguments.has("unit");
        try (UserManager manager =
                isSystem
                        ? context.managers().systemManager()
                        : context.managers().managerOf(context.user())) {
            if (!isUnit) {
                show(context.screen(), manager, "-.slice", "Control group ");
                return ExitStatus.OK;
            }
            var units = new ArrayList<>(arguments.values("unit"));
            units.addAll(arguments.values("user-unit"));
            units.addAll(arguments.words());
            for (String unit : units) {
                show(
                        context.screen(),
                        manager,
                        UnitWords.mangled(unit, ".service", context.screen()),
                        "Unit ");
            }
        }
        return ExitStatus.OK;
    }

    private static void show(Screen screen, UserManager manager, String name, String word)
            throws CommandFailure, CallRefused, IOException {
        Properties unit = manager.unit(name);
        String group = unit.text("ControlGroup");
        if (UnitStates.isUnknown(unit)) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Unit "
                            + name
                            + " not found.\nFailed to list cgroup tree: No such file or directory");
        }
        if (group.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Failed to query unit control group path: " + name + " has none");
        }
        boolean isAll = word.startsWith("Control");
        screen.line(word + (isAll ? group + ":" : name + " (" + group + "):"));
        CgroupTree.of(group, manager.processes(name)).lines(0).forEach(screen::line);
    }
}
