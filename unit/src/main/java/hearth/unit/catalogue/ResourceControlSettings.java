package hearth.unit.catalogue;

import hearth.unit.UnitName;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Property;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.setting.Wire;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.ExecTypes;
import hearth.unit.type.KeptProperties;
import hearth.unit.type.NetworkTypes;
import hearth.unit.type.ResourceTypes;
import hearth.unit.type.UnitTypes;
import hearth.unit.value.Choices;
import hearth.unit.value.exec.CpuSet;
import hearth.unit.value.resource.AddressPrefix;
import hearth.unit.value.resource.Amount;
import hearth.unit.value.resource.Delegation;
import hearth.unit.value.resource.DevicePolicy;
import hearth.unit.value.resource.DeviceValue;
import hearth.unit.value.resource.ManagedOomMode;
import hearth.unit.value.resource.ManagedOomPreference;
import hearth.unit.value.resource.PressureWatch;
import hearth.unit.value.resource.SocketBindRule;
import java.util.List;
import java.util.Optional;

/**
 * What of the machine a unit gets: what all units with processes share.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.resource-control.5.html">systemd.resource-control(5)</a>
 */
public final class ResourceControlSettings {
    private static final Table TABLE =
            Table.of(
                    5,
                    "systemd.resource-control(5)",
                    "Service",
                    "Socket",
                    "Mount",
                    "Swap",
                    "Slice",
                    "Scope");
    private static final Table EMULATED = TABLE.with(Enforcement.EMULATED);
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    /** Lines {@code PATH RIGHTS}, two words each. */
    private static final Wire<List<String>> DEVICE_RULES =
            Wire.list(
                    "a(ss)",
                    lines ->
                            lines.stream()
                                    .map(line -> (line + " rwm").split("[ \\t]+", 3))
                                    .map(words -> List.of(words[0], words[1]))
                                    .toList(),
                    member ->
                            Wire.literal(((List<?>) member).getFirst())
                                    + " "
                                    + ((List<?>) member).get(1));

    public static final Setting<Boolean> CPU_ACCOUNTING =
            EMULATED.add("CPUAccounting", BasicTypes.BOOLEAN, false, "CPUAccounting");

    public static final Setting<Long> CPU_WEIGHT =
            TABLE.add("CPUWeight", ResourceTypes.CPU_WEIGHT, BasicTypes.UNSET, "CPUWeight");

    public static final Setting<Long> STARTUP_CPU_WEIGHT =
            IGNORED.add(
                    "StartupCPUWeight",
                    ResourceTypes.CPU_WEIGHT,
                    BasicTypes.UNSET,
                    "StartupCPUWeight");

    public static final Setting<TimeSpan> CPU_QUOTA =
            TABLE.add("CPUQuota", ResourceTypes.QUOTA, TimeSpan.INFINITY, "CPUQuotaPerSecUSec");

    public static final Setting<TimeSpan> CPU_QUOTA_PERIOD_SEC =
            TABLE.add(
                    "CPUQuotaPeriodSec",
                    BasicTypes.resettable(BasicTypes.TIME_SPAN),
                    TimeSpan.INFINITY,
                    "CPUQuotaPeriodUSec");

    public static final Setting<CpuSet> ALLOWED_CPUS =
            TABLE.add("AllowedCPUs", ExecTypes.CPUS, CpuSet.NONE, "AllowedCPUs");

    public static final Setting<CpuSet> STARTUP_ALLOWED_CPUS =
            IGNORED.add("StartupAllowedCPUs", ExecTypes.CPUS, CpuSet.NONE, "StartupAllowedCPUs");

    public static final Setting<CpuSet> ALLOWED_MEMORY_NODES =
            TABLE.add("AllowedMemoryNodes", ExecTypes.CPUS, CpuSet.NONE, "AllowedMemoryNodes");

    public static final Setting<CpuSet> STARTUP_ALLOWED_MEMORY_NODES =
            IGNORED.add(
                    "StartupAllowedMemoryNodes",
                    ExecTypes.CPUS,
                    CpuSet.NONE,
                    "StartupAllowedMemoryNodes");

    public static final Setting<Boolean> MEMORY_ACCOUNTING =
            EMULATED.add("MemoryAccounting", BasicTypes.BOOLEAN, true, "MemoryAccounting");

    public static final Setting<Amount> MEMORY_MIN =
            TABLE.add(
                    "MemoryMin",
                    ResourceTypes.AMOUNT,
                    new Amount.Count(0),
                    ResourceTypes.amountProperties("MemoryMin"));

    public static final Setting<Amount> MEMORY_LOW =
            TABLE.add(
                    "MemoryLow",
                    ResourceTypes.AMOUNT,
                    new Amount.Count(0),
                    ResourceTypes.amountProperties("MemoryLow"));

    public static final Setting<Amount> MEMORY_HIGH =
            TABLE.add(
                    "MemoryHigh",
                    ResourceTypes.POSITIVE_AMOUNT,
                    Amount.INFINITY,
                    ResourceTypes.amountProperties("MemoryHigh"));

    public static final Setting<Amount> MEMORY_MAX =
            TABLE.add(
                    "MemoryMax",
                    ResourceTypes.POSITIVE_AMOUNT,
                    Amount.INFINITY,
                    ResourceTypes.amountProperties("MemoryMax"));

    public static final Setting<Amount> MEMORY_SWAP_MAX =
            TABLE.add(
                    "MemorySwapMax",
                    ResourceTypes.AMOUNT,
                    Amount.INFINITY,
                    ResourceTypes.amountProperties("MemorySwapMax"));

    public static final Setting<Amount> DEFAULT_MEMORY_MIN =
            IGNORED.add(
                    "DefaultMemoryMin",
                    ResourceTypes.AMOUNT,
                    new Amount.Count(0),
                    ResourceTypes.amountProperties("DefaultMemoryMin"));

    public static final Setting<Amount> DEFAULT_MEMORY_LOW =
            IGNORED.add(
                    "DefaultMemoryLow",
                    ResourceTypes.AMOUNT,
                    new Amount.Count(0),
                    ResourceTypes.amountProperties("DefaultMemoryLow"));

    public static final Setting<Amount> DEFAULT_STARTUP_MEMORY_LOW =
            IGNORED.add(
                    "DefaultStartupMemoryLow",
                    ResourceTypes.AMOUNT,
                    new Amount.Count(0),
                    KeptProperties.amount("DefaultStartupMemoryLow"));

    public static final Setting<Amount> MEMORY_Z_SWAP_MAX =
            TABLE.add(
                    "MemoryZSwapMax",
                    ResourceTypes.AMOUNT,
                    Amount.INFINITY,
                    ResourceTypes.amountProperties("MemoryZSwapMax"));

    public static final Setting<Boolean> MEMORY_Z_SWAP_WRITEBACK =
            IGNORED.add(
                    "MemoryZSwapWriteback",
                    BasicTypes.BOOLEAN,
                    true,
                    KeptProperties.of("MemoryZSwapWriteback", BasicTypes.BOOLEAN));

    public static final Setting<Amount> STARTUP_MEMORY_LOW =
            IGNORED.add(
                    "StartupMemoryLow",
                    ResourceTypes.AMOUNT,
                    new Amount.Count(0),
                    KeptProperties.amount("StartupMemoryLow"));

    public static final Setting<Amount> STARTUP_MEMORY_HIGH =
            IGNORED.add(
                    "StartupMemoryHigh",
                    ResourceTypes.AMOUNT,
                    Amount.INFINITY,
                    KeptProperties.amount("StartupMemoryHigh"));

    public static final Setting<Amount> STARTUP_MEMORY_MAX =
            IGNORED.add(
                    "StartupMemoryMax",
                    ResourceTypes.AMOUNT,
                    Amount.INFINITY,
                    KeptProperties.amount("StartupMemoryMax"));

    public static final Setting<Amount> STARTUP_MEMORY_SWAP_MAX =
            IGNORED.add(
                    "StartupMemorySwapMax",
                    ResourceTypes.AMOUNT,
                    Amount.INFINITY,
                    KeptProperties.amount("StartupMemorySwapMax"));

    public static final Setting<Amount> STARTUP_MEMORY_Z_SWAP_MAX =
            IGNORED.add(
                    "StartupMemoryZSwapMax",
                    ResourceTypes.AMOUNT,
                    Amount.INFINITY,
                    KeptProperties.amount("StartupMemoryZSwapMax"));

    public static final Setting<Boolean> TASKS_ACCOUNTING =
            EMULATED.add("TasksAccounting", BasicTypes.BOOLEAN, true, "TasksAccounting");

    public static final Setting<Amount> TASKS_MAX =
            TABLE.add(
                    "TasksMax",
                    ResourceTypes.POSITIVE_AMOUNT,
                    Amount.INFINITY,
                    ResourceTypes.amountProperties("TasksMax"));

    public static final Setting<Boolean> IO_ACCOUNTING =
            EMULATED.add("IOAccounting", BasicTypes.BOOLEAN, false, "IOAccounting");

    public static final Setting<Long> IO_WEIGHT =
            TABLE.add("IOWeight", ResourceTypes.WEIGHT, BasicTypes.UNSET, "IOWeight");

    public static final Setting<Long> STARTUP_IO_WEIGHT =
            IGNORED.add(
                    "StartupIOWeight", ResourceTypes.WEIGHT, BasicTypes.UNSET, "StartupIOWeight");

    public static final Setting<List<DeviceValue>> IO_DEVICE_WEIGHT =
            IGNORED.add(
                    "IODeviceWeight", ResourceTypes.DEVICE_WEIGHTS, List.of(), "IODeviceWeight");

    public static final Setting<List<DeviceValue>> IO_READ_BANDWIDTH_MAX =
            IGNORED.add(
                    "IOReadBandwidthMax",
                    ResourceTypes.DEVICE_RATES,
                    List.of(),
                    "IOReadBandwidthMax");

    public static final Setting<List<DeviceValue>> IO_WRITE_BANDWIDTH_MAX =
            IGNORED.add(
                    "IOWriteBandwidthMax",
                    ResourceTypes.DEVICE_RATES,
                    List.of(),
                    "IOWriteBandwidthMax");

    public static final Setting<List<DeviceValue>> IO_READ_IOPS_MAX =
            IGNORED.add("IOReadIOPSMax", ResourceTypes.DEVICE_RATES, List.of(), "IOReadIOPSMax");

    public static final Setting<List<DeviceValue>> IO_WRITE_IOPS_MAX =
            IGNORED.add("IOWriteIOPSMax", ResourceTypes.DEVICE_RATES, List.of(), "IOWriteIOPSMax");

    public static final Setting<List<DeviceValue>> IO_DEVICE_LATENCY_TARGET_SEC =
            IGNORED.add(
                    "IODeviceLatencyTargetSec",
                    ResourceTypes.DEVICE_SPANS,
                    List.of(),
                    "IODeviceLatencyTargetUSec");

    public static final Setting<Boolean> IP_ACCOUNTING =
            IGNORED.add("IPAccounting", BasicTypes.BOOLEAN, false, "IPAccounting");

    public static final Setting<List<AddressPrefix>> IP_ADDRESS_ALLOW =
            IGNORED.add("IPAddressAllow", NetworkTypes.ADDRESSES, List.of(), "IPAddressAllow");

    public static final Setting<List<AddressPrefix>> IP_ADDRESS_DENY =
            IGNORED.add("IPAddressDeny", NetworkTypes.ADDRESSES, List.of(), "IPAddressDeny");

    public static final Setting<List<SocketBindRule>> SOCKET_BIND_ALLOW =
            IGNORED.add("SocketBindAllow", NetworkTypes.BIND_RULES, List.of(), "SocketBindAllow");

    public static final Setting<List<SocketBindRule>> SOCKET_BIND_DENY =
            IGNORED.add("SocketBindDeny", NetworkTypes.BIND_RULES, List.of(), "SocketBindDeny");

    public static final Setting<Choices> RESTRICT_NETWORK_INTERFACES =
            IGNORED.add(
                    "RestrictNetworkInterfaces",
                    ExecTypes.CHOICES,
                    Choices.ALL,
                    "RestrictNetworkInterfaces");

    public static final Setting<List<String>> NFT_SET =
            IGNORED.add("NFTSet", BasicTypes.RAW_LINES, List.of(), KeptProperties.networkSets());

    public static final Setting<List<String>> IP_INGRESS_FILTER_PATH =
            IGNORED.add("IPIngressFilterPath", BasicTypes.PATHS, List.of(), "IPIngressFilterPath");

    public static final Setting<List<String>> IP_EGRESS_FILTER_PATH =
            IGNORED.add("IPEgressFilterPath", BasicTypes.PATHS, List.of(), "IPEgressFilterPath");

    public static final Setting<List<String>> BPF_PROGRAM =
            IGNORED.add("BPFProgram", NetworkTypes.PROGRAMS, List.of(), "BPFProgram");

    public static final Setting<List<String>> DEVICE_ALLOW =
            IGNORED.add(
                    "DeviceAllow",
                    ResourceTypes.DEVICE_RULES,
                    List.of(),
                    List.of(new Property<>("DeviceAllow", DEVICE_RULES, Property.Access.LISTED)));

    public static final Setting<DevicePolicy> DEVICE_POLICY =
            IGNORED.add(
                    "DevicePolicy",
                    BasicTypes.choice("device policy", DevicePolicy.values()),
                    DevicePolicy.AUTO,
                    "DevicePolicy");

    public static final Setting<Optional<UnitName>> SLICE =
            TABLE.add("Slice", UnitTypes.SLICE, Optional.empty(), "Slice");

    public static final Setting<Delegation> DELEGATE =
            TABLE.add(
                    "Delegate",
                    ResourceTypes.DELEGATION,
                    Delegation.OFF,
                    ResourceTypes.delegationProperties());

    public static final Setting<String> DELEGATE_SUBGROUP =
            IGNORED.add(
                    "DelegateSubgroup",
                    BasicTypes.RAW,
                    "",
                    KeptProperties.of("DelegateSubgroup", BasicTypes.RAW));

    public static final Setting<List<String>> DISABLE_CONTROLLERS =
            IGNORED.add(
                    "DisableControllers",
                    ResourceTypes.CONTROLLER_NAMES,
                    List.of(),
                    "DisableControllers");

    public static final Setting<ManagedOomMode> MANAGED_OOM_SWAP =
            IGNORED.add(
                    "ManagedOOMSwap",
                    BasicTypes.resettable(BasicTypes.choice("mode", ManagedOomMode.values())),
                    ManagedOomMode.AUTO,
                    "ManagedOOMSwap");

    public static final Setting<ManagedOomMode> MANAGED_OOM_MEMORY_PRESSURE =
            IGNORED.add(
                    "ManagedOOMMemoryPressure",
                    BasicTypes.resettable(BasicTypes.choice("mode", ManagedOomMode.values())),
                    ManagedOomMode.AUTO,
                    "ManagedOOMMemoryPressure");

    public static final Setting<Integer> MANAGED_OOM_MEMORY_PRESSURE_LIMIT =
            IGNORED.add(
                    "ManagedOOMMemoryPressureLimit",
                    ResourceTypes.PERMYRIAD,
                    0,
                    "ManagedOOMMemoryPressureLimit");

    public static final Setting<TimeSpan> MANAGED_OOM_MEMORY_PRESSURE_DURATION_SEC =
            IGNORED.add(
                    "ManagedOOMMemoryPressureDurationSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.INFINITY,
                    KeptProperties.of(
                            "ManagedOOMMemoryPressureDurationUSec", BasicTypes.TIME_SPAN));

    public static final Setting<ManagedOomPreference> MANAGED_OOM_PREFERENCE =
            IGNORED.add(
                    "ManagedOOMPreference",
                    BasicTypes.choice("preference", ManagedOomPreference.values()),
                    ManagedOomPreference.NONE,
                    "ManagedOOMPreference");

    public static final Setting<PressureWatch> MEMORY_PRESSURE_WATCH =
            IGNORED.add(
                    "MemoryPressureWatch",
                    BasicTypes.switchable(
                            "mode", PressureWatch.values(), PressureWatch.OFF, PressureWatch.ON),
                    PressureWatch.AUTO,
                    KeptProperties.pressureWatch());

    public static final Setting<TimeSpan> MEMORY_PRESSURE_THRESHOLD_SEC =
            IGNORED.add(
                    "MemoryPressureThresholdSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ZERO,
                    KeptProperties.of("MemoryPressureThresholdUSec", BasicTypes.TIME_SPAN));

    public static final Setting<Boolean> COREDUMP_RECEIVE =
            IGNORED.add(
                    "CoredumpReceive",
                    BasicTypes.BOOLEAN,
                    false,
                    KeptProperties.of("CoredumpReceive", BasicTypes.BOOLEAN));

    public static final Setting<Long> CPU_SHARES =
            IGNORED.add("CPUShares", ResourceTypes.SHARES, BasicTypes.UNSET, "CPUShares");

    public static final Setting<Long> STARTUP_CPU_SHARES =
            IGNORED.add(
                    "StartupCPUShares", ResourceTypes.SHARES, BasicTypes.UNSET, "StartupCPUShares");

    public static final Setting<Boolean> BLOCK_IO_ACCOUNTING =
            EMULATED.add("BlockIOAccounting", BasicTypes.BOOLEAN, false, "BlockIOAccounting");

    public static final Setting<Long> BLOCK_IO_WEIGHT =
            IGNORED.add(
                    "BlockIOWeight",
                    ResourceTypes.BLOCK_IO_WEIGHT,
                    BasicTypes.UNSET,
                    "BlockIOWeight");

    public static final Setting<Long> STARTUP_BLOCK_IO_WEIGHT =
            IGNORED.add(
                    "StartupBlockIOWeight",
                    ResourceTypes.BLOCK_IO_WEIGHT,
                    BasicTypes.UNSET,
                    "StartupBlockIOWeight");

    public static final Setting<List<DeviceValue>> BLOCK_IO_DEVICE_WEIGHT =
            IGNORED.add(
                    "BlockIODeviceWeight",
                    ResourceTypes.DEVICE_WEIGHTS,
                    List.of(),
                    "BlockIODeviceWeight");

    public static final Setting<List<DeviceValue>> BLOCK_IO_READ_BANDWIDTH =
            IGNORED.add(
                    "BlockIOReadBandwidth",
                    ResourceTypes.DEVICE_RATES,
                    List.of(),
                    "BlockIOReadBandwidth");

    public static final Setting<List<DeviceValue>> BLOCK_IO_WRITE_BANDWIDTH =
            IGNORED.add(
                    "BlockIOWriteBandwidth",
                    ResourceTypes.DEVICE_RATES,
                    List.of(),
                    "BlockIOWriteBandwidth");

    public static final Setting<Amount> MEMORY_LIMIT =
            EMULATED.add(
                    "MemoryLimit",
                    ResourceTypes.POSITIVE_AMOUNT,
                    Amount.INFINITY,
                    ResourceTypes.amountProperties("MemoryLimit"));

    private ResourceControlSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
