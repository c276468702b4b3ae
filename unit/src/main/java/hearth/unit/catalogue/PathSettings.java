package hearth.unit.catalogue;

import hearth.unit.UnitName;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.PathWatch;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.TriggerTypes;
import hearth.unit.type.UnitTypes;
import java.util.List;
import java.util.Optional;

/**
 * What paths can say: the section [Path].
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.path.5.html">systemd.path(5)</a>
 */
public final class PathSettings {
    private static final Table TABLE = Table.of(9, "systemd.path(5)", "Path");

    /** All lines with paths, in their order. */
    public static final Setting<List<PathWatch>> WATCHES =
            TABLE.gathered("Paths", TriggerTypes.PATHS, List.of(), TriggerTypes.pathProperties());

    static {
        for (PathWatch.Kind kind : PathWatch.Kind.values()) {
            TABLE.spelling(kind.wireName(), TriggerTypes.parser(kind), WATCHES);
        }
    }

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

    private PathSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
