package hearth.manager.type;

import hearth.manager.graph.ActiveState;
import java.util.List;

/**
 * What one event has made of a unit.
 *
 * @param record the record after it
 * @param effects what the machine wants done, in order
 * @param passed the states that it went through, the last one being the record's; empty where the
 *     state did not change
 */
public record Step<R>(R record, List<UnitEffect> effects, List<ActiveState> passed) {
    public Step {
        effects = List.copyOf(effects);
        passed = List.copyOf(passed);
    }

    /** Returns that an event means nothing to a unit. */
    public static <R> Step<R> none(R record) {
        return new Step<>(record, List.of(), List.of());
    }
}
