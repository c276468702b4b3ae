package hearth.cli;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.analyze.Times;
import hearth.cli.command.lint.Lint;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The commands behind {@code hearth analyze}, and {@code hearth lint}. */
final class AnalyzeTree {
    private static final String ITERATIONS = "--iterations";

    private AnalyzeTree() {}

    /** Returns the model of {@code lint}. */
    static CommandSpec lint() {
        return CommandTree.command(
                        "lint",
                        "Say what is wrong with unit files: where, why, and what helps; exit status 1 where anything is.")
                .addOption(CommandTree.json())
                .addPositional(
                        CommandTree.words(
                                "UNIT|FILE", "0..*", "which; without one all of your own"));
    }

    /** Returns what was asked for by {@code lint}. */
    static Action lintAction(List<String> words) {
        return new Lint(words, System.getenv());
    }

    /** Returns the model of {@code analyze} and what may follow it. */
    static CommandSpec spec() {
        CommandSpec analyze =
                CommandTree.command(
                        "analyze", "Say what times mean, and what is wrong with files.");
        analyze.usageMessage().synopsisSubcommandLabel("COMMAND");
        add(
                analyze,
                times("calendar", "Say when a calendar expression means, as OnCalendar= has it.")
                        .addOption(
                                CommandTree.option(
                                        "N", "how many times (1)", Integer.class, ITERATIONS)));
        add(analyze, times("timespan", "Say how long a time span is, as RestartSec= has it."));
        add(analyze, times("timestamp", "Say when a moment is: now, 2h ago, 2026-01-05 12:00."));
        add(
                analyze,
                CommandTree.command("verify", "Say what is wrong with unit files: lint.")
                        .addOption(CommandTree.json())
                        .addPositional(CommandTree.words("FILE", "1..*", "which")));
        return analyze;
    }

    /** Returns whether the answer is for a program. */
    static boolean isJson(ParseResult analyze) {
        return analyze.hasSubcommand() && analyze.subcommand().hasMatchedOption("--json");
    }

    /** Returns what was asked for behind {@code analyze}. */
    static Action action(ParseResult analyze) throws CommandFailure {
        if (!analyze.hasSubcommand()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "analyze: say what",
                    "calendar, timespan, timestamp or verify");
        }
        ParseResult command = analyze.subcommand();
        List<String> words = command.matchedPositionalValue(0, List.of());
        return switch (command.commandSpec().name()) {
            case "calendar" ->
                    new Times(
                            Times.Kind.CALENDAR, words, command.matchedOptionValue(ITERATIONS, 1));
            case "timespan" -> new Times(Times.Kind.TIMESPAN, words, 1);
            case "timestamp" -> new Times(Times.Kind.TIMESTAMP, words, 1);
            case "verify" ->
                    // A name alone is a file's here.
                    lintAction(
                            words.stream()
                                    .map(word -> word.indexOf('/') < 0 ? "./" + word : word)
                                    .toList());
            default -> throw new IllegalStateException(command.commandSpec().name());
        };
    }

    private static CommandSpec times(String name, String description) {
        return CommandTree.command(name, description)
                .addOption(CommandTree.json())
                .addPositional(CommandTree.words("TEXT", "1..*", "as systemd.time(7) has it"));
    }

    private static void add(CommandSpec analyze, CommandSpec command) {
        analyze.addSubcommand(command.name(), command);
    }
}
