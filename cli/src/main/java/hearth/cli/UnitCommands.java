package hearth.cli;

import hearth.cli.command.Action;
import hearth.cli.command.Everyone;
import hearth.cli.command.edit.Desk;
import hearth.cli.command.edit.Edit;
import hearth.cli.command.unit.Cat;
import hearth.cli.command.unit.DaemonReload;
import hearth.cli.command.unit.IsState;
import hearth.cli.command.unit.Kill;
import hearth.cli.command.unit.ListUnitFiles;
import hearth.cli.command.unit.ListUnits;
import hearth.cli.command.unit.Mask;
import hearth.cli.command.unit.ResetFailed;
import hearth.cli.command.unit.Show;
import hearth.cli.command.unit.Timers;
import hearth.cli.command.unit.UnitNames;
import hearth.cli.text.Terminals;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Commands that show units or change them without a job, their options and what they mean. */
final class UnitCommands {
    private static final String ALL = "--all";
    private static final String FAILED = "--failed";
    private static final String FILES = "--files";
    private static final String TYPE = "--type";
    private static final String PROPERTY = "--property";
    private static final String VALUE = "--value";
    private static final String SIGNAL = "--signal";
    private static final String WHOM = "--whom";
    private static final String RUNTIME = "--runtime";
    private static final String NOW = "--now";
    private static final String FULL = "--full";
    private static final String QUIET = "--quiet";
    private static final String UNIT = "UNIT";
    private static final String PATTERN = "PATTERN";
    private static final String PATTERNS = "names of units; web-* means all that begin so";

    private UnitCommands() {}

    /** Returns how the commands' models are made, by their names, in the order of help. */
    static Map<String, Supplier<CommandSpec>> commands() {
        Map<String, Supplier<CommandSpec>> all = new LinkedHashMap<>();
        all.put("list", UnitCommands::list);
        all.put("show", UnitCommands::show);
        all.put(
                "cat",
                () ->
                        answering("cat", "Show the files that units are made of.")
                                .addPositional(CommandTree.words(UNIT, "1..*", PATTERNS)));
        all.put("edit", UnitCommands::edit);
        all.put("kill", UnitCommands::kill);
        all.put(
                "mask",
                () ->
                        mask("mask", "Let nothing start units, neither a person nor another unit.")
                                .addOption(CommandTree.flag("stop them at once as well", NOW)));
        all.put("unmask", () -> mask("unmask", "Undo mask."));
        all.put(
                "reset-failed",
                () ->
                        CommandTree.command(
                                        "reset-failed",
                                        "Forget that units have failed; of all without one.")
                                .addPositional(CommandTree.words(UNIT, "0..*", PATTERNS)));
        all.put(
                "is-active",
                () -> is("is-active", "Say whether units run; exit status 0 where one does."));
        all.put(
                "is-enabled",
                () ->
                        is(
                                "is-enabled",
                                "Say whether units start by themselves; exit status 0 where one does."));
        all.put(
                "is-failed",
                () ->
                        is(
                                "is-failed",
                                "Say whether units have failed; exit status 0 where one has."));
        all.put(
                "daemon-reload",
                () -> CommandTree.command("daemon-reload", "Have unit files read again."));
        all.put("timers", UnitCommands::timers);
        all.put("users", () -> answering("users", "List who is logged in or lingers."));
        all.put(UnitNames.WORD, UnitCommands::names);
        return all;
    }

    private static CommandSpec edit() {
        return CommandTree.command(
                        "edit",
                        "Change a unit by a drop-in, or its whole file; checked before it counts.")
                .addOption(CommandTree.flag("the whole file; a new one where there is none", FULL))
                .addPositional(CommandTree.words(UNIT, "1", "which one"));
    }

    private static CommandSpec timers() {
        return answering("timers", "List timers, the one that rings next first.")
                .addOption(CommandTree.flag("also those that wait for nothing", "-a", ALL))
                .addPositional(CommandTree.words(PATTERN, "0..*", PATTERNS));
    }

    /** Returns what was asked for; nothing where it is none of these commands. */
    static Optional<Action> action(ParseResult command) {
        List<String> words = command.matchedPositionalValue(0, List.of());
        return Optional.ofNullable(
                switch (command.commandSpec().name()) {
                    case "list" -> listAction(command, words);
                    case "show" -> new Show(words, showChoice(command));
                    case "cat" -> new Cat(words);
                    case "edit" ->
                            new Edit(
                                    words.getFirst(),
                                    command.hasMatchedOption(FULL),
                                    false,
                                    desk());
                    case "kill" ->
                            new Kill(
                                    words,
                                    command.matchedOptionValue(SIGNAL, "TERM"),
                                    command.matchedOptionValue(WHOM, "all"));
                    case "mask" -> new Mask(words, change(command, true));
                    case "unmask" -> new Mask(words, change(command, false));
                    case "reset-failed" -> new ResetFailed(words);
                    case "is-active" -> is(IsState.Question.ACTIVE, command, words);
                    case "is-enabled" -> is(IsState.Question.ENABLED, command, words);
                    case "is-failed" -> is(IsState.Question.FAILED, command, words);
                    case "daemon-reload" -> new DaemonReload();
                    case "timers" ->
                            new Timers(words, command.hasMatchedOption(ALL), System::nanoTime);
                    case "users" -> new Everyone();
                    case UnitNames.WORD -> new UnitNames();
                    default -> null;
                });
    }

    /** Who is asked is at the terminal, if there is one. */
    static Desk desk() {
        return new Desk(
                System.getenv(),
                Terminals.isTerminal(Terminals.INPUT)
                        ? Optional.of(
                                new BufferedReader(
                                        new InputStreamReader(System.in, Charset.defaultCharset())))
                        : Optional.empty());
    }

    private static Action listAction(ParseResult command, List<String> words) {
        var choice =
                new ListUnits.Choice(
                        command.hasMatchedOption(ALL),
                        command.hasMatchedOption(FAILED),
                        commaSeparated(command, TYPE).toList());
        return command.hasMatchedOption(FILES)
                ? new ListUnitFiles(words, choice)
                : new ListUnits(words, choice);
    }

    private static Show.Choice showChoice(ParseResult command) {
        Set<String> names = commaSeparated(command, PROPERTY).collect(Collectors.toSet());
        return new Show.Choice(
                names, command.hasMatchedOption(ALL), command.hasMatchedOption(VALUE));
    }

    private static Mask.Change change(ParseResult command, boolean isMasking) {
        return new Mask.Change(
                isMasking,
                command.hasMatchedOption(RUNTIME),
                isMasking && command.hasMatchedOption(NOW));
    }

    private static Action is(IsState.Question question, ParseResult command, List<String> words) {
        return new IsState(question, words, command.hasMatchedOption(QUIET));
    }

    /** Returns the words of an option that may be given several times, or have commas in it. */
    private static Stream<String> commaSeparated(ParseResult command, String option) {
        return command.<List<String>>matchedOptionValue(option, List.of()).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .filter(word -> !word.isEmpty());
    }

    private static CommandSpec names() {
        CommandSpec names = CommandTree.command(UnitNames.WORD, "List names of units, for shells.");
        names.usageMessage().hidden(true);
        return names;
    }

    private static CommandSpec list() {
        return answering("list", "List the units in memory that do something, or unit files.")
                .addOption(CommandTree.flag("also those that do nothing", "-a", ALL))
                .addOption(CommandTree.flag("only those that have failed", FAILED))
                .addOption(CommandTree.flag("unit files, and whether they are enabled", FILES))
                .addOption(
                        CommandTree.texts(
                                "TYPE", "only this type: service, timer, ...", "-t", TYPE))
                .addPositional(CommandTree.words(PATTERN, "0..*", PATTERNS));
    }

    private static CommandSpec show() {
        return answering("show", "Show the properties of units, or of the manager.")
                .addOption(CommandTree.flag("also those that are empty", "-a", ALL))
                .addOption(CommandTree.texts("NAME", "only this one", "-p", PROPERTY))
                .addOption(CommandTree.flag("only what is behind the equals sign", VALUE))
                .addPositional(CommandTree.words(UNIT, "0..*", PATTERNS));
    }

    private static CommandSpec kill() {
        return CommandTree.command("kill", "Send a signal to the processes of units.")
                .addOption(
                        CommandTree.option(
                                "SIGNAL", "which one (TERM)", String.class, "-s", SIGNAL))
                .addOption(
                        CommandTree.option(
                                "main|control|all",
                                "to which of the processes (all)",
                                String.class,
                                WHOM,
                                "--kill-whom"))
                .addPositional(CommandTree.words(UNIT, "1..*", PATTERNS));
    }

    private static CommandSpec mask(String name, String description) {
        return CommandTree.command(name, description)
                .addOption(CommandTree.flag("until the machine starts again", RUNTIME))
                .addPositional(CommandTree.words(UNIT, "1..*", PATTERNS));
    }

    private static CommandSpec is(String name, String description) {
        return answering(name, description)
                .addOption(CommandTree.flag("print nothing", "-q", QUIET))
                .addPositional(CommandTree.words(UNIT, "1..*", PATTERNS));
    }

    private static CommandSpec answering(String name, String description) {
        return CommandTree.command(name, description).addOption(CommandTree.json());
    }
}
