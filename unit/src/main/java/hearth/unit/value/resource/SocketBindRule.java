package hearth.unit.value.resource;

/**
 * Which sockets may be bound, or not.
 *
 * @param family as socket(2) numbers it; 0 any
 * @param protocol as in {@code /etc/protocols}; 0 any
 * @param ports how many; 0 all
 * @param firstPort the lowest of them
 */
public record SocketBindRule(int family, int protocol, int ports, int firstPort) {}
