package hearth.cli.command.why;

import hearth.cli.client.Properties;
import hearth.cli.client.RecordRow;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.command.UnitReasons;
import hearth.cli.command.UnitStates;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth why UNIT|SESSION|USER}: what the manager and login have said of it, the newest
 * first, and what brought that about.
 *
 * @param whom as typed
 * @param count how many changes
 */
public record Why(String whom, int count) implements Action {
    /** What is shown without {@code -n}: a start and an end, and those before. */
    public static final int CHANGES = 10;

    /** What can be asked for at once. */
    public static final int CHANGES_MAX = 1_000;

    @Override
    public String purpose() {
        return "say why " + whom + " is as it is";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        checkCount(count);
        Subject subject = Subject.of(whom, context.user());
        try (UserRecord record = UserRecord.open(context)) {
            Optional<Properties> state = state(record, subject);
            List<RecordRow> rows =
                    new Ends(record, context.user().uid())
                            .explain(record.ofUnit().tell(subject.unit(), count));
            Presence presence = Presence.of(subject, context);
            if (rows.isEmpty() && presence.isEmpty()) {
                throw unknown(record, subject, state);
            }
            Screen screen = context.screen();
            if (screen.isJson()) {
                screen.json(json -> write(json, subject, state, presence, rows));
            } else {
                presence.show(context);
                show(context, subject, state, rows);
            }
        }
        return ExitStatus.OK;
    }

    /** Returns the state of a unit of the manager, where that runs. */
    private static Optional<Properties> state(UserRecord record, Subject subject)
            throws CallRefused, IOException {
        return subject.isOfManager() && record.manager().isPresent()
                ? Optional.of(record.manager().get().unit(subject.unit()))
                : Optional.empty();
    }

    private static CommandFailure unknown(
            UserRecord record, Subject subject, Optional<Properties> state) {
        if (state.isPresent() && UnitStates.isUnknown(state.get())) {
            return UnitArguments.unknown(
                    ExitStatus.FAILURE, record.manager().orElseThrow(), subject.unit());
        }
        String now = state.map(unit -> subject.unit() + " is " + state(unit) + "; ").orElse("");
        return new CommandFailure(
                ExitStatus.FAILURE,
                now + "nothing that is still kept says why " + subject.unit() + " is as it is",
                "what a user's manager says is kept in that user's log, which is bounded");
    }

    private static String state(Properties unit) {
        return UnitStates.text(unit.text("ActiveState"), unit.text("SubState"));
    }

    private static void show(
            Context context, Subject subject, Optional<Properties> state, List<RecordRow> rows) {
        Screen screen = context.screen();
        state.ifPresent(unit -> showState(context, subject, unit));
        List<Map<String, String>> before = List.of();
        for (RecordRow row : rows) {
            String time = Spans.logTime(row.realtimeUsec(), context.zone());
            screen.line(Line.of(Style.FAINT, time).then("  " + row.text()));
            String indent = " ".repeat(time.length() + 2);
            row.ended()
                    .forEach(process ->
                            screen.line(
                                    indent
                                            + "ended "
                                            + process.program()
                                            + " (process "
                                            + process.pid()
                                            + ")"));
            CauseText.showRules(screen, indent, row.rules());
            if (!row.causes().equals(before)) { // the lines of one job have the same
                CauseText.show(screen, indent, row.causes());
            }
            before = row.causes();
        }
    }

    private static void showState(Context context, Subject subject, Properties unit) {
        long changed = unit.number("StateChangeTimestamp");
        String since =
                changed == 0
                        ? ""
                        : " since "
                                + Spans.since(changed, context.clock().instant(), context.zone());
        Style style = UnitStates.style(unit.text("ActiveState"));
        context.screen()
                .line(
                        Line.of(Style.STRONG, subject.unit())
                                .then(" is ")
                                .then(style, state(unit))
                                .then(since));
        if (unit.text("ActiveState").equals("failed")) {
            context.screen().line("  because " + UnitReasons.why(unit));
        }
    }

    private static void write(
            JsonGenerator json,
            Subject subject,
            Optional<Properties> state,
            Presence presence,
            List<RecordRow> rows) {
        json.writeStartObject();
        json.writeStringProperty("unit", subject.unit());
        state.ifPresent(unit -> {
            json.writeStringProperty("active", unit.text("ActiveState"));
            json.writeStringProperty("sub", unit.text("SubState"));
            json.writeStringProperty("result", unit.text("Result"));
            json.writeNumberProperty("since_usec", unit.number("StateChangeTimestamp"));
        });
        if (!subject.isOfManager()) {
            presence.write(json);
        }
        json.writeName("changes");
        JsonArray.objects(json, rows, row -> CauseText.write(json, row));
        json.writeEndObject();
    }

    /** Refuses a number of changes that nobody can be told. */
    static void checkCount(int count) throws CommandFailure {
        if (count < 1 || count > CHANGES_MAX) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "-n takes a number from 1 to " + CHANGES_MAX + ", not " + count);
        }
    }
}
