package hearth.manager;

import java.util.List;

/**
 * The processes of a unit to which a signal goes, one by one.
 *
 * @param cgroup where they are signalled, and nowhere else
 */
public record SignalTargets(String cgroup, List<Integer> pids) {
    public SignalTargets {
        pids = List.copyOf(pids);
    }
}
