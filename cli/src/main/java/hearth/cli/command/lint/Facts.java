package hearth.cli.command.lint;

import hearth.cli.client.LoginManager;
import hearth.cli.client.Properties;
import hearth.cli.client.UnitFileRow;
import hearth.cli.client.UnitFiles;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What matters of this machine and this user; each is empty where nobody tells.
 *
 * @param controllers the cgroup controllers that the user's units have
 * @param isLingering whether services run without a login
 * @param enabled the units that start by themselves
 */
record Facts(
        Optional<Set<String>> controllers, Optional<Boolean> isLingering, Set<String> enabled) {
    /** Nothing is known. */
    static final Facts NONE = new Facts(Optional.empty(), Optional.empty(), Set.of());

    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    /** Copies the set. */
    Facts {
        enabled = Set.copyOf(enabled);
    }

    /** Asks the user's manager and the login manager. */
    static Facts of(Context context, UserManager manager, Properties properties)
            throws CallRefused, IOException {
        Set<String> enabled =
                new UnitFiles(manager)
                        .list(List.of()).stream()
                                .filter(file -> file.state().startsWith("enabled"))
                                .map(UnitFileRow::name)
                                .collect(Collectors.toSet());
        return new Facts(controllers(properties.text("ControlGroup")), lingers(context), enabled);
    }

    private static Optional<Set<String>> controllers(String cgroup) {
        Path file = Path.of(CGROUPS + cgroup, "cgroup.controllers");
        try {
            return cgroup.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Set.copyOf(List.of(Files.readString(file).strip().split(" "))));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> lingers(Context context) {
        long uid = context.user().uid();
        try (LoginManager login = context.managers().loginManager()) {
            return Optional.of(
                    login.users().stream().anyMatch(user -> user.uid() == uid && user.lingers()));
        } catch (CommandFailure | CallRefused | IOException e) {
            return Optional.empty(); // without logins there is no lingering either
        }
    }
}
