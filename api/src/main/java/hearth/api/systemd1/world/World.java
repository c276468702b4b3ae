package hearth.api.systemd1.world;

import hearth.dbus.DescriptorList;
import hearth.dbus.object.Caller;
import hearth.manager.SignalTargets;
import hearth.manager.cause.Cause;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogTarget;
import hearth.unit.Specifiers;
import hearth.unit.install.InstallResult;
import hearth.unit.install.PresetRules;
import hearth.unit.tree.UnitTree;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What one manager's objects need of the world. Called in the manager's mailbox, never blocks; what
 * takes time tells its end in the same mailbox.
 */
public interface World {

    /** Returns what is constant while the program runs. */
    MachineFacts facts();

    /** Returns when the generators of the manager's start ran. */
    GeneratorTimes generatorTimes();

    /** Returns the unit files as the manager knows them now. */
    UnitTree tree();

    /** Returns what specifiers in unit files stand for. */
    Specifiers specifiers();

    /** Returns what the distributor and the administrator want enabled. */
    PresetRules presets();

    /**
     * Looks for changed unit files, gives them to the manager, then runs {@code then}: so that a
     * file that was written a moment ago is found. Cheap where nothing has changed.
     */
    void freshen(Runnable then);

    /**
     * Does what {@code daemon-reload} does: generators, all files, then {@code Manager.reload}.
     *
     * @param then is told why it failed, or nothing
     */
    void reload(Consumer<Optional<String>> then);

    /**
     * Looks whether files are there.
     *
     * @param paths absolute
     * @param then is told the first that is not there or no file, and why; or nothing
     */
    void lookFor(List<String> paths, Consumer<Optional<String>> then);

    /**
     * Changes links of unit files, and looks at the changed files afterwards.
     *
     * @param then is told why it failed, or nothing
     */
    void install(InstallResult.Plan plan, Consumer<Optional<String>> then);

    /**
     * Keeps descriptors for the next start of a transient unit's main process; owns them from now
     * on, until that process has them or the unit is gone.
     */
    void keepStreams(String unit, StandardStreams streams);

    /** Closes descriptors kept for a unit that is not started after all. */
    void dropStreams(String unit);

    /** Returns from which level on the manager's lines are kept. */
    LogLevel logLevel();

    /** Changes from which level on the manager's lines are kept; nothing: as configured. */
    void setLogLevel(Optional<LogLevel> level);

    /** Returns where the manager's lines go. */
    LogTarget logTarget();

    /** Changes where the manager's lines go. */
    void setLogTarget(LogTarget target);

    /** Returns a sealed file in memory; nothing where there is none to be had. */
    Optional<DescriptorList> memoryFile(String name, byte[] content);

    /** Returns a number of a cgroup, or {@link CgroupStatistic#UNKNOWN}. */
    long count(String cgroup, CgroupStatistic statistic);

    /**
     * Tells the processes in a cgroup and below, at most {@code limit}, sorted by cgroup and id.
     *
     * @param own processes that are told wherever they are, behind the others
     * @param then told now or later
     */
    void processes(String cgroup, List<Integer> own, int limit, Consumer<List<UnitProcess>> then);

    /** Returns the user of a process, where it lives. */
    OptionalInt ownerOf(int pid);

    /** Returns the process that a descriptor of ours stands for. */
    PidFd processOf(int descriptor);

    /**
     * Sends a signal with a value to processes of a unit.
     *
     * @param then told what became of it
     */
    void queueSignal(SignalTargets targets, int signal, int value, Consumer<Queued> then);

    /** What became of a signal with a value. */
    enum Queued {
        /** All that are meant have it. */
        SENT,
        /** One of them has too many of them already, or is gone. */
        FAILED,
        /** Whoever sends signals here knows none with a value. */
        UNKNOWN
    }

    /**
     * Reads the end of a unit's log.
     *
     * @param unit its name; empty for the manager's own lines
     * @param lines how many at most
     * @param isAwaited asked on any thread before anything is read: where nobody waits any more,
     *     nothing is told
     * @param then is told them, oldest first; nothing where too many such questions wait
     */
    void tailLog(
            String unit,
            int lines,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<LogLine>>> then);

    /** Returns a client as the cause of what it asks for. */
    Cause causeOf(Caller caller);

    /**
     * Reads the last of what the manager has said of a unit.
     *
     * @param unit its name; empty for what was said of processes that were ended, of all units
     * @param count how many at most
     * @param isAwaited as for {@link #tailLog}
     * @param then is told them, newest first; nothing where too many such questions wait
     */
    void record(
            String unit,
            int count,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<Recorded>>> then);
}
