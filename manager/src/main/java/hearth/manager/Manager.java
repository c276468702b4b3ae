package hearth.manager;

import hearth.manager.call.ProcessCalls;
import hearth.manager.call.RehearsalCalls;
import hearth.manager.call.TransientCalls;
import hearth.manager.call.UnitCalls;
import hearth.manager.call.UpkeepCalls;
import hearth.manager.cause.Cause;
import hearth.manager.cause.Why;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.host.TimeSource;
import hearth.manager.job.Job;
import hearth.manager.job.JobEngine;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.job.Rehearsal;
import hearth.manager.snapshot.Snapshots;
import hearth.manager.table.Missing;
import hearth.manager.table.UnitEntry;
import hearth.manager.turn.Core;
import hearth.manager.turn.Events;
import hearth.manager.turn.TakeOver;
import hearth.manager.type.UnitEvent;
import hearth.unit.NamePatterns;
import hearth.unit.value.JobMode;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One service manager: a user's, or the system's. Confined to its mailbox; it does no I/O, starts
 * no thread and reads no clock.
 *
 * <p>Every order and every event is one turn: it is recorded, what follows from it is worked off to
 * a fixed point, what has changed is given to {@link Host#record}, and only then the effects go out
 * and observers are told.
 *
 * <p>Life: {@link #restore} with what an earlier brain wrote down, {@link #coldplug} with what
 * lives; where there was nothing, {@link #startDefaultTarget}.
 */
public final class Manager {
    private final Core core;
    private final Events events;
    private final TakeOver takeOver;
    private final Snapshots snapshots;
    private final UnitCalls calls;
    private final TransientCalls transients;
    private final ProcessCalls processes;
    private final UpkeepCalls upkeep;
    private final RehearsalCalls rehearsals;

    /**
     * Makes a manager without units.
     *
     * @param files what was read, until the next {@link #reload}
     * @param random for invocation ids and for what is to be spread in time
     */
    public Manager(
            ManagerConfig config,
            ManagerFiles files,
            Host host,
            TimeSource time,
            RandomGenerator random) {
        core = new Core(config, files, host, time, random);
        events = new Events(core);
        takeOver = new TakeOver(core, events);
        snapshots = new Snapshots(core);
        calls = new UnitCalls(core);
        transients = new TransientCalls(core, calls);
        processes = new ProcessCalls(core, calls);
        upkeep = new UpkeepCalls(core, calls);
        rehearsals = new RehearsalCalls(core, calls);
    }

    /** Adds somebody who is told what changes. */
    public void addListener(ManagerListener listener) {
        core.outbox().addListener(listener);
    }

    /** Does one turn. */
    private <T> T turn(Supplier<T> work) {
        core.table().collector().unpin();
        core.mountNews().look();
        T result = work.get();
        core.consequences().settle();
        core.outbox().flush(core.host(), this, snapshots);
        core.chargeJobs();
        return result;
    }

    private void turn(Runnable work) {
        turn(() -> {
            work.run();
            return true;
        });
    }

    /** Does one turn, which a call about one unit is. */
    private Outcome<Unit> ask(Supplier<Outcome<UnitEntry>> call) {
        return turn(() -> shown(call.get()));
    }

    private static Outcome<Unit> shown(Outcome<UnitEntry> outcome) {
        return switch (outcome) {
            case Outcome.Done<UnitEntry>(UnitEntry unit) -> new Outcome.Done<>(unit);
            case Outcome.Refused<UnitEntry> refused -> refused.of();
        };
    }

    // ---- life

    /** Releases what its user is charged; the last call. */
    public void close() {
        core.close();
    }

    /** Takes up what an earlier manager has written down; before anything else. */
    public void restore(List<Host.Snapshot> kept) {
        snapshots.restore(kept);
        core.startup().addPerpetual();
    }

    /**
     * Takes over what lives. Only now it is decided what is to be started again, and jobs that were
     * in flight go on.
     */
    public void coldplug(Host.Inventory inventory) {
        turn(() -> takeOver.takeOver(inventory));
    }

    /** Starts {@code default.target}. */
    public Outcome<Job> startDefaultTarget() {
        return turn(core.startup()::startDefault);
    }

    /** Takes note of what happened. */
    public void handle(Event event) {
        turn(() -> events.handle(event));
    }

    /**
     * Reads everything anew (daemon-reload); linear in units and their dependencies. What runs goes
     * on with its new definition.
     */
    public void reload(ManagerFiles files) {
        core.outbox().tell(listener -> listener.reloading(true));
        turn(() -> {
            core.startup().reloading();
            core.reload(files);
            core.engine().recount();
            core.jobTimers().redefined();
            for (UnitEntry unit : List.copyOf(core.table().units())) {
                core.machines().feed(unit, new UnitEvent.Redefined());
            }
            core.outbox().tell(listener -> listener.reloading(false));
            core.outbox().managerChanged();
        });
    }

    /**
     * Takes note that work for the manager had begun before it was constructed: its generators ran.
     */
    public void begunAt(Moment moment) {
        core.startup().begunAt(moment);
    }

    /**
     * Marks the units whose definitions another source would change ({@code NeedDaemonReload}).
     *
     * @param present what the files say now
     */
    public void noteFilesChanged(UnitSource present) {
        turn(() -> core.table().compare(present));
    }

    /**
     * Ends the manager: starts {@code exit.target}, which nothing can revoke. A user who has used
     * up what there is can end all the same.
     */
    public Outcome<Job> exit() {
        return turn(() -> {
            core.table().makeRoom();
            core.outbox().log(LogLevel.INFO, "", "Activating special unit exit.target...");
            Optional<Why> asked = core.asked();
            core.asking(Optional.of(new Why(new Cause.ByManager(Cause.Occasion.EXIT), asked)));
            Outcome<Job> exit = queue("exit.target", JobType.START, JobMode.REPLACE_IRREVERSIBLY);
            core.asking(asked);
            return exit;
        });
    }

    /** Sets what the manager's process will exit with, 0 to 255. */
    public void setExitCode(int code) {
        turn(() -> {
            core.exitWith(code & 0xff);
            core.outbox().managerChanged();
        });
    }

    /** Returns what the manager's process will exit with. */
    public int exitCode() {
        return core.exitCode();
    }

    /**
     * Does something with this manager, for a reason that is kept of each job that comes of it.
     *
     * @param why who asks for it
     */
    public <T> T because(Why why, Supplier<T> call) {
        Optional<Why> before = core.asked();
        core.asking(Optional.of(why));
        try {
            return call.get();
        } finally {
            core.asking(before);
        }
    }

    // ---- jobs

    /** Starts a unit, and what it needs. */
    public Outcome<Job> startUnit(String name, JobMode mode) {
        return order(name, JobType.START, mode, false);
    }

    /** Stops a unit, and what cannot be without it. */
    public Outcome<Job> stopUnit(String name, JobMode mode) {
        return order(name, JobType.STOP, mode, false);
    }

    /** Lets a unit read its configuration again. */
    public Outcome<Job> reloadUnit(String name, JobMode mode) {
        return order(name, JobType.RELOAD, mode, false);
    }

    /** Stops a unit and starts it; one that is down is started. */
    public Outcome<Job> restartUnit(String name, JobMode mode) {
        return order(name, JobType.RESTART, mode, false);
    }

    /** Stops a unit and starts it, if it is up. */
    public Outcome<Job> tryRestartUnit(String name, JobMode mode) {
        return order(name, JobType.TRY_RESTART, mode, false);
    }

    /** Reloads a unit if it can, else restarts it; one that is down is started. */
    public Outcome<Job> reloadOrRestartUnit(String name, JobMode mode) {
        return order(name, JobType.RESTART, mode, true);
    }

    /** Reloads a unit if it can, else restarts it, if it is up. */
    public Outcome<Job> reloadOrTryRestartUnit(String name, JobMode mode) {
        return order(name, JobType.TRY_RESTART, mode, true);
    }

    private Outcome<Job> order(String name, JobType type, JobMode mode, boolean reloadsIfPossible) {
        return turn(() -> first(calls.order(name, type, mode, reloadsIfPossible)));
    }

    private Outcome<Job> queue(String name, JobType type, JobMode mode) {
        return first(calls.queue(name, type, mode));
    }

    private static Outcome<Job> first(Outcome<List<Job>> jobs) {
        return switch (jobs) {
            case Outcome.Done<List<Job>>(List<Job> all) -> new Outcome.Done<>(all.getFirst());
            case Outcome.Refused<List<Job>> refused -> refused.of();
        };
    }

    /**
     * Returns what an order would bring about, by the same steps that carry it out, and as bounded;
     * or the refusal that it would get. Units that are not in memory are loaded as by {@link
     * #loadUnit}; nothing else changes.
     *
     * @param reloadsIfPossible whether a unit is reloaded instead if it can be
     */
    public Outcome<Rehearsal> rehearse(
            String name, JobType type, JobMode mode, boolean reloadsIfPossible) {
        return turn(() -> rehearsals.rehearse(name, type, mode, reloadsIfPossible));
    }

    /**
     * What EnqueueJob answers.
     *
     * @param anchor the job that was asked for
     * @param affected the others of its transaction
     */
    public record Enqueued(Job anchor, List<Job> affected) {
        public Enqueued {
            affected = List.copyOf(affected);
        }
    }

    /** Queues a job and tells which others came with it. */
    public Outcome<Enqueued> enqueueUnitJob(String name, JobType type, JobMode mode) {
        return turn(() ->
                switch (calls.order(name, type, mode, false)) {
                    case Outcome.Done<List<Job>>(List<Job> all) ->
                            new Outcome.Done<>(
                                    new Enqueued(all.getFirst(), all.subList(1, all.size())));
                    case Outcome.Refused<List<Job>> refused -> refused.of();
                });
    }

    /** Ends a job before it is done. */
    public Outcome<Job> cancelJob(int id) {
        return turn(() -> {
            Optional<Job> job = core.engine().job(id);
            if (job.isEmpty()) {
                return new Outcome.Refused<Job>(
                        Refusal.NO_SUCH_JOB, "Job " + id + " does not exist.");
            }
            core.engine().cancel(job.get());
            return new Outcome.Done<>(job.get());
        });
    }

    /** Ends all jobs before they are done. */
    public void clearJobs() {
        turn(() -> List.copyOf(core.engine().jobs()).forEach(core.engine()::cancel));
    }

    /** Returns all jobs, oldest first. */
    public Collection<Job> jobs() {
        return core.engine().jobs();
    }

    /** Returns the job of this number. */
    public Optional<Job> job(int id) {
        return core.engine().job(id);
    }

    /** Returns the jobs that a job waits for. */
    public List<Job> jobsBefore(Job job) {
        return JobEngine.awaited(job);
    }

    /** Returns the jobs that wait for a job. */
    public List<Job> jobsAfter(Job job) {
        return JobEngine.waiting(job);
    }

    /** Returns how many jobs were ever queued. */
    public int installedJobCount() {
        return core.engine().installedCount();
    }

    /** Returns how many jobs have failed. */
    public int failedJobCount() {
        return core.engine().failedCount();
    }

    // ---- units

    /** Returns a unit in memory. */
    public Outcome<Unit> getUnit(String name) {
        return shown(calls.loaded(name));
    }

    /**
     * Returns a unit, loaded where it is not in memory. Where nothing else needs it, it stays until
     * the next order, or {@link #release}.
     */
    public Outcome<Unit> loadUnit(String name) {
        return core.table().find(name).isPresent()
                ? shown(calls.loaded(name))
                : ask(() -> calls.load(name, true));
    }

    /**
     * Returns whether a unit in memory leads to one that has no file: by what it needs, triggers,
     * or starts at its end.
     */
    public boolean leadsToMissing(String name) {
        return core.table().find(name).filter(Missing::isBehind).isPresent();
    }

    /** Ends a call: units that were loaded for it go, as far as nothing else needs them. */
    public void release() {
        if (core.table().collector().hasPinned()) {
            turn(() -> {});
        }
    }

    /** Returns the unit that a process belongs to. */
    public Outcome<Unit> getUnitByPid(int pid) {
        return core.host()
                .cgroupOf(pid)
                .flatMap(events::ofCgroup)
                .<Outcome<Unit>>map(Outcome.Done::new)
                .orElseGet(() ->
                        new Outcome.Refused<>(
                                Refusal.NO_UNIT_FOR_PROCESS,
                                "PID " + pid + " does not belong to any loaded unit."));
    }

    /** Returns the unit of an invocation, 32 hexadecimal digits. */
    public Outcome<Unit> getUnitByInvocationId(String id) {
        Unit unit = core.byInvocation().get(id);
        return unit == null
                ? new Outcome.Refused<>(
                        Refusal.NO_UNIT_FOR_INVOCATION,
                        "No unit with the specified invocation ID " + id + " known.")
                : new Outcome.Done<>(unit);
    }

    /** Returns the unit in whose cgroup something is. */
    public Outcome<Unit> getUnitByCgroup(String cgroup) {
        return events.ofCgroup(cgroup)
                .<Outcome<Unit>>map(Outcome.Done::new)
                .orElseGet(() ->
                        new Outcome.Refused<>(
                                Refusal.NO_SUCH_UNIT,
                                "Control group '"
                                        + cgroup
                                        + "' is not valid or not managed by this instance"));
    }

    /** Returns all units in memory, in the order they came. */
    public Collection<Unit> units() {
        return Collections.unmodifiableCollection(core.table().units());
    }

    /**
     * Returns units by their states and names.
     *
     * @param states load, active or sub states of which one must fit; empty for all
     * @param patterns which of their names are meant
     */
    public List<Unit> listUnits(Set<String> states, NamePatterns patterns) {
        if (core.mountNews().isDue()) {
            turn(() -> {});
        }
        return List.copyOf(calls.list(states, patterns));
    }

    /** Starts a unit that the call itself defines, with others that it needs. */
    public Outcome<Job> startTransientUnit(
            TransientUnit unit, JobMode mode, List<TransientUnit> auxiliary) {
        return turn(() -> first(transients.startTransient(unit, mode, auxiliary)));
    }

    /** Applies a drop-in's text to a unit ({@code systemctl set-property}). */
    public Outcome<Unit> setProperties(String name, boolean runtime, String fileName, String text) {
        return ask(() -> transients.setProperties(name, runtime, fileName, text));
    }

    /** Sends a signal to processes of a unit. */
    public Outcome<Unit> killUnit(String name, Effect.Whom whom, int signal) {
        return ask(() -> processes.kill(name, whom, signal));
    }

    /** Returns the main and control processes of a unit, as far as they are meant. */
    public Outcome<SignalTargets> signalTargets(String name, Effect.Whom whom) {
        return processes.targets(name, whom);
    }

    /**
     * Removes what a unit that is down has left on disk.
     *
     * @param resources words of {@code --what=}; {@code all} for all
     */
    public Outcome<Unit> cleanUnit(String name, List<String> resources) {
        return ask(() -> upkeep.clean(name, resources));
    }

    /** Notes about a unit what {@link #enqueueMarkedJobs} is to do. */
    public Outcome<Unit> markUnit(String name, Set<UnitMarker> markers) {
        return ask(() -> upkeep.mark(name, markers));
    }

    /** Restarts or reloads the units that were marked; returns their jobs. */
    public Outcome<List<Job>> enqueueMarkedJobs() {
        return turn(() -> upkeep.enqueueMarked());
    }

    /** Forgets that a unit failed. */
    public Outcome<Unit> resetFailed(String name) {
        return ask(() -> calls.resetFailed(name));
    }

    /** Forgets all failures. */
    public void resetAllFailed() {
        turn(() -> calls.resetAllFailed());
    }

    /** Keeps a unit in memory while a client is on the bus. */
    public Outcome<Unit> refUnit(String name, String client) {
        return ask(() -> calls.ref(name, client));
    }

    /** Takes one reference of a client back. */
    public Outcome<Unit> unrefUnit(String name, String client) {
        return ask(() -> calls.unref(name, client));
    }

    /** Forgets all references of a client that has left the bus. */
    public void clientGone(String client) {
        turn(() -> calls.clientGone(client));
    }

    /** Forgets all references: the bus is gone, and all its clients with it. */
    public void allClientsGone() {
        turn(() -> calls.allClientsGone());
    }

    /** Moves processes into a unit's cgroup, or one below. */
    public Outcome<Unit> attachProcesses(String name, String subcgroup, List<Integer> pids) {
        return ask(() -> processes.attach(name, subcgroup, pids));
    }

    /** Leaves a scope to itself: it lasts while it has processes. */
    public Outcome<Unit> abandonScope(String name) {
        return ask(() -> processes.abandon(name));
    }

    /** Stops the processes of a unit from running, until it is thawed. */
    public Outcome<Unit> freezeUnit(String name) {
        return ask(() -> processes.freeze(name, true));
    }

    /** Lets the processes of a unit run again. */
    public Outcome<Unit> thawUnit(String name) {
        return ask(() -> processes.freeze(name, false));
    }

    // ---- the manager itself

    /**
     * Changes the manager's environment.
     *
     * @param unset names to forget
     * @param assignments {@code NAME=VALUE}
     */
    public Outcome<Map<String, String>> changeEnvironment(
            List<String> unset, List<String> assignments) {
        return turn(() -> calls.changeEnvironment(unset, assignments));
    }

    /** Says whether services that give no sign of life are ended, from now on. */
    public void heedWatchdogs(boolean isHeeded) {
        turn(() -> {
            core.heedWatchdogs(isHeeded);
            core.outbox().managerChanged();
        });
    }

    /** Returns the environment that services inherit, by name. */
    public Map<String, String> environment() {
        return core.environment().all();
    }

    /** Returns how the manager is as a whole. */
    public SystemState systemState() {
        return core.startup().state();
    }

    /** Returns when the start passed which point. */
    public StartupTimes startupTimes() {
        return core.startup().times();
    }

    /** Returns what the manager was told once. */
    public ManagerConfig config() {
        return core.config();
    }

    /** Returns what holds for units that say nothing. */
    public ManagerDefaults defaults() {
        return core.defaults();
    }

    /** Returns how many units are in failed state. */
    public int failedUnitCount() {
        return core.failedUnits().size();
    }
}
