package hearth.nix.declaration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that a declaration makes and refers to, such as {@code pkgs.writeShellScript} does.
 *
 * <p>While declarations are evaluated nobody knows where it will lie, since that depends on whose
 * unit names it. It is therefore referred to by {@link #path()}, a placeholder that looks as it
 * would in NixOS and is named by content; rendering puts the real path in its place, in units and
 * in other written files. What no unit refers to is not written.
 *
 * @param name what the file is called, for people: {@code backup}; without a slash
 * @param inside the path below its own directory, such as {@code bin/backup}; empty where it is a
 *     file itself
 * @param text the content, which may have placeholders of others
 * @param isExecutable whether it is a program
 */
public record WrittenFile(String name, String inside, String text, boolean isExecutable) {
    /** What all placeholders begin with. */
    public static final String PLACEHOLDER_PREFIX = "/nix/store/";

    /** Enough of a digest that two contents never share it, as many bytes as Nix takes. */
    private static final int DIGEST_BYTES = 20;

    public WrittenFile {
        if (name.isEmpty() || name.contains("/") || inside.startsWith("/")) {
            throw new IllegalArgumentException("not the name of a written file: " + name);
        }
    }

    /** Returns a program that is a file itself, as {@code writeShellScript} makes it. */
    public static WrittenFile program(String name, String text) {
        return new WrittenFile(name, "", text, true);
    }

    /** Returns the entry's name in a directory of such files: digest, dash, name. */
    public String entryName() {
        MessageDigest digest = sha256();
        for (String part : new String[] {name, inside, Boolean.toString(isExecutable), text}) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
            digest.update((byte) ':');
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES) + "-" + name;
    }

    /**
     * Returns what stands for its place in declarations ({@code outPath}): the file itself, or
     * where {@link #inside} is not empty, the directory that has it.
     */
    public String path() {
        return PLACEHOLDER_PREFIX + entryName();
    }

    /** Returns what stands for the file itself. */
    public String filePath() {
        return inside.isEmpty() ? path() : path() + "/" + inside;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
