package hearth.manager;

import hearth.manager.host.Effect;
import hearth.manager.host.Host;
import hearth.manager.host.Moment;
import hearth.manager.host.TimeSource;
import hearth.manager.job.JobEngine;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    /** What services inherit: sorted at first, as systemd's is, then in the order of setting. */
    final Map<String, String> environment = new LinkedHashMap<>();

    final Set<Unit> failedUnits = new LinkedHashSet<>();
    final Map<String, Unit> byInvocation = new LinkedHashMap<>();
    final Map<String, Unit> byBusName = new LinkedHashMap<>();
    final Startup startup;
    boolean hasExited;
    int exitCode;

    Core(
            ManagerConfig config,
            UnitSource source,
            Host host,
            TimeSource time,
            RandomGenerator random) {
        this.config = config;
        this.host = host;
        this.time = time;
        this.random = random;
        environment.putAll(new TreeMap<>(config.environment()));
        table = new UnitTable(config, source, outbox, this::forget);
        machines = new UnitMachines(this);
        orders = new UnitOrders(this);
        consequences = new Consequences(this);
        jobTimers = new JobTimers(this);
        engine = new JobEngine(new JobDesk(this), time);
        startup = new Startup(this);
    }

    private void forget(Unit unit) {
        failedUnits.remove(unit);
        byInvocation.remove(unit.invocationId, unit);
        if (unit.body instanceof UnitBody.Service service) {
            String busName = service.definition().busName();
            if (byBusName.remove(busName, unit)) {
                outbox.emit(new Effect.UnwatchBusName(unit.id(), busName));
            }
        }
    }

    Moment now() {
        return time.now();
    }
}
