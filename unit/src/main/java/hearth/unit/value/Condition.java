package hearth.unit.value;

/**
 * One condition or assertion.
 *
 * @param kind what it asks
 * @param trigger whether {@code |} makes it one of several of which one is enough
 * @param negated whether {@code !} turns it round
 * @param argument what it asks about; empty only for the one that {@code Condition...=} leaves
 */
public record Condition(ConditionKind kind, boolean trigger, boolean negated, String argument) {}
