package hearth.nix.apply;

import hearth.nix.plan.SwitchPlan;

/** What happens to one user's units. */
public record UserSwitch(ManagedUser user, SwitchPlan plan) {}
