package hearth.unit.install;

/** One line of a plan: what changes, or what a person should know of it. */
public sealed interface Step permits Change, Note {}
