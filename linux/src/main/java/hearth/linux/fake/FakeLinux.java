package hearth.linux.fake;

import hearth.linux.Descriptors;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Filesystem;
import hearth.linux.Inotify;
import hearth.linux.Linux;
import hearth.linux.Memory;
import hearth.linux.NameService;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.Threads;
import hearth.linux.socket.Credentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A kernel in memory for tests: descriptors, pipes, sockets, timers and epoll behave as the
 * kernel's; time stands still until {@link #advance}, and {@link Polling#wait} never waits. Of
 * paths there are FIFOs and files that tell of changes; all others and watches fail with ENOSYS.
 * One thread at a time.
 */
public final class FakeLinux implements Linux {
    private static final int FIRST_FD = 3;

    /** Some moment of 2026, so that clocks cannot be mistaken for each other. */
    private static final long BOOT_NANOS = 1_790_000_000_000_000_000L;

    private final Map<Polling.Clock, FakeClock> clocks = new EnumMap<>(Polling.Clock.class);
    private final TreeMap<Integer, OpenFile> table = new TreeMap<>();
    private final IdentityHashMap<OpenFile, Integer> references = new IdentityHashMap<>();
    private final Map<Integer, NameService.User> users = new HashMap<>();
    private final Map<String, Errno> failures = new HashMap<>();
    private final Set<Integer> endedProcesses = new HashSet<>();
    private final Map<String, OpenFile.PipeBuffer> fifos = new HashMap<>();
    private final Map<String, OpenFile.Counter> kernelFiles = new HashMap<>();
    private int timesMemoryWasGivenBack;
    private Credentials self = new Credentials(1, 0, 0);
    private final FakeSockets sockets = new FakeSockets(this);
    private final FakePolling polling = new FakePolling(this);

    /** Creates a kernel whose clocks stand at one second after boot. */
    public FakeLinux() {
        long second = Duration.ofSeconds(1).toNanos();
        clocks.put(Polling.Clock.MONOTONIC, new FakeClock(second));
        clocks.put(Polling.Clock.BOOTTIME, new FakeClock(second));
        clocks.put(Polling.Clock.REALTIME, new FakeClock(BOOT_NANOS + second));
    }

    /** Lets all clocks go forward; timers fire. */
    public void advance(Duration duration) {
        clocks.values().forEach(clock -> clock.advance(duration.toNanos()));
    }

    /** Makes, connects and sends in the name of another process from now on. */
    public void actAs(Credentials credentials) {
        self = credentials;
    }

    /** Ends a process: its descriptors become readable. */
    public void endProcess(int pid) {
        endedProcesses.add(pid);
    }

    Set<Integer> endedProcesses() {
        return endedProcesses;
    }

    /** Lets the next call of this name fail: {@code accept4} or {@code pidfd_open}. */
    public void failNext(String call, Errno error) {
        failures.put(call, error);
    }

    /** Fails where a test has asked for it. */
    void mayFail(String call) throws ErrnoException {
        Errno error = failures.remove(call);
        if (error != null) {
            throw new ErrnoException(call, error);
        }
    }

    /** Makes a file of the kernel's to be there, and tells of a change whoever has it open. */
    public void changeKernelFile(String path) {
        kernelFiles.computeIfAbsent(path, _ -> new OpenFile.Counter()).add();
    }

    /** Adds a user to the name service. */
    public void addUser(NameService.User user) {
        users.put(user.uid(), user);
    }

    /**
     * Returns how many descriptors are open: a test that ends with more than it began with leaks.
     */
    public int openDescriptors() {
        return table.size();
    }

    Credentials self() {
        return self;
    }

    FakeClock clock(Polling.Clock clock) {
        return Objects.requireNonNull(clocks.get(clock));
    }

    /** Gives a file the lowest free descriptor. */
    int install(OpenFile file) {
        int fd = FIRST_FD;
        while (table.containsKey(fd)) {
            fd++;
        }
        table.put(fd, file);
        hold(file);
        return fd;
    }

    /** Counts a reference that is no descriptor: a file on its way. */
    void hold(OpenFile file) {
        references.merge(file, 1, Integer::sum);
    }

    /** Drops a reference; the last one ends the file. */
    void release(OpenFile file) {
        if (references.merge(file, -1, Integer::sum) == 0) {
            references.remove(file);
            file.released();
        }
    }

    OpenFile file(String call, int fd) throws ErrnoException {
        OpenFile file = table.get(fd);
        if (file == null) {
            throw new ErrnoException(call, Errno.EBADF);
        }
        return file;
    }

    @Override
    public Descriptors descriptors() {
        return new FakeDescriptors(this);
    }

    void close(int fd) throws ErrnoException {
        OpenFile file = file("close", fd);
        table.remove(fd);
        polling.forget(table.values(), fd);
        release(file);
    }

    @Override
    public Sockets sockets() {
        return sockets;
    }

    @Override
    public Polling polling() {
        return polling;
    }

    /** There is one thread, which takes no time. */
    @Override
    public Memory memory() {
        return () -> timesMemoryWasGivenBack++;
    }

    /** Returns how often memory was given back. */
    public int timesMemoryWasGivenBack() {
        return timesMemoryWasGivenBack;
    }

    @Override
    public Threads threads() {
        return new Threads() {
            @Override
            public int current() {
                return 1;
            }

            @Override
            public long cpuNanos(int thread) {
                return 0;
            }

            @Override
            public void yieldFor(int thread) {}
        };
    }

    @Override
    public NameService nameService() {
        return new Names();
    }

    /** Users that the test added; each has a group of the same name and number. */
    private final class Names implements NameService {
        @Override
        public Optional<User> user(int uid) {
            return Optional.ofNullable(users.get(uid));
        }

        @Override
        public Optional<User> user(String name) {
            return users.values().stream().filter(user -> user.name().equals(name)).findFirst();
        }

        @Override
        public Optional<Group> group(int gid) {
            return user(gid).map(user -> new Group(user.name(), gid));
        }

        @Override
        public Optional<Group> group(String name) {
            return user(name).map(user -> new Group(name, user.gid()));
        }

        @Override
        public List<Integer> groups(User user) {
            return List.of(user.gid());
        }
    }

    @Override
    public Filesystem filesystem() {
        return new Fifos();
    }

    @Override
    public Inotify inotify() {
        return new NoWatches();
    }

    private static ErrnoException missing(String call) {
        return new ErrnoException(call, Errno.ENOSYS);
    }

    /** FIFOs by path, which are made anew where they are there; there are no other files. */
    private final class Fifos implements Filesystem {
        @Override
        public void makeFifo(String path, int mode) {
            fifos.put(path, OpenFile.PipeBuffer.fifo());
        }

        private OpenFile.PipeBuffer find(String path) throws ErrnoException {
            OpenFile.PipeBuffer fifo = fifos.get(path);
            if (fifo == null) {
                throw new ErrnoException("open", Errno.ENOENT);
            }
            return fifo;
        }

        @Override
        public int openFifoReader(String path) throws ErrnoException {
            OpenFile.PipeBuffer fifo = find(path);
            fifo.openReader();
            return install(new OpenFile.PipeReader(fifo));
        }

        @Override
        public int openKernelFile(String path) throws ErrnoException {
            OpenFile.Counter changes = kernelFiles.get(path);
            if (changes == null) {
                throw missing("open");
            }
            return install(new OpenFile.Told(changes));
        }

        @Override
        public int openFifoWriter(String path) throws ErrnoException {
            OpenFile.PipeBuffer fifo = find(path);
            if (!fifo.hasReader()) {
                throw new ErrnoException("open", Errno.ENXIO);
            }
            fifo.openWriter();
            return install(new OpenFile.PipeWriter(fifo));
        }

        @Override
        public void changeMode(String path, int mode) throws ErrnoException {
            throw missing("chmod");
        }

        @Override
        public void setExtendedAttribute(String path, String name, byte[] value) {}

        @Override
        public Optional<byte[]> extendedAttribute(String path, String name) throws ErrnoException {
            throw missing("lgetxattr");
        }
    }

    /** Says that nothing can be watched here. */
    private static final class NoWatches implements Inotify {
        @Override
        public int open() throws ErrnoException {
            throw missing("inotify_init1");
        }

        @Override
        public int watch(int inotifyFd, String path, int mask) throws ErrnoException {
            throw missing("inotify_add_watch");
        }

        @Override
        public void unwatch(int inotifyFd, int watch) throws ErrnoException {
            throw missing("inotify_rm_watch");
        }

        @Override
        public List<Event> read(int inotifyFd) throws ErrnoException {
            throw missing("read");
        }
    }

    /** Returns the files of descriptors that are to travel, held until they arrive. */
    List<OpenFile> travelling(int[] fds) throws ErrnoException {
        var files = new ArrayList<OpenFile>();
        for (int fd : fds) {
            files.add(file("sendmsg", fd));
        }
        files.forEach(this::hold);
        return files;
    }
}
