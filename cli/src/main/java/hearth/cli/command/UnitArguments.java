package hearth.cli.command;

import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.List;

/** Names of units as people type them: a name without a suffix is a service. */
final class UnitArguments {
    private UnitArguments() {}

    /**
     * Returns the full name.
     *
     * @throws CommandFailure where no unit can be called so
     */
    static String complete(String typed) throws CommandFailure {
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
    static List<String> complete(List<String> typed) throws CommandFailure {
        var names = new ArrayList<String>(typed.size());
        for (String name : typed) {
            names.add(complete(name));
        }
        return names;
    }
}
