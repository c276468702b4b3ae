package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandEvent.HandWelcome;
import hearth.unit.Specifiers;
import hearth.unit.tree.SearchPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user's manager begins with: environment, directories, specifiers. Made of what the hand
 * says about itself after the PAM session is open.
 *
 * @param user the hand's own words
 * @param runtime {@code XDG_RUNTIME_DIR}
 * @param environment what services inherit
 */
record Surroundings(HandWelcome user, String runtime, Map<String, String> environment) {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** What systemd gives where the machine names no language. */
    private static final String LANG = "C.UTF-8";

    Surroundings {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Returns a user's surroundings. */
    static Surroundings of(HandEvent.HandWelcome user) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("PATH", PATH);
        environment.put("LANG", LANG);
        for (String assignment : user.environment()) {
            int equals = assignment.indexOf('=');
            if (equals > 0) {
                environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        }
        environment.put("HOME", user.home());
        environment.put("LOGNAME", user.user());
        environment.put("USER", user.user());
        environment.put("SHELL", user.shell().isEmpty() ? "/bin/sh" : user.shell());
        environment.put("SYSTEMD_EXEC_PID", Integer.toString(user.pid()));
        String runtime =
                environment.computeIfAbsent(
                        "XDG_RUNTIME_DIR",
                        _ -> "/run/user/" + Integer.toUnsignedString(user.uid()));
        return new Surroundings(user, runtime, environment);
    }

    private String variable(String name, String fallback) {
        String value = environment.getOrDefault(name, "");
        return value.startsWith("/") ? value : fallback; // the specification ignores relative ones
    }

    private List<String> variables(String name, String... fallback) {
        List<String> values =
                List.of(environment.getOrDefault(name, "").split(":")).stream()
                        .filter(path -> path.startsWith("/"))
                        .toList();
        return values.isEmpty() ? List.of(fallback) : values;
    }

    /** Returns {@code ~/.config} or what stands for it. */
    String configuration() {
        return variable("XDG_CONFIG_HOME", user.home() + "/.config");
    }

    /** Returns {@code ~/.local/share} or what stands for it. */
    String data() {
        return variable("XDG_DATA_HOME", user.home() + "/.local/share");
    }

    /** Returns what the search path depends on. */
    SearchPath.UserDirectories directories() {
        return new SearchPath.UserDirectories(
                runtime,
                configuration(),
                data(),
                variables("XDG_CONFIG_DIRS", "/etc/xdg"),
                variables("XDG_DATA_DIRS", "/usr/local/share", "/usr/share"));
    }

    /**
     * Returns what specifiers stand for.
     *
     * @param group name of the primary group
     * @param cgroup below which the units lie
     */
    Specifiers specifiers(Brain brain, String group, String cgroup) {
        return new Specifiers(
                brain.machine().specifiers(),
                new Specifiers.User(
                        true,
                        user.user(),
                        Integer.toUnsignedLong(user.uid()),
                        group,
                        Integer.toUnsignedLong(user.gid()),
                        user.home(),
                        environment.getOrDefault("SHELL", "/bin/sh")),
                baseDirectories(cgroup));
    }

    /**
     * Returns where units' files belong. State and logs lie beside the configuration, as up to
     * systemd 253: later ones have {@code XDG_STATE_HOME}.
     *
     * @param cgroup below which the units lie
     */
    Specifiers.Directories baseDirectories(String cgroup) {
        return new Specifiers.Directories(
                runtime,
                configuration(),
                variable("XDG_CACHE_HOME", user.home() + "/.cache"),
                configuration() + "/log",
                configuration(),
                variable("TMPDIR", "/tmp"),
                variable("TMPDIR", "/var/tmp"),
                cgroup);
    }
}
