package hearth.nix.plan;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.nix.declaration.Declared;
import hearth.nix.declaration.LingerDeclaration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LingerPlanTest {
    private static final SortedSet<String> NOBODY = new TreeSet<>();
    private static final SortedSet<String> ALICE = new TreeSet<>(List.of("alice"));

    private static List<LingerDeclaration> declared(boolean lingers) {
        return List.of(new LingerDeclaration("alice", lingers, Declared.HERE));
    }

    private static LingerPlan plan(
            List<LingerDeclaration> declared, SortedSet<String> ours, boolean lingers) {
        return LingerPlan.of(declared, ours, user -> Optional.of(lingers));
    }

    @Test
    void whatIsDeclaredIsSwitchedOnAndRemembered() {
        LingerPlan plan = plan(declared(true), NOBODY, false);

        assertThat(plan.changes())
                .containsExactly(new LingerPlan.Change("alice", true, "declared"));
        assertThat(plan.switchedOn()).containsExactly("alice");
    }

    @Test
    void whatIsOnAlreadyIsNotOurs() {
        LingerPlan plan = plan(declared(true), NOBODY, true);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.switchedOn()).isEmpty();
    }

    @Test
    void whatIsOursStaysOurs() {
        LingerPlan plan = plan(declared(true), ALICE, true);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.switchedOn()).containsExactly("alice");
    }

    @Test
    void whatIsDeclaredOffIsSwitchedOffWhoeverSwitchedItOn() {
        LingerPlan plan = plan(declared(false), NOBODY, true);

        assertThat(plan.changes())
                .containsExactly(new LingerPlan.Change("alice", false, "declared"));
        assertThat(plan.switchedOn()).isEmpty();
    }

    @Test
    void whatIsNoLongerDeclaredIsSwitchedOffWhereItWasOurs() {
        assertThat(plan(List.of(), ALICE, true).changes())
                .containsExactly(new LingerPlan.Change("alice", false, "no longer declared"));
        assertThat(plan(List.of(), NOBODY, true).changes()).isEmpty();
    }

    @Test
    void whatSomebodySwitchedOffAlreadyIsForgotten() {
        LingerPlan plan = plan(List.of(), ALICE, false);

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.switchedOn()).isEmpty();
    }

    @Test
    void anUnknownUserIsAnErrorWhereItIsDeclared() {
        LingerPlan plan = LingerPlan.of(declared(true), NOBODY, user -> Optional.empty());

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.diagnostics())
                .extracting(Object::toString)
                .containsExactly(
                        "a.nix:1:1: users.users.alice.linger: there is no user alice here, and none"
                                + " is made");
    }

    @Test
    void anUnknownUserWhoShallNotLingerIsFine() {
        assertThat(LingerPlan.of(declared(false), NOBODY, user -> Optional.empty()))
                .isEqualTo(LingerPlan.NOTHING);
    }
}
