package hearth.daemon.login;

import hearth.daemon.Brain;
import hearth.linux.ErrnoException;
import hearth.linux.Inotify;
import hearth.linux.Polling;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code /var/lib/systemd/linger}: a file for each user who lingers, made and removed by hearthd or
 * by hand. What is made by hand counts at once.
 */
final class LingerDirectory {
    /** Files that are looked at: more lingering users than one machine serves. */
    private static final int FILES_MAX = 65_536;

    /** Told what happens there; called on the reactor's thread. */
    interface Listener {
        /** A file is there. */
        void appeared(String name);

        /** A file is gone. */
        void vanished(String name);
    }

    private final Brain brain;
    private final Path directory;
    private final Listener listener;

    LingerDirectory(Brain brain, Path directory, Listener listener) {
        this.brain = brain;
        this.directory = directory;
        this.listener = listener;
    }

    /**
     * Begins to watch, then tells of each file that is there; on the reactor's thread.
     *
     * @throws IOException where the directory cannot be made or watched: those who linger are told
     *     of all the same
     */
    void open() throws IOException {
        IOException failure = null;
        try {
            Files.createDirectories(directory);
            watch();
        } catch (IOException e) {
            failure = e;
        }
        names().forEach(listener::appeared);
        if (failure != null) {
            throw failure;
        }
    }

    private void watch() throws ErrnoException {
        Inotify inotify = brain.linux().inotify();
        int fd = inotify.open();
        inotify.watch(
                fd,
                directory.toString(),
                Inotify.CREATED | Inotify.MOVED_TO | Inotify.DELETED | Inotify.MOVED_FROM);
        brain.reactor()
                .register(fd, Polling.READABLE, _ -> inotify.read(fd).forEach(this::happened));
    }

    private void happened(Inotify.Event event) {
        if ((event.mask() & Inotify.OVERFLOW) != 0) {
            names().forEach(listener::appeared);
        } else if ((event.mask() & (Inotify.CREATED | Inotify.MOVED_TO)) != 0) {
            listener.appeared(event.name());
        } else if ((event.mask() & (Inotify.DELETED | Inotify.MOVED_FROM)) != 0) {
            listener.vanished(event.name());
        }
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (names.size() == FILES_MAX) {
                    break;
                }
                names.add(String.valueOf(file.getFileName()));
            }
        } catch (IOException e) {
            brain.complaints().say("cannot read " + directory + ": " + e.getMessage());
        }
        return names;
    }

    /** Makes a user's file. */
    void write(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            Files.createDirectories(directory);
            Files.createFile(file);
        }
    }

    /** Removes a user's file, if it is there. */
    void remove(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }
}
