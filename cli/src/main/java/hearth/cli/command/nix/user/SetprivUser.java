package hearth.cli.command.nix.user;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Becomes the user for good by setpriv(1), with the user's groups and a fresh environment, in a
 * session of its own: the user's process gets neither root's terminal nor root's directory.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/setpriv.1.html">setpriv(1)</a>
 */
public record SetprivUser() implements AsUser {
    /**
     * How long one user's part may take: it waits for units to start and stop, of which each may
     * take {@code TimeoutStartSec=}, 90 seconds where nobody says otherwise.
     */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** How long it may be stopped: a person may do so with ^Z, but has no terminal of it. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    @Override
    public Result run(Account user, List<String> arguments, String input) throws CommandFailure {
        Path program = Path.of(System.getProperty("java.home"), "bin/hearth");
        if (!Files.isExecutable(program)) {
            throw failure(user, "this is not the installed program: there is no " + program);
        }
        Passwd passwd = Passwd.of(user);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setsid", "--wait", "setpriv"));
        command.addAll(List.of("--reuid", Long.toString(user.uid())));
        command.addAll(List.of("--regid", Long.toString(passwd.gid())));
        command.addAll(List.of("--init-groups", "--no-new-privs", "--reset-env", "--"));
        // The fresh environment says nothing of letters; both ends speak UTF-8.
        command.addAll(List.of("env", "LC_ALL=C.UTF-8", program.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).directory(Path.of("/").toFile()).start();
            return new Hearing(process, LIMIT, STOP_LIMIT).of(input);
        } catch (IOException e) {
            throw failure(user, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw failure(user, "interrupted");
        }
    }

    private static CommandFailure failure(Account user, String why) {
        return new CommandFailure(ExitStatus.FAILURE, "cannot act as " + user.name() + ": " + why);
    }
}
