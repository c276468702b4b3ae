package hearth.nix.packages;

import hearth.nix.declaration.WrittenFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A package by its name, which stands for programs of the machine.
 *
 * @param attribute below {@code pkgs}, such as {@code xorg.xrandr}
 * @param name the last part of that
 */
record HostPackage(String attribute, String name) {
    /** Characters that stand for a package's attribute in a path. */
    static final int DIGEST_LENGTH = 32;

    /** Returns what identifies it in a path. */
    String digest() {
        try {
            byte[] bytes = ("package " + attribute).getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, DIGEST_LENGTH / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the path that stands for it until the machine's own is put in its place. */
    String token() {
        return WrittenFile.PLACEHOLDER_PREFIX + digest() + "-" + name;
    }

    /** Returns the program that it is known for. */
    String mainProgram() {
        return MainPrograms.of(name);
    }

    /** Returns how it is written. */
    String written() {
        return "pkgs." + attribute;
    }
}
