package hearth.unit.install;

import hearth.unit.install.InstallResult.Plan;
import hearth.unit.install.InstallResult.Reason;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.tree.Entry;
import hearth.unit.tree.UnitDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan in the making. */
final class PlanDraft {
    private final List<UnitDirectory> directories;
    private final boolean isForced;
    private final SequencedSet<Step> steps = new LinkedHashSet<>();
    private final Map<String, String> targets = new HashMap<>();
    private final SequencedSet<Step> tidied = new LinkedHashSet<>(); // when all links are gone
    private boolean carriesInstallInfo;
    private Optional<Refused> refused = Optional.empty();
    private Optional<Refused> failure = Optional.empty();

    /**
     * Makes an empty one.
     *
     * @param directories those that the plan changes
     * @param isForced whether links that lead elsewhere are replaced
     */
    PlanDraft(List<UnitDirectory> directories, boolean isForced) {
        this.directories = directories;
        this.isForced = isForced;
    }

    void note(Note note) {
        steps.add(note);
    }

    void sawInstallInfo(boolean isThere) {
        carriesInstallInfo |= isThere;
    }

    /** Returns the paths that go. */
    Set<String> unlinked() {
        return steps.stream()
                .filter(Change.Unlink.class::isInstance)
                .map(step -> ((Change.Unlink) step).path())
                .collect(Collectors.toSet());
    }

    /** Returns the plan, or why there is none. */
    InstallResult result() {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(tidied);
        return refused.isPresent() ? refused.get() : new Plan(all, carriesInstallInfo, failure);
    }

    /** Takes a link away, and the directory of links that it leaves empty. */
    void unlink(String path) {
        steps.add(new Change.Unlink(path));
        String directory = path.substring(0, path.lastIndexOf('/'));
        if (UnitDirectory.LINK_DIRECTORIES.stream().anyMatch(directory::endsWith)) {
            tidied.add(new Change.Tidy(directory));
        }
    }

    /** Makes a link, unless something else has its name. */
    void link(String path, String target) {
        link(path, target, isForced);
    }

    /** Makes a link, or has the one of that name lead to the target. */
    void redirect(String path, String target) {
        link(path, target, true);
    }

    private void link(String path, String target, boolean replaces) {
        Optional<Entry> there = entryAt(path);
        Optional<String> old =
                Optional.ofNullable(targets.get(path))
                        .or(() ->
                                there.filter(Entry.Link.class::isInstance)
                                        .map(entry -> ((Entry.Link) entry).target()));
        if (old.isEmpty() && there.isPresent()) {
            fail(Reason.EXISTS, "file " + path + " already exists");
        } else if (old.isPresent() && !old.get().equals(target) && !replaces) {
            fail(
                    Reason.EXISTS,
                    "file " + path + " already exists and is a symlink to " + old.get());
        } else if (!old.equals(Optional.of(target))) {
            steps.add(new Change.Link(path, target, old.isPresent()));
            targets.put(path, target);
        }
    }

    /** Says what cannot be done of the plan; of several the first. */
    void fail(Reason reason, String message) {
        fail(new Refused(reason, message));
    }

    /** Says what cannot be done of the plan; of several the first. */
    void fail(Refused what) {
        failure = failure.or(() -> Optional.of(what));
    }

    /** Says why there will be no plan; of several reasons the first. */
    void refuse(Refused why) {
        refused = refused.or(() -> Optional.of(why));
    }

    private Optional<Entry> entryAt(String path) {
        for (UnitDirectory directory : directories) {
            String prefix = directory.place().path() + "/";
            if (!path.startsWith(prefix)) {
                continue;
            }
            String[] parts = path.substring(prefix.length()).split("/", 2);
            Optional<Entry> entry = directory.entry(parts[0]);
            return parts.length == 1 ? entry : entry.flatMap(outer -> inside(outer, parts[1]));
        }
        return Optional.empty();
    }

    private static Optional<Entry> inside(Entry outer, String name) {
        return outer instanceof Entry.Directory(Map<String, Entry> entries)
                ? Optional.ofNullable(entries.get(name))
                : Optional.empty();
    }
}
