package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.mailbox.FairExecutor;
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
 * Who lingers, on disk. {@code /var/lib/systemd/linger} has an empty file for each, made and
 * removed by hearthd or by hand, and what is made by hand counts at once; {@code
 * /var/lib/hearth/linger} has a record of why.
 *
 * <p>It lies on a disk, which may be slow or hang. So whatever looks at it is done by one worker of
 * its own, in the order in which it was asked for; the reactor reads what inotify tells, and
 * nothing else.
 */
final class LingerDirectory {
    /** Files that are looked at: more lingering users than one machine serves. */
    private static final int FILES_MAX = 65_536;

    /** The worker's only user. */
    private static final String LANE = "linger";

    /** Told what happens there; called by the worker, in the order of the events. */
    interface Listener {
        /** A file is there. */
        void appeared(String name);

        /** A file is gone. */
        void vanished(String name);

        /** These files are there now, and no others. */
        void listed(List<String> names);
    }

    /** Work on the directory; blocks for as long as the disk does. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** Told by the worker how a work has ended. */
    interface Ended {
        /** It is done. */
        void well();

        /** It failed, or there is too much to be done before it. */
        void failed(IOException failure);
    }

    private final Brain brain;
    private final FairExecutor worker;
    private final Path directory;
    private final LingerStore files;
    private final Listener listener;
    private boolean isBehind; // the reactor's: events could not be passed on

    /**
     * Looks at nothing yet.
     *
     * @param worker does all that waits for the disk; of one thread
     */
    LingerDirectory(
            Brain brain,
            FairExecutor worker,
            LoginInstance.Directories directories,
            Listener listener) {
        this.brain = brain;
        this.worker = worker;
        directory = directories.linger();
        files = new LingerStore(directories, LingerStore::sync);
        this.listener = listener;
    }

    /**
     * Begins to watch, then tells of each file that is there. Where the directory cannot be made or
     * watched, that is said, and those who linger are told of all the same.
     */
    void open() {
        submit(() -> {
            try {
                files.open();
                watch();
            } catch (IOException e) {
                unwatched(e);
            }
            tellAll();
        });
    }

    private void unwatched(IOException failure) {
        brain.complaints()
                .say(
                        directory
                                + " cannot be watched, a file made there by hand counts after a"
                                + " restart: "
                                + failure.getMessage());
    }

    /** Writes a user's record and makes the file. */
    void write(LingerStore.Entry entry, Ended ended) {
        store(() -> files.write(entry), ended);
    }

    /** Removes a user's file, if it is there, and the record. */
    void remove(String name, Ended ended) {
        store(() -> files.remove(name), ended);
    }

    private void store(Work work, Ended ended) {
        boolean isTaken =
                submit(() -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        ended.failed(e);
                        return;
                    }
                    ended.well();
                });
        if (!isTaken) {
            ended.failed(new IOException("too many changes wait for " + directory));
        }
    }

    private boolean submit(Runnable work) {
        return worker.submit(LANE, work);
    }

    private void watch() throws ErrnoException {
        int fd = brain.linux().inotify().open();
        try {
            brain.linux()
                    .inotify()
                    .watch(
                            fd,
                            directory.toString(),
                            Inotify.CREATED
                                    | Inotify.MOVED_TO
                                    | Inotify.DELETED
                                    | Inotify.MOVED_FROM);
        } catch (ErrnoException e) {
            brain.linux().descriptors().closeQuietly(fd);
            throw e;
        }
        brain.reactor().execute(() -> listen(fd));
    }

    private void listen(int fd) {
        try {
            brain.reactor()
                    .register(fd, Polling.READABLE, _ -> passOn(brain.linux().inotify().read(fd)));
        } catch (ErrnoException e) {
            brain.linux().descriptors().closeQuietly(fd);
            unwatched(e);
        }
    }

    /** What the worker cannot take now is seen when it has taken the next. */
    private void passOn(List<Inotify.Event> events) {
        boolean wasBehind = isBehind;
        isBehind =
                !submit(() -> {
                    if (wasBehind) {
                        tellAll();
                    }
                    events.forEach(this::happened);
                });
    }

    private void happened(Inotify.Event event) {
        if ((event.mask() & Inotify.OVERFLOW) != 0) {
            tellAll();
        } else if (Files.exists(directory.resolve(event.name()))) { // what counts is what is now
            if ((event.mask() & (Inotify.CREATED | Inotify.MOVED_TO)) != 0) {
                listener.appeared(event.name());
            }
        } else if ((event.mask() & (Inotify.DELETED | Inotify.MOVED_FROM)) != 0) {
            listener.vanished(event.name());
        }
    }

    private void tellAll() {
        try (DirectoryStream<Path> present = Files.newDirectoryStream(directory)) {
            var names = new ArrayList<String>();
            for (Path file : present) {
                if (names.size() == FILES_MAX) {
                    names.forEach(listener::appeared);
                    return; // of the others nobody knows whether they are there
                }
                names.add(String.valueOf(file.getFileName()));
            }
            listener.listed(names);
        } catch (IOException e) {
            brain.complaints().say("cannot read " + directory + ": " + e.getMessage());
        }
    }
}
