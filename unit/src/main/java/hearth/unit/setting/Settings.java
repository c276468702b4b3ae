package hearth.unit.setting;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of one unit's settings, or of one manager's; immutable. */
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

    /** Returns settings of these values, each of its row's type. */
    public static Settings of(SortedMap<Integer, Object> values) {
        if (values.isEmpty()) {
            return NONE;
        }
        int[] rows = values.keySet().stream().mapToInt(Integer::intValue).toArray();
        return new Settings(rows, values.values().toArray());
    }

    /** Returns these settings, and for what they do not say the others. */
    public Settings or(Settings others) {
        if (others.rows.length == 0) {
            return this;
        }
        TreeMap<Integer, Object> both = new TreeMap<>();
        others.putInto(both);
        putInto(both);
        return of(both);
    }

    private void putInto(SortedMap<Integer, Object> all) {
        for (int i = 0; i < rows.length; i++) {
            all.put(rows[i], values[i]);
        }
    }

    /** Returns the value written for a setting, or its fallback. */
    @SuppressWarnings("unchecked") // only SettingsBuilder fills the array, with the setting's type
    public <T> T get(Setting<T> setting) {
        int index = Arrays.binarySearch(rows, setting.row());
        return index < 0 ? setting.fallback() : (T) values[index];
    }

    /** Returns the value written for a setting, or another one than its fallback. */
    public <T> T getOr(Setting<T> setting, T otherwise) {
        return isSet(setting) ? get(setting) : otherwise;
    }

    /** Returns whether a value was written. */
    public boolean isSet(Setting<?> setting) {
        return Arrays.binarySearch(rows, setting.row()) >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings
                && Arrays.equals(rows, settings.rows)
                && Arrays.deepEquals(values, settings.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(rows) + Arrays.deepHashCode(values);
    }
}
