package hearth.daemon.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearth.budget.Budgets;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.log.socket.LogSockets;
import hearth.daemon.machine.Cgroups;
import hearth.journal.Id128;
import hearth.journal.file.FileStorage;
import hearth.journal.read.Entry;
import hearth.journal.read.JournalFile;
import hearth.journal.read.Match;
import hearth.journal.read.Place;
import hearth.journal.read.Walk;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.manager.host.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * A writer of logs on the real kernel, with a keeper and hands that keep what they are to keep: it
 * can be killed, and the next one begins.
 */
final class LogsOnDisk implements AutoCloseable {
    private static final LogInput.Style STYLE = new LogInput.Style(6, true);

    final List<String> complaints = new ArrayList<>();
    final LogReader files;
    private final Linux linux = Linux.kernel();
    private final Path directory;
    private final boolean areStreams;
    private final Map<String, Integer> kept = new HashMap<>();
    private final List<Integer> open = new ArrayList<>();
    private Cgroups cgroups = new Cgroups("");
    private LogWriter writer;
    private final Budgets budgets = new Budgets(64 << 20, (_, _) -> {});
    private Executor elsewhere = Runnable::run;
    private int closedElsewhere;
    private long aheadUsec;

    /** The names of the files for which the disk was waited. */
    final List<String> forced = new ArrayList<>();

    boolean isDiskBroken;

    /**
     * Makes a writer without pipes.
     *
     * @param areStreams whether "pipes" are streams, of which the keeper keeps the reading ends;
     *     else a hand has them
     */
    LogsOnDisk(Path directory, boolean areStreams) throws ErrnoException {
        this.directory = directory;
        this.areStreams = areStreams;
        files = new LogReader(directory);
        writer = start();
    }

    /** Returns where log files lie in tests. */
    static LogPlace place(Path directory) {
        return new LogPlace(
                directory,
                Optional.of(directory),
                LogSharing.none(),
                new Id128(1, 2),
                new Id128(3, 4),
                () -> "host");
    }

    private Moment now() {
        var polling = linux.polling();
        return new Moment(
                polling.nowNanos(Polling.Clock.REALTIME) / 1_000 + aheadUsec,
                polling.nowNanos(Polling.Clock.MONOTONIC) / 1_000 + aheadUsec);
    }

    /** Lets time pass. */
    void pass(Duration time) {
        aheadUsec += time.toNanos() / 1_000;
    }

    private LogWriter start() throws ErrnoException {
        return new LogWriter(
                linux,
                this::now,
                new JournalFiles(place(directory), new Random(1), complaints::add, this::force),
                redo(),
                complaints::add);
    }

    private void force(Path file) throws IOException {
        forced.add(file.getFileName().toString());
        if (isDiskBroken) {
            throw new IOException("broken");
        }
    }

    /** Returns the redo log as the next brain gets it from the keeper. */
    RedoLog redo() throws ErrnoException {
        Map<String, Integer> told = new HashMap<>();
        for (Map.Entry<String, Integer> one : kept.entrySet()) {
            told.put(one.getKey(), duplicate(one.getValue()));
        }
        RedoLog redo = RedoLog.open(linux, told);
        for (Map.Entry<String, Integer> part : redo.toKeep().entrySet()) {
            kept.put(part.getKey(), duplicate(part.getValue()));
        }
        return redo;
    }

    /** Returns the file in memory that the keeper keeps. */
    int record() {
        return Objects.requireNonNull(kept.get("log record"));
    }

    /** Has this process be in a cgroup, for those who serve sockets from now on. */
    void setCgroup(String cgroup) throws IOException {
        Path proc = directory.resolve("proc");
        Path own = proc.resolve(Long.toString(ProcessHandle.current().pid()));
        Files.createDirectories(own);
        Files.writeString(own.resolve("cgroup"), "0::" + cgroup + "\n");
        int uid = (int) Files.getAttribute(directory, "unix:uid");
        Files.writeString(
                own.resolve("status"), "Uid:\t%d\t%d\t%d\t%d\n".formatted(uid, uid, uid, uid));
        cgroups = new Cgroups(directory.resolve("cgroup").toString(), proc);
    }

    /**
     * Has the writer serve sockets to which programs log, with what a writer before had.
     *
     * @param sockets where they are; syslog's is called {@code log}
     */
    void serve(Path sockets) throws ErrnoException {
        serve(places(sockets));
    }

    /** Serves as {@link #serve(Path)}; returns whether entries of several fields are taken. */
    boolean serve(LogSockets.Places sockets) throws ErrnoException {
        return logSockets().open(sockets, LogSockets.take(told()));
    }

    /** Has the writer leave them to others. */
    void leave(Path sockets) throws ErrnoException {
        logSockets().close(places(sockets), LogSockets.take(told()));
    }

    private static LogSockets.Places places(Path sockets) {
        return new LogSockets.Places(sockets, sockets.resolve("log"), sockets);
    }

    private Map<String, Integer> told() throws ErrnoException {
        Map<String, Integer> told = new HashMap<>();
        for (Map.Entry<String, Integer> one : kept.entrySet()) {
            told.put(one.getKey(), linux.descriptors().duplicate(one.getValue()));
        }
        return told;
    }

    private LogSockets logSockets() {
        return new LogSockets(
                new LogSockets.Parts(
                        linux,
                        writer,
                        cgroups,
                        this::now,
                        new Random(3),
                        new ForeignDescriptors(linux, budgets, elsewhere),
                        budgets,
                        new Kept(),
                        complaints::add));
    }

    /** What the keeper keeps. */
    private final class Kept implements LogSockets.Vault {
        @Override
        public void keep(String name, int fd) {
            open.add(fd);
            kept.put(name, fd);
        }

        @Override
        public void drop(String name) {
            kept.remove(name);
        }
    }

    /** Returns what the keeper keeps by a name that begins so. */
    int kept(String prefix) {
        return kept.entrySet().stream()
                .filter(one -> one.getKey().startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    Linux linux() {
        return linux;
    }

    /** Has what may take long be run so, for those who serve sockets from now on. */
    void setElsewhere(Executor threads) {
        elsewhere = threads;
    }

    /** Returns the other end of the pipe into which bytes of services' streams move. */
    int taken() {
        return Objects.requireNonNull(kept.get("log taken"));
    }

    /** Returns the end of the pipe into which bytes of services' streams move. */
    int taking() {
        return Objects.requireNonNull(kept.get("log taking"));
    }

    private int duplicate(int fd) throws ErrnoException {
        int copy = linux.descriptors().duplicate(fd);
        open.add(copy);
        return copy;
    }

    /** The next brain begins; it has no pipe yet. */
    void restart() throws ErrnoException {
        writer = start();
    }

    LogWriter writer() {
        return writer;
    }

    Descriptors descriptors() {
        return linux.descriptors();
    }

    Sockets sockets() {
        return linux.sockets();
    }

    /** Returns a pipe, or a stream: its reading end and the other. */
    Descriptors.Pipe pipe() throws ErrnoException {
        Descriptors.Pipe pipe = areStreams ? stream() : linux.descriptors().pipe();
        open.add(pipe.readFd());
        open.add(pipe.writeFd());
        return pipe;
    }

    private Descriptors.Pipe stream() throws ErrnoException {
        Sockets.Pair pair = linux.sockets().socketPair(SocketType.STREAM);
        kept.put(RedoLog.STREAM_PREFIX + pair.first(), pair.first());
        return new Descriptors.Pipe(pair.first(), pair.second());
    }

    /** Has a stream take no more than so much, pieces counted with what they cost. */
    void limit(Descriptors.Pipe stream, int bytes) throws ErrnoException {
        linux.sockets().setOption(stream.writeFd(), SocketOption.SEND_BUFFER, bytes);
    }

    /** Has the writer read a pipe, of which the hand keeps an end as well. */
    void read(String manager, Descriptors.Pipe pipe, long process) throws ErrnoException {
        read(manager, pipe, process, STYLE);
    }

    void read(String manager, Descriptors.Pipe pipe, long process, LogInput.Style style)
            throws ErrnoException {
        int fd = linux.descriptors().duplicate(pipe.readFd());
        var origin =
                new LogOrigin(
                        new Cgroups(""),
                        new LogOrigin.Unit("a.service", "/x/y.slice/a.service", "0123"),
                        new LogOrigin.Marks("a", 3),
                        new LogOrigin.Writer(0, 100, ""));
        var source = new LogInput.Source(fd, areStreams, this::closeElsewhere);
        writer.open(manager, new LogInput.Opening(source, process, style, origin));
    }

    private void closeElsewhere(int fd) {
        closedElsewhere++;
        linux.descriptors().closeQuietly(fd);
    }

    /** Returns how many pipes were closed where that may take long. */
    int closedElsewhere() {
        return closedElsewhere;
    }

    /** Writes as much as fits; returns whether that was all. */
    boolean write(Descriptors.Pipe pipe, String text) throws ErrnoException {
        byte[] bytes = text.getBytes(UTF_8);
        return linux.descriptors().write(pipe.writeFd(), bytes, 0, bytes.length) == bytes.length;
    }

    void settle() {
        while (writer.poll()) {
            // until nothing is left to do
        }
    }

    /** Returns the texts in a manager's files. */
    List<String> texts(String manager) throws IOException {
        return entries(manager).stream().map(entry -> entry.text("MESSAGE").orElse("")).toList();
    }

    /** Returns the fields of the last entry in a manager's files. */
    List<String> entry(String manager) throws IOException {
        return entries(manager).getLast().payloads().stream()
                .map(payload -> new String(payload, UTF_8))
                .toList();
    }

    List<Entry> entries(String manager) throws IOException {
        List<JournalFile> files = new ArrayList<>();
        for (Path path : JournalFiles.of(directory, manager)) {
            files.add(JournalFile.open(FileStorage.toRead(path), 16));
        }
        var entries = new ArrayList<Entry>();
        Walk walk = Walk.forward(files, Match.ALL, new Place.Head(), complaints::add);
        for (var entry = walk.next(); entry.isPresent(); entry = walk.next()) {
            entries.add(entry.get());
        }
        for (JournalFile file : files) {
            file.close();
        }
        return entries;
    }

    /** Returns the file of a manager that is written. */
    Path file(String manager) {
        return directory.resolve(JournalFiles.stem(manager) + ".journal");
    }

    LogLine line(String text) {
        Moment now = now();
        return new LogLine(now.realtimeUsec(), now.monotonicUsec(), 6, "a.service", "hearth", text);
    }

    @Override
    public void close() {
        open.forEach(linux.descriptors()::closeQuietly);
    }
}
