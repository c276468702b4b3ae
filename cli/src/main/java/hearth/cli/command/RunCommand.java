package hearth.cli.command;

import hearth.cli.client.TransientUnit;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.dbus.DbusPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * {@code hearth run [--name NAME] [--scope] COMMAND...}: runs a command as a service, or in a scope
 * of its own, where it outlives the session that it was typed in.
 *
 * @param name the unit's, without its suffix; a random one where that is empty
 * @param isScope whether this process starts the command, with its terminal and environment
 * @param command the program and its arguments
 */
public record RunCommand(Optional<String> name, boolean isScope, List<String> command)
        implements Action {
    /** Copies the list. */
    public RunCommand {
        command = List.copyOf(command);
    }

    @Override
    public String purpose() {
        return "run " + command.getFirst();
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        Path program = find(command.getFirst(), System.getenv().getOrDefault("PATH", ""));
        try (UserManager manager = context.managers().managerOf(context.user())) {
            manager.subscribe();
            TransientUnit unit = unit(program, directory(context));
            DbusPath job = manager.startTransient(unit);
            String result = manager.awaitJobs(List.of(job)).getOrDefault(job, "");
            if (!result.equals("done")) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "cannot run " + program + ": " + UnitReasons.why(manager.unit(unit.name())),
                        "`hearth logs " + unit.name() + "` shows what it said");
            }
            context.screen().note("running as " + unit.name());
        }
        return isScope ? Foreground.run(program, command) : ExitStatus.OK;
    }

    /** Returns where it runs: here, as people expect; another user may not reach that. */
    private static Optional<String> directory(Context context) {
        Path here = Path.of("").toAbsolutePath();
        // Without a locale its letters cannot be told.
        boolean isKnown =
                Files.isDirectory(here) && here.toString().chars().noneMatch(c -> c < ' ');
        return isKnown && context.user().uid() == context.caller().uid()
                ? Optional.of(here.toString())
                : Optional.empty();
    }

    private TransientUnit unit(Path program, Optional<String> directory) throws CommandFailure {
        String stem = name.orElseGet(RunCommand::randomName);
        String suffix = isScope ? ".scope" : ".service";
        String full = UnitArguments.complete(stem.endsWith(suffix) ? stem : stem + suffix);
        String description = String.join(" ", command);
        return isScope
                ? new TransientUnit.Scope(full, description, ProcessHandle.current().pid())
                : new TransientUnit.Service(
                        full, description, program.toString(), command, directory);
    }

    /** The name that systemd-run(1) would give. */
    private static String randomName() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return "run-r" + HexFormat.of().formatHex(bytes);
    }

    /**
     * Finds a program as a shell does.
     *
     * @throws CommandFailure where there is none
     */
    static Path find(String program, String searchPath) throws CommandFailure {
        List<Path> candidates =
                program.contains("/")
                        ? List.of(Path.of(program).toAbsolutePath())
                        : List.of(searchPath.split(":")).stream()
                                .filter(directory -> directory.startsWith("/"))
                                .map(directory -> Path.of(directory, program))
                                .toList();
        return candidates.stream()
                .filter(candidate ->
                        Files.isRegularFile(candidate) && Files.isExecutable(candidate))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitStatus.FAILURE,
                                "cannot run " + program + ": there is no such program"));
    }
}
