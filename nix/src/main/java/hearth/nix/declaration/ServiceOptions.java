package hearth.nix.declaration;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The options that only NixOS services have.
 *
 * @param serviceConfig directives of {@code [Service]} by their own names
 * @param environment variables by name, with {@code systemd.globalEnvironment} merged under them;
 *     what is {@code null} is left out
 * @param path directories whose {@code bin} and {@code sbin} are searched for programs: texts only,
 *     since a package's programs are on the host's own path
 * @param hasDefaultPath whether the host's own path follows
 * @param scripts the texts of scripts; an option that is not set is not there
 * @param scriptArguments what follows the script in {@code ExecStart=}
 * @param switching what happens when it changes
 * @param startAt calendar times of a timer for it
 */
public record ServiceOptions(
        Section serviceConfig,
        SortedMap<String, Located<String>> environment,
        List<Located<String>> path,
        boolean hasDefaultPath,
        Map<ScriptKind, Located<String>> scripts,
        String scriptArguments,
        SwitchOptions switching,
        List<Located<String>> startAt) {
    /** Nothing declared. */
    public static final ServiceOptions NONE = of(Section.EMPTY);

    public ServiceOptions {
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        path = List.copyOf(path);
        Map<ScriptKind, Located<String>> copy = new EnumMap<>(ScriptKind.class);
        copy.putAll(scripts);
        scripts = Collections.unmodifiableMap(copy);
        startAt = List.copyOf(startAt);
    }

    /** Returns options of which only {@code serviceConfig} is declared. */
    public static ServiceOptions of(Section serviceConfig) {
        return new ServiceOptions(
                serviceConfig,
                new TreeMap<>(),
                List.of(),
                true,
                Map.of(),
                "",
                SwitchOptions.DEFAULT,
                List.of());
    }
}
