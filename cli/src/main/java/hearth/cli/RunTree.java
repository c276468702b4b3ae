package hearth.cli;

import hearth.cli.command.Action;
import hearth.cli.command.RunCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code hearth run}, its options and what they mean. */
final class RunTree {
    private static final String NAME = "--name";
    private static final String SCOPE = "--scope";
    private static final String WAIT = "--wait";
    private static final String COLLECT = "--collect";
    private static final String DESCRIPTION = "--description";
    private static final String PROPERTY = "--property";
    private static final String SETENV = "--setenv";
    private static final String TIMER_PROPERTY = "--timer-property";

    /** Options that make a timer, by the directive that each stands for. */
    private static final Map<String, String> TIMES = times();

    /** Options that say what a directive says. */
    private static final Map<String, String> DIRECTIVES =
            Map.of("--working-directory", "WorkingDirectory", "--slice", "Slice", "--nice", "Nice");

    private RunTree() {}

    private static Map<String, String> times() {
        var times = new LinkedHashMap<String, String>();
        times.put("--on-calendar", "OnCalendar");
        times.put("--on-active", "OnActiveSec");
        times.put("--on-boot", "OnBootSec");
        times.put("--on-startup", "OnStartupSec");
        times.put("--on-unit-active", "OnUnitActiveSec");
        times.put("--on-unit-inactive", "OnUnitInactiveSec");
        return times;
    }

    /** Returns the command's model. */
    static CommandSpec spec() {
        CommandSpec run =
                CommandTree.command(
                                "run",
                                "Run a command as a service of its own, which a logout does not end where you linger.")
                        .addOption(
                                CommandTree.option(
                                        "NAME", "what to call it", String.class, NAME, "--unit"))
                        .addOption(
                                CommandTree.option(
                                        "TEXT",
                                        "what it is, for people",
                                        String.class,
                                        DESCRIPTION))
                        .addOption(
                                CommandTree.flag(
                                        "run it here, with this terminal, in a scope instead of a service",
                                        SCOPE))
                        .addOption(
                                CommandTree.flag(
                                        "wait for its end, and end with its exit status; 128 and the signal's number where one ended it",
                                        WAIT))
                        .addOption(
                                CommandTree.flag(
                                        "forget it after its end, also where it has failed",
                                        "-G",
                                        COLLECT))
                        .addOption(
                                CommandTree.texts(
                                        "NAME=VALUE",
                                        "what a unit file would say: -p MemoryMax=1G",
                                        "-p",
                                        PROPERTY))
                        .addOption(
                                CommandTree.texts(
                                        "NAME[=VALUE]",
                                        "a variable for it; without a value, this shell's",
                                        "-E",
                                        SETENV));
        DIRECTIVES.forEach((option, directive) ->
                run.addOption(
                        CommandTree.option("VALUE", directive + "= of it", String.class, option)));
        TIMES.forEach((option, directive) ->
                run.addOption(
                        CommandTree.texts(
                                directive.equals("OnCalendar") ? "TIME" : "SPAN",
                                "not now: " + directive + "= of a timer that starts it",
                                option)));
        run.addOption(
                CommandTree.texts("NAME=VALUE", "what the timer's file would say", TIMER_PROPERTY));
        run.addPositional(CommandTree.words("COMMAND", "1..*", "the program and its arguments"));
        // What follows the program's name is the program's.
        run.parser().stopAtPositional(true);
        return run;
    }

    /** Returns what was asked for. */
    static Action action(ParseResult command, List<String> words) {
        List<String> properties = new ArrayList<>();
        DIRECTIVES.forEach((option, directive) ->
                CommandTree.value(command, option)
                        .ifPresent(value -> properties.add(directive + "=" + value)));
        properties.addAll(texts(command, PROPERTY));
        List<String> times = new ArrayList<>();
        TIMES.forEach((option, directive) ->
                texts(command, option).forEach(value -> times.add(directive + "=" + value)));
        if (!times.isEmpty()) {
            times.addAll(texts(command, TIMER_PROPERTY));
        }
        return new RunCommand(
                how(command),
                new RunCommand.Options(
                        CommandTree.value(command, NAME),
                        CommandTree.value(command, DESCRIPTION),
                        properties,
                        texts(command, SETENV).stream().flatMap(RunTree::variable).toList(),
                        times,
                        command.hasMatchedOption(COLLECT)),
                words);
    }

    private static RunCommand.How how(ParseResult command) {
        if (command.hasMatchedOption(SCOPE)) {
            return RunCommand.How.SCOPE;
        }
        return command.hasMatchedOption(WAIT) ? RunCommand.How.WAITED_FOR : RunCommand.How.SERVICE;
    }

    /** A name alone means the variable that this process has, where it has it. */
    private static Stream<String> variable(String text) {
        return text.indexOf('=') > 0
                ? Stream.of(text)
                : Optional.ofNullable(System.getenv(text))
                        .map(value -> text + "=" + value)
                        .stream();
    }

    private static List<String> texts(ParseResult command, String option) {
        return command.matchedOptionValue(option, List.of());
    }
}
