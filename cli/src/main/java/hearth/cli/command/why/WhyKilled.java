package hearth.cli.command.why;

import hearth.cli.client.NearestUnits;
import hearth.cli.client.RecordRow;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth why-killed PID|UNIT|NAME}: what has ended a process, and by which rule.
 *
 * @param what a process's number or name, or a unit's name, as typed
 * @param count how many ends are told
 */
public record WhyKilled(String what, int count) implements Action {
    @Override
    public String purpose() {
        return "say what ended " + what;
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        Why.checkCount(count);
        List<End> ends;
        try (UserRecord record = UserRecord.open(context)) {
            List<RecordRow> all = record.ofEnds().tell(Why.CHANGES_MAX);
            List<RecordRow> meant =
                    all.stream().filter(row -> ends(row).isPresent()).limit(count).toList();
            if (meant.isEmpty()) {
                throw unknown(all);
            }
            ends =
                    new Ends(record, context.user().uid())
                            .explain(meant).stream().flatMap(row -> ends(row).stream()).toList();
        }
        Screen screen = context.screen();
        if (screen.isJson()) {
            screen.json(json -> JsonArray.objects(json, ends, end -> end.write(json)));
        } else {
            ends.forEach(end -> show(context, end));
        }
        return ExitStatus.OK;
    }

    /** One order that has ended processes, and those of them that were asked for. */
    private record End(RecordRow row, List<RecordRow.Ended> processes) {
        void write(JsonGenerator json) {
            CauseText.write(json, row, processes);
        }
    }

    private Optional<End> ends(RecordRow row) {
        boolean isUnit = row.unit().equals(what) || row.unit().equals(what + ".service");
        List<RecordRow.Ended> meant =
                row.ended().stream().filter(process -> isUnit || isMeant(process)).toList();
        return meant.isEmpty() ? Optional.empty() : Optional.of(new End(row, meant));
    }

    private boolean isMeant(RecordRow.Ended process) {
        return Long.toString(process.pid()).equals(what) || process.program().equals(what);
    }

    private CommandFailure unknown(List<RecordRow> all) {
        List<String> names = new ArrayList<>();
        for (RecordRow row : all) {
            names.add(row.unit());
            row.ended().forEach(process -> names.add(process.program()));
        }
        String advice =
                NearestUnits.of(names, what)
                        .map(near -> "did you mean " + near + "?")
                        .orElse(
                                "it may have ended by itself: `hearth why UNIT` says how its unit"
                                        + " has");
        return new CommandFailure(
                ExitStatus.FAILURE,
                "nothing that is still kept says that " + what + " was ended by anybody",
                advice);
    }

    private static void show(Context context, End end) {
        Screen screen = context.screen();
        RecordRow row = end.row();
        String time = Spans.logTime(row.realtimeUsec(), context.zone());
        String indent = " ".repeat(time.length() + 2);
        String signal =
                Optional.ofNullable(row.facts().get("signal"))
                        .map(name -> " was sent " + name)
                        .orElse(" was ended");
        Stream<Line> lines =
                end.processes().stream()
                        .map(process ->
                                Line.of(Style.STRONG, process.program())
                                        .then(
                                                " (process "
                                                        + process.pid()
                                                        + ") of "
                                                        + row.unit()
                                                        + signal));
        Line stamp = Line.of(Style.FAINT, time).then("  ");
        List<Line> all = lines.toList();
        screen.line(stamp.then(all.getFirst()));
        all.stream().skip(1).forEach(line -> screen.line(Line.of(indent).then(line)));
        screen.line(indent + row.text());
        CauseText.showRules(screen, indent, row.rules());
        CauseText.show(screen, indent, row.causes());
    }
}
