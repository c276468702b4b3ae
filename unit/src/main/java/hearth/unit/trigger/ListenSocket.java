package hearth.unit.trigger;

/** One of the things that a socket unit listens to. */
public record ListenSocket(ListenKind kind, ListenAddress address) {}
