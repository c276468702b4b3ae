package hearth.cli.command.doctor;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be wrong with the shell in which the command was typed. */
final class ShellChecks {
    private static final String RUNTIME_DIRECTORY = "XDG_RUNTIME_DIR";
    private static final String BUS_ADDRESS = "DBUS_SESSION_BUS_ADDRESS";
    private static final String BUS_PATH = "unix:path=";

    /** The user in whose part of the tree a process is. */
    private static final Pattern USER = Pattern.compile("/user-([0-9]+)\\.slice/");

    /** What follows the path in an address: a server's number, other addresses. */
    private static final Pattern BUS_PATH_END = Pattern.compile("[,;].*");

    private static final String LOG_IN =
            "log in as %s instead: `ssh %1$s@localhost`, or `su - %1$s` where su has a session made";

    private final Account user;
    private final Shell shell;
    private final Path runtimeDirectory;

    /**
     * Creates the checks of a shell.
     *
     * @param user whose shell it is
     * @param runtimeDirectory where the user's sockets are, or will be
     */
    ShellChecks(Account user, Shell shell, Path runtimeDirectory) {
        this.user = user;
        this.shell = shell;
        this.runtimeDirectory = runtimeDirectory;
    }

    /**
     * Looks at everything.
     *
     * @throws IOException where the kernel does not answer
     */
    List<Finding> all() throws IOException {
        var findings = new ArrayList<Finding>();
        findings.add(session());
        findings.add(environment());
        bus().ifPresent(findings::add);
        home().ifPresent(findings::add);
        groups().ifPresent(findings::add);
        hiddenProcesses().ifPresent(findings::add);
        return findings;
    }

    private Finding session() throws IOException {
        boolean isOfSomebody = false;
        for (String group : shell.controlGroups()) {
            Matcher owner = USER.matcher(group);
            if (owner.find()) {
                isOfSomebody = true;
                if (owner.group(1).equals(Long.toString(user.uid()))) {
                    return Finding.fine("session", "this shell is one of " + user.name());
                }
            }
        }
        return isOfSomebody
                ? Finding.notice(
                        "session",
                        "this shell belongs to the session of another user, as after su or sudo",
                        LOG_IN.formatted(user.name()))
                : Finding.notice(
                        "session",
                        "this shell belongs to no session, so nothing that it starts is counted as a login",
                        LOG_IN.formatted(user.name()));
    }

    private Finding environment() throws IOException {
        Optional<String> named = shell.variable(RUNTIME_DIRECTORY);
        String cure = "export " + RUNTIME_DIRECTORY + "=" + runtimeDirectory;
        if (named.isEmpty()) {
            return Finding.notice(
                    "environment",
                    RUNTIME_DIRECTORY
                            + " is not set: `systemctl --user` finds nobody, `hearth` needs none",
                    cure);
        }
        Path directory = Path.of(named.get());
        if (!Files.isDirectory(directory)) {
            return Finding.wrong(
                    "environment",
                    RUNTIME_DIRECTORY + " names " + directory + ", which is no directory",
                    cure);
        }
        if (owner(directory) != user.uid()) {
            return Finding.wrong(
                    "environment",
                    "%s names %s, which belongs to uid %d, as after su or sudo"
                            .formatted(RUNTIME_DIRECTORY, directory, owner(directory)),
                    cure);
        }
        return Finding.fine("environment", RUNTIME_DIRECTORY + " is " + directory);
    }

    /** A bus of another user refuses whoever comes. */
    private Optional<Finding> bus() throws IOException {
        Optional<Path> socket =
                shell.variable(BUS_ADDRESS)
                        .filter(address -> address.startsWith(BUS_PATH))
                        .map(address -> address.substring(BUS_PATH.length()))
                        .map(path -> BUS_PATH_END.matcher(path).replaceFirst(""))
                        .map(Path::of);
        if (socket.isEmpty()) {
            return Optional.empty();
        }
        Path seen = socket.get();
        while (!Files.exists(
                seen)) { // who may not look into a directory does not see what is in it
            Path above = seen.getParent();
            if (above == null) {
                return Optional.empty();
            }
            seen = above;
        }
        long owner = owner(seen);
        return owner == user.uid() || owner == 0
                ? Optional.empty()
                : Optional.of(
                        Finding.wrong(
                                "bus",
                                BUS_ADDRESS + " names the bus of uid " + owner,
                                "unset " + BUS_ADDRESS));
    }

    private Optional<Finding> home() {
        Optional<Path> home = shell.variable("HOME").map(Path::of);
        return home.isEmpty() || Files.isDirectory(home.get())
                ? Optional.empty()
                : Optional.of(
                        Finding.wrong(
                                "home",
                                "the home directory "
                                        + home.get()
                                        + " is not there, nor are the unit files in it",
                                "create or mount it; its units are found without a reload"));
    }

    private Optional<Finding> groups() throws IOException {
        Set<Long> own = shell.groups();
        List<String> missing;
        try {
            missing =
                    Accounts.groups(user).stream()
                            .filter(group -> !own.contains(group))
                            .map(String::valueOf)
                            .toList();
        } catch (CommandFailure e) {
            return Optional.of(Finding.wrong("groups", e));
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Finding.notice(
                                "groups",
                                "%s has got groups that this shell lacks: %s"
                                        .formatted(user.name(), String.join(" ", missing)),
                                "log out everywhere and in again; lingering services have them after the"
                                        + " manager's next start"));
    }

    private Optional<Finding> hiddenProcesses() throws IOException {
        boolean isHidden =
                shell.procOptions().stream()
                        .anyMatch(option ->
                                option.startsWith("hidepid=")
                                        && !option.equals("hidepid=0")
                                        && !option.equals("hidepid=off"));
        return isHidden
                ? Optional.of(
                        Finding.notice(
                                "proc",
                                "/proc hides the processes of others (hidepid=): what asks there who"
                                        + " somebody is gets no answer",
                                "mount it with gid= of a group that may see all"))
                : Optional.empty();
    }

    private static long owner(Path path) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid"));
    }
}
