package hearth.daemon.bus;

import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.object.Caller;

/**
 * The far end of a private connection, as a mailbox sees it.
 *
 * @param id unique among the connections of this brain
 * @param caller who it is, by the kernel's word
 * @param outbox takes messages to it, from any thread
 */
public record Peer(long id, Caller caller, Outbox outbox) {

    /** What a private socket serves; called in its mailbox. */
    public interface Service {
        /** Somebody has connected. */
        void opened(Peer peer);

        /** A message came; it is the service's to close. */
        void received(Peer peer, Message message);

        /** The connection is over. */
        void closed(Peer peer);
    }
}
