package hearth.unit.catalogue;

import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;

/**
 * What automounts can say: the section [Automount]; a user cannot mount, so nothing of it is
 * enforced.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/systemd.automount.5.html">systemd.automount(5)</a>
 */
public final class AutomountSettings {
    private static final Table TABLE = Table.of(11, "systemd.automount(5)", "Automount");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    public static final Setting<String> WHERE = IGNORED.add("Where", BasicTypes.RAW, "");

    public static final Setting<String> EXTRA_OPTIONS =
            IGNORED.add("ExtraOptions", BasicTypes.RAW, "");

    public static final Setting<Integer> DIRECTORY_MODE =
            IGNORED.add("DirectoryMode", BasicTypes.MODE, 0755);

    public static final Setting<TimeSpan> TIMEOUT_IDLE_SEC =
            IGNORED.add("TimeoutIdleSec", BasicTypes.TIME_SPAN, TimeSpan.ZERO);

    private AutomountSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
