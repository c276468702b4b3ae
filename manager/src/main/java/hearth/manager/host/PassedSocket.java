package hearth.manager.host;

/**
 * A descriptor that goes to a child.
 *
 * @param kept under which name the host keeps it
 * @param name in {@code LISTEN_FDNAMES}
 */
public record PassedSocket(String kept, String name) {}
