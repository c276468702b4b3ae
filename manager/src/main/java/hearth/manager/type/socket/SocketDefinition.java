package hearth.manager.type.socket;

import hearth.manager.host.ExecRole;
import hearth.manager.kill.KillPlan;
import hearth.unit.UnitName;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.ExecCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a socket unit's machine needs to know of its settings.
 *
 * @param service that gets what is listened on; nothing where each connection has an instance
 * @param takesConnections whether {@code Accept=yes} is said
 * @param accepts of each {@code Listen...=} line whether its connections are taken
 * @param connects of each line whether one connects there, and does not just send
 * @param descriptorName in {@code LISTEN_FDNAMES}
 * @param commands by directive, {@code ExecStopPre=} as {@link ExecRole#STOP}
 * @param limitInterval in which span it may start {@code limitBurst} services
 */
public record SocketDefinition(
        UnitName name,
        Optional<UnitName> service,
        boolean takesConnections,
        List<Boolean> accepts,
        List<Boolean> connects,
        String descriptorName,
        boolean flushesPending,
        int maxConnections,
        int maxConnectionsPerSource,
        Map<ExecRole, List<ExecCommand>> commands,
        TimeSpan timeout,
        KillPlan kill,
        TimeSpan limitInterval,
        int limitBurst) {
    public SocketDefinition {
        accepts = List.copyOf(accepts);
        connects = List.copyOf(connects);
        commands = Map.copyOf(commands);
    }

    /** Returns the commands of a directive. */
    List<ExecCommand> commandsOf(ExecRole role) {
        return commands.getOrDefault(role, List.of());
    }

    /** Returns under which name the host keeps what a line names. */
    String kept(int port) {
        return "listener " + name.text() + " " + port;
    }

    /** Returns whether connections are taken there. */
    boolean accepts(int port) {
        return port < accepts.size() && accepts.get(port);
    }

    /** Returns whether one connects there. */
    boolean connects(int port) {
        return port < connects.size() && connects.get(port);
    }
}
