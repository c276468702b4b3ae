package hearth.nix.plan;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** What a unit's new definition means for one that runs with the old. */
enum Difference {
    /** Nothing: it runs on as it would have been started. */
    NONE,
    /** It can take the new one up by a reload. */
    RELOAD,
    /** It must be started anew. */
    RESTART;

    /** Directives of {@code [Unit]} that say nothing about what runs. */
    private static final Set<String> DESCRIBING =
            Set.of(
                    "Description",
                    "Documentation",
                    "OnFailure",
                    "OnSuccess",
                    "OnFailureJobMode",
                    "IgnoreOnIsolate",
                    "StopWhenUnneeded",
                    "RefuseManualStart",
                    "RefuseManualStop",
                    "AllowIsolate",
                    "CollectMode",
                    "SourcePath");

    private static final DirectiveName RELOAD_TRIGGERS =
            new DirectiveName("Unit", "X-Reload-Triggers");
    private static final DirectiveName RELOAD_COMMAND = new DirectiveName("Service", "ExecReload");

    /** Returns the difference as NixOS sees it: by directive, not by text. */
    static Difference asNixos(UnitVersion before, UnitVersion after) {
        Difference difference = NONE;
        for (DirectiveName key : changed(before, after)) {
            Difference one = ofNixos(key, after);
            difference = one.compareTo(difference) > 0 ? one : difference;
        }
        return difference;
    }

    private static Difference ofNixos(DirectiveName key, UnitVersion after) {
        if (key.section().equals("Unit") && DESCRIBING.contains(key.name())) {
            return NONE;
        }
        if (key.equals(RELOAD_TRIGGERS)) {
            return RELOAD;
        }
        if (key.equals(RELOAD_COMMAND)) {
            // Without the command there is nothing that a reload could do.
            return after.values().containsKey(key) ? RELOAD : NONE;
        }
        return RESTART;
    }

    /** Returns the difference as home-manager sees it. */
    static Difference asHomeManager(UnitVersion before, UnitVersion after) {
        Set<DirectiveName> changed = changed(before, after);
        if (changed.isEmpty()) {
            return NONE;
        }
        return changed.equals(Set.of(RELOAD_TRIGGERS)) ? RELOAD : RESTART;
    }

    /** What {@code [Install]} says is in the links. */
    private static Set<DirectiveName> changed(UnitVersion before, UnitVersion after) {
        SortedMap<DirectiveName, List<String>> old = before.values();
        SortedMap<DirectiveName, List<String>> now = after.values();
        Set<DirectiveName> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        keys.removeIf(key ->
                key.section().equals("Install")
                        || old.getOrDefault(key, List.of())
                                .equals(now.getOrDefault(key, List.of())));
        return keys;
    }
}
