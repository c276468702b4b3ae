package hearth.cli.command.why;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.UnitArguments;

/**
 * What a person asks about.
 *
 * @param unit its unit: of a session the scope, of a user the manager's service
 * @param isOfManager whether it is one of the user's manager; sessions and users are login's
 */
record Subject(String unit, boolean isOfManager) {
    private static final String SESSION = "session-";
    private static final String SCOPE = ".scope";

    /**
     * Returns what is meant: the name of whom the command is about is that user, a number, or one
     * behind a {@code c}, is a session, all else is a unit.
     */
    static Subject of(String typed, Account user) throws CommandFailure {
        String manager = "user@" + user.uid() + ".service";
        if (typed.equals(user.name()) || typed.equals(manager)) {
            return new Subject(manager, false);
        }
        if (isSession(typed)) {
            return new Subject(SESSION + typed + SCOPE, false);
        }
        boolean isScope =
                typed.startsWith(SESSION)
                        && typed.endsWith(SCOPE)
                        && isSession(
                                typed.substring(
                                        SESSION.length(),
                                        Math.max(
                                                SESSION.length(),
                                                typed.length() - SCOPE.length())));
        return isScope
                ? new Subject(typed, false)
                : new Subject(UnitArguments.complete(typed), true);
    }

    private static boolean isSession(String typed) {
        String digits = typed.startsWith("c") ? typed.substring(1) : typed;
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
