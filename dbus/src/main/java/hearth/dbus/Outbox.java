package hearth.dbus;

/**
 * Where messages go: a connection's end that any thread may use; its owner carries them to the
 * reactor.
 */
@FunctionalInterface
public interface Outbox {
    /**
     * Takes a message, and with it its descriptors, for sending; never blocks, and drops it where
     * the end is gone.
     */
    void send(Message message);

    /**
     * Returns whether anybody is there to read what is sent, as far as is known: an answer that
     * takes work is not worked out for whoever has gone. Any thread.
     */
    default boolean isOpen() {
        return true;
    }
}
