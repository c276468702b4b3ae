package hearth.unit.catalogue;

import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.UnitTypes;
import java.util.List;

/**
 * What enabling a unit does: the section [Install]. Nothing of it is a property.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5)</a>
 */
public final class InstallSettings {
    private static final Table TABLE = Table.of(1, "systemd.unit(5)", "Install");

    public static final Setting<List<String>> ALIAS =
            TABLE.add("Alias", UnitTypes.INSTALL_NAMES, List.of());

    public static final Setting<List<String>> WANTED_BY =
            TABLE.add("WantedBy", UnitTypes.INSTALL_NAMES, List.of());

    public static final Setting<List<String>> REQUIRED_BY =
            TABLE.add("RequiredBy", UnitTypes.INSTALL_NAMES, List.of());

    public static final Setting<List<String>> UPHELD_BY =
            TABLE.add("UpheldBy", UnitTypes.INSTALL_NAMES, List.of());

    public static final Setting<List<String>> ALSO =
            TABLE.add("Also", UnitTypes.ALSO_NAMES, List.of());

    public static final Setting<String> DEFAULT_INSTANCE =
            TABLE.add("DefaultInstance", BasicTypes.RAW, "");

    private InstallSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
