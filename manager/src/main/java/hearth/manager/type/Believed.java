package hearth.manager.type;

/**
 * A process that a unit believes it has.
 *
 * @param token by which it was ordered, or is watched
 * @param pid its number; 0 where it has been ordered and nobody has heard of it yet
 */
public record Believed(long token, int pid) {}
