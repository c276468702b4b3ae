package hearth.unit;

import java.util.List;
import java.util.Optional;

/**
 * What paths can say: the section [Path].
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.path.5.html">systemd.path(5)</a>
 */
public final class PathSettings {
    private static final Table TABLE = Table.of(9, "systemd.path(5)", "Path");

    public static final Setting<List<String>> PATH_EXISTS =
            TABLE.add("PathExists", BasicTypes.PATH_LINES, List.of());

    public static final Setting<List<String>> PATH_EXISTS_GLOB =
            TABLE.add("PathExistsGlob", BasicTypes.PATH_LINES, List.of());

    public static final Setting<List<String>> PATH_CHANGED =
            TABLE.add("PathChanged", BasicTypes.PATH_LINES, List.of());

    public static final Setting<List<String>> PATH_MODIFIED =
            TABLE.add("PathModified", BasicTypes.PATH_LINES, List.of());

    public static final Setting<List<String>> DIRECTORY_NOT_EMPTY =
            TABLE.add("DirectoryNotEmpty", BasicTypes.PATH_LINES, List.of());

    public static final Setting<Optional<UnitName>> UNIT =
            TABLE.add("Unit", UnitTypes.UNIT, Optional.empty(), "Unit");

    public static final Setting<Boolean> MAKE_DIRECTORY =
            TABLE.add("MakeDirectory", BasicTypes.BOOLEAN, false, "MakeDirectory");

    public static final Setting<Integer> DIRECTORY_MODE =
            TABLE.add("DirectoryMode", BasicTypes.MODE, 0755, "DirectoryMode");

    public static final Setting<TimeSpan> TRIGGER_LIMIT_INTERVAL_SEC =
            TABLE.add(
                    "TriggerLimitIntervalSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ofSeconds(2),
                    "TriggerLimitIntervalUSec");

    public static final Setting<Integer> TRIGGER_LIMIT_BURST =
            TABLE.add(
                    "TriggerLimitBurst",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    200,
                    "TriggerLimitBurst");

    static {
        TABLE.resetTogether(
                PATH_EXISTS, PATH_EXISTS_GLOB, PATH_CHANGED, PATH_MODIFIED, DIRECTORY_NOT_EMPTY);
    }

    private PathSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
