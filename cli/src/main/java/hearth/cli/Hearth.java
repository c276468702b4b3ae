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
import hearth.cli.page.Completions;
import hearth.cli.page.ManPage;
import hearth.cli.systemd.Clients;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.text.Pager;
import hearth.cli.text.PrintableWriter;
import hearth.cli.text.Screen;
import hearth.cli.text.Terminals;
import hearth.cli.training.PlayedManager;
import hearth.nix.reader.LocalMachine;
import hearth.nix.reader.ModuleReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The {@code hearth} command. */
public final class Hearth {
    /** What stands before the name of another client that this program is to be. */
    private static final String AS = "--as";

    private final Managers managers;
    private final InstantSource clock;
    private final Supplier<ZoneId> zones;
    private final Display display;
    private final Ground ground;

    /**
     * What answers are shown on.
     *
     * @param isColoured whether it is a terminal whose user likes colours
     * @param width how many columns it has, asked where it matters; 0 for no limit
     * @param pager what shows long answers, where the person has one
     */
    record Display(boolean isColoured, IntSupplier width, Optional<Pager> pager) {
        /** A file, or a pipe. */
        static final Display NONE = new Display(false, () -> 0, Optional.empty());

        private static Display own(Map<String, String> environment, boolean isRoot) {
            if (!Terminals.isTerminal(Terminals.OUTPUT)) {
                return NONE;
            }
            boolean isDumb = "dumb".equals(environment.get("TERM"));
            return new Display(
                    // as https://no-color.org has it
                    !environment.containsKey("NO_COLOR") && !isDumb,
                    Terminals::columns,
                    isDumb ? Optional.empty() : Pager.of(environment, isRoot));
        }
    }

    /**
     * Creates the command.
     *
     * @param managers where the daemon listens, and who asks
     * @param clock the time
     * @param zones where the person is
     * @param display what answers are shown on
     * @param ground what declarations are read with, and where they are applied
     */
    Hearth(
            Managers managers,
            InstantSource clock,
            Supplier<ZoneId> zones,
            Display display,
            Ground ground) {
        this.managers = managers;
        this.clock = clock;
        this.zones = zones;
        this.display = display;
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
                        ZoneId::systemDefault,
                        Display.own(environment, caller.isRoot()),
                        Ground.ofHost(
                                new ModuleReader(new LocalMachine(HostAccounts::find)),
                                environment));
        if (args.length >= 2 && args[0].equals(AS)) {
            List<String> typed = List.of(args).subList(2, args.length);
            System.exit(hearth.performAs(args[1], typed, writer(System.out), writer(System.err)));
        }
        System.exit(
                switch (args.length == 2 ? args[0] : "") {
                    case "--train" -> hearth.rehearse();
                    case "--train-nix" -> hearth.rehearseNix(args[1]);
                    case "--write-pages" -> hearth.writePages(Path.of(args[1]));
                    default -> hearth.commandLine(CommandTree.word(args)).execute(args);
                });
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, stream.equals(System.err), stream.charset());
    }

    /** Writes the manual page and what shells complete by, for an image. */
    private int writePages(Path directory) {
        CommandSpec root = commandLine().getCommandSpec();
        var completions = new Completions(root);
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("hearth.1"), new ManPage(root, version()).text());
            Files.writeString(directory.resolve("hearth.bash"), completions.bash());
            Files.writeString(directory.resolve("_hearth"), completions.zsh());
            Files.writeString(directory.resolve("hearth.fish"), completions.fish());
            return ExitStatus.OK;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + directory, e);
        }
    }

    /** What people type most, and what programs ask, with the unit of {@link PlayedManager}. */
    private static final List<List<String>> REHEARSED =
            List.of(
                    List.of("version"),
                    List.of("is-active", PlayedManager.UNIT),
                    List.of("is-enabled", "--json", PlayedManager.UNIT),
                    List.of("status"),
                    List.of("status", PlayedManager.UNIT),
                    List.of("status", "--json", PlayedManager.UNIT),
                    List.of("list"),
                    List.of("list", "--files"),
                    List.of("show", PlayedManager.UNIT),
                    List.of("start", PlayedManager.UNIT),
                    List.of("stop", PlayedManager.UNIT),
                    List.of("logs", PlayedManager.UNIT),
                    List.of("timers"),
                    List.of("analyze", "calendar", "daily"),
                    List.of("__units"));

    /** What people type most by the names of systemd's clients. */
    private static final List<List<String>> REHEARSED_CLIENTS =
            List.of(
                    List.of("systemctl", "--user", "status", PlayedManager.UNIT),
                    List.of("systemctl", "--user", "is-active", PlayedManager.UNIT),
                    List.of("systemctl", "--user", "list-units"),
                    List.of("systemctl", "--user", "show", PlayedManager.UNIT),
                    List.of("systemctl", "--user", "start", PlayedManager.UNIT),
                    List.of("systemctl", "--user", "daemon-reload"));

    /** Does what an image's AOT cache for declarations is to make fast, with a file of them. */
    private int rehearseNix(String declarations) {
        return commandLine("nix").execute("nix", "check", declarations)
                + commandLine("nix").execute("nix", "render", declarations);
    }

    /** Does what an image's AOT cache for all other commands is to make fast. */
    private int rehearse() {
        int status = 0;
        try {
            Path run = Files.createTempDirectory("hearth");
            Account caller = managers.caller();
            var played = new Managers(run, List.of(), caller, Accounts::principal);
            Path socket = played.runtimeDirectory(caller).resolve("systemd/private");
            try (PlayedManager _ = PlayedManager.listen(socket, caller.uid())) {
                var hearth = new Hearth(played, clock, zones, display, ground);
                for (List<String> command : REHEARSED) {
                    status +=
                            hearth.commandLine(command.getFirst())
                                    .execute(command.toArray(String[]::new));
                }
                for (List<String> command : REHEARSED_CLIENTS) {
                    status +=
                            hearth.performAs(
                                    command.getFirst(),
                                    command.subList(1, command.size()),
                                    writer(System.out),
                                    writer(System.err));
                }
            } finally {
                for (Path file = socket; !file.equals(run.getParent()); file = parent(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rehearse", e);
        }
        return status;
    }

    private static Path parent(Path file) {
        return file.resolveSibling(".").normalize();
    }

    /** Returns the whole command line, ready to be executed once. */
    CommandLine commandLine() {
        return commandLine("");
    }

    /**
     * Returns the command line for one command, ready to be executed once.
     *
     * @param word the command's name; that of no command means all
     */
    private CommandLine commandLine(String word) {
        var commandLine = new CommandLine(CommandTree.spec(version(), word));
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
                        display.isColoured(),
                        CommandTree.isJson(parsed),
                        display.width());
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

    /**
     * Does what one of systemd's clients would do, and says it as that one.
     *
     * @param name the client's
     * @param typed what follows it
     */
    int performAs(String name, List<String> typed, PrintWriter out, PrintWriter err) {
        var screen = new Screen(out, err, display.isColoured(), false, display.width());
        try {
            if (!typed.isEmpty() && typed.getFirst().equals("--version")) {
                screen.text(Clients.version(version()));
                return ExitStatus.OK;
            }
            Action action = Clients.action(name, typed, UnitCommands.desk());
            return perform(action, screen, managers.caller());
        } catch (CommandFailure failure) {
            screen.out().flush();
            ClientFailures.say(screen, failure);
            return failure.exitStatus();
        } catch (CallRefused refusal) {
            screen.out().flush();
            screen.note(refusal.text());
            return ExitStatus.FAILURE;
        } catch (IOException e) {
            screen.out().flush();
            screen.note("Connection failed: " + e.getMessage());
            return ExitStatus.FAILURE;
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
        Action typed = CommandTree.action(parsed, user, version(), ground);
        Action action = ByOwner.of(typed, user, managers.caller(), ground.asUser());
        try {
            return perform(action, screen, user);
        } catch (CallRefused refusal) {
            throw Refusals.failure(action.purpose(), refusal);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "cannot " + action.purpose() + ": " + e.getMessage(),
                    "hearthd may be starting again; try once more in a moment");
        }
    }

    /** Does it, through a pager where the answer is long and somebody reads it. */
    private int perform(Action action, Screen screen, Account user)
            throws CommandFailure, CallRefused, IOException {
        Optional<Pager.Pages> pages =
                action.isLong() && !screen.isJson()
                        ? display.pager().flatMap(pager -> pager.open(screen.out()))
                        : Optional.empty();
        if (pages.isEmpty()) {
            return action.perform(new Context(screen, clock, zones, managers, user));
        }
        try (Pager.Pages shown = pages.get()) {
            return action.perform(
                    new Context(screen.on(shown.writer()), clock, zones, managers, user));
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

    /** The module's own version, which the build takes from the POM. */
    private static String version() {
        return Hearth.class.getModule().getDescriptor().rawVersion().orElse("unknown");
    }
}
