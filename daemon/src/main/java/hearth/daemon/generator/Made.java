package hearth.daemon.generator;

import hearth.manager.host.Moment;
import hearth.manager.type.SnapshotText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What generators have made when they ran last, as the next brain is told it: it does not run them
 * again.
 *
 * @param environment what they have set, environment.d in its place; nothing where it alone counts
 * @param start when they were started, of the manager's own start
 * @param finish when they had ended
 */
record Made(Optional<Map<String, String>> environment, Moment start, Moment finish) {
    /** No generator has run. */
    static final Made NOTHING = new Made(Optional.empty(), Moment.NEVER, Moment.NEVER);

    private static final String VARIABLE = "environment.";

    /** Before a value, since a line without one would be left out. */
    private static final String VALUE = "=";

    Made {
        environment =
                environment.map(them -> Collections.unmodifiableMap(new LinkedHashMap<>(them)));
    }

    /** Returns lines that {@link #parse} reads. */
    String toText() {
        var text = new SnapshotText().putMoment("start", start).putMoment("finish", finish);
        text.putFlag("environment", environment.isPresent());
        environment.ifPresent(variables ->
                variables.forEach((name, value) -> text.put(VARIABLE + name, VALUE + value)));
        return text.text();
    }

    /** Returns what lines say; nothing where they cannot be understood. */
    static Optional<Made> parse(String text) {
        try {
            SnapshotText lines = SnapshotText.parse(text);
            var variables = new LinkedHashMap<String, String>();
            lines.values()
                    .forEach((key, value) -> {
                        if (key.startsWith(VARIABLE) && value.startsWith(VALUE)) {
                            variables.put(
                                    key.substring(VARIABLE.length()),
                                    value.substring(VALUE.length()));
                        }
                    });
            return Optional.of(
                    new Made(
                            lines.flag("environment") ? Optional.of(variables) : Optional.empty(),
                            lines.moment("start"),
                            lines.moment("finish")));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
