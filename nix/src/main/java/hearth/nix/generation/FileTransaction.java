package hearth.nix.generation;

import hearth.nix.plan.FileChange;
import hearth.nix.plan.OnDisk;
import hearth.nix.render.Directory;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Changes files, all or none.
 *
 * <pre>
 *   stage:   write every new file beside its directory, and wait for the disk; keep a second name
 *            of every old one. A full disk, a missing right and a file that has changed since the
 *            plan are found here, before anything is different.
 *   commit:  rename. What fails now undoes what was renamed, by renames, which need no space.
 *   finish:  forget the second names, remove directories that have become empty.
 * </pre>
 *
 * Belongs to one thread, under the owner's lock.
 */
final class FileTransaction {
    private static final String PREFIX = ".hearth-nix-";

    private final Layout layout;
    private final DiskReader disk;
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Undo> undos = new ArrayDeque<>();
    private final SortedSet<Path> touched = new TreeSet<>();
    private int number;

    /** A change with its second names; an empty one is not there. */
    private record Step(FileChange change, Path path, Optional<Path> staged, Optional<Path> kept) {}

    @FunctionalInterface
    private interface Undo {
        void run() throws IOException;
    }

    FileTransaction(Layout layout) {
        this.layout = layout;
        disk = new DiskReader(layout);
    }

    /**
     * Changes files.
     *
     * @param changes which
     * @param last what is to be done when all files are changed, and undoes them where it fails
     * @throws IOException where something failed; then nothing is changed
     */
    void run(List<FileChange> changes, LastStep last) throws IOException {
        try {
            for (FileChange change : changes) {
                tryToStage(change);
            }
            for (Step step : steps) {
                commit(step);
            }
            for (Path directory : touched) {
                DurableFiles.sync(directory);
            }
            last.run();
        } catch (IOException | RuntimeException e) {
            undo(e);
            throw e;
        }
        finish();
    }

    /** The last step. */
    @FunctionalInterface
    interface LastStep {
        /** Writes down that it is done. */
        void run() throws IOException;
    }

    /** Removes what a run has left behind that was ended in the middle. */
    void sweep() throws IOException {
        for (Path directory : layout.directories().values()) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : entries.toList()) {
                    if (String.valueOf(entry.getFileName()).startsWith(PREFIX)) {
                        Files.deleteIfExists(entry);
                    }
                }
            }
        }
    }

    /** The system's own words ("No space left on device") do not say of what. */
    private void tryToStage(FileChange change) throws IOException {
        try {
            stage(change);
        } catch (FileSystemException e) {
            throw e; // begins with the path
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + place(change.name()) + ": " + e.getMessage(), e);
        }
    }

    private String place(FileName name) {
        return layout.path(name).map(Path::toString).orElseGet(name::toString);
    }

    private void stage(FileChange change) throws IOException {
        FileName name = change.name();
        Path base =
                layout.path(name.directory())
                        .orElseThrow(() -> new IOException("it has no place here"));
        makeDirectories(base, name);
        Path path = base.resolve(name.path());
        OnDisk expected =
                switch (change) {
                    case FileChange.Create create -> new OnDisk.Missing();
                    case FileChange.Replace replace -> new OnDisk.Present(replace.old());
                    case FileChange.Delete delete -> new OnDisk.Present(delete.old());
                };
        if (!disk.at(name).equals(expected)) {
            throw new IOException("somebody else has changed it just now");
        }
        switch (change) {
            case FileChange.Create create ->
                    add(change, path, Optional.of(write(base, create.content())), Optional.empty());
            case FileChange.Replace replace ->
                    add(
                            change,
                            path,
                            Optional.of(write(base, replace.content())),
                            Optional.of(keep(base, path)));
            case FileChange.Delete delete ->
                    add(change, path, Optional.empty(), Optional.of(keep(base, path)));
        }
    }

    private void add(FileChange change, Path path, Optional<Path> staged, Optional<Path> kept) {
        steps.add(new Step(change, path, staged, kept));
        touched.add(path.resolveSibling("").normalize());
    }

    /** Directories above the base may be links, those below must be none. */
    private void makeDirectories(Path base, FileName name) throws IOException {
        if (!Files.isDirectory(base)) {
            for (Path directory : DurableFiles.missingDirectories(base)) {
                makeDirectory(directory);
            }
        }
        for (String parent : name.parents()) {
            Path directory = base.resolve(parent);
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                makeDirectory(directory);
            }
        }
    }

    private void makeDirectory(Path directory) throws IOException {
        DurableFiles.makeDirectory(directory);
        undos.push(() -> deleteIfEmpty(directory));
    }

    private Path write(Path base, FileContent content) throws IOException {
        Path staged = temporary(base);
        undos.push(() -> Files.deleteIfExists(staged));
        switch (content) {
            case FileContent.Regular(String text, boolean isExecutable) ->
                    DurableFiles.create(staged, text, isExecutable);
            case FileContent.Link(String target) ->
                    Files.createSymbolicLink(staged, Path.of(target));
        }
        return staged;
    }

    /** A second name costs no space, and brings the very same file back. */
    private Path keep(Path base, Path path) throws IOException {
        Path kept = temporary(base);
        undos.push(() -> Files.deleteIfExists(kept));
        Files.createLink(kept, path);
        return kept;
    }

    private Path temporary(Path base) {
        return base.resolve(PREFIX + ProcessHandle.current().pid() + "-" + number++);
    }

    private void commit(Step step) throws IOException {
        switch (step.change()) {
            case FileChange.Create create -> {
                undos.push(() -> Files.deleteIfExists(step.path()));
                DurableFiles.rename(step.staged().orElseThrow(), step.path());
            }
            case FileChange.Replace replace -> {
                undos.push(() -> bringBack(step));
                DurableFiles.rename(step.staged().orElseThrow(), step.path());
            }
            case FileChange.Delete delete -> {
                undos.push(() -> bringBack(step));
                Files.delete(step.path());
            }
        }
    }

    private static void bringBack(Step step) throws IOException {
        DurableFiles.rename(step.kept().orElseThrow(), step.path());
    }

    private void undo(Exception reason) {
        while (!undos.isEmpty()) {
            try {
                undos.pop().run();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** Nothing that fails here matters: what is left is swept away the next time. */
    private void finish() {
        for (Step step : steps) {
            try {
                if (step.kept().isPresent()) {
                    Files.deleteIfExists(step.kept().get());
                }
                if (step.change() instanceof FileChange.Delete(FileName name, FileContent old)) {
                    removeEmptyParents(name);
                }
            } catch (IOException e) {
                // the change itself is done
            }
        }
    }

    private void removeEmptyParents(FileName name) throws IOException {
        Optional<Path> base = layout.path(name.directory());
        for (String parent : name.parents().reversed()) {
            if (base.isPresent()) {
                deleteIfEmpty(base.get().resolve(parent));
            }
        }
        if (name.directory() == Directory.SCRIPTS && base.isPresent()) {
            deleteIfEmpty(base.get());
        }
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // it is still of use
        }
    }
}
