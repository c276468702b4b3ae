package hearth.cli.command.nix;

import hearth.cli.command.nix.user.AsUser;
import hearth.cli.command.nix.user.SetprivUser;
import hearth.nix.DeclarationReader;
import hearth.nix.reader.FileTrust;
import hearth.nix.render.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What declarations are read with, and where they are applied.
 *
 * @param reader reads them
 * @param root of the file system: {@code /}
 * @param home the caller's directory
 * @param configHome the caller's {@code $XDG_CONFIG_HOME}
 * @param stateHome the caller's {@code $XDG_STATE_HOME}
 * @param imageUnits where this program's own copies of the standard units are
 * @param trust whose files root applies
 * @param asUser runs this program as somebody else
 */
public record Ground(
        DeclarationReader reader,
        Path root,
        Path home,
        Path configHome,
        Path stateHome,
        Path imageUnits,
        FileTrust trust,
        AsUser asUser) {
    private static final List<String> SHELLS = List.of("bin/bash", "usr/bin/bash");

    /** Returns this machine, for whoever runs this process. */
    public static Ground ofHost(DeclarationReader reader, Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        return new Ground(
                reader,
                Path.of("/"),
                home,
                absolute(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
                absolute(environment, "XDG_STATE_HOME", home.resolve(".local/state")),
                Path.of(System.getProperty("java.home"), "units/user"),
                new FileTrust(0),
                new SetprivUser());
    }

    /** As the specification of base directories has it, a relative path counts as none. */
    private static Path absolute(Map<String, String> environment, String name, Path fallback) {
        String value = environment.getOrDefault(name, "");
        return value.startsWith("/") ? Path.of(value) : fallback;
    }

    /** Returns the program that runs scripts. */
    String shell() {
        return SHELLS.stream()
                .filter(shell -> Files.isExecutable(root.resolve(shell)))
                .findFirst()
                .map(shell -> "/" + shell)
                .orElse(Host.PLAIN_SHELL);
    }
}
