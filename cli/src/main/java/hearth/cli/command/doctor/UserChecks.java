package hearth.cli.command.doctor;

import hearth.cli.client.LoginManager;
import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Managers;
import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** What may be wrong with a user's manager and what it needs, whoever asks. */
final class UserChecks {
    private static final String PRIVATE_MODE = "rwx------";

    private final Account user;
    private final Managers managers;
    private final Path runtimeDirectory;

    /**
     * Creates the checks of a user.
     *
     * @param runtimeDirectory where the user's sockets are, or will be
     */
    UserChecks(Account user, Managers managers, Path runtimeDirectory) {
        this.user = user;
        this.managers = managers;
        this.runtimeDirectory = runtimeDirectory;
    }

    /**
     * Looks at everything.
     *
     * @throws IOException where the kernel does not answer
     */
    List<Finding> all() throws IOException {
        var findings = new ArrayList<Finding>();
        findings.add(
                managers.isServed()
                        ? Finding.fine("hearthd", "hearthd has been started by root")
                        : Finding.notice(
                                "hearthd",
                                "hearthd has not been started by root: no sessions, no lingering",
                                "have root start it; `hearthd --user` serves you alone"));
        if (managers.isServed()) {
            findings.add(runtimeDirectory());
            findings.add(logins());
        }
        findings.add(manager());
        return findings;
    }

    private Finding runtimeDirectory() throws IOException {
        if (!Files.exists(runtimeDirectory, LinkOption.NOFOLLOW_LINKS)) {
            return Finding.notice(
                    "runtime-directory",
                    runtimeDirectory + " is not there: it comes with a login or with lingering",
                    "log in, or `hearth linger on " + user.name() + "`");
        }
        Object uid = Files.getAttribute(runtimeDirectory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        long owner = Integer.toUnsignedLong((Integer) uid);
        if (owner != user.uid()) {
            return Finding.wrong(
                    "runtime-directory",
                    "%s belongs to uid %d: something has been mounted over it, or made it before hearthd"
                            .formatted(runtimeDirectory, owner),
                    "have root remove or unmount it, log out everywhere and in again");
        }
        String mode =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(runtimeDirectory));
        return mode.equals(PRIVATE_MODE)
                ? Finding.fine("runtime-directory", runtimeDirectory + " is " + user.name() + "'s")
                : Finding.notice(
                        "runtime-directory",
                        runtimeDirectory + " is open to others (" + mode + ")",
                        "chmod 700 " + runtimeDirectory);
    }

    private Finding logins() {
        try (LoginManager login = managers.loginManager()) {
            boolean lingers =
                    login.users().stream()
                            .anyMatch(row -> row.uid() == user.uid() && row.lingers());
            long sessions =
                    login.sessions().stream().filter(row -> row.uid() == user.uid()).count();
            if (lingers) {
                return Finding.fine("linger", "services run from boot on, without a login");
            }
            return sessions > 0
                    ? Finding.notice(
                            "linger",
                            "services end after the last logout (sessions now: " + sessions + ")",
                            "hearth linger on " + user.name())
                    : Finding.wrong(
                            "linger",
                            user.name() + " is not logged in and does not linger: nothing runs",
                            "log in, or `hearth linger on " + user.name() + "`");
        } catch (CommandFailure e) {
            return Finding.wrong("linger", e);
        } catch (CallRefused | IOException e) {
            return Finding.wrong(
                    "linger",
                    "the login manager does not say who is logged in: " + e.getMessage(),
                    "look into hearthd's log");
        }
    }

    /** One that waits outside says until when, and why. */
    private Finding manager() {
        try (UserManager manager = managers.managerOf(user)) {
            Properties properties = manager.properties();
            long failed = properties.number("NFailedUnits");
            return failed == 0
                    ? Finding.fine("manager", "the service manager answers")
                    : Finding.notice(
                            "manager",
                            "the service manager answers; units that have failed: " + failed,
                            "hearth status");
        } catch (CallRefused e) {
            return Finding.wrong("manager", e.text(), "");
        } catch (CommandFailure e) {
            return Finding.wrong("manager", e);
        } catch (IOException e) {
            return Finding.wrong(
                    "manager",
                    "the service manager breaks off: " + e.getMessage(),
                    "hearthd may be starting again; try once more in a moment");
        }
    }
}
