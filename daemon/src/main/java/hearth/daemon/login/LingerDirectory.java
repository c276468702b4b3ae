package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.mailbox.FairExecutor;
import hearth.linux.ErrnoException;
import hearth.linux.Inotify;
import hearth.linux.Polling;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Who lingers, on disk. {@code /var/lib/systemd/linger} has an empty file for each, made and
 * removed by hearthd or by hand, and what is made by hand counts at once; {@code
 * /var/lib/hearth/linger} has a record of why. The record is written before that file is made and
 * removed after it, so that a file without a record is somebody else's, wherever hearthd was
 * killed.
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
    private final Path records;
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
        records = directories.leases();
        this.listener = listener;
    }

    /**
     * Begins to watch, then tells of each file that is there. Where the directory cannot be made or
     * watched, that is said, and those who linger are told of all the same.
     */
    void open() {
        submit(() -> {
            try {
                Files.createDirectories(directory);
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

    /**
     * What is written of a user.
     *
     * @param name the files'
     * @param text the record's
     * @param isShown whether the empty file is made
     * @param before the record's text where that fails; empty for none
     */
    record Entry(String name, String text, boolean isShown, String before) {}

    /** Writes a user's record and makes the file; both, or none as far as the disk allows. */
    void write(Entry entry, Ended ended) {
        store(
                () -> {
                    checkName(entry.name());
                    writeRecord(entry.name(), entry.text());
                    if (entry.isShown()) {
                        try {
                            show(entry.name());
                        } catch (IOException e) {
                            writeRecord(entry.name(), entry.before());
                            throw e;
                        }
                    }
                },
                ended);
    }

    private void show(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            Files.createDirectories(directory);
            Files.createFile(file);
            sync(directory);
        }
    }

    /** Who is killed, or has no power any more, leaves the record as it was, or as it is to be. */
    private void writeRecord(String name, String text) throws IOException {
        Path file = records.resolve(name);
        if (text.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(records);
        Path fresh = records.resolve("." + name + ".new");
        try {
            Files.writeString(fresh, text);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
            sync(fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        sync(records);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes a user's file, if it is there, and then the record. */
    void remove(String name, Ended ended) {
        store(
                () -> {
                    checkName(name);
                    Files.deleteIfExists(directory.resolve(name));
                    Files.deleteIfExists(records.resolve(name));
                },
                ended);
    }

    /** A name that the name service tells need not be one that a file can have. */
    private static void checkName(String name) throws IOException {
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0) {
            throw new IOException("a user of this name cannot linger: '" + name + "'");
        }
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
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            var names = new ArrayList<String>();
            for (Path file : files) {
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
