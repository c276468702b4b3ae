package hearth.cli;

import hearth.cli.client.JobVerb;
import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.Action;
import hearth.cli.command.ChangeLinks;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.Logs;
import hearth.cli.command.Overview;
import hearth.cli.command.RunJobs;
import hearth.cli.command.Sessions;
import hearth.cli.command.UnitStatus;
import hearth.cli.command.Version;
import hearth.cli.command.doctor.Doctor;
import hearth.cli.command.doctor.Shell;
import hearth.cli.command.logout.Logout;
import hearth.cli.command.logout.Settings;
import hearth.cli.command.nix.Ground;
import hearth.cli.command.rehearse.RehearseJobs;
import hearth.cli.command.rehearse.RehearseLinks;
import hearth.cli.command.why.Why;
import hearth.cli.command.why.WhyKilled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands, their options and what they mean.
 *
 * <p>They are described by picocli's programmatic model, without annotations: no reflection, so
 * that a command starts in two thirds of the time.
 */
final class CommandTree {
    private static final String USER = "--user";
    static final String JSON = "--json";
    private static final String DRY_RUN = "--dry-run";
    private static final String NIX = "nix";
    private static final String ANALYZE = "analyze";

    /** What {@code hearth logs} shows without {@code -n}. */
    private static final int LOG_LINES = 20;

    private CommandTree() {}

    /**
     * Returns the model of the command line.
     *
     * @param word the command that is typed, whose model alone is made: that of all takes longer
     *     than most commands do; all are made where there is no such command
     */
    static CommandSpec spec(String version, String word) {
        var root = CommandSpec.create().name("hearth").addOption(help()).addOption(version());
        root.usageMessage()
                .description(
                        "Services that belong to a user: they start at login or at boot, and are told so"
                                + " in unit files, as systemd has them.")
                .synopsisSubcommandLabel("COMMAND")
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(exitCodes());
        root.versionProvider(() -> new String[] {"hearth " + version});
        root.addOption(userOption());
        Map<String, Supplier<CommandSpec>> commands = commands();
        Supplier<CommandSpec> named = commands.get(word);
        if (named != null) {
            root.addSubcommand(word, named.get());
        } else {
            commands.forEach((name, command) -> root.addSubcommand(name, command.get()));
        }
        return root;
    }

    /** Returns how the commands' models are made, by their names, in the order of help. */
    private static Map<String, Supplier<CommandSpec>> commands() {
        Map<String, Supplier<CommandSpec>> all = new LinkedHashMap<>();
        all.put("status", CommandTree::status);
        all.put("start", () -> jobs("start", "Start units, and wait until they run."));
        all.put("stop", () -> jobs("stop", "Stop units, and wait until they have ended."));
        all.put("restart", () -> jobs("restart", "Stop units that run, and start them."));
        all.put("try-restart", () -> jobs("try-restart", "Restart units, as far as they run."));
        all.put(
                "reload",
                () -> jobs("reload", "Let units that run read their configuration again."));
        all.put(
                "isolate",
                () -> jobs("isolate", "Start a unit, and stop all that it does not need."));
        all.put(
                "enable",
                () -> links("enable", "Let units start by themselves: at login, or at boot."));
        all.put("disable", () -> links("disable", "Undo enable."));
        all.putAll(UnitCommands.commands());
        all.put(TopTree.WORD, TopTree::spec);
        all.put("run", RunTree::spec);
        all.put("logs", CommandTree::logs);
        all.put("why", CommandTree::why);
        all.put("why-killed", CommandTree::whyKilled);
        all.put("linger", LingerTree::spec);
        all.put("sessions", CommandTree::sessions);
        all.put("logout", CommandTree::logout);
        all.put(
                "settings",
                () ->
                        command(
                                        "settings",
                                        "List what logins and logouts go by, and which file says so.")
                                .addOption(json()));
        all.put(
                "doctor",
                () ->
                        command(
                                        "doctor",
                                        "Say what keeps a user from the services, and what helps.")
                                .addOption(json()));
        all.put("lint", AnalyzeTree::lint);
        all.put(ANALYZE, AnalyzeTree::spec);
        all.put(NIX, NixTree::spec);
        all.put(
                "version",
                () ->
                        command("version", "Say which version this is, and which one serves you.")
                                .addOption(json()));
        return all;
    }

    /** Returns which command is typed, as far as can be told without a model; empty for none. */
    static String word(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "-u", USER -> i++;
                default -> {
                    return arguments[i].startsWith(USER + "=") ? "" : arguments[i];
                }
            }
        }
        return "";
    }

    /** Returns whom the command is about: {@code -u}'s, before or after the command's name. */
    static Account user(ParseResult parsed, Account caller) throws CommandFailure {
        Optional<String> before = value(parsed, USER);
        Optional<String> after =
                parsed.hasSubcommand() ? value(parsed.subcommand(), USER) : Optional.empty();
        Optional<String> user = after.isPresent() ? after : before;
        return user.isPresent() ? Accounts.find(user.get()) : caller;
    }

    /** Returns whether the answer is for a program. */
    static boolean isJson(ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            return false;
        }
        ParseResult command = parsed.subcommand();
        return switch (command.commandSpec().name()) {
            case NIX -> NixTree.isJson(command);
            case ANALYZE -> AnalyzeTree.isJson(command);
            default -> command.hasMatchedOption(JSON);
        };
    }

    /** Returns what was asked for. */
    static Action action(ParseResult parsed, Account user, String version, Ground ground)
            throws CommandFailure {
        ParseResult command = parsed.subcommand();
        List<String> words = command.matchedPositionalValue(0, List.of());
        return switch (command.commandSpec().name()) {
            case "status" -> words.isEmpty() ? new Overview() : new UnitStatus(words.getFirst());
            case "start" -> ordered(command, JobVerb.START, words);
            case "stop" -> ordered(command, JobVerb.STOP, words);
            case "restart" -> ordered(command, JobVerb.RESTART, words);
            case "try-restart" -> ordered(command, JobVerb.TRY_RESTART, words);
            case "reload" -> ordered(command, JobVerb.RELOAD, words);
            case "isolate" -> ordered(command, JobVerb.ISOLATE, words);
            case "enable" -> linked(command, true, words);
            case "disable" -> linked(command, false, words);
            case TopTree.WORD -> TopTree.action(command);
            case "run" -> RunTree.action(command, words);
            case "logs" ->
                    new Logs(
                            words.getFirst(),
                            command.matchedOptionValue("--lines", LOG_LINES),
                            command.hasMatchedOption("--follow"));
            case "why" -> new Why(words.getFirst(), changes(command));
            case "why-killed" -> new WhyKilled(words.getFirst(), changes(command));
            case "linger" -> LingerTree.action(command, words, user);
            case "sessions" -> new Sessions(command.hasMatchedOption("--stuck"));
            case "logout" -> new Logout(words.stream().findFirst());
            case "settings" -> new Settings();
            case "doctor" -> new Doctor(Shell.own());
            case "lint" -> AnalyzeTree.lintAction(words);
            case ANALYZE -> AnalyzeTree.action(command);
            case NIX -> NixTree.action(command, ground);
            case "version" -> new Version(version);
            default -> UnitCommands.action(command).orElseThrow();
        };
    }

    private static Action ordered(ParseResult command, JobVerb verb, List<String> words)
            throws CommandFailure {
        boolean isRehearsal = isRehearsal(command);
        return isRehearsal ? new RehearseJobs(verb, words) : new RunJobs(verb, words);
    }

    private static Action linked(ParseResult command, boolean isEnabling, List<String> words)
            throws CommandFailure {
        boolean isNow = command.hasMatchedOption("--now");
        return isRehearsal(command)
                ? new RehearseLinks(isEnabling, words, isNow)
                : new ChangeLinks(isEnabling, words, isNow);
    }

    private static boolean isRehearsal(ParseResult command) throws CommandFailure {
        boolean isRehearsal = command.hasMatchedOption(DRY_RUN);
        if (!isRehearsal && command.hasMatchedOption(JSON)) {
            throw new CommandFailure(
                    ExitStatus.USAGE, JSON + " goes with " + DRY_RUN + ": an order has no answer");
        }
        return isRehearsal;
    }

    private static CommandSpec status() {
        return command("status", "Show a unit, or on one page what runs.")
                .addOption(json())
                .addPositional(words("UNIT", "0..1", "what to show"));
    }

    private static CommandSpec jobs(String name, String description) {
        return command(name, description)
                .addOption(flag("do nothing, and say what would be done and why", DRY_RUN))
                .addOption(flag("with " + DRY_RUN + ": answer in JSON, for programs", JSON))
                .addPositional(
                        words(
                                "UNIT",
                                "1..*",
                                "\".service\" may be left out; web-* means all that run and begin so"));
    }

    private static CommandSpec links(String name, String description) {
        return jobs(name, description).addOption(flag("start or stop it at once as well", "--now"));
    }

    private static CommandSpec logs() {
        return command("logs", "Show the last lines that a unit wrote.")
                .addOption(json())
                .addOption(
                        option(
                                "N",
                                "how many lines (" + LOG_LINES + ")",
                                Integer.class,
                                "-n",
                                "--lines"))
                .addOption(flag("go on showing lines as they come", "-f", "--follow"))
                .addPositional(words("UNIT", "1", "whose lines"));
    }

    private static CommandSpec why() {
        return command("why", "Say what brought a unit, a session or a user to where it is.")
                .addOption(json())
                .addOption(changesOption())
                .addPositional(
                        words(
                                "UNIT|SESSION|USER",
                                "1",
                                "about which: a number is a session's, one's own name the user's;"
                                        + " \".service\" may be left out"));
    }

    private static CommandSpec whyKilled() {
        return command("why-killed", "Say what ended a process, and by which rule.")
                .addOption(json())
                .addOption(changesOption())
                .addPositional(
                        words("PID|UNIT|NAME", "1", "a process's number or name, or its unit"));
    }

    private static OptionSpec changesOption() {
        return option(
                "N",
                "how many changes, newest first (" + Why.CHANGES + ")",
                Integer.class,
                "-n",
                "--lines");
    }

    private static int changes(ParseResult command) {
        return command.matchedOptionValue("--lines", Why.CHANGES);
    }

    private static CommandSpec logout() {
        return command("logout", "Say what a logout would kill and what it would leave alone.")
                .addOption(json())
                .addOption(
                        OptionSpec.builder(DRY_RUN)
                                .required(true)
                                .description("end nothing: there is no other way to call it")
                                .build())
                .addPositional(words("SESSION|USER", "0..1", "whose; else the own session's"));
    }

    private static CommandSpec sessions() {
        return command("sessions", "List who is logged in.")
                .addOption(json())
                .addOption(
                        flag(
                                "only sessions that are over, and what still runs in them",
                                "--stuck"));
    }

    static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        spec.addOption(help());
        return spec.addOption(userOption());
    }

    /** Picocli's own ones are read from annotations, which takes a tenth of a command's time. */
    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this text")
                .build();
    }

    private static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("say which version this is")
                .build();
    }

    private static OptionSpec userOption() {
        return option("USER", "another user's services, as root", String.class, "-u", USER);
    }

    static OptionSpec json() {
        return flag("answer in JSON, for programs", JSON);
    }

    static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names).description(description).build();
    }

    static OptionSpec option(String label, String description, Class<?> type, String... names) {
        return OptionSpec.builder(names)
                .paramLabel(label)
                .description(description)
                .type(type)
                .build();
    }

    /** Returns an option that may be given several times. */
    static OptionSpec texts(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .paramLabel(label)
                .description(description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    static PositionalParamSpec words(String label, String arity, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index(arity.endsWith("1") ? "0" : "0..*")
                .arity(arity)
                .required(!arity.startsWith("0"))
                .description(description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    static Optional<String> value(ParseResult parsed, String option) {
        return parsed.hasMatchedOption(option)
                ? Optional.ofNullable(parsed.matchedOptionValue(option, null))
                : Optional.empty();
    }

    private static Map<String, String> exitCodes() {
        var codes = new LinkedHashMap<String, String>();
        codes.put("0", "done");
        codes.put("1", "something failed; the message says what");
        codes.put("2", "the command line makes no sense; nix diff: there are changes");
        codes.put("3", "status, is-active: the unit does not run");
        codes.put("4", "status, is-active, is-enabled: there is no such unit");
        codes.put("5", "start, stop, enable, ...: there is no such unit");
        return codes;
    }
}
