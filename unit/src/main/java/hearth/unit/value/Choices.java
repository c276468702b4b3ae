package hearth.unit.value;

import java.util.List;

/**
 * A list of what is allowed, or of what is not.
 *
 * @param isAllowed whether the names are the allowed ones, not the forbidden ones
 * @param names each once, in the order written
 */
public record Choices(boolean isAllowed, List<String> names) {
    /** Nothing is forbidden. */
    public static final Choices ALL = new Choices(false, List.of());

    public Choices {
        names = List.copyOf(names);
    }
}
