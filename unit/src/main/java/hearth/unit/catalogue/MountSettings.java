package hearth.unit.catalogue;

import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;

/**
 * What mounts can say: the section [Mount]. The mounting itself is mount(8)'s, which does for a
 * user what it may.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.mount.5.html">systemd.mount(5)</a>
 */
public final class MountSettings {
    private static final Table TABLE = Table.of(10, "systemd.mount(5)", "Mount");

    public static final Setting<String> WHAT = TABLE.add("What", BasicTypes.STRING, "", "What");

    public static final Setting<String> WHERE = TABLE.add("Where", BasicTypes.PATH, "", "Where");

    public static final Setting<String> TYPE = TABLE.add("Type", BasicTypes.STRING, "", "Type");

    public static final Setting<String> OPTIONS =
            TABLE.add("Options", BasicTypes.STRING, "", "Options");

    public static final Setting<Boolean> SLOPPY_OPTIONS =
            TABLE.add("SloppyOptions", BasicTypes.BOOLEAN, false, "SloppyOptions");

    public static final Setting<Boolean> LAZY_UNMOUNT =
            TABLE.add("LazyUnmount", BasicTypes.BOOLEAN, false, "LazyUnmount");

    public static final Setting<Boolean> READ_WRITE_ONLY =
            TABLE.add("ReadWriteOnly", BasicTypes.BOOLEAN, false, "ReadWriteOnly");

    public static final Setting<Boolean> FORCE_UNMOUNT =
            TABLE.add("ForceUnmount", BasicTypes.BOOLEAN, false, "ForceUnmount");

    public static final Setting<Integer> DIRECTORY_MODE =
            TABLE.add("DirectoryMode", BasicTypes.MODE, 0755, "DirectoryMode");

    public static final Setting<TimeSpan> TIMEOUT_SEC =
            TABLE.add("TimeoutSec", BasicTypes.TIME_LIMIT, TimeSpan.ofSeconds(90), "TimeoutUSec");

    private MountSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
