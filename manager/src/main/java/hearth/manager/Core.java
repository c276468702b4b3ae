package hearth.manager;

import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.manager.host.Host;
import hearth.manager.host.Moment;
import hearth.manager.host.TimeSource;
import hearth.manager.job.JobEngine;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What the parts of one manager share; confined to its mailbox. */
final class Core {
    final ManagerConfig config;
    final Host host;
    final TimeSource time;
    final RandomGenerator random;
    final Outbox outbox = new Outbox();
    final UnitTable table;
    final JobEngine engine;
    final UnitMachines machines;
    final UnitOrders orders;
    final Consequences consequences;
    final JobTimers jobTimers;
    private final Charge jobCharge;

    final EnvironmentBlock environment;
    final Set<Unit> failedUnits = new LinkedHashSet<>();
    final Map<String, Unit> byInvocation = new HashMap<>();
    final BusNames busNames = new BusNames(outbox::emit);
    final Startup startup;
    ManagerDefaults defaults;
    boolean hasExited;
    int exitCode;

    Core(
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
        machines = new UnitMachines(this);
        orders = new UnitOrders(this);
        consequences = new Consequences(this);
        jobTimers = new JobTimers(this);
        engine = new JobEngine(new JobDesk(this), time);
        jobCharge = config.account().open(Resource.JOBS);
        startup = new Startup(this);
    }

    /** Exchanges all that was read from files. */
    void reload(ManagerFiles files) {
        defaults = files.defaults();
        environment.tell(files.environment());
        table.reload(files);
    }

    /** Returns whether there is room for more jobs; it is theirs until the end of the turn. */
    boolean hasRoomForJobs(int more) {
        return jobCharge.resize((long) engine.jobs().size() + more);
    }

    /** Charges what is there at the end of a turn. */
    void chargeJobs() {
        jobCharge.resize(engine.jobs().size());
    }

    /** Releases what is charged: this manager is gone. */
    void close() {
        jobCharge.close();
        table.close();
    }

    private void forget(Unit unit) {
        failedUnits.remove(unit);
        byInvocation.remove(unit.invocationId, unit);
        busNames.forget(unit);
    }

    Moment now() {
        return time.now();
    }
}
