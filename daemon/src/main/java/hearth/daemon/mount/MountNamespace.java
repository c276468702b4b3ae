package hearth.daemon.mount;

import hearth.daemon.machine.KernelFile;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is mounted in one namespace: read when the kernel says that something has changed, and taken
 * apart once for all who see it.
 *
 * <p>Any thread, but for the registration, which is the reactor's.
 */
final class MountNamespace {
    /**
     * The shortest time between two readings that nobody has asked for: a user may mount and
     * unmount as often as he likes (fusermount).
     */
    static final Duration PAUSE_MIN = Duration.ofMillis(100);

    /** The longest one, so that news does not grow old where reading takes long. */
    static final Duration PAUSE_MAX = Duration.ofSeconds(2);

    /** In between, so many times what the last reading took: a twentieth of a processor is lost. */
    private static final int PAUSE_FACTOR = 20;

    /** The worker's only user of this kind. */
    private static final String LANE = "mounts";

    private final MountNamespaces.Parts parts;
    private volatile Path file;
    private volatile Duration pause = PAUSE_MIN;
    private int holders;

    /** Who wants to know of a unit's mount. Guarded by itself. */
    private final Map<String, Set<Runnable>> watchers = new HashMap<>();

    // ---- what was read: written by who has this lock

    private final Object reading = new Object();
    private final AtomicLong begun = new AtomicLong();
    private volatile MountInfo last = MountInfo.NONE;
    private final Set<String> said = new HashSet<>();

    // ---- the reactor's

    private int fd = -1;
    private Reactor.@Nullable Registration registration;
    private boolean isDue;
    private boolean isResting;

    MountNamespace(MountNamespaces.Parts parts, Path file) {
        this.parts = parts;
        this.file = file;
    }

    /** Reads what is mounted, and begins to watch it. */
    void open() {
        parts.reactor().execute(this::register);
        read();
    }

    private void register() {
        try {
            fd = MountNamespaces.watch(parts.linux(), file);
            registration = parts.reactor().register(fd, 0, _ -> due());
            // What was mounted between the first reading and now.
            due();
        } catch (ErrnoException e) {
            close();
            parts.complaints()
                    .accept(
                            "units of mounts are not told when something is mounted: "
                                    + file
                                    + ": "
                                    + e.getMessage());
        }
    }

    private void close() {
        if (registration != null) {
            registration.end();
            registration = null;
        }
        if (fd >= 0) {
            parts.linux().descriptors().closeQuietly(fd);
            fd = -1;
        }
    }

    /** One more sees it, by a file of his own: the processes of others may end. */
    synchronized void hold(Path by) {
        holders++;
        file = by;
    }

    /** One who sees it is gone; returns whether it was the last one. */
    synchronized boolean letGo() {
        holders--;
        if (holders > 0) {
            return false;
        }
        parts.reactor().execute(this::close);
        return true;
    }

    // ---- reading

    Mounts mounts() {
        return last.mounts();
    }

    /** The kernel has said that something has changed; in the reactor. */
    private void due() {
        isDue = true;
        if (isResting) {
            return;
        }
        isResting = true;
        isDue = false;
        boolean isTaken = parts.files().submit(LANE, this::readAndRest);
        if (!isTaken) {
            isDue = true;
            rest();
        }
    }

    private void readAndRest() {
        try {
            read();
        } finally {
            parts.reactor().execute(this::rest);
        }
    }

    private void rest() {
        parts.reactor().after(pause, this::rested);
    }

    private void rested() {
        isResting = false;
        if (isDue) {
            due();
        }
    }

    /**
     * Reads what is mounted now, and tells who watches what has changed. Whoever had to wait for
     * another's reading takes the next one together with all who waited.
     */
    Mounts read() {
        long asked = begun.get();
        Mounts before;
        Mounts now;
        synchronized (reading) {
            if (begun.get() > asked) {
                return last.mounts(); // of a reading that began after the question
            }
            begun.incrementAndGet();
            before = last.mounts();
            readOnce();
            now = last.mounts();
        }
        if (now != before) {
            tell(now.changedSince(before));
        }
        return now;
    }

    private void readOnce() {
        Moment begin = parts.time().now();
        var next = new MountInfo.Reading(last, begin);
        try (ReadableByteChannel channel = Files.newByteChannel(file)) {
            KernelFile.lines(channel, MountInfo.LINE_BYTES_MAX, next::take);
            last = next.end();
            complain();
        } catch (IOException _) {
            // The process by which it was seen is gone, or there is no /proc: nothing is news.
        }
        long usec = parts.time().now().monotonicUsec() - begin.monotonicUsec();
        pause = pauseAfter(usec);
    }

    /** Returns how long nothing is read after a reading that took so many microseconds. */
    static Duration pauseAfter(long usec) {
        long nanos = Duration.ofNanos(usec * 1_000).multipliedBy(PAUSE_FACTOR).toNanos();
        return Duration.ofNanos(Math.clamp(nanos, PAUSE_MIN.toNanos(), PAUSE_MAX.toNanos()));
    }

    /** Says once of each what is not shown, and again when it has been in between. */
    private void complain() {
        said.retainAll(last.complaints());
        last.complaints().stream().filter(said::add).forEach(parts.complaints());
    }

    private void tell(Iterable<String> changed) {
        Set<Runnable> told = new LinkedHashSet<>();
        synchronized (watchers) {
            changed.forEach(unit -> told.addAll(watchers.getOrDefault(unit, Set.of())));
        }
        told.forEach(Runnable::run);
    }

    // ---- who wants to know

    void watch(String unit, Runnable changed) {
        synchronized (watchers) {
            watchers.computeIfAbsent(unit, _ -> new LinkedHashSet<>(2)).add(changed);
        }
    }

    void unwatch(String unit, Runnable changed) {
        synchronized (watchers) {
            Set<Runnable> all = watchers.get(unit);
            if (all != null && all.remove(changed) && all.isEmpty()) {
                watchers.remove(unit);
            }
        }
    }
}
