package hearth.unit.value.resource;

import java.util.List;

/**
 * What of its control group a unit rules itself.
 *
 * @param isOn whether it does
 * @param controllers which ones it wants; empty with {@code isOn} and {@code isAll} false for none
 * @param isAll whether it gets all that are supported
 */
public record Delegation(boolean isOn, List<String> controllers, boolean isAll) {
    /** Nothing is delegated. */
    public static final Delegation OFF = new Delegation(false, List.of(), false);

    public Delegation {
        controllers = List.copyOf(controllers);
    }
}
