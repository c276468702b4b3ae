package hearth.cli.client;

/**
 * A unit in the list of all.
 *
 * @param name its primary name
 * @param description for people
 * @param loadState {@code loaded}, {@code not-found}, {@code masked}, ...
 * @param activeState {@code active}, {@code failed}, ...
 * @param subState the state as its type calls it
 */
public record UnitRow(
        String name, String description, String loadState, String activeState, String subState) {

    /** Returns whether it failed. */
    public boolean isFailed() {
        return activeState.equals("failed");
    }
}
