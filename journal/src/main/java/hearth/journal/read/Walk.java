package hearth.journal.read;

import hearth.journal.DamagedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes through the wanted entries of several files, each entry once, forward or backward. Belongs
 * to one thread.
 *
 * <p>What is damaged of a file is passed over, and told of once.
 */
public final class Walk {
    private final boolean isForward;
    private final Match match;
    private final Consumer<String> damages;
    private final List<Step> steps = new ArrayList<>();
    private Optional<EntryCursor> last = Optional.empty();

    /** A file, and the entry of it that comes next. */
    private static final class Step {
        private final JournalFile file;
        private EntryFinder finder = EntryFinder.NONE;
        private long offset; // where to look for the next, or 0 where nothing is left
        private Optional<EntryCursor> next = Optional.empty();
        private boolean isToldOf;

        Step(JournalFile file) {
            this.file = file;
        }
    }

    private Walk(boolean isForward, Match match, Consumer<String> damages) {
        this.isForward = isForward;
        this.match = match;
        this.damages = damages;
    }

    /**
     * Goes forward from a place.
     *
     * @param damages told why a file is passed over
     */
    public static Walk forward(
            List<JournalFile> files, Match match, Place from, Consumer<String> damages)
            throws IOException {
        return begin(new Walk(true, match, damages), files, from);
    }

    /** Goes backward from a place, beginning with the entry before it. */
    public static Walk backward(
            List<JournalFile> files, Match match, Place from, Consumer<String> damages)
            throws IOException {
        return begin(new Walk(false, match, damages), files, from);
    }

    private static Walk begin(Walk walk, List<JournalFile> files, Place from) throws IOException {
        for (JournalFile file : files) {
            Step step = new Step(file);
            walk.steps.add(step);
            walk.guarded(step, () -> walk.begin(step, from));
        }
        return walk;
    }

    private interface Reading {
        void run() throws IOException;
    }

    private void guarded(Step step, Reading reading) throws IOException {
        try {
            reading.run();
        } catch (DamagedException e) {
            tell(step, e.damage());
            step.offset = 0;
            step.next = Optional.empty();
        }
        step.file.takeDamage().ifPresent(damage -> tell(step, damage));
    }

    /** Tells of a file's damage, once: one may have many. */
    private void tell(Step step, String damage) {
        if (!step.isToldOf) {
            step.isToldOf = true;
            damages.accept(damage);
        }
    }

    private void begin(Step step, Place from) throws IOException {
        step.finder = EntryFinder.of(step.file, match);
        long first = step.file.firstFrom(from);
        if (isForward) {
            step.offset = first == 0 ? Long.MAX_VALUE : first;
        } else {
            step.offset = first == 0 ? Long.MAX_VALUE : first - 1;
        }
        if (isForward && first == 0) {
            long end = step.file.entries().atOrBefore(Long.MAX_VALUE);
            step.offset = end + 1;
        }
        peek(step);
    }

    /** Finds a file's next entry; what is damaged is passed over. */
    private void peek(Step step) throws IOException {
        step.next = Optional.empty();
        long found = find(step);
        while (found != 0 && step.next.isEmpty()) {
            step.offset = found;
            try {
                step.next = Optional.of(step.file.cursor(found));
            } catch (DamagedException e) {
                tell(step, e.damage());
                step.offset += isForward ? 1 : -1;
                found = find(step);
            }
        }
    }

    private long find(Step step) throws IOException {
        return isForward ? step.finder.atOrAfter(step.offset) : step.finder.atOrBefore(step.offset);
    }

    private void advance(Step step) throws IOException {
        step.offset += isForward ? 1 : -1;
        peek(step);
    }

    /** Returns the next entry; nothing where there is none, which {@link #refresh} may change. */
    public Optional<Entry> next() throws IOException {
        while (true) {
            Step nearest = null;
            for (Step step : steps) {
                if (step.next.isPresent() && (nearest == null || isNearer(step, nearest))) {
                    nearest = step;
                }
            }
            if (nearest == null) {
                return Optional.empty();
            }
            Optional<Entry> entry = take(nearest);
            if (entry.isPresent()) {
                return entry;
            }
        }
    }

    private boolean isNearer(Step step, Step other) {
        int order = step.next.get().compareTo(other.next.get());
        return isForward ? order < 0 : order > 0;
    }

    /** Takes a file's next entry; nothing where it is a copy of the last one, or damaged. */
    private Optional<Entry> take(Step step) throws IOException {
        EntryCursor cursor = step.next.get();
        List<Entry> taken = new ArrayList<>(1);
        boolean isCopy = last.isPresent() && last.get().compareTo(cursor) == 0;
        if (!isCopy) {
            try {
                taken.add(step.file.read(step.offset));
            } catch (DamagedException e) {
                tell(step, e.damage());
            }
        }
        guarded(step, () -> advance(step));
        last = Optional.of(cursor);
        return taken.stream().findFirst();
    }

    /** Sees what was written meanwhile; {@link #next} goes on behind what it has told. */
    public void refresh() throws IOException {
        for (Step step : steps) {
            if (isForward && step.next.isEmpty() && step.offset != 0) {
                guarded(
                        step,
                        () -> {
                            step.file.refresh();
                            step.finder = EntryFinder.of(step.file, match);
                            peek(step);
                        });
            }
        }
    }
}
