package hearth.manager;

import hearth.manager.host.Effect;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The names on the bus that units watch; a unit watches one. */
final class BusNames {
    private final Consumer<Effect> emitter;
    private final Map<String, Unit> byName = new HashMap<>();
    private final Map<Unit, String> ofUnits = new HashMap<>();

    BusNames(Consumer<Effect> emitter) {
        this.emitter = emitter;
    }

    /** A unit is told of a name from now on; of two the last one is. */
    void watch(Unit unit, String busName) {
        if (busName.equals(ofUnits.get(unit))) {
            return;
        }
        forget(unit);
        Unit before = byName.put(busName, unit);
        if (before != null) {
            ofUnits.remove(before);
        }
        ofUnits.put(unit, busName);
        emitter.accept(new Effect.WatchBusName(unit.id(), busName));
    }

    /** Returns who is told of a name. */
    Optional<Unit> watcher(String busName) {
        return Optional.ofNullable(byName.get(busName));
    }

    /** A unit is gone, or watches another name. */
    void forget(Unit unit) {
        String busName = ofUnits.remove(unit);
        if (busName != null) {
            byName.remove(busName);
            emitter.accept(new Effect.UnwatchBusName(unit.id(), busName));
        }
    }
}
