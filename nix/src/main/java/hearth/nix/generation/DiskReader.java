package hearth.nix.generation;

import hearth.nix.plan.Disk;
import hearth.nix.plan.OnDisk;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.unit.syntax.UnitFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Reads the files of one owner. Links are never followed below the owner's directories: what lies
 * behind one is not the owner's.
 */
public final class DiskReader implements Disk {
    private final Layout layout;

    /** Reads below these directories. */
    public DiskReader(Layout layout) {
        this.layout = layout;
    }

    @Override
    public OnDisk at(FileName name) {
        Optional<Path> base = layout.path(name.directory());
        if (base.isEmpty()) {
            return new OnDisk.Untouchable("has no place here");
        }
        try {
            for (String parent : name.parents()) {
                Path directory = base.get().resolve(parent);
                PosixFileAttributes attributes = attributes(directory);
                if (attributes.isSymbolicLink()) {
                    return new OnDisk.Untouchable("lies behind the link " + directory);
                } else if (!attributes.isDirectory()) {
                    return new OnDisk.Untouchable(
                            "cannot be there: " + directory + " is not a directory");
                }
            }
            return entry(base.get().resolve(name.path()));
        } catch (NoSuchFileException e) {
            return new OnDisk.Missing();
        } catch (AccessDeniedException e) {
            return new OnDisk.Untouchable("cannot be read: permission denied");
        } catch (IOException e) {
            return new OnDisk.Untouchable("cannot be read: " + e.getMessage());
        }
    }

    private static OnDisk entry(Path path) throws IOException {
        PosixFileAttributes attributes = attributes(path);
        if (attributes.isSymbolicLink()) {
            return new OnDisk.Present(
                    new FileContent.Link(Files.readSymbolicLink(path).toString()));
        }
        if (attributes.isDirectory()) {
            return new OnDisk.Untouchable("is a directory");
        }
        if (!attributes.isRegularFile()) {
            return new OnDisk.Untouchable("is not a regular file");
        }
        if (attributes.size() > UnitFile.MAX_FILE_BYTES) {
            return new OnDisk.Untouchable(
                    "is larger than " + (UnitFile.MAX_FILE_BYTES >> 20) + " MiB");
        }
        boolean isExecutable = attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        return new OnDisk.Present(new FileContent.Regular(text, isExecutable));
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
