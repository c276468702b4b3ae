package hearth.manager.type;

import hearth.manager.host.ExecRole;
import hearth.unit.value.exec.ExecCommand;
import java.util.List;
import java.util.Optional;

/**
 * One command of a unit.
 *
 * @param role the directive
 * @param index its place in the directive's list, from 0
 */
public record ExecKey(ExecRole role, int index) {

    /** What is said where a command cannot be run since the file says less than it did. */
    public static final String GONE = "its line is gone from the unit's file";

    /** Returns the command itself; nothing where the directive has fewer by now. */
    public Optional<ExecCommand> in(List<ExecCommand> commands) {
        return index < commands.size() ? Optional.of(commands.get(index)) : Optional.empty();
    }
}
