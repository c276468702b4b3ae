package hearth.manager.type;

import hearth.unit.value.exec.ExecCommand;
import java.util.Map;

/**
 * What a command is run with, beside what all commands of the manager have.
 *
 * @param spoken names and values that the process is told by this very start
 * @param isNotifyWanted whether the process may report by sd_notify
 * @param passesStoredDescriptors whether the unit's stored descriptors go to the process
 * @param isTold whether the process is told of the unit whose end has started this one
 * @param sockets which of the sockets that activate the unit go to the process
 */
public record Execution(
        ExecCommand command,
        Map<String, String> spoken,
        boolean isNotifyWanted,
        boolean passesStoredDescriptors,
        boolean isTold,
        Sockets sockets) {

    /** Which of the sockets that activate the unit go to the process. */
    public enum Sockets {
        NONE,
        /** The connection that it serves, else what the units listen on that trigger it. */
        ALL
    }
}
