package hearth.cli.command.rehearse;

import hearth.cli.client.JobVerb;
import hearth.cli.command.rehearse.RehearsalRow.PlannedJob;
import hearth.cli.command.why.CauseText;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.cli.text.Table;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What an order would bring about, in words, and for programs. */
final class RehearsalText {
    private RehearsalText() {}

    static void show(Screen screen, JobVerb verb, String unit, RehearsalRow rehearsal) {
        screen.line(
                Line.of(Style.STRONG, verb.word() + " " + unit)
                        .then(" would make " + count(rehearsal.jobs().size(), "job") + ":"));
        var table = new Table("STEP", "JOB", "UNIT", "WHY");
        for (PlannedJob job : rehearsal.jobs()) {
            table.add(Long.toString(job.step()), job.type(), job.unit(), why(job));
        }
        table.write(screen);
        rehearsal.jobs().forEach(job -> showFacts(screen, job));
        if (!rehearsal.alreadySo().isEmpty()) {
            screen.line(
                    "no job is needed for "
                            + rehearsal.alreadySo().stream()
                                    .map(so -> so.unit() + " (" + so.state() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        rehearsal
                .canceled()
                .forEach(job ->
                        screen.line(
                                Line.of(Style.DOUBTFUL, "job " + job.id())
                                        .then(
                                                " ("
                                                        + job.type()
                                                        + " "
                                                        + job.unit()
                                                        + ") would be canceled")));
        rehearsal.notes().forEach(note -> screen.line("the log would say: " + note));
        showEdited(screen, verb, rehearsal.edited());
        if (rehearsal.leftOut() > 0) {
            screen.line(rehearsal.leftOut() + " more are left out");
        }
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String why(PlannedJob job) {
        if (job.cause().isEmpty()) {
            return "asked for";
        }
        String place = job.cause().getOrDefault("place", "");
        return CauseText.words(job.cause()) + (place.isEmpty() ? "" : "  " + place);
    }

    private static String fact(PlannedJob job, String name) {
        return job.facts().getOrDefault(name, "");
    }

    private static void showFacts(Screen screen, PlannedJob job) {
        String unit = job.unit();
        String present =
                "its job "
                        + fact(job, "job")
                        + " ("
                        + fact(job, "cancels")
                        + fact(job, "joins")
                        + ", "
                        + fact(job, "job-state")
                        + ")";
        job.facts()
                .forEach((name, value) -> {
                    switch (name) {
                        case "already-so" ->
                                screen.line(unit + ": it is so already; the job ends at once");
                        case "joins" ->
                                screen.line(unit + ": " + present + " would do this as well");
                        case "cancels" ->
                                screen.line(
                                        Line.of(Style.DOUBTFUL, unit)
                                                .then(": " + present + " would be canceled"));
                        case "obstacle" ->
                                screen.line(
                                        Line.of(Style.BAD, unit)
                                                .then(": " + obstacle(unit, value)));
                        case "conditions" ->
                                screen.line(
                                        unit
                                                + ": "
                                                + count(Integer.parseInt(value), "condition")
                                                + " in its files, asked when it starts");
                        default -> {} // after: its step says so; what a later daemon knows
                    }
                });
    }

    private static String obstacle(String unit, String word) {
        return switch (word) {
            case "start-limit-hit" ->
                    "it was started too often and would fail now; `hearth reset-failed "
                            + unit
                            + "` lets it";
            case "target-not-loaded" ->
                    "it would fail: what it triggers cannot be loaded, or is up already";
            case "not-supported" -> "it would fail: units of its type cannot be started here";
            default -> "it would fail: " + word;
        };
    }

    /** {@code hearth} reads changed files before it gives an order, but for a stop. */
    private static void showEdited(Screen screen, JobVerb verb, List<String> edited) {
        if (edited.isEmpty()) {
            return;
        }
        String units = String.join(", ", edited);
        screen.line(
                Line.of(Style.DOUBTFUL, "changed files")
                        .then(
                                " of "
                                        + units
                                        + ": this is about what was read before; "
                                        + (verb == JobVerb.STOP
                                                ? "`hearth daemon-reload` reads them"
                                                : "`hearth "
                                                        + verb.word()
                                                        + "` would read them first")));
    }

    /** Writes the fields of an object. */
    static void write(JsonGenerator json, RehearsalRow rehearsal) {
        json.writeName("jobs");
        JsonArray.objects(
                json,
                rehearsal.jobs(),
                job -> {
                    json.writeNumberProperty("step", job.step());
                    json.writeStringProperty("type", job.type());
                    json.writeStringProperty("unit", job.unit());
                    job.facts()
                            .forEach((name, value) ->
                                    json.writeStringProperty(name.replace('-', '_'), value));
                    json.writeName("because");
                    CauseText.write(json, job.cause().isEmpty() ? List.of() : List.of(job.cause()));
                });
        json.writeName("already_so");
        JsonArray.objects(
                json,
                rehearsal.alreadySo(),
                so -> {
                    json.writeStringProperty("unit", so.unit());
                    json.writeStringProperty("active", so.state());
                });
        json.writeName("canceled");
        JsonArray.objects(
                json,
                rehearsal.canceled(),
                job -> {
                    json.writeNumberProperty("job", job.id());
                    json.writeStringProperty("type", job.type());
                    json.writeStringProperty("unit", job.unit());
                });
        json.writeName("edited");
        JsonArray.texts(json, rehearsal.edited());
        json.writeName("notes");
        JsonArray.texts(json, rehearsal.notes());
        json.writeNumberProperty("left_out", rehearsal.leftOut());
    }
}
