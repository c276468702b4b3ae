package hearth.api.systemd1.row;

import static hearth.dbus.object.Property.Emits.NOTHING;

import hearth.api.systemd1.order.UnitHandler;
import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.view.UnitView;
import hearth.api.systemd1.world.CgroupStatistic;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.setting.Settings;

/**
 * What every unit with a cgroup of its own shows: the cgroup, what the kernel counts in it, and its
 * limits.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">
 *     systemd.resource-control(5)</a>
 */
public final class CgroupRows {
    private static final long INFINITY = -1;
    private static final byte[] NO_BYTES = {};

    private CgroupRows() {}

    /** Adds what is live. */
    public static void addState(Rows<UnitView> rows) {
        rows.text("Slice", NOTHING, v -> v.unit().slice().orElse(""))
                .text("ControlGroup", NOTHING, v -> v.unit().cgroup())
                .uint64("ControlGroupId", NOTHING, v -> Math.max(0, v.count(CgroupStatistic.ID)))
                .uint64("MemoryCurrent", NOTHING, v -> v.count(CgroupStatistic.MEMORY_CURRENT))
                .uint64("MemoryPeak", NOTHING, v -> v.count(CgroupStatistic.MEMORY_PEAK))
                .uint64(
                        "MemorySwapCurrent",
                        NOTHING,
                        v -> v.count(CgroupStatistic.MEMORY_SWAP_CURRENT))
                .uint64("MemorySwapPeak", NOTHING, v -> v.count(CgroupStatistic.MEMORY_SWAP_PEAK))
                .uint64(
                        "MemoryZSwapCurrent",
                        NOTHING,
                        v -> v.count(CgroupStatistic.MEMORY_Z_SWAP_CURRENT))
                .uint64("MemoryAvailable", NOTHING, v -> INFINITY)
                .uint64("EffectiveMemoryMax", NOTHING, EffectiveLimits::memoryMax)
                .uint64("EffectiveMemoryHigh", NOTHING, EffectiveLimits::memoryHigh)
                .uint64("CPUUsageNSec", NOTHING, v -> v.count(CgroupStatistic.CPU_USAGE_NSEC))
                .any("EffectiveCPUs", "ay", NOTHING, (v, out) -> out.bytes(NO_BYTES))
                .any("EffectiveMemoryNodes", "ay", NOTHING, (v, out) -> out.bytes(NO_BYTES))
                .uint64("TasksCurrent", NOTHING, v -> v.count(CgroupStatistic.TASKS_CURRENT))
                .uint64("EffectiveTasksMax", NOTHING, EffectiveLimits::tasksMax);
        addTraffic(rows);
        rows.method(
                        "GetProcesses",
                        "",
                        "a(sus)",
                        UnitHandler.ofUnit(UnitOrders::getProcesses),
                        "processes")
                .method(
                        "AttachProcesses",
                        "sau",
                        "",
                        UnitHandler.ofUnit(UnitOrders::attachProcesses),
                        "subcgroup",
                        "pids");
    }

    private static void addTraffic(Rows<UnitView> rows) {
        // IPAccounting= needs BPF programs, which a user's manager has not got either.
        for (String name :
                new String[] {
                    "IPIngressBytes", "IPIngressPackets", "IPEgressBytes", "IPEgressPackets"
                }) {
            rows.uint64(name, NOTHING, v -> CgroupStatistic.UNKNOWN);
        }
        rows.uint64("IOReadBytes", NOTHING, v -> v.count(CgroupStatistic.IO_READ_BYTES))
                .uint64(
                        "IOReadOperations",
                        NOTHING,
                        v -> v.count(CgroupStatistic.IO_READ_OPERATIONS))
                .uint64("IOWriteBytes", NOTHING, v -> v.count(CgroupStatistic.IO_WRITE_BYTES))
                .uint64(
                        "IOWriteOperations",
                        NOTHING,
                        v -> v.count(CgroupStatistic.IO_WRITE_OPERATIONS));
    }

    /** What is said in percent is shown as what it comes to. */
    static long tasksMax(UnitView view) {
        Settings settings = view.unit().settings();
        if (settings.isSet(ResourceControlSettings.TASKS_MAX)) {
            return view.facts().tasks(settings.get(ResourceControlSettings.TASKS_MAX));
        }
        long max = view.facts().tasksMax();
        boolean isUnlimited = max == Long.MAX_VALUE || view.unit().type() == UnitType.SLICE;
        return isUnlimited ? INFINITY : max;
    }

    /** Adds the settings. */
    public static void addSettings(Rows<UnitView> rows, SettingRows settings) {
        // The kernel counts the time of every cgroup, so that accounting is on by itself.
        rows.with(settings.rows(NOTHING, "Delegate", "DelegateControllers", "DelegateSubgroup"))
                .with(settings.row(NOTHING, "CPUAccounting", (v, out) -> out.bool(true)))
                .with(
                        settings.rows(
                                NOTHING,
                                "CPUWeight",
                                "StartupCPUWeight",
                                "CPUShares",
                                "StartupCPUShares",
                                "CPUQuotaPerSecUSec",
                                "CPUQuotaPeriodUSec",
                                "AllowedCPUs",
                                "StartupAllowedCPUs",
                                "AllowedMemoryNodes",
                                "StartupAllowedMemoryNodes",
                                "IOAccounting",
                                "IOWeight",
                                "StartupIOWeight",
                                "IODeviceWeight",
                                "IOReadBandwidthMax",
                                "IOWriteBandwidthMax",
                                "IOReadIOPSMax",
                                "IOWriteIOPSMax",
                                "IODeviceLatencyTargetUSec",
                                "BlockIOAccounting",
                                "BlockIOWeight",
                                "StartupBlockIOWeight",
                                "BlockIODeviceWeight",
                                "BlockIOReadBandwidth",
                                "BlockIOWriteBandwidth",
                                "MemoryAccounting",
                                "DefaultMemoryLow",
                                "DefaultStartupMemoryLow",
                                "DefaultMemoryMin",
                                "MemoryMin",
                                "MemoryLow",
                                "StartupMemoryLow",
                                "MemoryHigh",
                                "StartupMemoryHigh",
                                "MemoryMax",
                                "StartupMemoryMax",
                                "MemorySwapMax",
                                "StartupMemorySwapMax",
                                "MemoryZSwapMax",
                                "StartupMemoryZSwapMax",
                                "MemoryZSwapWriteback",
                                "MemoryLimit",
                                "DevicePolicy",
                                "DeviceAllow",
                                "TasksAccounting"))
                .uint64("TasksMax", NOTHING, CgroupRows::tasksMax)
                .with(
                        settings.rows(
                                NOTHING,
                                "IPAccounting",
                                "IPAddressAllow",
                                "IPAddressDeny",
                                "IPIngressFilterPath",
                                "IPEgressFilterPath",
                                "DisableControllers",
                                "ManagedOOMSwap",
                                "ManagedOOMMemoryPressure",
                                "ManagedOOMMemoryPressureLimit",
                                "ManagedOOMMemoryPressureDurationUSec",
                                "ManagedOOMPreference",
                                "BPFProgram",
                                "SocketBindAllow",
                                "SocketBindDeny",
                                "RestrictNetworkInterfaces",
                                "MemoryPressureWatch",
                                "MemoryPressureThresholdUSec",
                                "NFTSet",
                                "CoredumpReceive"));
    }
}
