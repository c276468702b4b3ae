package hearth.cli.command;

import hearth.cli.text.Screen;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * What a command works with.
 *
 * @param screen where it writes
 * @param clock what "5min ago" counts from
 * @param zone where the person is
 * @param managers where the daemon listens
 * @param user whom it is about: {@code -u}'s, else the caller
 */
public record Context(
        Screen screen, InstantSource clock, ZoneId zone, Managers managers, Account user) {

    /** Returns who typed the command. */
    public Account caller() {
        return managers.caller();
    }
}
