package hearth.cli.systemd.text;

import hearth.cli.text.Style;

/** What stands before a unit's name. */
public final class Marks {
    /** Before what is there. */
    public static final String DOT = "●";

    private Marks() {}

    /** Returns the mark of a state. */
    public static String of(String activeState) {
        return switch (activeState) {
            case "inactive", "maintenance" -> "○";
            case "failed" -> "×";
            case "reloading" -> "↻";
            default -> DOT;
        };
    }

    /** Returns how a terminal shows it. */
    public static Style style(String activeState) {
        return switch (activeState) {
            case "active", "reloading" -> Style.GOOD;
            case "failed" -> Style.BAD;
            case "activating", "deactivating" -> Style.DOUBTFUL;
            default -> Style.FAINT;
        };
    }
}
