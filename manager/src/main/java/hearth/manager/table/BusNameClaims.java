package hearth.manager.table;

import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.load.UnitDefinition;
import java.util.HashMap;
import java.util.Map;

/** Which service has a name on the bus to itself: the first that is loaded with it. */
final class BusNameClaims {
    private final Map<String, UnitEntry> owners = new HashMap<>();
    private final Map<UnitEntry, String> names = new HashMap<>();

    /** Returns the name that a unit wants, or an empty text. */
    static String nameOf(UnitDefinition definition) {
        return definition.settings().get(ServiceSettings.BUS_NAME);
    }

    /** Returns whether a unit has its name to itself now, or wants none. */
    boolean claim(UnitEntry unit, UnitDefinition definition) {
        String name = nameOf(definition);
        if (name.isEmpty()) {
            return true;
        }
        boolean isFree = owners.putIfAbsent(name, unit) == null;
        if (isFree) {
            names.put(unit, name);
        }
        return isFree;
    }

    /** A unit is gone, or is loaded anew. */
    void release(UnitEntry unit) {
        String name = names.remove(unit);
        if (name != null) {
            owners.remove(name);
        }
    }

    /** All units are loaded anew. */
    void releaseAll() {
        owners.clear();
        names.clear();
    }
}
