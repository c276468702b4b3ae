package hearth.manager;

import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.job.Job;
import hearth.manager.job.JobUnit;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.load.UnitDefinition;
import hearth.unit.setting.Settings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One unit in memory, as it is shown: read in the manager's mailbox, changed by its manager. */
public interface Unit extends JobUnit {

    /** Whether a unit's cgroup is frozen. */
    enum FreezerState {
        RUNNING("running"),
        FREEZING("freezing"),
        FROZEN("frozen"),
        THAWING("thawing");

        private final String wireName;

        FreezerState(String wireName) {
            this.wireName = wireName;
        }

        /** Returns systemd's word. */
        public String wireName() {
            return wireName;
        }
    }

    /** Returns its own name. */
    UnitName name();

    /** Returns its type. */
    UnitType type();

    /** Returns its own name and its aliases. */
    Set<String> names();

    /** Returns {@code Description=}, or its name. */
    String description();

    /** Returns whether its definition could be had. */
    LoadState loadState();

    /** Returns why its definition could not be had; empty where it could. */
    String loadError();

    /**
     * Returns what is to be said about its files, in their order; where they cannot be used, the
     * reason is the last one of severity {@link Diagnostic.Severity#ERROR}.
     */
    List<Diagnostic> diagnostics();

    /** Returns its definition, where it has one. */
    Optional<UnitDefinition> definition();

    /** Returns its settings and its manager's defaults; none where it has no definition. */
    Settings settings();

    /** Returns the path of its file, where it has one. */
    Optional<String> fragmentPath();

    /** Returns the paths of its drop-ins, in their order. */
    List<String> dropInPaths();

    /** Returns its type's own name of the state. */
    String subState();

    /** Returns when it passed from one state to another. */
    UnitTimes times();

    /** Returns its job. */
    Optional<Job> job();

    /** Returns what came of its conditions at the last start. */
    ConditionReport conditions();

    /** Returns what came of its assertions at the last start. */
    ConditionReport asserts();

    /** Returns the id of its last start: 32 hexadecimal digits, empty before the first. */
    String invocationId();

    /**
     * Returns what its machine remembers, if that is of this class.
     *
     * @param type such as that of a service's record
     */
    <R> Optional<R> record(Class<R> type);

    /** Returns the name of the slice it lies in; nothing for the root slice and targets. */
    Optional<String> slice();

    /** Returns the cgroup of its processes; empty where its type has none, or it is not up. */
    String cgroup();

    /** Returns who is told to stop it ({@code Controller=}); empty for none. */
    String controller();

    /** Returns the bus names that hold it in memory. */
    Set<String> references();

    /** Returns whether its cgroup is frozen. */
    FreezerState freezerState();

    /** Returns whether it was made by a call. */
    boolean isTransient();

    /** Returns whether it is there as long as its manager is. */
    boolean isPerpetual();

    /** Returns what clients have noted about it while it runs. */
    Set<UnitMarker> markers();

    /** Returns what it may have left on disk, for {@code systemctl clean}. */
    Set<CleanedResource> leftResources();

    /** Returns whether its files have changed since they were read. */
    boolean needsDaemonReload();

    /** Returns whether somebody may start it. */
    boolean canStart();

    /** Returns whether somebody may stop it. */
    boolean canStop();

    /** Returns whether it can reload its configuration. */
    boolean canReload();

    /** Returns whether somebody may isolate it. */
    boolean canIsolate();

    @Override
    Collection<? extends Unit> edges(UnitEdge edge);
}
