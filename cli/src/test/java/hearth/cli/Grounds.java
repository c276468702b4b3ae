package hearth.cli;

import hearth.cli.command.nix.Ground;
import hearth.cli.command.nix.user.AsUser;
import hearth.nix.DeclarationReader;
import hearth.nix.declaration.Declarations;
import hearth.nix.reader.FileTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Grounds for tests: everything below one directory. */
final class Grounds {
    private Grounds() {}

    /** Returns one whose declarations declare nothing. */
    static Ground withoutDeclarations(Path root) {
        return withoutDeclarations(
                root,
                (user, arguments, input) -> {
                    throw new IllegalStateException("nobody acts as " + user.name());
                });
    }

    /** Returns one whose declarations declare nothing, and where users act so. */
    static Ground withoutDeclarations(Path root, AsUser asUser) {
        return of(
                root,
                request ->
                        new DeclarationReader.Outcome(
                                Declarations.NONE, List.of(), Collections.emptySortedMap()),
                asUser);
    }

    /** Returns one that reads declarations so. */
    static Ground of(Path root, DeclarationReader reader, AsUser asUser) {
        Path home = root.resolve("home");
        return new Ground(
                reader,
                root,
                home,
                home.resolve(".config"),
                home.resolve(".local/state"),
                root.resolve("image/units/user"),
                new FileTrust(uid(root)),
                asUser);
    }

    private static long uid(Path path) {
        try {
            return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
