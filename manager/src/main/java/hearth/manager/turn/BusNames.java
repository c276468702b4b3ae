package hearth.manager.turn;

import hearth.manager.host.Effect;
import hearth.manager.table.UnitEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The names on the bus that units watch; a unit watches one. */
public final class BusNames {
    private final Consumer<Effect> emitter;
    private final Map<String, UnitEntry> byName = new HashMap<>();
    private final Map<UnitEntry, String> ofUnits = new HashMap<>();

    public BusNames(Consumer<Effect> emitter) {
        this.emitter = emitter;
    }

    /** A unit is told of a name from now on; of two the last one is. */
    public void watch(UnitEntry unit, String busName) {
        if (busName.equals(ofUnits.get(unit))) {
            return;
        }
        forget(unit);
        UnitEntry before = byName.put(busName, unit);
        if (before != null) {
            ofUnits.remove(before);
        }
        ofUnits.put(unit, busName);
        emitter.accept(new Effect.WatchBusName(unit.id(), busName));
    }

    /** Returns who is told of a name. */
    public Optional<UnitEntry> watcher(String busName) {
        return Optional.ofNullable(byName.get(busName));
    }

    /** A unit is gone, or watches another name. */
    public void forget(UnitEntry unit) {
        String busName = ofUnits.remove(unit);
        if (busName != null) {
            byName.remove(busName);
            emitter.accept(new Effect.UnwatchBusName(unit.id(), busName));
        }
    }
}
