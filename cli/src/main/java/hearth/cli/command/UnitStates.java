package hearth.cli.command;

import hearth.cli.client.Properties;
import hearth.cli.text.Style;

/** States of units, for people. */
public final class UnitStates {
    private UnitStates() {}

    /** Returns whether there is no such unit: neither a file nor anything that runs. */
    public static boolean isUnknown(Properties unit) {
        return unit.text("LoadState").equals("not-found")
                && unit.text("ActiveState").equals("inactive");
    }

    /** Returns a state as {@code active (running)}. */
    public static String text(String activeState, String subState) {
        return activeState.equals(subState) ? activeState : activeState + " (" + subState + ")";
    }

    /** Returns the mark before a unit's name. */
    public static String mark(String activeState) {
        return switch (activeState) {
            case "active", "reloading" -> "\u25cf";
            case "failed" -> "\u00d7";
            case "activating", "deactivating" -> "\u21bb";
            default -> "\u25cb";
        };
    }

    /** Returns how to show it. */
    public static Style style(String activeState) {
        return switch (activeState) {
            case "active", "reloading" -> Style.GOOD;
            case "failed" -> Style.BAD;
            case "activating", "deactivating" -> Style.DOUBTFUL;
            default -> Style.FAINT;
        };
    }
}
