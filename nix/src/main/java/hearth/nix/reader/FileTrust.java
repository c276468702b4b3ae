package hearth.nix.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * Whether nobody but some users can change what a path leads to: neither the file, nor a directory
 * or link on the way to it. What root applies must be root's.
 *
 * @param uid who is trusted beside root
 */
public record FileTrust(long uid) {
    /** As many links as the kernel follows. */
    private static final int MAX_LINKS = 40;

    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    /**
     * Returns why a file is not to be trusted, for people, to stand behind its path; nothing where
     * it is.
     *
     * @param file absolute
     * @throws IOException where something on the way cannot be looked at
     */
    public Optional<String> objection(Path file) throws IOException {
        Path root = file.getRoot();
        if (root == null) {
            throw new IllegalArgumentException("not an absolute path: " + file);
        }
        Deque<Path> rest = new ArrayDeque<>();
        file.normalize().forEach(rest::add);
        Path at = root;
        int links = 0;
        while (!rest.isEmpty()) {
            Path next = at.resolve(rest.pop()).normalize();
            Map<String, Object> attributes =
                    Files.readAttributes(next, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
            boolean isLink = Files.isSymbolicLink(next);
            Optional<String> objection =
                    isLink ? ownerObjection(next, attributes) : objection(next, attributes);
            if (objection.isPresent()) {
                return objection;
            }
            if (isLink) {
                if (++links > MAX_LINKS) {
                    throw new IOException(file + ": too many links");
                }
                Path target = Files.readSymbolicLink(next);
                pushAll(target, rest);
                at = target.isAbsolute() ? root : at;
            } else {
                at = next;
            }
        }
        return Optional.empty();
    }

    private static void pushAll(Path target, Deque<Path> rest) {
        Deque<Path> parts = new ArrayDeque<>();
        target.forEach(parts::push);
        parts.forEach(rest::push);
    }

    private Optional<String> ownerObjection(Path path, Map<String, Object> attributes) {
        long owner = Integer.toUnsignedLong((Integer) attributes.getOrDefault("uid", 0));
        return owner == 0 || owner == uid
                ? Optional.empty()
                : Optional.of("can be changed by user " + owner + ", who owns " + path);
    }

    private Optional<String> objection(Path path, Map<String, Object> attributes) {
        int group = (Integer) attributes.getOrDefault("gid", 0);
        int mode = (Integer) attributes.getOrDefault("mode", 0);
        // In a sticky directory nobody replaces what is another's.
        boolean isSafeDirectory =
                Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && (mode & STICKY) != 0;
        Optional<String> owner = ownerObjection(path, attributes);
        if (owner.isPresent()) {
            return owner;
        }
        if (!isSafeDirectory && (mode & OTHERS_WRITE) != 0) {
            return Optional.of("can be changed by everybody: " + path + " is writable");
        }
        if (!isSafeDirectory && (mode & GROUP_WRITES) != 0 && group != 0) {
            return Optional.of(
                    "can be changed by group " + group + ": " + path + " is writable for it");
        }
        return Optional.empty();
    }
}
