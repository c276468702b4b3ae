package hearth.manager.turn;

import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.manager.ManagerConfig;
import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerFiles;
import hearth.manager.cause.Why;
import hearth.manager.host.Host;
import hearth.manager.host.Moment;
import hearth.manager.host.TimeSource;
import hearth.manager.job.JobEngine;
import hearth.manager.table.Places;
import hearth.manager.table.UnitEntry;
import hearth.manager.table.UnitTable;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What the parts of one manager share; confined to its mailbox. */
public final class Core {
    private final ManagerConfig config;
    private final Host host;
    private final TimeSource time;
    private final RandomGenerator random;
    private final Outbox outbox = new Outbox();
    private final UnitTable table;
    private final JobEngine engine;
    private final UnitMachines machines;
    private final UnitOrders orders;
    private final Consequences consequences;
    private final Emergencies emergencies;
    private final Triggers triggers;
    private final Connections connections;
    private final JobTimers jobTimers;
    private final MountNews mountNews = new MountNews(this);
    private final Charge jobCharge;

    private final EnvironmentBlock environment;
    private final Set<UnitEntry> failedUnits = new LinkedHashSet<>();
    private final Map<String, UnitEntry> byInvocation = new HashMap<>();
    private final BusNames busNames = new BusNames(outbox::emit);
    private final Startup startup;
    private ManagerDefaults defaults;
    private final Places places;
    private Optional<Why> asked = Optional.empty();
    private boolean hasExited;
    private int exitCode;

    public Core(
            ManagerConfig config,
            ManagerFiles files,
            Host host,
            TimeSource time,
            RandomGenerator random) {
        this.config = config;
        this.host = host;
        this.time = time;
        this.random = random;
        environment = new EnvironmentBlock(files.environment());
        defaults = files.defaults();
        table = new UnitTable(config, files, outbox, this::forget);
        places = new Places(table.definitions());
        machines = new UnitMachines(this);
        orders = new UnitOrders(this);
        consequences = new Consequences(this);
        emergencies = new Emergencies(this, consequences::later);
        triggers = new Triggers(this);
        connections = new Connections(this);
        jobTimers = new JobTimers(this);
        engine = new JobEngine(new JobDesk(this), time);
        jobCharge = config.account().open(Resource.JOBS);
        startup = new Startup(this);
        table.mirror().seenFrom(() -> startup.times().unitsLoadStart());
        table.mirror().replace(host.mounts());
    }

    /** Returns what the manager was told once. */
    public ManagerConfig config() {
        return config;
    }

    /** Returns the world. */
    public Host host() {
        return host;
    }

    /** Returns where chance comes from. */
    public RandomGenerator random() {
        return random;
    }

    /** Returns what the turn has changed and wants done. */
    public Outbox outbox() {
        return outbox;
    }

    /** Returns the units. */
    public UnitTable table() {
        return table;
    }

    /** Returns the jobs. */
    public JobEngine engine() {
        return engine;
    }

    /** Returns what turns the machines. */
    public UnitMachines machines() {
        return machines;
    }

    /** Returns what starts, stops and reloads units. */
    public UnitOrders orders() {
        return orders;
    }

    /** Returns what follows for others. */
    public Consequences consequences() {
        return consequences;
    }

    /** Returns what units do to their whole manager. */
    Emergencies emergencies() {
        return emergencies;
    }

    /** Returns what follows from mounts. */
    public MountNews mountNews() {
        return mountNews;
    }

    /** Returns what passes between units and those that start them. */
    Triggers triggers() {
        return triggers;
    }

    /** Returns the connections that have instances of services. */
    Connections connections() {
        return connections;
    }

    /** Returns the time limits of jobs. */
    public JobTimers jobTimers() {
        return jobTimers;
    }

    /** Returns what services inherit. */
    public EnvironmentBlock environment() {
        return environment;
    }

    /** Returns the units that have failed. */
    public Set<UnitEntry> failedUnits() {
        return failedUnits;
    }

    /** Returns the units by the ids of their last starts. */
    public Map<String, UnitEntry> byInvocation() {
        return byInvocation;
    }

    /** Returns the names on the bus that are watched. */
    public BusNames busNames() {
        return busNames;
    }

    /** Returns how the manager began. */
    public Startup startup() {
        return startup;
    }

    /** Returns where units' files say what has consequences. */
    public Places places() {
        return places;
    }

    /** Returns why the present call is made; nothing where nobody has said. */
    public Optional<Why> asked() {
        return asked;
    }

    /** Calls are made for this reason from now on. */
    public void asking(Optional<Why> why) {
        asked = why;
    }

    /** Returns what holds for units that say nothing. */
    public ManagerDefaults defaults() {
        return defaults;
    }

    /** Returns what the manager's process will exit with. */
    public int exitCode() {
        return exitCode;
    }

    /** Sets what the manager's process will exit with. */
    public void exitWith(int code) {
        exitCode = code;
    }

    /** Returns whether the manager has stopped everything. */
    public boolean hasExited() {
        return hasExited;
    }

    /** The manager has stopped everything; returns whether that is news. */
    public boolean exited() {
        boolean isNews = !hasExited;
        hasExited = true;
        return isNews;
    }

    /** Exchanges all that was read from files. */
    public void reload(ManagerFiles files) {
        defaults = files.defaults().heedingWatchdogs(defaults.heedsWatchdogs());
        environment.tell(files.environment());
        table.reload(files.with(defaults));
    }

    /** The machine is in another time zone. */
    void moveTo(ZoneId zone) {
        defaults = defaults.in(zone);
        table.redefine(defaults);
    }

    /** Services that give no sign of life are ended, or not, from now on. */
    public void heedWatchdogs(boolean isHeeded) {
        if (defaults.heedsWatchdogs() != isHeeded) {
            defaults = defaults.heedingWatchdogs(isHeeded);
            table.redefine(defaults);
        }
    }

    /** Returns whether there is room for more jobs; it is theirs until the end of the turn. */
    public boolean hasRoomForJobs(int more) {
        return jobCharge.resize((long) engine.jobs().size() + more);
    }

    /** Charges what is there at the end of a turn. */
    public void chargeJobs() {
        jobCharge.resize(engine.jobs().size());
    }

    /** Releases what is charged: this manager is gone. */
    public void close() {
        jobCharge.close();
        table.close();
    }

    private void forget(UnitEntry unit) {
        failedUnits.remove(unit);
        byInvocation.remove(unit.invocationId(), unit);
        busNames.forget(unit);
        consequences.forget(unit);
        connections.forget(unit);
    }

    public Moment now() {
        return time.now();
    }
}
