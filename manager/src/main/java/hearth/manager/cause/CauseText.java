package hearth.manager.cause;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Causes as entries of the log have them, the nearest first: of each {@code name=value} between
 * tabs, of which the first is the kind, and two tabs between one and the next. It is one line, so
 * that journalctl exports it as text. What is empty is left out. A kind that this version does not
 * know is passed over, since a later one may have written it.
 */
public final class CauseText {
    /** Which field of an entry has causes. */
    public static final String FIELD = "HEARTH_CAUSE";

    /** Which field of an entry has the setting by which a unit was ended or kept out. */
    public static final String RULE = "HEARTH_RULE";

    private static final String KIND = "kind";
    private static final String BETWEEN = "\t\t";

    private CauseText() {}

    /** Returns the text of a chain. */
    public static String write(Why why) {
        return write(why.causes());
    }

    /** Returns the text of causes. */
    public static String write(List<Cause> causes) {
        return String.join(BETWEEN, causes.stream().map(CauseText::line).toList());
    }

    private static String line(Cause cause) {
        var line = new StringBuilder();
        fields(cause)
                .forEach((name, value) -> {
                    line.append(line.isEmpty() ? "" : "\t").append(name).append('=');
                    escape(value, line);
                });
        return line.toString();
    }

    private static void escape(String value, StringBuilder out) {
        for (int i = 0; i < value.length(); i++) {
            switch (value.charAt(i)) {
                case '\\' -> out.append("\\\\");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                default -> out.append(value.charAt(i));
            }
        }
    }

    private static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var out = new StringBuilder(value.length());
        boolean isEscaped = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isEscaped && c == '\\') {
                isEscaped = true;
                continue;
            }
            out.append(!isEscaped ? c : c == 't' ? '\t' : c == 'n' ? '\n' : c);
            isEscaped = false;
        }
        return out.toString();
    }

    /** Returns a cause as names and values, the kind first. */
    public static Map<String, String> fields(Cause cause) {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (cause) {
            case Cause.ByClient(int pid, long uid, String program, String unit) -> {
                fields.put(KIND, "client");
                fields.put("pid", pid == 0 ? "" : Integer.toString(pid));
                fields.put("uid", Long.toString(uid));
                fields.put("program", program);
                fields.put("unit", unit);
            }
            case Cause.ByUnit(String unit, String relation, String place) -> {
                fields.put(KIND, "unit");
                fields.put("unit", unit);
                fields.put("relation", relation);
                fields.put("place", place);
            }
            case Cause.ByRule(String setting, String value, String place) -> {
                fields.put(KIND, "rule");
                fields.put("setting", setting);
                fields.put("value", value);
                fields.put("place", place);
            }
            case Cause.ByManager(Cause.Occasion occasion) -> {
                fields.put(KIND, "manager");
                fields.put("occasion", occasion.wireName());
            }
            case Cause.ByLogin(String event) -> {
                fields.put(KIND, "login");
                fields.put("event", event);
            }
        }
        fields.values().removeIf(String::isEmpty);
        return fields;
    }

    /** Returns the causes that a text has, the nearest first; what makes no sense is left out. */
    public static List<Cause> read(String text) {
        List<Cause> causes = new ArrayList<>();
        for (String line : text.split(BETWEEN, Why.CAUSES_MAX + 1)) {
            if (causes.size() < Why.CAUSES_MAX) {
                cause(line).ifPresent(causes::add);
            }
        }
        return causes;
    }

    /** Returns the chain that a text has. */
    public static Optional<Why> readWhy(String text) {
        Optional<Why> why = Optional.empty();
        for (Cause cause : read(text).reversed()) {
            why = Optional.of(new Why(cause, why));
        }
        return why;
    }

    private static Optional<Cause> cause(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : line.split("\t", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                fields.put(part.substring(0, equals), unescape(part.substring(equals + 1)));
            }
        }
        String place = fields.getOrDefault("place", "");
        return switch (fields.getOrDefault(KIND, "")) {
            case "client" -> client(fields);
            case "unit" ->
                    Optional.of(
                            new Cause.ByUnit(
                                    fields.getOrDefault("unit", ""),
                                    fields.getOrDefault("relation", ""),
                                    place));
            case "rule" ->
                    Optional.of(
                            new Cause.ByRule(
                                    fields.getOrDefault("setting", ""),
                                    fields.getOrDefault("value", ""),
                                    place));
            case "manager" -> occasion(fields.getOrDefault("occasion", ""));
            case "login" -> Optional.of(new Cause.ByLogin(fields.getOrDefault("event", "")));
            default -> Optional.empty();
        };
    }

    private static Optional<Cause> client(Map<String, String> fields) {
        try {
            return Optional.of(
                    new Cause.ByClient(
                            Integer.parseInt(fields.getOrDefault("pid", "0")),
                            Long.parseLong(fields.getOrDefault("uid", "")),
                            fields.getOrDefault("program", ""),
                            fields.getOrDefault("unit", "")));
        } catch (NumberFormatException _) {
            return Optional.empty(); // no client of this version
        }
    }

    private static Optional<Cause> occasion(String word) {
        for (Cause.Occasion occasion : Cause.Occasion.values()) {
            if (occasion.wireName().equals(word)) {
                return Optional.of(new Cause.ByManager(occasion));
            }
        }
        return Optional.empty();
    }
}
