package hearth.daemon.mount;

import hearth.daemon.machine.KernelFile;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.manager.host.Mounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is mounted in one namespace: read when the kernel says that something has changed, and
 * parsed once for all who see it.
 *
 * <p>Any thread, but for the registration, which is the reactor's.
 */
final class MountNamespace {
    /**
     * The shortest time between two readings that nobody has asked for: a user may mount and
     * unmount as often as he likes (fusermount), and a reading costs what all mounts are long.
     */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** The worker's only user of this kind. */
    private static final String LANE = "mounts";

    private final MountNamespaces.Parts parts;
    private final Path file;
    private final Map<String, Set<Runnable>> watchers = new HashMap<>();
    private volatile Mounts mounts = Mounts.NONE;
    private int holders;
    private boolean isCutSaid;

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

    synchronized void hold() {
        holders++;
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
        return mounts;
    }

    /** The kernel has said that something has changed; in the reactor. */
    private void due() {
        isDue = true;
        if (!isResting) {
            isDue = false;
            isResting = true;
            parts.files().submit(LANE, this::read);
            parts.reactor().after(PAUSE, this::rested);
        }
    }

    private void rested() {
        isResting = false;
        if (isDue) {
            due();
        }
    }

    /** Reads what is mounted now, and tells who watches what has changed. */
    Mounts read() {
        List<Runnable> told = new ArrayList<>();
        Mounts now;
        synchronized (this) {
            try {
                MountInfo.Reading reading =
                        MountInfo.parse(KernelFile.bytes(file), mounts, parts.time().now());
                sayCut(reading.isCut());
                List<String> changed = reading.mounts().changedSince(mounts);
                if (!changed.isEmpty()) {
                    mounts = reading.mounts();
                }
                Set<Runnable> all = new LinkedHashSet<>();
                changed.forEach(unit -> all.addAll(watchers.getOrDefault(unit, Set.of())));
                told.addAll(all);
            } catch (IOException _) {
                // The process by which it was seen is gone, or there is no /proc: nothing is news.
            }
            now = mounts;
        }
        told.forEach(Runnable::run);
        return now;
    }

    private void sayCut(boolean isCut) {
        if (isCut && !isCutSaid) {
            parts.complaints()
                    .accept(
                            "more than "
                                    + MountInfo.MOUNTS_MAX
                                    + " mounts: those beyond are not shown as units");
        }
        isCutSaid = isCut;
    }

    // ---- who wants to know

    synchronized void watch(String unit, Runnable changed) {
        watchers.computeIfAbsent(unit, _ -> new LinkedHashSet<>(2)).add(changed);
    }

    synchronized void unwatch(String unit, Runnable changed) {
        Set<Runnable> all = watchers.get(unit);
        if (all != null && all.remove(changed) && all.isEmpty()) {
            watchers.remove(unit);
        }
    }
}
