package hearth.unit.catalogue;

import hearth.unit.UnitType;
import hearth.unit.setting.Property;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All settings of all manual pages. */
public final class Catalogue {
    private static final List<Table> TABLES =
            List.of(
                    UnitSettings.table(),
                    InstallSettings.table(),
                    ServiceSettings.table(),
                    ScopeSettings.table(),
                    SocketSettings.table(),
                    TimerSettings.table(),
                    PathSettings.table(),
                    MountSettings.table(),
                    AutomountSettings.table(),
                    SwapSettings.table(),
                    ExecSettings.table(),
                    SandboxSettings.table(),
                    KillSettings.table(),
                    ResourceControlSettings.table(),
                    ManagerSettings.table());

    private static final List<Setting<?>> ALL =
            TABLES.stream().<Setting<?>>flatMap(table -> table.rows().stream()).toList();

    /** By section, then by name. */
    private static final Map<String, Map<String, Table.Spelling<?>>> SPELLINGS = spellings();

    /** By type of unit, then by name. */
    private static final Map<UnitType, Map<String, TransientProperty>> TRANSIENT_PROPERTIES =
            transientProperties();

    private Catalogue() {}

    /**
     * A property that {@code StartTransientUnit} and {@code SetUnitProperties} take.
     *
     * @param setting whose
     * @param property its name and shape
     */
    public record TransientProperty(Setting<?> setting, Property<?> property) {}

    private static Map<String, Map<String, Table.Spelling<?>>> spellings() {
        Map<String, Map<String, Table.Spelling<?>>> bySection = new HashMap<>();
        for (Table table : TABLES) {
            for (Table.Spelling<?> spelling : table.spellings()) {
                for (String section : spelling.sections()) {
                    bySection
                            .computeIfAbsent(section, name -> new HashMap<>())
                            .putIfAbsent(spelling.name(), spelling);
                }
            }
        }
        return bySection;
    }

    /** Returns all settings, in the order of their tables. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    /** Returns the settings that units of a type have, in the order of their tables. */
    public static List<Setting<?>> settingsOf(UnitType type) {
        return ALL.stream().filter(setting -> belongs(setting, type)).toList();
    }

    private static boolean belongs(Setting<?> setting, UnitType type) {
        return setting.sections().stream().anyMatch(type::hasSection);
    }

    /** Returns the setting that a directive of a section means in units of a type. */
    public static Optional<Setting<?>> find(UnitType type, String section, String name) {
        return spelling(type, section, name)
                .filter(spelling -> !spelling.settings().isEmpty())
                .map(spelling -> spelling.settings().getFirst());
    }

    /** Returns how a directive of a section is read in units of a type. */
    static Optional<Table.Spelling<?>> spelling(UnitType type, String section, String name) {
        return type.hasSection(section)
                ? Optional.ofNullable(SPELLINGS.getOrDefault(section, Map.of()).get(name))
                : Optional.empty();
    }

    /** Returns how a directive of a manager's own configuration is read. */
    static Optional<Table.Spelling<?>> managerSpelling(String section, String name) {
        return section.equals(ManagerSettings.SECTION)
                ? Optional.ofNullable(SPELLINGS.getOrDefault(section, Map.of()).get(name))
                : Optional.empty();
    }

    /** Returns the names of all directives that a section of units of a type can have. */
    public static Set<String> names(UnitType type, String section) {
        return type.hasSection(section)
                ? Collections.unmodifiableSet(SPELLINGS.getOrDefault(section, Map.of()).keySet())
                : Set.of();
    }

    /** Returns the property that a client may set in units of a type. */
    public static Optional<TransientProperty> transientProperty(UnitType type, String name) {
        return Optional.ofNullable(TRANSIENT_PROPERTIES.getOrDefault(type, Map.of()).get(name));
    }

    private static Map<UnitType, Map<String, TransientProperty>> transientProperties() {
        Map<UnitType, Map<String, TransientProperty>> byType = new EnumMap<>(UnitType.class);
        for (UnitType type : UnitType.values()) {
            Map<String, TransientProperty> byName = new HashMap<>();
            for (Setting<?> setting : settingsOf(type)) {
                for (Property<?> property : setting.properties()) {
                    if (property.wire().isSettable()) {
                        byName.putIfAbsent(
                                property.name(), new TransientProperty(setting, property));
                    }
                }
            }
            byType.put(type, Map.copyOf(byName));
        }
        return byType;
    }
}
