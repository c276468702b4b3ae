package hearth.unit.catalogue;

import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;
import hearth.unit.value.service.OomPolicy;

/**
 * What scopes can say: the section [Scope].
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.scope.5.html">systemd.scope(5)</a>
 */
public final class ScopeSettings {
    private static final Table TABLE = Table.of(6, "systemd.scope(5)", "Scope");
    private static final Table EMULATED = TABLE.with(Enforcement.EMULATED);

    public static final Setting<OomPolicy> OOM_POLICY =
            EMULATED.add(
                    "OOMPolicy",
                    BasicTypes.choice("OOM policy", OomPolicy.values()),
                    OomPolicy.STOP,
                    "OOMPolicy");

    public static final Setting<TimeSpan> TIMEOUT_STOP_SEC =
            TABLE.add(
                    "TimeoutStopSec",
                    BasicTypes.TIME_LIMIT,
                    TimeSpan.ofSeconds(90),
                    "TimeoutStopUSec");

    public static final Setting<TimeSpan> RUNTIME_MAX_SEC =
            TABLE.add("RuntimeMaxSec", BasicTypes.TIME_LIMIT, TimeSpan.INFINITY, "RuntimeMaxUSec");

    public static final Setting<TimeSpan> RUNTIME_RANDOMIZED_EXTRA_SEC =
            TABLE.add(
                    "RuntimeRandomizedExtraSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ZERO,
                    "RuntimeRandomizedExtraUSec");

    private ScopeSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
