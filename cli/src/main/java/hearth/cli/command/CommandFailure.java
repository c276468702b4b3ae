package hearth.cli.command;

import java.util.Optional;

/** A command that could not be done; its message says what failed, on what, and why. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int exitStatus;
    private final String advice;

    /** Creates a failure without advice. */
    public CommandFailure(int exitStatus, String message) {
        this(exitStatus, message, "");
    }

    /**
     * Creates a failure.
     *
     * @param advice what the person may do about it; empty where there is nothing
     */
    public CommandFailure(int exitStatus, String message, String advice) {
        super(message);
        this.exitStatus = exitStatus;
        this.advice = advice;
    }

    /** Returns one of {@link ExitStatus}. */
    public int exitStatus() {
        return exitStatus;
    }

    /** Returns what the person may do about it. */
    public Optional<String> advice() {
        return advice.isEmpty() ? Optional.empty() : Optional.of(advice);
    }
}
