package hearth.unit.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the rows of one manual page. A table is filled by the static initializer of its class and
 * only read afterwards; its views for other enforcements share its rows.
 */
public final class Table {
    /** More rows than any page has: a table's rows are numbered from its place times this. */
    private static final int ROWS_PER_TABLE = 256;

    private final String manualPage;
    private final List<String> sections;
    private final Enforcement enforcement;
    private final int place;
    private final List<Setting<?>> rows;
    private final List<Spelling<?>> spellings;

    /**
     * One way to write a directive.
     *
     * @param <T> the type of the settings' values
     * @param sections where it may stand
     * @param name the directive
     * @param parser how its text is read
     * @param settings what it sets, all to the same; none where it is known and does nothing
     */
    public record Spelling<T>(
            List<String> sections,
            String name,
            ValueType.Parser<T> parser,
            List<Setting<T>> settings) {}

    private Table(
            String manualPage,
            List<String> sections,
            Enforcement enforcement,
            int place,
            List<Setting<?>> rows,
            List<Spelling<?>> spellings) {
        this.manualPage = manualPage;
        this.sections = List.copyOf(sections);
        this.enforcement = enforcement;
        this.place = place;
        this.rows = rows;
        this.spellings = spellings;
    }

    /**
     * Returns an empty table of enforced settings.
     *
     * @param place its number among the tables, from 0; unique
     */
    public static Table of(int place, String manualPage, String... sections) {
        return new Table(
                manualPage,
                List.of(sections),
                Enforcement.ENFORCED,
                place,
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** Returns a view whose rows have another enforcement. */
    public Table with(Enforcement other) {
        return new Table(manualPage, sections, other, place, rows, spellings);
    }

    /** Adds a row whose properties have the usual shape of its type. */
    public <T> Setting<T> add(String name, ValueType<T> type, T fallback, String... propertyNames) {
        List<Property<T>> properties = new ArrayList<>();
        for (String propertyName : propertyNames) {
            properties.add(new Property<>(propertyName, type.wire(), Property.Access.LISTED));
        }
        return add(name, type, fallback, properties);
    }

    /** Adds a row with properties of their own shape. */
    public <T> Setting<T> add(
            String name, ValueType<T> type, T fallback, List<Property<T>> properties) {
        Setting<T> setting = gathered(name, type, fallback, properties);
        spelling(name, type.parser(), setting);
        return setting;
    }

    /** Adds a row that is not written by its own name: other spellings gather in it. */
    public <T> Setting<T> gathered(
            String name, ValueType<T> type, T fallback, List<Property<T>> properties) {
        if (rows.size() == ROWS_PER_TABLE) {
            throw new IllegalStateException("too many settings in " + manualPage);
        }
        int row = place * ROWS_PER_TABLE + rows.size();
        Setting<T> setting = new Setting<>(this, row, name, type, fallback, properties);
        rows.add(setting);
        return setting;
    }

    /** Adds another name of settings. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final <T> void alias(String name, Setting<T>... settings) {
        spellings.add(
                new Spelling<>(sections, name, settings[0].type().parser(), List.of(settings)));
    }

    /** Adds a name whose text is read in a way of its own. */
    public <T> void spelling(String name, ValueType.Parser<T> parser, Setting<T> setting) {
        spellings.add(new Spelling<>(sections, name, parser, List.of(setting)));
    }

    /** Adds a name that was a directive once and now does nothing. */
    public void ignored(String name) {
        spellings.add(
                new Spelling<Object>(
                        sections, name, (text, reading) -> Optional.empty(), List.of()));
    }

    boolean isGathered(Setting<?> setting) {
        return spellings.stream().noneMatch(spelling -> spelling.name().equals(setting.name()));
    }

    String manualPage() {
        return manualPage;
    }

    List<String> sections() {
        return sections;
    }

    Enforcement enforcement() {
        return enforcement;
    }

    public List<Setting<?>> rows() {
        return List.copyOf(rows);
    }

    public List<Spelling<?>> spellings() {
        return List.copyOf(spellings);
    }
}
