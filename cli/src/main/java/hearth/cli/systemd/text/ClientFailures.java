package hearth.cli.systemd.text;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import hearth.dbus.ErrorName;

/** How systemd's clients say what went wrong, and how they end then. */
public final class ClientFailures {
    /** What may not be done. */
    private static final int NO_PERMISSION = 4;

    /** What is not there to be started, stopped, ... */
    private static final int NOT_INSTALLED = 5;

    /** What cannot be loaded. */
    private static final int NOT_CONFIGURED = 6;

    /** What a unit of its kind cannot do. */
    private static final int NOT_IMPLEMENTED = 3;

    private ClientFailures() {}

    /** Returns the failure of what was refused: {@code Failed to PURPOSE: TEXT}. */
    public static CommandFailure failure(String purpose, CallRefused refusal) {
        return new CommandFailure(ExitStatus.FAILURE, text(purpose, refusal));
    }

    /** Returns what is said of a refusal. */
    public static String text(String purpose, CallRefused refusal) {
        return "Failed to " + purpose + ": " + refusal.text();
    }

    /** Says why a command failed. */
    public static void say(Screen screen, CommandFailure failure) {
        screen.notes(failure.getMessage() + "\n");
        failure.advice().ifPresent(screen::note);
    }

    /**
     * Returns how a client ends whose order about a unit was refused.
     *
     * @see <a
     *     href="https://www.freedesktop.org/software/systemd/man/systemctl.html#Exit%20status">systemctl(1)</a>
     */
    public static int exitStatus(CallRefused refusal) {
        return switch (refusal.errorName()) {
            case ErrorName.ACCESS_DENIED,
                    ErrorName.ONLY_BY_DEPENDENCY,
                    ErrorName.NO_ISOLATION,
                    ErrorName.TRANSACTION_IS_DESTRUCTIVE ->
                    NO_PERMISSION;
            case ErrorName.NO_SUCH_UNIT -> NOT_INSTALLED;
            case ErrorName.JOB_TYPE_NOT_APPLICABLE, ErrorName.NOT_SUPPORTED -> NOT_IMPLEMENTED;
            case ErrorName.LOAD_FAILED -> NOT_CONFIGURED;
            default -> ExitStatus.FAILURE;
        };
    }
}
