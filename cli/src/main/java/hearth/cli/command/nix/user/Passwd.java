package hearth.cli.command.nix.user;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What the name service knows of a user beside name and number.
 *
 * @param gid the primary group
 * @param home the directory
 * @see <a href="https://man7.org/linux/man-pages/man5/passwd.5.html">passwd(5)</a>
 */
public record Passwd(long gid, Path home) {
    private static final int GID = 3;
    private static final int HOME = 5;

    /**
     * Asks the name service, by getent(1): Java's libraries do not know groups and homes.
     *
     * @throws CommandFailure where it does not answer so
     */
    public static Passwd of(Account user) throws CommandFailure {
        try {
            Process getent =
                    new ProcessBuilder("getent", "passwd", "--", Long.toString(user.uid()))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String line =
                    new String(getent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> fields = List.of(line.strip().split(":", -1));
            if (getent.waitFor() != 0 || fields.size() <= HOME) {
                throw unknown(user, "the name service does not know");
            }
            return new Passwd(Long.parseLong(fields.get(GID)), Path.of(fields.get(HOME)));
        } catch (IOException | NumberFormatException e) {
            throw unknown(user, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw unknown(user, "interrupted");
        }
    }

    private static CommandFailure unknown(Account user, String why) {
        return new CommandFailure(
                ExitStatus.FAILURE, "cannot find the home of " + user.name() + ": " + why);
    }
}
