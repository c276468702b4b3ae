package hearth.cli.command.logout;

import hearth.cli.client.LoginManager;
import hearth.cli.client.SettingRow;
import java.util.List;
import java.util.Optional;

/**
 * Whether a logout kills what is left of a session, and which line says so.
 *
 * @param kills whether it does
 * @param reason the setting that decides, with where it comes from
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/logind.conf.html">logind.conf(5)</a>
 */
record LogoutRule(boolean kills, String reason) {
    /** Returns a rule as login tells it. */
    static LogoutRule of(LoginManager.LogoutRule told) {
        return new LogoutRule(told.kills(), told.setting().text());
    }

    /** Returns a setting; an empty one where the daemon has none of that name. */
    static SettingRow setting(String name, List<SettingRow> settings) {
        Optional<SettingRow> found =
                settings.stream().filter(row -> row.name().equals(name)).findFirst();
        return found.orElse(new SettingRow(name, "", "", 0));
    }
}
