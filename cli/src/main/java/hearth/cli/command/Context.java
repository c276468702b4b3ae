package hearth.cli.command;

import hearth.cli.client.UserManager;
import hearth.cli.text.Screen;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * What a command works with.
 *
 * @param screen where it writes
 * @param clock what "5min ago" counts from
 * @param zones where the person is, looked up where a time is shown: that takes a third of a
 *     command's time
 * @param managers where the daemon listens
 * @param user whom it is about: {@code -u}'s, else the caller
 */
public record Context(
        Screen screen,
        InstantSource clock,
        Supplier<ZoneId> zones,
        Managers managers,
        Account user) {

    /** Returns where the person is. */
    public ZoneId zone() {
        return zones.get();
    }

    /**
     * Connects to the manager of whom it is about.
     *
     * @throws CommandFailure where it does not run, or does not let the caller in
     */
    public UserManager userManager() throws CommandFailure {
        return managers.managerOf(user);
    }

    /** Returns who typed the command. */
    public Account caller() {
        return managers.caller();
    }
}
