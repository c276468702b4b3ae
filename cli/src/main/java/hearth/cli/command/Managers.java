package hearth.cli.command;

import hearth.cli.client.LoginManager;
import hearth.cli.client.UserManager;
import hearth.cli.connection.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the daemon listens: a socket for each user's manager, and the system bus. No environment
 * variable is needed to find them.
 *
 * @param run the directory of what lives until the next boot: {@code /run}
 * @param ownRuntimeDirectories where a manager without root may have been put: {@code
 *     XDG_RUNTIME_DIR}, and what hearthd takes without one
 * @param caller who asks
 */
public record Managers(Path run, List<Path> ownRuntimeDirectories, Account caller) {
    private static final String NOT_SERVED =
            "hearthd does not run here: have root start it, or run `hearthd --user` yourself";

    /** Copies the list. */
    public Managers {
        ownRuntimeDirectories = List.copyOf(ownRuntimeDirectories);
    }

    /**
     * Connects to a user's manager.
     *
     * @throws CommandFailure where it does not run, or does not let the caller in
     */
    public UserManager managerOf(Account user) throws CommandFailure {
        if (user.uid() != caller.uid() && !caller.isRoot()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "only root and " + user.name() + " may look at " + user.name() + "'s services");
        }
        CommandFailure failure = notRunning(user);
        for (Path socket : candidates(user)) {
            try {
                return new UserManager(Conversation.withPeer(socket));
            } catch (IOException e) {
                failure = Files.exists(socket) ? notAnswering(user, socket, e) : failure;
            }
        }
        throw failure;
    }

    /** Returns whether that user's manager can be asked. */
    public boolean isRunning(Account user) {
        return candidates(user).stream().anyMatch(Files::exists);
    }

    /**
     * Connects to the login manager.
     *
     * @throws CommandFailure where there is no system bus
     */
    public LoginManager loginManager() throws CommandFailure {
        Path socket = run.resolve("dbus/system_bus_socket");
        try {
            return new LoginManager(Conversation.withBus(socket));
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "cannot reach the system bus at " + socket + ": " + e.getMessage(),
                    isServed()
                            ? "sessions and lingering need one; a hearthd without root has neither"
                            : NOT_SERVED);
        }
    }

    private List<Path> candidates(Account user) {
        var candidates = new ArrayList<Path>();
        if (user.uid() == caller.uid()) {
            ownRuntimeDirectories.stream()
                    .filter(this::isCallers)
                    .map(Managers::socket)
                    .forEach(candidates::add);
        }
        candidates.add(socket(run.resolve("user").resolve(Long.toString(user.uid()))));
        return candidates;
    }

    private static Path socket(Path runtimeDirectory) {
        return runtimeDirectory.resolve("systemd/private");
    }

    /** After su or sudo the variable may still name somebody else's directory. */
    private boolean isCallers(Path directory) {
        try {
            Object owner = Files.getAttribute(directory, "unix:uid");
            return Integer.toUnsignedLong((Integer) owner) == caller.uid();
        } catch (IOException e) {
            return false;
        }
    }

    private static CommandFailure notAnswering(Account user, Path socket, IOException reason) {
        return new CommandFailure(
                ExitStatus.FAILURE,
                "the service manager of "
                        + user.name()
                        + " does not answer at "
                        + socket
                        + ": "
                        + reason.getMessage(),
                "hearthd may be starting again; try once more in a moment");
    }

    /** Returns whether a hearthd that root started has been here since the machine started. */
    private boolean isServed() {
        return Files.exists(run.resolve("hearth"));
    }

    private CommandFailure notRunning(Account user) {
        String advice =
                isServed()
                        ? "it comes with a login; `hearth linger on "
                                + user.name()
                                + "` keeps it without one"
                        : NOT_SERVED;
        return new CommandFailure(
                ExitStatus.FAILURE, "no service manager runs for " + user.name(), advice);
    }
}
