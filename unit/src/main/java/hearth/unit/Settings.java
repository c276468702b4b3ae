package hearth.unit;

/** The values of one unit's settings; immutable. */
public final class Settings {
    /** No setting written at all. */
    public static final Settings NONE = new Settings(new int[0], new Object[0]);

    /** Rows of the settings written, ascending: most units write ten of five hundred. */
    private final int[] rows;

    /** Their values, of the type of the row's setting. */
    private final Object[] values;

    Settings(int[] rows, Object[] values) {
        this.rows = rows;
        this.values = values;
    }

    /** Returns the value written for a setting, or its fallback. */
    @SuppressWarnings("unchecked") // only SettingsBuilder fills the array, with the setting's type
    public <T> T get(Setting<T> setting) {
        int index = java.util.Arrays.binarySearch(rows, setting.row());
        return index < 0 ? setting.fallback() : (T) values[index];
    }

    /** Returns whether a value was written. */
    public boolean isSet(Setting<?> setting) {
        return java.util.Arrays.binarySearch(rows, setting.row()) >= 0;
    }
}
