package hearth.unit.setting;

import java.util.List;

/**
 * One row of the catalogue: a directive of the manual pages. Rows are constants of one class a
 * manual page and are compared by identity.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {
    private final Table table;
    private final int row;
    private final String name;
    private final ValueType<T> type;
    private final T fallback;
    private final List<Property<T>> properties;

    Setting(
            Table table,
            int row,
            String name,
            ValueType<T> type,
            T fallback,
            List<Property<T>> properties) {
        this.table = table;
        this.row = row;
        this.name = name;
        this.type = type;
        this.fallback = fallback;
        this.properties = List.copyOf(properties);
    }

    /** Returns the directive as it is written, such as {@code RestartSec}. */
    public String name() {
        return name;
    }

    /**
     * Returns whether it is not written by its own name but by others, as conditions are; a wire
     * then writes whole lines.
     */
    public boolean isGathered() {
        return table.isGathered(this);
    }

    /** Returns the sections it may stand in, such as {@code Service}; not empty. */
    public List<String> sections() {
        return table.sections();
    }

    /** Returns its place in {@link Settings}; unique in the catalogue. */
    public int row() {
        return row;
    }

    /** Returns the value where nothing is written. */
    public T fallback() {
        return fallback;
    }

    /** Returns how its text is read and its values meet. */
    public ValueType<T> type() {
        return type;
    }

    /** Returns its D-Bus properties; many settings have one, some none or several. */
    public List<Property<T>> properties() {
        return properties;
    }

    /** Returns what it is worth in a user's manager. */
    public Enforcement enforcement() {
        return table.enforcement();
    }

    /** Returns its manual page, such as {@code systemd.service(5)}. */
    public String manualPage() {
        return table.manualPage();
    }

    /** Returns the directive with its equals sign, as messages have it. */
    @Override
    public String toString() {
        return name + "=";
    }
}
