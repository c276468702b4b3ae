package hearth.daemon.login;

import hearth.daemon.state.Caretaker;
import hearth.login.host.StateFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What clients read of users, sessions and seats, and the next brain takes over. Belongs to login's
 * mailbox, which may write there itself: the files lie in memory (a tmpfs).
 *
 * <p>What cannot be written, as where that is full, stays here and is tried again: nobody is served
 * less for it. It is said once, and once when it is over.
 */
final class StateFiles {
    private static final String HIDDEN = ".";
    private static final String UNFINISHED = ".new";

    private final Path directory;
    private final Caretaker caretaker;

    /** What each file is to become; nothing: to be gone. */
    private final Map<StateFile, Optional<String>> unwritten = new LinkedHashMap<>();

    private boolean isWaiting;

    /** Writes below a directory, {@code /run/systemd}. */
    StateFiles(Path directory, Caretaker caretaker) {
        this.directory = directory;
        this.caretaker = caretaker;
    }

    /**
     * Removes what a brain had begun to write into a directory when it died, before anything is
     * written there.
     *
     * @param complaints told what cannot be removed
     */
    static void removeUnfinished(Path directory, Consumer<String> complaints) {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, HIDDEN + "*" + UNFINISHED)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // nobody has written there
        } catch (IOException | DirectoryIteratorException e) {
            complaints.accept("unfinished files stay in " + directory + ": " + e.getMessage());
        }
    }

    /** Writes a file, now or as soon as that is possible. */
    void write(StateFile file, String text) {
        store(file, Optional.of(text));
    }

    /** Removes a file; one that is gone is no failure. */
    void remove(StateFile file) {
        store(file, Optional.empty());
    }

    private void store(StateFile file, Optional<String> text) {
        try {
            become(file, text);
            unwritten.remove(file);
        } catch (IOException e) {
            unwritten.put(file, text);
            wait(file, e);
        }
    }

    private void become(StateFile file, Optional<String> text) throws IOException {
        Path path = directory.resolve(file.relativePath());
        if (text.isEmpty()) {
            Files.deleteIfExists(path);
            return;
        }
        Path fresh = path.resolveSibling(HIDDEN + path.getFileName() + UNFINISHED);
        try {
            Files.writeString(fresh, text.get());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private void wait(StateFile file, IOException failure) {
        if (isWaiting) {
            return;
        }
        isWaiting = true;
        caretaker.say(
                "cannot write "
                        + directory.resolve(file.relativePath())
                        + " ("
                        + Caretaker.reason(failure)
                        + "): clients see what was there before until it can be written");
        caretaker.later(this::tryAgain);
    }

    private void tryAgain() {
        var due = Map.copyOf(unwritten);
        for (var one : due.entrySet()) {
            try {
                become(one.getKey(), one.getValue());
                unwritten.remove(one.getKey());
            } catch (IOException _) {
                caretaker.later(this::tryAgain);
                return;
            }
        }
        isWaiting = false;
        caretaker.say("the files in " + directory + " are written again");
    }
}
