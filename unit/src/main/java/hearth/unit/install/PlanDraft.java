package hearth.unit.install;

import hearth.unit.install.InstallResult.Plan;
import hearth.unit.install.InstallResult.Reason;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.tree.Entry;
import hearth.unit.tree.UnitDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A plan in the making. */
final class PlanDraft {
    private final List<UnitDirectory> directories;
    private final boolean isForced;
    private final SequencedMap<String, Change> changes = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private boolean carriesInstallInfo;
    private Optional<Refused> refused = Optional.empty();

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

    void note(String text) {
        notes.add(text);
    }

    void sawInstallInfo(boolean isThere) {
        carriesInstallInfo |= isThere;
    }

    Optional<Refused> refused() {
        return refused;
    }

    SequencedMap<String, Change> changes() {
        return changes;
    }

    /** Returns the plan, or why there is none. */
    InstallResult result() {
        return refused.isPresent() ? refused.get() : plan();
    }

    void unlink(String path) {
        changes.put(path, new Change.Unlink(path));
    }

    void link(String path, String target) {
        Optional<Entry> there = entryAt(path);
        if (there.isEmpty()) {
            changes.put(path, new Change.Link(path, target, false));
        } else if (there.get() instanceof Entry.Link(String old, Entry destination)) {
            boolean isSame = old.equals(target);
            if (!isSame && isForced) {
                changes.put(path, new Change.Link(path, target, true));
            } else if (!isSame) {
                refuse("file " + path + " already exists and is a symlink to " + old);
            }
        } else {
            refuse("file " + path + " already exists");
        }
    }

    private void refuse(String message) {
        refused = refused.or(() -> Optional.of(new Refused(Reason.EXISTS, message)));
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

    private Plan plan() {
        return new Plan(List.copyOf(changes.values()), carriesInstallInfo, notes);
    }
}
