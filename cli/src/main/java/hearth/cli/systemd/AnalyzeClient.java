package hearth.cli.systemd;

import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.analyze.Moment;
import hearth.cli.command.analyze.Times;
import hearth.cli.command.lint.Lint;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.unit.time.CalendarSpec;
import hearth.unit.time.TimeSpan;
import java.io.IOException;
import java.util.List;

/**
 * {@code systemd-analyze calendar|timespan|timestamp|verify|unit-paths}.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd-analyze.html">systemd-analyze(1)</a>
 */
record AnalyzeClient(Arguments arguments) implements Action {
    private static final Grammar GRAMMAR =
            Grammar.of(
                    "systemd-analyze",
                    "help,h version user system global iterations= base-time= no-pager man=? quiet,q generators=? recursive-errors=");

    static AnalyzeClient of(List<String> typed) throws CommandFailure {
        return new AnalyzeClient(GRAMMAR.read(typed));
    }

    private String verb() {
        return arguments.words().isEmpty() ? "time" : arguments.words().getFirst();
    }

    @Override
    public String purpose() {
        return verb();
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (arguments.has("help")) {
            context.screen()
                    .text("systemd-analyze calendar|timespan|timestamp|verify|unit-paths ...\n");
            return ExitStatus.OK;
        }
        List<String> words =
                arguments.words().isEmpty()
                        ? List.of()
                        : arguments.words().subList(1, arguments.words().size());
        boolean isPaths = verb().equals("unit-paths");
        if (words.isEmpty() && !isPaths && isKnown()) {
            throw new CommandFailure(ExitStatus.FAILURE, "Too few arguments.");
        }
        for (String word : words) {
            checkTime(word, context);
        }
        return switch (verb()) {
            case "calendar" -> new Times(Times.Kind.CALENDAR, words, iterations()).perform(context);
            case "timespan" -> new Times(Times.Kind.TIMESPAN, words, 1).perform(context);
            case "timestamp" -> new Times(Times.Kind.TIMESTAMP, words, 1).perform(context);
            case "verify" ->
                    new Lint(
                                    words.stream()
                                            .map(word -> word.indexOf('/') < 0 ? "./" + word : word)
                                            .toList(),
                                    System.getenv())
                            .perform(context);
            case "unit-paths" -> paths(context);
            default ->
                    throw new CommandFailure(
                            ExitStatus.FAILURE,
                            "systemd-analyze: "
                                    + verb()
                                    + " is not supported here: calendar, timespan, timestamp,"
                                    + " verify and unit-paths are");
        };
    }

    private void checkTime(String word, Context context) throws CommandFailure {
        boolean isTime =
                switch (verb()) {
                    case "calendar" ->
                            CalendarSpec.parse(word) instanceof CalendarSpec.Parse.Parsed;
                    case "timespan" -> TimeSpan.parse(word).isPresent();
                    case "timestamp" ->
                            new Moment(context.clock().instant(), context.zone())
                                    .read(word)
                                    .isPresent();
                    default -> true;
                };
        if (!isTime) {
            String kind =
                    switch (verb()) {
                        case "calendar" -> "calendar specification '" + word + "'";
                        case "timespan" -> "time span '" + word + "'";
                        default -> "\"" + word + "\"";
                    };
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to parse " + kind + ": Invalid argument");
        }
    }

    private boolean isKnown() {
        return switch (verb()) {
            case "calendar", "timespan", "timestamp", "verify" -> true;
            default -> false;
        };
    }

    private int iterations() throws CommandFailure {
        String text = arguments.value("iterations").orElse("1");
        try {
            return Math.max(1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new CommandFailure(ExitStatus.FAILURE, "Failed to parse iterations: " + text);
        }
    }

    private int paths(Context context) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager =
                arguments.has("user")
                        ? context.managers().managerOf(context.user())
                        : context.managers().systemManager()) {
            manager.properties().texts("UnitPath").forEach(context.screen()::line);
        }
        return ExitStatus.OK;
    }
}
