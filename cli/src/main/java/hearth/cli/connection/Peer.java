package hearth.cli.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Whose socket a conversation is to be with. A path says nothing of that: a user may have put a
 * link to another's socket there, and root would give orders to the wrong one.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7), SO_PEERCRED</a>
 */
public sealed interface Peer {
    /** Whoever listens at a path that only root can make or change. */
    record OfRoot() implements Peer {}

    /** Somebody else listens, or would: it was not said anything. */
    final class Mistaken extends IOException {
        private static final long serialVersionUID = 1;

        /** Creates it. */
        public Mistaken(String message) {
            super(message);
        }
    }

    /** One user alone. */
    record OfUser(UserPrincipal user) implements Peer {}

    /**
     * Looks who listens, by the kernel's word.
     *
     * @throws Mistaken where that is not who is meant
     * @throws IOException where the kernel does not say
     */
    default void check(SocketChannel channel) throws IOException {
        if (this instanceof OfUser(UserPrincipal user)) {
            UserPrincipal listener = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (!listener.equals(user)) {
                throw new Mistaken(
                        "it is a socket of " + listener.getName() + ", not of " + user.getName());
            }
        }
    }
}
