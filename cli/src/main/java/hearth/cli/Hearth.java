package hearth.cli;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.Managers;
import hearth.cli.command.Messages;
import hearth.cli.command.Refusals;
import hearth.cli.command.nix.Ground;
import hearth.cli.command.nix.HostAccounts;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.PrintableWriter;
import hearth.cli.text.Screen;
import hearth.cli.text.Terminals;
import hearth.nix.reader.LocalMachine;
import hearth.nix.reader.ModuleReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParseResult;

/** The {@code hearth} command. */
public final class Hearth {
    private final Managers managers;
    private final InstantSource clock;
    private final ZoneId zone;
    private final boolean isColoured;
    private final Ground ground;

    /**
     * Creates the command.
     *
     * @param managers where the daemon listens, and who asks
     * @param clock the time
     * @param zone where the person is
     * @param isColoured whether standard output is a terminal whose user likes colours
     * @param ground what declarations are read with, and where they are applied
     */
    Hearth(Managers managers, InstantSource clock, ZoneId zone, boolean isColoured, Ground ground) {
        this.managers = managers;
        this.clock = clock;
        this.zone = zone;
        this.isColoured = isColoured;
        this.ground = ground;
    }

    /** Runs the command and ends the process with its exit status. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        Account caller = Accounts.own();
        var managers =
                new Managers(
                        Path.of("/run"),
                        runtimeDirectories(environment, caller),
                        caller,
                        Accounts::principal);
        var hearth =
                new Hearth(
                        managers,
                        InstantSource.system(),
                        ZoneId.systemDefault(),
                        likesColours(environment),
                        Ground.ofHost(
                                new ModuleReader(new LocalMachine(HostAccounts::find)),
                                environment));
        boolean isTraining = args.length == 2 && args[0].equals("--train");
        System.exit(isTraining ? hearth.rehearse(args[1]) : hearth.commandLine().execute(args));
    }

    /** Does what an image's AOT cache is to make fast, with a file of declarations. */
    private int rehearse(String declarations) {
        return commandLine().execute("version")
                + commandLine().execute("nix", "check", declarations)
                + commandLine().execute("nix", "render", declarations);
    }

    /** Returns the command line, ready to be executed once. */
    CommandLine commandLine() {
        var commandLine = new CommandLine(CommandTree.spec(version()));
        var handler = commandLine.getParameterExceptionHandler();
        return commandLine
                .setExecutionStrategy(this::run)
                .setParameterExceptionHandler((mistake, arguments) -> {
                    // The library repeats arguments, and a shell's * may have named them.
                    CommandLine at = mistake.getCommandLine();
                    at.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
                    at.setErr(new PrintWriter(new PrintableWriter(at.getErr()), true));
                    return handler.handleParseException(mistake, arguments);
                });
    }

    private int run(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        CommandLine commandLine = parsed.commandSpec().commandLine();
        var screen =
                new Screen(
                        commandLine.getOut(),
                        commandLine.getErr(),
                        isColoured,
                        CommandTree.isJson(parsed));
        try {
            return perform(parsed, screen);
        } catch (CommandFailure failure) {
            screen.out().flush();
            Messages.failure(screen, failure);
            return failure.exitStatus();
        } finally {
            screen.out().flush();
            screen.err().flush();
        }
    }

    private int perform(ParseResult parsed, Screen screen) throws CommandFailure {
        if (!parsed.hasSubcommand()) {
            parsed.commandSpec().commandLine().usage(screen.err());
            return ExitStatus.USAGE;
        }
        Account user = CommandTree.user(parsed, managers.caller());
        Action action = CommandTree.action(parsed, user, version(), ground);
        try {
            return action.perform(new Context(screen, clock, zone, managers, user));
        } catch (CallRefused refusal) {
            throw Refusals.failure(action.purpose(), refusal);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "cannot " + action.purpose() + ": " + e.getMessage(),
                    "hearthd may be starting again; try once more in a moment");
        }
    }

    /** Where `hearthd --user` puts its sockets where it finds no /run/user/UID. */
    private static List<Path> runtimeDirectories(Map<String, String> environment, Account caller) {
        return Stream.of(
                        environment.getOrDefault("XDG_RUNTIME_DIR", ""),
                        "/tmp/hearth-" + caller.uid())
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** As https://no-color.org has it, and never where output goes into a file or a pipe. */
    private static boolean likesColours(Map<String, String> environment) {
        if (environment.containsKey("NO_COLOR") || "dumb".equals(environment.get("TERM"))) {
            return false;
        }
        return Terminals.isTerminal(Terminals.OUTPUT);
    }

    /** The module's own version, which the build takes from the POM. */
    private static String version() {
        return Hearth.class.getModule().getDescriptor().rawVersion().orElse("unknown");
    }
}
