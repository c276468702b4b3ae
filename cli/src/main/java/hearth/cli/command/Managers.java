package hearth.cli.command;

import hearth.cli.client.LoginManager;
import hearth.cli.client.UserManager;
import hearth.cli.connection.Conversation;
import hearth.cli.connection.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
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
 * @param principals how the kernel names users
 */
public record Managers(
        Path run, List<Path> ownRuntimeDirectories, Account caller, Principals principals) {
    /** How the kernel names the user that a socket belongs to. */
    @FunctionalInterface
    public interface Principals {
        /** Returns a user as the kernel has them. */
        UserPrincipal of(Account user) throws IOException;
    }

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
        admit(user);
        CommandFailure failure = notRunning(user);
        for (Path socket : candidates(user)) {
            try {
                return new UserManager(connect(user, socket));
            } catch (Peer.Mistaken e) {
                failure = mistaken(user, socket, e);
            } catch (IOException e) {
                failure = isThere(socket) ? notAnswering(user, socket, e) : failure;
            }
        }
        throw failure;
    }

    /**
     * Lets only root ask about others.
     *
     * @throws CommandFailure for anybody else
     */
    public void admit(Account user) throws CommandFailure {
        if (user.uid() != caller.uid() && !caller.isRoot()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "only root and " + user.name() + " may look at " + user.name() + "'s services");
        }
    }

    /**
     * The directories on the way are the user's, who can put links in them at any time. So none is
     * followed, and then the kernel is asked who listens.
     */
    private Conversation connect(Account user, Path socket) throws IOException {
        for (Path at : List.of(socket.resolveSibling("."), socket)) {
            if (Files.isSymbolicLink(at.normalize())) {
                throw new Peer.Mistaken(at.normalize() + " is a link");
            }
        }
        return Conversation.withPeer(socket, new Peer.OfUser(principals.of(user)));
    }

    private static boolean isThere(Path socket) {
        return Files.exists(socket, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns whether that user's manager can be asked. */
    public boolean isRunning(Account user) {
        return candidates(user).stream().anyMatch(Managers::isThere);
    }

    /**
     * Connects to the login manager.
     *
     * @throws CommandFailure where there is no system bus
     */
    public LoginManager loginManager() throws CommandFailure {
        return new LoginManager(systemBus());
    }

    private Conversation systemBus() throws CommandFailure {
        Path socket = run.resolve("dbus/system_bus_socket");
        try {
            return Conversation.withBus(socket);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "cannot reach the system bus at " + socket + ": " + e.getMessage(),
                    isServed()
                            ? "sessions and lingering need one; a hearthd without root has neither"
                            : NOT_SERVED);
        }
    }

    /**
     * Connects to the machine's own manager.
     *
     * @throws CommandFailure where there is no system bus
     */
    public UserManager systemManager() throws CommandFailure {
        return new UserManager(systemBus(), "org.freedesktop.systemd1");
    }

    private List<Path> candidates(Account user) {
        var candidates = new ArrayList<Path>();
        if (user.uid() == caller.uid()) {
            ownRuntimeDirectories.stream()
                    .filter(this::isCallers)
                    .map(Managers::socket)
                    .forEach(candidates::add);
        }
        candidates.add(socket(runtimeDirectory(user)));
        return candidates;
    }

    /** Returns where a user's sockets are while hearthd, as root, serves that user. */
    public Path runtimeDirectory(Account user) {
        return run.resolve("user").resolve(Long.toString(user.uid()));
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

    private static CommandFailure mistaken(Account user, Path socket, Peer.Mistaken reason) {
        return new CommandFailure(
                ExitStatus.FAILURE,
                "nothing was asked at " + socket + ": " + reason.getMessage(),
                "only "
                        + user.name()
                        + " can have put it there; the next login after the last logout makes it anew");
    }

    /** Returns whether a hearthd that root started has been here since the machine started. */
    public boolean isServed() {
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
