package hearth.nix.apply;

import hearth.nix.plan.LingerPlan;
import hearth.nix.plan.UnitAction;
import java.util.Optional;

/** Is told what was done, as it is done. */
public interface Progress {
    /**
     * Something was done to a unit.
     *
     * @param failure why it was not, where it was not
     */
    void switched(ManagedUser user, UnitAction action, Optional<String> failure);

    /**
     * A user's lingering was changed.
     *
     * @param failure why it was not, where it was not
     */
    void lingered(LingerPlan.Change change, Optional<String> failure);

    /** A user's manager could not be asked at all. */
    void unreachable(ManagedUser user, String why);
}
