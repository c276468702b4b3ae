package hearth.nix.apply;

import hearth.nix.plan.LingerPlan;
import hearth.nix.plan.UnitAction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Does to running managers what was planned, and goes on where something fails. */
final class Execution {
    private final Switcher switcher;
    private final Progress progress;
    private boolean isComplete = true;

    Execution(Switcher switcher, Progress progress) {
        this.switcher = switcher;
        this.progress = progress;
    }

    /** Returns whether nothing has failed so far. */
    boolean isComplete() {
        return isComplete;
    }

    /** Stops units by the definitions that their managers still have. */
    void stop(Prospect prospect) {
        for (UserSwitch user : prospect.switches()) {
            withManager(
                    user,
                    manager -> {
                        keep(user);
                        run(manager, user, UnitAction.Kind.STOP);
                    });
        }
    }

    /** Has managers read their units again, and reloads, restarts and starts. */
    void start(Prospect prospect) {
        for (UserSwitch user : prospect.switches()) {
            withManager(
                    user,
                    manager -> {
                        if (prospect.changesUnits()) {
                            manager.reload();
                        }
                        run(manager, user, UnitAction.Kind.RELOAD);
                        run(manager, user, UnitAction.Kind.RESTART);
                        run(manager, user, UnitAction.Kind.START);
                    });
        }
    }

    /** Changes who lingers; returns for whom it has been switched on here in the end. */
    SortedSet<String> linger(LingerPlan plan, SortedSet<String> before) {
        SortedSet<String> switchedOn = new TreeSet<>(plan.switchedOn());
        for (LingerPlan.Change change : plan.changes()) {
            Optional<String> failure = Optional.empty();
            try {
                switcher.linger(change.user(), change.isOn());
            } catch (IOException e) {
                failure = Optional.of(String.valueOf(e.getMessage()));
                isComplete = false;
                if (before.contains(change.user())) {
                    switchedOn.add(change.user());
                } else {
                    switchedOn.remove(change.user());
                }
            }
            progress.lingered(change, failure);
        }
        return switchedOn;
    }

    @FunctionalInterface
    private interface Conversation {
        void with(Switcher.Manager manager) throws IOException;
    }

    private void withManager(UserSwitch user, Conversation conversation) {
        try (Switcher.Manager manager = switcher.open(user.user())) {
            conversation.with(manager);
        } catch (IOException e) {
            isComplete = false;
            progress.unreachable(user.user(), String.valueOf(e.getMessage()));
        }
    }

    private void keep(UserSwitch user) {
        user.plan().actions().stream()
                .filter(action -> action.kind() == UnitAction.Kind.KEEP)
                .forEach(action -> progress.switched(user.user(), action, Optional.empty()));
    }

    private void run(Switcher.Manager manager, UserSwitch user, UnitAction.Kind kind)
            throws IOException {
        List<String> units = user.plan().units(kind);
        if (units.isEmpty()) {
            return;
        }
        Map<String, String> failures = manager.run(kind, units);
        for (UnitAction action : user.plan().actions()) {
            if (action.kind() == kind) {
                Optional<String> failure = Optional.ofNullable(failures.get(action.unit()));
                isComplete &= failure.isEmpty();
                progress.switched(user.user(), action, failure);
            }
        }
    }
}
