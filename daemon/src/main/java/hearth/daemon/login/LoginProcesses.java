package hearth.daemon.login;

import hearth.api.login1.Processes;
import hearth.api.systemd1.world.PidFd;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.world.PidFds;
import java.util.Optional;

/** What login asks the kernel about processes. */
public record LoginProcesses(Cgroups cgroups) implements Processes {
    @Override
    public Optional<Facts> find(long pid) {
        return LoginRecovery.facts(cgroups, Math.toIntExact(pid));
    }

    @Override
    public String nameOf(long pid) {
        return cgroups.knownName(Math.toIntExact(pid)).orElse("");
    }

    @Override
    public PidFd of(int descriptor) {
        return PidFds.of(descriptor);
    }
}
