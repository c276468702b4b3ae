package hearth.daemon.machine;

import hearth.daemon.protocol.record.Attribute;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.CpuSet;
import hearth.unit.value.resource.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Resource control settings as attributes of a cgroup.
 *
 * <p>Only what a unit says is written: the kernel's own defaults are systemd's. Limits of single
 * devices are not enforced.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">systemd.resource-control(5)</a>
 */
public final class CgroupAttributes {
    /** The period of a quota that doesn't say, in microseconds: the kernel's own. */
    private static final long QUOTA_PERIOD_USEC = 100_000;

    /** The shortest quota the kernel takes, in microseconds. */
    private static final long QUOTA_USEC_MIN = 1_000;

    private static final long USEC_PER_SEC = 1_000_000;

    private static final int PERMYRIAD = 10_000;

    private final Settings settings;
    private final Totals totals;
    private final List<Attribute> attributes = new ArrayList<>();

    /**
     * What the machine has, for settings in percent.
     *
     * @param memoryBytes physical memory
     * @param tasks the kernel's limit
     */
    public record Totals(long memoryBytes, long tasks) {
        /** Returns what a unit that says nothing may have: fifteen percent, as in systemd. */
        public long tasksPerUnit() {
            return tasks * 15 / 100;
        }
    }

    private CgroupAttributes(Settings settings, Totals totals) {
        this.settings = settings;
        this.totals = totals;
    }

    /** Returns what is to be written, in order. */
    public static List<Attribute> of(Settings settings, Totals totals) {
        var attributes = new CgroupAttributes(settings, totals);
        attributes.collect();
        return attributes.attributes;
    }

    private void collect() {
        weight(ResourceControlSettings.CPU_WEIGHT, "cpu.weight", "");
        quota();
        numbers(ResourceControlSettings.ALLOWED_CPUS, "cpuset.cpus");
        numbers(ResourceControlSettings.ALLOWED_MEMORY_NODES, "cpuset.mems");
        memory(ResourceControlSettings.MEMORY_MIN, "memory.min");
        memory(ResourceControlSettings.MEMORY_LOW, "memory.low");
        memory(ResourceControlSettings.MEMORY_HIGH, "memory.high");
        memory(ResourceControlSettings.MEMORY_LIMIT, "memory.max");
        memory(ResourceControlSettings.MEMORY_MAX, "memory.max");
        memory(ResourceControlSettings.MEMORY_SWAP_MAX, "memory.swap.max");
        memory(ResourceControlSettings.MEMORY_Z_SWAP_MAX, "memory.zswap.max");
        amount(ResourceControlSettings.TASKS_MAX, "pids.max", totals.tasks());
        weight(ResourceControlSettings.IO_WEIGHT, "io.weight", "default ");
    }

    private void add(String name, String value) {
        attributes.add(new Attribute(name, value));
    }

    private void weight(Setting<Long> setting, String name, String prefix) {
        if (settings.isSet(setting)) {
            long weight = settings.get(setting);
            if (weight == 0) {
                add("cpu.idle", "1"); // CPUWeight=idle
            } else if (weight > 0) {
                add(name, prefix + weight);
            }
        }
    }

    private void quota() {
        if (!settings.isSet(ResourceControlSettings.CPU_QUOTA)) {
            return;
        }
        TimeSpan perSecond = settings.get(ResourceControlSettings.CPU_QUOTA);
        TimeSpan given = settings.get(ResourceControlSettings.CPU_QUOTA_PERIOD_SEC);
        long period = given.isInfinite() ? QUOTA_PERIOD_USEC : given.usec();
        String quota =
                perSecond.isInfinite()
                        ? "max"
                        : Long.toString(
                                Math.max(perSecond.usec() * period / USEC_PER_SEC, QUOTA_USEC_MIN));
        add("cpu.max", quota + " " + period);
    }

    private void numbers(Setting<CpuSet> setting, String name) {
        if (settings.isSet(setting)) {
            add(
                    name,
                    settings.get(setting)
                            .numbers()
                            .mapToObj(String::valueOf)
                            .collect(Collectors.joining(",")));
        }
    }

    private void memory(Setting<Amount> setting, String name) {
        amount(setting, name, totals.memoryBytes());
    }

    private void amount(Setting<Amount> setting, String name, long whole) {
        if (settings.isSet(setting)) {
            add(
                    name,
                    switch (settings.get(setting)) {
                        case Amount.Infinite() -> "max";
                        case Amount.Count(long count) -> Long.toString(count);
                        case Amount.Fraction(int permyriad) ->
                                Long.toString(part(whole, permyriad));
                    });
        }
    }

    /** Returns a part of the whole, rounded down, without overflow. */
    private static long part(long whole, int permyriad) {
        return whole / PERMYRIAD * permyriad + whole % PERMYRIAD * permyriad / PERMYRIAD;
    }
}
