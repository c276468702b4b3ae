package hearth.nix.plan;

import hearth.nix.plan.UnitAction.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A switch in the making: what there is to know, and what has been decided so far. */
final class SwitchDraft {
    private final UnitVersions before;
    private final UnitVersions after;
    private final String directory;
    private final SortedMap<String, ActiveUnit> active = new TreeMap<>();
    private final Map<Kind, SortedMap<String, String>> decided = new EnumMap<>(Kind.class);

    SwitchDraft(
            UnitVersions before,
            UnitVersions after,
            String directory,
            Collection<ActiveUnit> active) {
        this.before = before;
        this.after = after;
        this.directory = directory;
        active.forEach(unit -> this.active.put(unit.name(), unit));
        for (Kind kind : Kind.values()) {
            decided.put(kind, new TreeMap<>());
        }
    }

    UnitVersion before(String unit) {
        return before.of(unit);
    }

    UnitVersion after(String unit) {
        return after.of(unit);
    }

    /** Returns what runs, by name. */
    SortedMap<String, ActiveUnit> active() {
        return active;
    }

    boolean isActive(String unit) {
        return active.containsKey(unit);
    }

    /** Decides; where the same was decided before, the first reason stays. */
    void decide(Kind kind, String unit, String reason) {
        decisions(kind).putIfAbsent(unit, reason);
    }

    private SortedMap<String, String> decisions(Kind kind) {
        return decided.computeIfAbsent(kind, key -> new TreeMap<>());
    }

    /** Returns the active units that our files speak of and that run by them. */
    List<ActiveUnit> concerned() {
        List<ActiveUnit> concerned = new ArrayList<>();
        for (ActiveUnit unit : active.values()) {
            boolean isSpokenOf = before(unit.name()).isPresent() || after(unit.name()).isPresent();
            if (!isSpokenOf) {
                continue;
            }
            if (isShadowed(unit)) {
                if (!before(unit.name()).equals(after(unit.name()))) {
                    decide(Kind.KEEP, unit.name(), "it runs from " + unit.fragmentPath());
                }
            } else {
                concerned.add(unit);
            }
        }
        return concerned;
    }

    /** A file of a home, or one made at run time, comes before one of ours in /etc. */
    private boolean isShadowed(ActiveUnit unit) {
        String path = unit.fragmentPath();
        boolean isOurs = path.startsWith(directory + "/");
        boolean isBehindOurs =
                path.isEmpty() || path.startsWith("/usr/") || path.startsWith("/etc/");
        return !isOurs && !isBehindOurs;
    }

    /** Returns whether our files no longer have a unit that they had, or mask it now. */
    boolean isGone(String unit) {
        UnitVersion old = before(unit);
        UnitVersion now = after(unit);
        return now.isMasked()
                ? !old.isMasked()
                : old.fragment().isPresent() && now.fragment().isEmpty();
    }

    /**
     * Returns the units that something active pulls in, that are new or changed, and that do not
     * run, each with what pulls it in.
     */
    SortedMap<String, String> wantedNow() {
        SortedMap<String, String> wanted = new TreeMap<>();
        for (String target : after.linksByTarget().keySet()) {
            if (!isActive(target) || decisions(Kind.STOP).containsKey(target)) {
                continue;
            }
            for (String unit : after.pulledInBy(target)) {
                if (!isActive(unit) && isNews(target, unit) && isStartable(unit)) {
                    wanted.putIfAbsent(unit, target);
                }
            }
        }
        return wanted;
    }

    private boolean isNews(String target, String unit) {
        return !before.pulledInBy(target).contains(unit)
                || !before(unit).values().equals(after(unit).values())
                || before(unit).isMasked();
    }

    private boolean isStartable(String unit) {
        UnitVersion version = after(unit);
        return !version.isMasked()
                && !version.flag("Unit", "RefuseManualStart", false)
                && !version.flag("Unit", "X-OnlyManualStart", false);
    }

    /** Returns the targets that our links belong to, or that are ours. */
    SortedSet<String> ownTargets() {
        SortedSet<String> targets = new TreeSet<>(after.linksByTarget().keySet());
        targets.addAll(after.units().keySet());
        targets.removeIf(name -> !name.endsWith(".target"));
        return targets;
    }

    /** Returns the sockets that start a service on demand and are active. */
    List<String> activeSocketsOf(String service) {
        List<String> declared =
                after(service)
                        .value("Service", "Sockets")
                        .map(text -> List.of(text.split("\\s+", -1)))
                        .orElse(List.of());
        String own = service.substring(0, service.lastIndexOf('.')) + ".socket";
        List<String> sockets = declared.isEmpty() ? List.of(own) : declared;
        return sockets.stream().filter(this::isActive).toList();
    }

    /** Returns what is decided: of several decisions about a unit the strongest. */
    SwitchPlan plan() {
        List<UnitAction> actions = new ArrayList<>();
        decided.forEach((kind, units) ->
                units.forEach((unit, reason) -> {
                    if (!isOverruled(kind, unit)) {
                        actions.add(new UnitAction(kind, unit, reason));
                    }
                }));
        return new SwitchPlan(actions);
    }

    private boolean isOverruled(Kind kind, String unit) {
        boolean isStopped = decisions(Kind.STOP).containsKey(unit);
        return switch (kind) {
            case RELOAD, KEEP -> isStopped || decisions(Kind.RESTART).containsKey(unit);
            case RESTART -> isStopped;
            case STOP, START -> false;
        };
    }
}
