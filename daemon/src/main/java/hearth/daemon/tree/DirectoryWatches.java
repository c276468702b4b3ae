package hearth.daemon.tree;

import hearth.linux.ErrnoException;
import hearth.linux.Inotify;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells whether anything has happened in directories since they were read, so that they need not be
 * read for each user. Where a directory cannot be watched, something always has.
 *
 * <p>The kernel queues an event before the call that caused it returns: who changes a file and then
 * asks is answered from the new one. For the worker that reads the directories.
 */
final class DirectoryWatches {
    /**
     * Everything that makes another text, another entry, or a directory that is no longer there.
     */
    private static final int CHANGES =
            Inotify.MODIFIED
                    | Inotify.ATTRIBUTES
                    | Inotify.WRITTEN
                    | Inotify.CREATED
                    | Inotify.DELETED
                    | Inotify.MOVED_FROM
                    | Inotify.MOVED_TO
                    | Inotify.SELF_DELETED
                    | Inotify.SELF_MOVED;

    private static final int NONE = -1;

    private final Inotify inotify;
    private final Map<Integer, Set<Path>> trees = new HashMap<>();
    private final Map<Path, Set<Integer>> watched = new HashMap<>();
    private int fd = NONE;

    DirectoryWatches(Inotify inotify) {
        this.inotify = inotify;
    }

    /**
     * Watches a directory as a part of a tree; to be called before it is read.
     *
     * @param tree what is to be read again when anything happens here
     * @return false where it cannot be watched
     */
    boolean watch(Path tree, Path directory) {
        try {
            if (fd == NONE) {
                fd = inotify.open();
            }
            int watch = inotify.watch(fd, directory.toString(), CHANGES);
            trees.computeIfAbsent(watch, _ -> new HashSet<>()).add(tree);
            watched.computeIfAbsent(tree, _ -> new HashSet<>()).add(watch);
            return true;
        } catch (ErrnoException _) {
            return false; // it is not there, or watches are used up
        }
    }

    /** Returns the trees in which something has happened; they are not watched any longer. */
    Set<Path> takeChanged() {
        var changed = new HashSet<Path>();
        try {
            List<Inotify.Event> events = fd == NONE ? List.of() : inotify.read(fd);
            while (!events.isEmpty()) {
                for (Inotify.Event event : events) {
                    boolean isOverflow = (event.mask() & Inotify.OVERFLOW) != 0;
                    changed.addAll(
                            isOverflow
                                    ? watched.keySet()
                                    : trees.getOrDefault(event.watch(), Set.of()));
                }
                events = inotify.read(fd);
            }
        } catch (ErrnoException _) {
            changed.addAll(watched.keySet());
        }
        changed.forEach(this::forget);
        return changed;
    }

    /** Ends the watches of a tree. */
    void forget(Path tree) {
        for (int watch : watched.getOrDefault(tree, Set.of())) {
            Set<Path> others = trees.getOrDefault(watch, Set.of());
            others.remove(tree);
            if (others.isEmpty()) {
                trees.remove(watch);
                unwatch(watch);
            }
        }
        watched.remove(tree);
    }

    private void unwatch(int watch) {
        try {
            inotify.unwatch(fd, watch);
        } catch (ErrnoException _) {
            // it went with its directory
        }
    }
}
