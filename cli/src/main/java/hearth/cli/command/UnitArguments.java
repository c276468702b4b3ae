package hearth.cli.command;

import hearth.cli.client.NearestUnits;
import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import hearth.unit.UnitName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Names of units as people type them: a name without a suffix is a service. */
public final class UnitArguments {
    private UnitArguments() {}

    /**
     * Returns the full name.
     *
     * @throws CommandFailure where no unit can be called so
     */
    public static String complete(String typed) throws CommandFailure {
        String name = UnitName.isValid(typed) ? typed : typed + ".service";
        if (!UnitName.isValid(name)) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "\"" + typed + "\" cannot be a unit's name",
                    "names have letters, digits and :-_.\\@, and end in .service, .timer, ...");
        }
        return name;
    }

    /** Returns the full names. */
    public static List<String> complete(List<String> typed) throws CommandFailure {
        var names = new ArrayList<String>(typed.size());
        for (String name : typed) {
            names.add(complete(name));
        }
        return names;
    }

    /** Returns the full names, patterns as they are. */
    public static List<String> patterns(List<String> typed) throws CommandFailure {
        var names = new ArrayList<String>(typed.size());
        for (String name : typed) {
            names.add(isPattern(name) ? name : complete(name));
        }
        return names;
    }

    /**
     * Returns the full names; in place of a pattern, those of the units in memory that it means, as
     * systemctl has it.
     */
    public static List<String> expand(UserManager manager, List<String> typed, Screen screen)
            throws CommandFailure, CallRefused, IOException {
        var names = new LinkedHashSet<String>();
        for (String name : patterns(typed)) {
            if (!isPattern(name)) {
                names.add(name);
                continue;
            }
            List<UnitRow> matching = manager.units(List.of(name));
            if (matching.isEmpty()) {
                screen.note("hearth: no unit in memory is called like " + name);
            }
            matching.forEach(unit -> names.add(unit.name()));
        }
        return List.copyOf(names);
    }

    private static boolean isPattern(String typed) {
        return typed.indexOf('*') >= 0 || typed.indexOf('?') >= 0 || typed.indexOf('[') >= 0;
    }

    /** Returns what to say of a unit that is not there: what was meant, where one is near. */
    public static CommandFailure unknown(int exitStatus, UserManager manager, String name) {
        return new CommandFailure(
                exitStatus,
                "there is no unit " + name,
                NearestUnits.of(manager, name)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(
                                "`hearth list --files` lists what there is; unit files of your own"
                                        + " belong in ~/.config/systemd/user"));
    }
}
