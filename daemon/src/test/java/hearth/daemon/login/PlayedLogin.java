package hearth.daemon.login;

import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.system.PlayedMachine;
import hearth.login.Restored;
import hearth.login.setting.LoginSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Login on a played machine on which nothing was before, with its files below a directory. */
final class PlayedLogin {
    private PlayedLogin() {}

    /** Makes it, with the settings that hold where nothing is written. */
    static LoginInstance on(PlayedMachine machine, Path directory) throws IOException {
        for (String name :
                List.of(
                        "run/users",
                        "run/sessions",
                        "run/inhibit",
                        "run/seats",
                        "linger",
                        "leases")) {
            Files.createDirectories(directory.resolve(name));
        }
        var brain = machine.fake().brain();
        var mailbox =
                new Mailbox(
                        "login",
                        brain.lanes().first(),
                        failure -> {
                            throw new AssertionError(failure);
                        });
        var orders = new SystemOrders(machine.system(), mailbox);
        orders.begin(_ -> {});
        return new LoginInstance(
                brain,
                mailbox,
                new LoginInstance.Parts(
                        new LoginInstance.Directories(
                                directory.resolve("run"),
                                directory.resolve("linger"),
                                directory.resolve("leases")),
                        orders,
                        machine.keeper().line(),
                        LoginSettings.defaults(true, 1L << 30),
                        Restored.nothing(),
                        Map.of()));
    }
}
