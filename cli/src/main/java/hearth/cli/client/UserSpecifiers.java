package hearth.cli.client;

import hearth.unit.Specifiers;
import java.util.Map;
import java.util.Optional;

/**
 * What the specifiers of a user's units may stand for, where no manager tells: enough to say
 * whether a text makes sense, never to be sent anywhere.
 *
 * @see HearthManager#specifiers
 */
public final class UserSpecifiers {
    private static final String NO_ID = "0".repeat(32);

    private UserSpecifiers() {}

    /** Returns those of a manager, as its properties tell them. */
    public static Specifiers of(Properties manager) {
        return of(variable(manager, "HOME", "/"), variable(manager, "XDG_RUNTIME_DIR", "/run"));
    }

    private static String variable(Properties manager, String name, String fallback) {
        String start = name + "=";
        return manager.texts("Environment").stream()
                .filter(variable -> variable.startsWith(start))
                .map(variable -> variable.substring(start.length()))
                .findFirst()
                .orElse(fallback);
    }

    /** Returns those of whoever has these directories. */
    public static Specifiers of(String home, String runtime) {
        String user = System.getProperty("user.name");
        return new Specifiers(
                new Specifiers.Host(
                        Optional.of(NO_ID),
                        Optional.of(NO_ID),
                        "localhost",
                        Optional.empty(),
                        System.getProperty("os.version"),
                        "x86-64",
                        Map.of()),
                new Specifiers.User(true, user, 0, user, 0, home, "/bin/sh"),
                new Specifiers.Directories(
                        runtime,
                        home + "/.config",
                        home + "/.cache",
                        home + "/.config/log",
                        home + "/.config",
                        "/tmp",
                        "/var/tmp",
                        "/user.slice"));
    }
}
