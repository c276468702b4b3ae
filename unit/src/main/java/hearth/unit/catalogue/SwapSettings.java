package hearth.unit.catalogue;

import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;

/**
 * What swaps can say: the section [Swap]; only root can swap, so nothing of it is enforced.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.swap.5.html">systemd.swap(5)</a>
 */
public final class SwapSettings {
    private static final Table TABLE = Table.of(12, "systemd.swap(5)", "Swap");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    public static final Setting<String> WHAT = IGNORED.add("What", BasicTypes.RAW, "");

    public static final Setting<Integer> PRIORITY =
            IGNORED.add("Priority", BasicTypes.integer("i", -1, 32_767), -1);

    public static final Setting<String> OPTIONS = IGNORED.add("Options", BasicTypes.RAW, "");

    public static final Setting<TimeSpan> TIMEOUT_SEC =
            IGNORED.add("TimeoutSec", BasicTypes.TIME_LIMIT, TimeSpan.ofSeconds(90));

    private SwapSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
