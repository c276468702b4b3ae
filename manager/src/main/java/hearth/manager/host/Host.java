package hearth.manager.host;

import java.util.List;
import java.util.Optional;

/**
 * The world as one manager sees it. Called in the manager's mailbox; never blocks.
 *
 * <p>Within a turn {@link #record} comes first, then the effects in their order: what is not
 * written down is not acted on.
 */
public interface Host {

    /**
     * Keeps what a turn has changed, before the turn's effects are emitted.
     *
     * @param changed one snapshot a unit, and one named {@code manager}
     * @param removed names whose snapshots are void
     */
    void record(List<Snapshot> changed, List<String> removed);

    /** Does something in the world, soon, in order. */
    void emit(Effect effect);

    /** Returns the cgroup of a process, if it lives. */
    Optional<String> cgroupOf(int pid);

    /** Returns what is mounted, as far as it was looked at; the same while nothing changes. */
    Mounts mounts();

    /** Looks again what is mounted, and returns it. */
    Mounts mountsNow();

    /** Returns whether processes are in a cgroup, or below it. */
    boolean isPopulated(String cgroup);

    /**
     * Returns by which cgroups the processes of one are frozen: itself and those above it, as far
     * as they are the manager's to thaw. Mostly none.
     */
    List<String> frozenBy(String cgroup);

    /**
     * What a unit was at the end of a turn.
     *
     * @param name the unit's id, or {@code manager}
     * @param text lines of {@code key=value}
     */
    record Snapshot(String name, String text) {}

    /**
     * A process that lives at take-over.
     *
     * @param token that of its spawn; 0 unknown
     */
    record LiveProcess(long token, int pid, String cgroup) {}

    /**
     * What keeper and hands report at take-over.
     *
     * @param processes those that live
     * @param exits those that ended while the brain was away
     * @param populatedCgroups cgroups of units with processes in them
     * @param orphans those that ended after the hand which had started them
     * @param isHandNew whether the hand is not the one to which earlier orders were given: which of
     *     those it has carried out, only what it left behind tells
     */
    record Inventory(
            List<LiveProcess> processes,
            List<Event.Exited> exits,
            List<String> populatedCgroups,
            List<Orphan> orphans,
            boolean isHandNew) {
        public Inventory {
            processes = List.copyOf(processes);
            exits = List.copyOf(exits);
            populatedCgroups = List.copyOf(populatedCgroups);
            orphans = List.copyOf(orphans);
        }

        /** What a hand reports that has all of it. */
        public Inventory(
                List<LiveProcess> processes,
                List<Event.Exited> exits,
                List<String> populatedCgroups) {
            this(processes, exits, populatedCgroups, List.of(), false);
        }
    }

    /**
     * A process that has ended, of which nobody knows any more by which token it was started.
     *
     * @param cgroup it was in; empty: unknown
     */
    record Orphan(int pid, String cgroup, ExitCode code, int status) {}
}
