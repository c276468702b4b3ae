package hearth.cli.command;

import hearth.cli.client.HearthManager;
import hearth.cli.client.LogLine;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * {@code hearth logs UNIT [-n N] [-f]}: the last lines that a unit wrote.
 *
 * @param unit its name, as typed
 * @param count how many lines
 * @param isFollowing whether to go on showing what comes
 */
public record Logs(String unit, int count, boolean isFollowing) implements Action {
    /** How often to look for new lines: a person does not notice less. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** Lines of this priority and more urgent ones are errors: {@code err} of syslog(3). */
    private static final int ERROR = 3;

    @Override
    public String purpose() {
        return "show the log of " + unit;
    }

    @Override
    public boolean isLong() {
        return !isFollowing;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (count < 0 || count > HearthManager.LINES_LIMIT) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "-n takes a number from 0 to " + HearthManager.LINES_LIMIT + ", not " + count);
        }
        String name = UnitArguments.complete(unit);
        try (UserManager manager = context.userManager()) {
            var hearth = new HearthManager(manager);
            List<LogLine> lines = hearth.tail(name, count);
            lines.forEach(line -> show(line, name, context));
            if (lines.isEmpty() && !isFollowing) {
                if (UnitStates.isUnknown(manager.unit(name))) {
                    throw new CommandFailure(
                            ExitStatus.NO_SUCH_UNIT,
                            "there is no unit " + name + ", nor a line that it has written");
                }
                context.screen().note(name + " has written nothing that is still kept");
            }
            if (!isFollowing) {
                return ExitStatus.OK;
            }
            List<LogLine> known = count == 0 ? hearth.tail(name, HearthManager.LINES_LIMIT) : lines;
            return follow(hearth, name, known, context);
        }
    }

    /** Shows what is newer than the last line shown, until the person has enough. */
    private static int follow(
            HearthManager hearth, String name, List<LogLine> shown, Context context)
            throws CallRefused, IOException {
        List<LogLine> known = shown;
        while (!context.screen().out().checkError()) {
            hearth.pause(PAUSE);
            List<LogLine> lines = hearth.tail(name, HearthManager.LINES_LIMIT);
            newer(known, lines, context).forEach(line -> show(line, name, context));
            known = lines;
        }
        return ExitStatus.OK;
    }

    /** Returns the lines after the last known one, and says so where lines between are gone. */
    private static List<LogLine> newer(List<LogLine> known, List<LogLine> lines, Context context) {
        if (known.isEmpty()) {
            return lines;
        }
        int last = lines.lastIndexOf(known.getLast());
        if (last < 0) {
            context.screen().note("lines are missing here: it writes faster than they are kept");
        }
        return lines.subList(last + 1, lines.size());
    }

    private static void show(LogLine line, String name, Context context) {
        Screen screen = context.screen();
        if (screen.isJson()) {
            screen.json(json -> {
                json.writeStartObject();
                json.writeStringProperty("unit", name);
                json.writeNumberProperty("time_usec", line.realtimeUsec());
                json.writeNumberProperty("priority", line.priority());
                json.writeStringProperty("text", line.text());
                json.writeEndObject();
            });
            return;
        }
        String time = Spans.logTime(line.realtimeUsec(), context.zone());
        Line text =
                line.priority() <= ERROR ? Line.of(Style.BAD, line.text()) : Line.of(line.text());
        screen.line(Line.of(Style.FAINT, time).then(" ").then(text));
    }
}
