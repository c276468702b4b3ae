package hearth.cli.command;

import hearth.cli.client.Properties;
import hearth.cli.client.UnitRow;
import hearth.cli.text.Style;
import hearth.cli.text.Table;
import tools.jackson.core.JsonGenerator;

/** States of units, for people. */
public final class UnitStates {
    private UnitStates() {}

    /** Returns whether there is no such unit: neither a file nor anything that runs. */
    public static boolean isUnknown(Properties unit) {
        return unit.text("LoadState").equals("not-found")
                && unit.text("ActiveState").equals("inactive");
    }

    /** Returns a unit's state as {@code active (running)}. */
    public static String text(UnitRow unit) {
        return text(unit.activeState(), unit.subState());
    }

    /** Returns a state as {@code active (running)}. */
    public static String text(String activeState, String subState) {
        return activeState.equals(subState) ? activeState : activeState + " (" + subState + ")";
    }

    /** Adds a unit to a table; one that has failed is seen at once. */
    public static void add(Table table, UnitRow unit, String... cells) {
        if (unit.isFailed()) {
            table.add(Style.BAD, cells);
        } else {
            table.add(cells);
        }
    }

    /** Writes what is in a unit's object. */
    public static void write(JsonGenerator json, UnitRow unit) {
        json.writeStringProperty("unit", unit.name());
        json.writeStringProperty("description", unit.description());
        json.writeStringProperty("load", unit.loadState());
        json.writeStringProperty("active", unit.activeState());
        json.writeStringProperty("sub", unit.subState());
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
