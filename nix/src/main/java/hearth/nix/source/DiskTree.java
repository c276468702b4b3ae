package hearth.nix.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of the machine below some directories, or some files alone. A link may lead from one of
 * them to another, not out of them all. What is checked and what is read are two system calls: the
 * tree protects against a declaration that names too much, not against somebody who changes links
 * in it meanwhile, who could as well change the declaration.
 */
public final class DiskTree implements SourceTree {
    /** Bytes read of one file at most; a declaration is text that a person wrote. */
    private static final int MAX_FILE_BYTES = 128 << 20;

    private final List<Path> roots;

    /**
     * Returns the tree below some directories; a file among them is a tree of one.
     *
     * @throws IOException where one of them does not exist
     */
    public DiskTree(List<Path> directories) throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path directory : directories) {
            real.add(directory.toRealPath());
        }
        roots = List.copyOf(real);
    }

    @Override
    public Optional<Kind> kind(String path) throws IOException {
        Path file = path(path);
        Path parent = file.getParent();
        if (parent == null) {
            within(file);
            return Optional.of(Kind.DIRECTORY);
        }
        Path name = file.getFileName();
        if (!Files.isDirectory(parent) || name == null) {
            within(nearestExisting(parent));
            return Optional.empty();
        }
        Path entry = parent.toRealPath().resolve(name);
        within(entry);
        return Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(kind(entry))
                : Optional.empty();
    }

    @Override
    public String resolve(String path) throws IOException {
        var _ = real(path);
        Path resolved = path(path);
        while (Files.isSymbolicLink(resolved)) {
            resolved = resolved.resolveSibling(Files.readSymbolicLink(resolved)).normalize();
        }
        return resolved.toString();
    }

    @Override
    public byte[] read(String path) throws IOException {
        Path file = real(path);
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(
                    path, null, "it is no regular file"); // A pipe would never end.
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
            if (content.length > MAX_FILE_BYTES) {
                throw new FileSystemException(
                        path, null, "larger than " + (MAX_FILE_BYTES >> 20) + " MiB");
            }
            return content;
        }
    }

    @Override
    public Map<String, Kind> list(String path) throws IOException {
        Map<String, Kind> entries = new TreeMap<>();
        try (DirectoryStream<Path> directory = Files.newDirectoryStream(real(path))) {
            for (Path entry : directory) {
                entries.put(String.valueOf(entry.getFileName()), kind(entry));
            }
        }
        return entries;
    }

    /** Returns the path with links followed, which must exist and lie within. */
    private Path real(String path) throws IOException {
        Path file = path(path);
        if (!Files.exists(file)) {
            within(nearestExisting(file));
        }
        Path real = file.toRealPath();
        within(real);
        return real;
    }

    private static Path path(String path) throws FileSystemException {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new FileSystemException(
                    path, null, "the name cannot be expressed in this locale");
        }
    }

    private static Path nearestExisting(Path path) throws IOException {
        Path existing = path;
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                return existing;
            }
            existing = parent;
        }
        return existing.toRealPath();
    }

    private void within(Path real) throws OutsideTreeException {
        for (Path root : roots) {
            if (real.startsWith(root)) {
                return;
            }
        }
        throw new OutsideTreeException();
    }

    private static Kind kind(Path entry) {
        if (Files.isSymbolicLink(entry)) {
            return Kind.SYMLINK;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return Kind.DIRECTORY;
        }
        return Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) ? Kind.REGULAR : Kind.UNKNOWN;
    }
}
