package hearth.nix.plan;

import hearth.nix.declaration.LingerDeclaration;
import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose services begin or cease to run without a login.
 *
 * <p>What is switched on here is remembered, and switched off again once it is no longer declared;
 * what somebody else had switched on stays. (NixOS leaves both on.)
 *
 * @param changes in the order of users
 * @param switchedOn the users for whom it will have been switched on by us
 * @param diagnostics declarations for users who do not exist
 */
public record LingerPlan(
        List<Change> changes, SortedSet<String> switchedOn, List<Diagnostic> diagnostics) {
    /** Nothing declared, nothing to undo. */
    public static final LingerPlan NOTHING =
            new LingerPlan(List.of(), Collections.emptySortedSet(), List.of());

    public LingerPlan {
        changes = List.copyOf(changes);
        switchedOn = Collections.unmodifiableSortedSet(new TreeSet<>(switchedOn));
        diagnostics = List.copyOf(diagnostics);
    }

    /**
     * A switch.
     *
     * @param user whose
     * @param isOn which way
     * @param reason for people, to stand behind it
     */
    public record Change(String user, boolean isOn, String reason) {}

    /** Who lingers now. */
    @FunctionalInterface
    public interface Lingerers {
        /** Returns whether a user does; nothing where there is no such user. */
        Optional<Boolean> lingers(String user);
    }

    /**
     * Returns what has to happen.
     *
     * @param ours for whom we switched it on before
     */
    public static LingerPlan of(
            List<LingerDeclaration> declared, SortedSet<String> ours, Lingerers lingerers) {
        List<Change> changes = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        SortedSet<String> switchedOn = new TreeSet<>();
        var byUser = new TreeMap<String, LingerDeclaration>();
        declared.forEach(declaration -> byUser.put(declaration.user(), declaration));
        byUser.forEach((user, declaration) -> {
            Optional<Boolean> lingers = lingerers.lingers(user);
            if (lingers.isEmpty()) {
                if (declaration.lingers()) {
                    diagnostics.add(unknown(declaration));
                }
                return;
            }
            if (declaration.lingers() != lingers.get()) {
                changes.add(new Change(user, declaration.lingers(), "declared"));
            }
            if (declaration.lingers() && (!lingers.get() || ours.contains(user))) {
                switchedOn.add(user);
            }
        });
        for (String user : ours) {
            if (!byUser.containsKey(user) && lingerers.lingers(user).orElse(false)) {
                changes.add(new Change(user, false, "no longer declared"));
            }
        }
        return new LingerPlan(changes, switchedOn, diagnostics);
    }

    private static Diagnostic unknown(LingerDeclaration declaration) {
        return new Diagnostic(
                declaration.position().file(),
                declaration.position().line(),
                declaration.position().column(),
                Severity.ERROR,
                "users.users."
                        + declaration.user()
                        + ".linger: there is no user "
                        + declaration.user()
                        + " here, and none is made");
    }
}
