package hearth.cli.command.why;

import hearth.cli.client.RecordRow;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Causes in words, and for programs. */
public final class CauseText {
    private static final String PLACE = "place";

    private CauseText() {}

    /** Returns what a cause is, where "it" is what it has brought about. */
    public static String words(Map<String, String> cause) {
        return switch (kind(cause)) {
            case "client" -> client(cause);
            case "unit" -> unit(value(cause, "unit"), value(cause, "relation"));
            case "rule" -> rule(cause);
            case "manager" ->
                    value(cause, "occasion").equals("exit")
                            ? "the user's manager ends"
                            : "the user's manager starts";
            case "login" -> value(cause, "event");
            case String other -> other;
        };
    }

    private static String kind(Map<String, String> cause) {
        return value(cause, "kind");
    }

    private static String value(Map<String, String> cause, String name) {
        return cause.getOrDefault(name, "");
    }

    private static String client(Map<String, String> cause) {
        String program = value(cause, "program");
        String pid = value(cause, "pid");
        String unit = value(cause, "unit");
        return (program.isEmpty() ? "a program" : program)
                + " asked for it (user "
                + value(cause, "uid")
                + (pid.isEmpty() ? "" : ", process " + pid)
                + (unit.isEmpty() ? "" : ", in " + unit)
                + ")";
    }

    private static String unit(String unit, String relation) {
        return switch (relation) {
            case "Wants" -> unit + " wants it";
            case "Requires" -> unit + " requires it";
            case "Requisite" -> unit + " needs it to be up already";
            case "BindsTo" -> unit + " is bound to it";
            case "Upholds" -> unit + " upholds it";
            case "Triggers" -> unit + " triggers it";
            case "OnFailure" -> unit + " has failed, and starts it then";
            case "OnSuccess" -> unit + " has ended, and starts it then";
            case "Conflicts" -> unit + " conflicts with it";
            case "ConflictedBy" -> "it conflicts with " + unit;
            case "RequiredBy", "RequisiteOf" -> "it requires " + unit;
            case "BoundBy" -> "it is bound to " + unit;
            case "ConsistsOf" -> "it is part of " + unit;
            case "PropagatesStopTo" -> unit + " passes stops on to it";
            case "PropagatesReloadTo" -> unit + " passes reloads on to it";
            case "JobMode" -> "the order about " + unit + " was meant for it as well";
            case String other -> other + "= of " + unit;
        };
    }

    private static String rule(Map<String, String> cause) {
        String value = value(cause, "value");
        return value(cause, "setting") + "=" + (value.isEmpty() ? " (default)" : value);
    }

    /** Writes causes, the nearest first, each below what it has brought about. */
    static void show(Screen screen, String indent, List<Map<String, String>> causes) {
        String before = indent;
        for (Map<String, String> cause : causes) {
            screen.line(line(before + "because ", cause));
            before += "  ";
        }
    }

    /** Writes the settings that something follows from. */
    static void showRules(Screen screen, String indent, List<Map<String, String>> rules) {
        rules.forEach(rule -> screen.line(line(indent + "by ", rule)));
    }

    private static Line line(String before, Map<String, String> cause) {
        String place = value(cause, PLACE);
        Line line = Line.of(Style.FAINT, before).then(words(cause));
        return place.isEmpty() ? line : line.then(Style.FAINT, "  " + place);
    }

    /** Writes what a program wants to know of a row: its rules, causes and ended processes. */
    static void write(JsonGenerator json, RecordRow row) {
        write(json, row, row.ended());
    }

    /**
     * Writes what a program wants to know of a row.
     *
     * @param ended the processes that are told of
     */
    static void write(JsonGenerator json, RecordRow row, List<RecordRow.Ended> ended) {
        json.writeNumberProperty("time_usec", row.realtimeUsec());
        json.writeStringProperty("unit", row.unit());
        json.writeStringProperty("text", row.text());
        for (String fact : List.of("job", "result", "signal")) {
            if (row.facts().containsKey(fact)) {
                json.writeStringProperty(fact, value(row.facts(), fact));
            }
        }
        json.writeName("processes");
        JsonArray.objects(
                json,
                ended,
                process -> {
                    json.writeNumberProperty("pid", process.pid());
                    json.writeStringProperty("program", process.program());
                });
        json.writeName("rules");
        write(json, row.rules());
        json.writeName("because");
        write(json, row.causes());
    }

    /** Writes an array of causes, each with its words. */
    public static void write(JsonGenerator json, List<Map<String, String>> causes) {
        JsonArray.objects(
                json,
                causes,
                cause -> {
                    cause.forEach((name, text) -> {
                        boolean isNumber = name.equals("pid") || name.equals("uid");
                        if (isNumber && RecordRow.isNumber(text)) {
                            json.writeNumberProperty(name, Long.parseLong(text));
                        } else {
                            json.writeStringProperty(name, text);
                        }
                    });
                    json.writeStringProperty("words", words(cause));
                });
    }
}
