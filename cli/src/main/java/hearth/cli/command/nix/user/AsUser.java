package hearth.cli.command.nix.user;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import java.util.List;

/**
 * Runs this program again as another user. What is in a user's home is read and written by that
 * user alone: root would follow links that the user makes.
 */
@FunctionalInterface
public interface AsUser {
    /**
     * Runs it to its end.
     *
     * @param arguments behind the program's name
     * @param input what it reads
     * @throws CommandFailure where it cannot be run at all
     */
    Result run(Account user, List<String> arguments, String input) throws CommandFailure;

    /**
     * How it ended.
     *
     * @param status its exit status
     * @param output what it wrote
     * @param messages what it wrote beside that
     */
    record Result(int status, String output, String messages) {}
}
