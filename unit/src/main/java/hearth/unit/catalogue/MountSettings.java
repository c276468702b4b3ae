package hearth.unit.catalogue;

import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.type.BasicTypes;

/**
 * What mounts can say: the section [Mount]; a user cannot mount, so nothing of it is enforced.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.mount.5.html">systemd.mount(5)</a>
 */
public final class MountSettings {
    private static final Table TABLE = Table.of(10, "systemd.mount(5)", "Mount");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    public static final Setting<String> WHAT = IGNORED.add("What", BasicTypes.RAW, "");

    public static final Setting<String> WHERE = IGNORED.add("Where", BasicTypes.RAW, "");

    public static final Setting<String> TYPE = IGNORED.add("Type", BasicTypes.RAW, "");

    public static final Setting<String> OPTIONS = IGNORED.add("Options", BasicTypes.RAW, "");

    public static final Setting<Boolean> SLOPPY_OPTIONS =
            IGNORED.add("SloppyOptions", BasicTypes.BOOLEAN, false);

    public static final Setting<Boolean> LAZY_UNMOUNT =
            IGNORED.add("LazyUnmount", BasicTypes.BOOLEAN, false);

    public static final Setting<Boolean> READ_WRITE_ONLY =
            IGNORED.add("ReadWriteOnly", BasicTypes.BOOLEAN, false);

    public static final Setting<Boolean> FORCE_UNMOUNT =
            IGNORED.add("ForceUnmount", BasicTypes.BOOLEAN, false);

    public static final Setting<Integer> DIRECTORY_MODE =
            IGNORED.add("DirectoryMode", BasicTypes.MODE, 0755);

    public static final Setting<TimeSpan> TIMEOUT_SEC =
            IGNORED.add("TimeoutSec", BasicTypes.TIME_LIMIT, TimeSpan.ofSeconds(90));

    private MountSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
