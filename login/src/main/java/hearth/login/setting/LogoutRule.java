package hearth.login.setting;

import java.util.List;

/**
 * Whether a session's end kills what is left of it, and which setting says so.
 *
 * @param kills whether it does
 * @param setting which one decides, as logind.conf calls it
 * @param value its value
 * @param origin where that is from
 * @see "logind.conf(5)"
 */
public record LogoutRule(boolean kills, String setting, String value, Configured.Origin origin) {

    /** Returns the rule for a user of this name. */
    static LogoutRule of(String user, LoginSettings settings) {
        if (!settings.killUserProcesses().value()) {
            return of(false, "KillUserProcesses", "no", settings.killUserProcesses());
        }
        if (settings.killExcludeUsers().value().contains(user)) {
            return ofNames(false, "KillExcludeUsers", settings.killExcludeUsers());
        }
        if (settings.killOnlyUsers().value().isEmpty()) {
            return of(true, "KillUserProcesses", "yes", settings.killUserProcesses());
        }
        return ofNames(
                settings.killOnlyUsers().value().contains(user),
                "KillOnlyUsers",
                settings.killOnlyUsers());
    }

    private static LogoutRule ofNames(
            boolean kills, String setting, Configured<List<String>> names) {
        return of(kills, setting, String.join(" ", names.value()), names);
    }

    private static LogoutRule of(
            boolean kills, String setting, String value, Configured<?> configured) {
        return new LogoutRule(kills, setting, value, configured.origin());
    }

    /** Returns where it is written: {@code /path/to/file:4}; empty for a default. */
    public String place() {
        return place(origin);
    }

    /** Returns where something is written: {@code /path/to/file:4}; empty for a default. */
    public static String place(Configured.Origin origin) {
        return switch (origin) {
            case Configured.BuiltIn() -> "";
            case Configured.FromFile(String file, int line) -> file + ":" + line;
        };
    }
}
