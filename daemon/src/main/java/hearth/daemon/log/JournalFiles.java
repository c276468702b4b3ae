package hearth.daemon.log;

import hearth.daemon.machine.Reason;
import hearth.journal.DamagedException;
import hearth.journal.Id128;
import hearth.journal.file.Changes;
import hearth.journal.file.FileStorage;
import hearth.journal.file.Format;
import hearth.journal.file.Shape;
import hearth.journal.keep.FileName;
import hearth.journal.keep.Retention;
import hearth.journal.write.JournalWriter;
import hearth.journal.write.NewFile;
import hearth.journal.write.Sequence;
import hearth.linux.ErrnoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The journal files of all managers: one of each is written, those before are archived, and the
 * oldest go. They may lie on a disk that is slow. Belongs to the thread that writes logs.
 *
 * <p>A file that is written is trusted where it was closed, or where it is of this boot and the
 * brain before has left what it was about to do. Any other may be torn: it is put aside, to be read
 * as far as it goes, and the next one begun.
 */
public final class JournalFiles {
    /** What the names of users' files begin with; the system manager's is called by its own. */
    private static final String USERS = "user-";

    /**
     * Files that were closed since the disk was last waited for; of more the oldest are at once.
     */
    static final int UNFORCED_MAX = 1_024;

    /** Bytes of a file before it is archived. */
    static final long FILE_BYTES_MAX = 8 << 20;

    /** What is kept of one manager beside the file that is written: some hundred thousand lines. */
    private static final Retention SHARE = new Retention(24 << 20, 16, 0);

    /** Files that stay open, each with up to 256 KiB in memory: those who write a lot at once. */
    private static final int OPEN_MAX = 8;

    /** Places in the first file's table of data objects: 32 KiB, for some 1,500 lines. */
    private static final int BUCKETS_MIN = 2047;

    /** Places in the table of a file that is filled with lines of a few words. */
    private static final int BUCKETS_MAX = 65_521;

    /** How far an entry may be ahead of the clock: those of one moment are a microsecond apart. */
    private static final long AHEAD_USEC_MAX = 1_000_000;

    private final LogPlace place;
    private final RandomGenerator random;
    private final Consumer<String> complaints;
    private final LinkedHashMap<String, OpenJournal> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean areOpenOnesTrusted;

    /** Whose file was let go of before anything was written to it: it is as whole as it was. */
    private final Set<String> whole = new HashSet<>();

    /** Files that were closed and may not lie on the disk yet. */
    private final Set<Path> unforced = new LinkedHashSet<>();

    private final Disk disk;
    private boolean isSharingSaid;

    /** Waits for the disk. */
    @FunctionalInterface
    interface Disk {
        /** Comes back when all of a file lies on it. */
        void force(Path file) throws IOException;
    }

    /**
     * Makes the files' owner.
     *
     * @param complaints told what the administrator should know
     */
    public JournalFiles(LogPlace place, RandomGenerator random, Consumer<String> complaints) {
        this(place, random, complaints, JournalFiles::force);
    }

    JournalFiles(LogPlace place, RandomGenerator random, Consumer<String> complaints, Disk disk) {
        this.place = place;
        this.random = random;
        this.complaints = complaints;
        this.disk = disk;
    }

    private static void force(Path file) throws IOException {
        try (FileStorage storage = FileStorage.toRead(file)) {
            storage.force();
        }
    }

    /** Returns where they lie. */
    public LogPlace place() {
        return place;
    }

    /** The brain before has left what it was about to write, and that is written. */
    void trustOpenOnes() {
        areOpenOnesTrusted = true;
    }

    /** Returns the first part of the names of a manager's files. */
    static String stem(String manager) {
        return EntryFields.isUser(manager) ? USERS + manager : manager;
    }

    private Path current(String manager) {
        return place.directory().resolve(new FileName.Current(stem(manager)).text());
    }

    /**
     * Returns the file to append to; one that is full is archived before, and one whose last entry
     * is of the future, so that readers find times in order in each file.
     */
    OpenJournal open(String manager, long nowRealtimeUsec) throws IOException {
        Path path = current(manager);
        OpenJournal known = open.get(manager);
        if (known != null && Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            forget(manager); // somebody has removed it
            known = null;
        }
        if (known != null && !isOver(known.writer(), nowRealtimeUsec)) {
            return known;
        }
        OpenJournal journal = known == null ? begin(manager, path) : known;
        if (isOver(journal.writer(), nowRealtimeUsec)) {
            journal = archive(manager, journal);
        }
        open.put(manager, journal);
        closeOldest();
        return journal;
    }

    private static boolean isOver(JournalWriter writer, long nowRealtimeUsec) throws IOException {
        return writer.isFull() || writer.lastRealtimeUsec() > nowRealtimeUsec + AHEAD_USEC_MAX;
    }

    private OpenJournal begin(String manager, Path path) throws IOException {
        place.earlier().ifPresent(earlier -> takeOver(manager, earlier));
        FileStorage storage;
        try {
            storage = FileStorage.toWrite(path);
        } catch (NoSuchFileException _) {
            return create(manager, path, BUCKETS_MIN, new Sequence(chance(), 0));
        }
        try {
            return new OpenJournal(path, storage, resume(storage, whole.remove(manager)));
        } catch (DamagedException e) {
            storage.close();
            complaints.accept(path + " is put aside, and another begun: " + e.damage());
            putAside(manager, path);
            return create(manager, path, BUCKETS_MIN, new Sequence(chance(), 0));
        } catch (IOException e) {
            storage.close();
            throw e;
        }
    }

    private JournalWriter resume(FileStorage storage, boolean isWhole) throws IOException {
        JournalWriter writer = JournalWriter.resume(storage, place.machine(), FILE_BYTES_MAX);
        boolean isTrusted = isWhole || (areOpenOnesTrusted && writer.boot().equals(place.boot()));
        if (writer.wasOnline() && !isTrusted) {
            throw new DamagedException("it wasn't closed");
        }
        return writer;
    }

    /** Makes a file, which has its name when it is whole: this may be ended at any moment. */
    private OpenJournal create(String manager, Path path, int buckets, Sequence sequence)
            throws IOException {
        Path begun = path.resolveSibling("." + stem(manager) + ".begun");
        Files.deleteIfExists(begun);
        FileStorage storage =
                FileStorage.create(
                        begun,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")));
        try {
            NewFile file =
                    new NewFile(
                            chance(),
                            place.machine(),
                            place.boot(),
                            new Shape(true),
                            buckets,
                            NewFile.FIELD_BUCKETS);
            JournalWriter writer = JournalWriter.create(storage, file, sequence, FILE_BYTES_MAX);
            writer.commit();
            share(manager, begun);
            Files.move(begun, path, StandardCopyOption.ATOMIC_MOVE);
            return new OpenJournal(path, storage, writer);
        } catch (IOException e) {
            storage.close();
            Files.deleteIfExists(begun);
            throw e;
        }
    }

    private Id128 chance() {
        return new Id128(random.nextLong(), random.nextLong());
    }

    /** Lets a user read the own file; where that fails root still does. */
    private void share(String manager, Path path) {
        if (!EntryFields.isUser(manager)) {
            return;
        }
        try {
            place.sharing().share(path, Integer.parseUnsignedInt(manager));
        } catch (ErrnoException e) {
            if (!isSharingSaid) {
                complaints.accept(
                        "users cannot read their logs by themselves: "
                                + path
                                + ": "
                                + Reason.of(e));
            }
            isSharingSaid = true;
        }
    }

    private OpenJournal archive(String manager, OpenJournal full) throws IOException {
        JournalWriter writer = full.writer();
        JournalWriter.Head head = writer.head();
        long wanted = 2 * writer.dataCount();
        int buckets = Math.clamp(wanted, BUCKETS_MIN, BUCKETS_MAX);
        open.remove(manager);
        full.close(Format.ARCHIVED);
        FileName name =
                new FileName.Archived(
                        stem(manager), writer.sequence().id(), head.seqnum(), head.realtimeUsec());
        Path archived = place.directory().resolve(name.text());
        Files.move(full.path(), archived, StandardCopyOption.ATOMIC_MOVE);
        closed(archived);
        removeOldest(manager);
        return create(manager, full.path(), buckets, writer.sequence());
    }

    private void removeOldest(String manager) throws IOException {
        List<Retention.Kept> kept = new ArrayList<>();
        for (Path file : of(place.directory(), manager)) {
            FileName name = FileName.parse(file.getFileName().toString()).orElseThrow();
            kept.add(new Retention.Kept(name, Files.size(file), 0));
        }
        for (FileName name : SHARE.toRemove(kept)) {
            Files.deleteIfExists(place.directory().resolve(name.text()));
        }
    }

    /** Returns a manager's files. */
    static List<Path> of(Path directory, String manager) throws IOException {
        String stem = stem(manager);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            FileName.parse(file.getFileName().toString())
                                    .filter(name -> name.stem().equals(stem))
                                    .isPresent())
                    .toList();
        }
    }

    private void putAside(String manager, Path path) throws IOException {
        FileName name =
                new FileName.Disposed(
                        stem(manager),
                        Files.getLastModifiedTime(path).toMillis() * 1_000,
                        random.nextLong());
        Files.move(path, place.directory().resolve(name.text()), StandardCopyOption.ATOMIC_MOVE);
        removeOldest(manager);
    }

    /** A file could not be written: nothing more is appended to it, whatever it holds now. */
    void spoiled(String manager) throws IOException {
        forget(manager);
        Path path = current(manager);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            putAside(manager, path);
        }
    }

    /** Lets go of a file of which nothing was written that was appended since. */
    void forgetAppended(String manager) {
        if (open.containsKey(manager)) {
            forget(manager);
            whole.add(manager);
        }
    }

    /** Lets go of a file, and of what was appended and not written. */
    void forget(String manager) {
        OpenJournal known = open.remove(manager);
        if (known != null) {
            known.abandon();
        }
    }

    private void closeOldest() {
        while (open.size() > OPEN_MAX) {
            Map.Entry<String, OpenJournal> oldest = open.firstEntry();
            open.remove(oldest.getKey());
            close(oldest.getValue());
        }
    }

    private void close(OpenJournal journal) {
        try {
            journal.close();
        } catch (IOException e) {
            complaints.accept(journal.path() + " is not closed: " + Reason.of(e));
        }
        closed(journal.path());
    }

    private void closed(Path file) {
        unforced.add(file);
        if (unforced.size() > UNFORCED_MAX) {
            Path oldest = unforced.iterator().next();
            unforced.remove(oldest);
            try {
                disk.force(oldest);
            } catch (IOException e) {
                complaints.accept(oldest + " may not lie on the disk: " + Reason.of(e));
            }
        }
    }

    /** Returns the managers that have a file. */
    List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(place.directory())) {
            return files.flatMap(file -> FileName.parse(file.getFileName().toString()).stream())
                    .filter(FileName.Current.class::isInstance)
                    .flatMap(name -> manager(name.stem()).stream())
                    .sorted()
                    .toList();
        }
    }

    private static Optional<String> manager(String stem) {
        String manager = stem.startsWith(USERS) ? stem.substring(USERS.length()) : stem;
        return stem(manager).equals(stem) ? Optional.of(manager) : Optional.empty();
    }

    /** Archives a manager's file and begins the next; one without an entry stays. */
    void rotate(String manager) throws IOException {
        Path path = current(manager);
        OpenJournal known = open.get(manager);
        OpenJournal journal = known == null ? begin(manager, path) : known;
        open.put(
                manager,
                journal.writer().head().seqnum() == 0 ? journal : archive(manager, journal));
        closeOldest();
    }

    /**
     * Has what was written lie on the disk.
     *
     * @throws IOException the first failure; the other files lie there
     */
    void sync() throws IOException {
        List<Path> files = new ArrayList<>(unforced);
        open.values().forEach(journal -> files.add(journal.path()));
        unforced.clear();
        Optional<IOException> failure = Optional.empty();
        for (Path file : files) {
            try {
                disk.force(file);
            } catch (NoSuchFileException _) {
                // it was the oldest, or somebody has removed it
            } catch (IOException e) {
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Closes all files. */
    void close() {
        open.values().forEach(this::close);
        open.clear();
    }

    /** Does what an earlier brain has noted of a manager's file, in part or not at all. */
    void writeAgain(String manager, ByteBuffer noted) throws IOException {
        try (FileStorage storage = FileStorage.toWrite(current(manager))) {
            Changes.again(noted, storage);
        }
    }

    /** Makes an archived file of what an earlier version has written of a manager. */
    private void takeOver(String manager, Path earlier) {
        try {
            Optional<Path> made = EarlierLogs.convert(earlier, manager, place, chance());
            if (made.isPresent()) {
                share(manager, made.get());
            }
        } catch (IOException e) {
            complaints.accept(
                    "the earlier log of " + manager + " is not taken over: " + Reason.of(e));
        }
    }
}
