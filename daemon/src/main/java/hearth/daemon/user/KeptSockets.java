package hearth.daemon.user;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.store.StoredDescriptors;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.socket.SocketOption;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The sockets of users' managers, over the ends of their hands: a hand that dies would take with it
 * what services have said and nobody has read yet, and clients that nobody has accepted. The brain
 * has a copy of each for the hand that comes next, and the keeper another for the next brain.
 * Belongs to the mailbox of who starts hands.
 */
public final class KeptSockets {
    private static final String PREFIX = "socket ";
    private static final int FIELDS = 2;
    private static final int AF_UNIX = 1;

    private final Descriptors descriptors;
    private final Line<KeeperEvent> keeper;
    private final Mailbox mailbox;
    private final Linux linux;
    private final Closer closer;

    /** By user, then by name. */
    private final Map<Integer, Map<String, Integer>> kept = new HashMap<>();

    /** Closes what is a user's, which may take long. */
    @FunctionalInterface
    public interface Closer {
        void close(int uid, int fd, Runnable then);
    }

    /**
     * Whose socket it is.
     *
     * @param name as its hand keeps it
     */
    private record Key(int uid, String name) {
        /** Returns the name under which the keeper has it. */
        String text() {
            return PREFIX + Integer.toUnsignedString(uid) + " " + name;
        }
    }

    /**
     * Makes a register of nothing.
     *
     * @param closer closes what is not kept any more
     */
    public KeptSockets(Linux linux, Line<KeeperEvent> keeper, Mailbox mailbox, Closer closer) {
        this.linux = linux;
        this.closer = closer;
        descriptors = linux.descriptors();
        this.keeper = keeper;
        this.mailbox = mailbox;
    }

    /**
     * Goes on with what an earlier brain has given the keeper.
     *
     * @param told descriptors by name; those that are a user's socket are taken out
     */
    public void takeFrom(Map<String, Integer> told) {
        for (Iterator<Map.Entry<String, Integer>> each = told.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<String, Integer> one = each.next();
            String[] fields =
                    one.getKey().startsWith(PREFIX)
                            ? one.getKey().substring(PREFIX.length()).split(" ", FIELDS)
                            : new String[0];
            if (fields.length == FIELDS) {
                try {
                    of(Integer.parseUnsignedInt(fields[0])).put(fields[1], one.getValue());
                    each.remove();
                } catch (NumberFormatException _) {
                    // not what we have written: whoever knows it may take it
                }
            }
        }
    }

    /**
     * Keeps a socket, here and with the keeper.
     *
     * @param fd a copy that belongs to this from now on
     */
    public void keep(int uid, String name, int fd) {
        var key = new Key(uid, name);
        Integer before = of(uid).put(name, fd);
        if (before != null) {
            closer.close(uid, before, () -> {});
        }
        if (StoredDescriptors.isName(name) || !isLocal(fd)) {
            return; // the hand and the brain have what services store; of others closing it can
            // last as long as its user likes, and the keeper waits for
            // nobody
        }
        try {
            keeper.order(
                    new CommonOrder.KeepDescriptor(key.text()),
                    new int[] {descriptors.duplicate(fd)},
                    mailbox,
                    (_, _) -> {});
        } catch (ErrnoException _) {
            // without a descriptor to spare the hand alone has it, as it always had
        }
    }

    private boolean isLocal(int fd) {
        try {
            return descriptors.isPipe(fd)
                    || linux.sockets().option(fd, SocketOption.DOMAIN) == AF_UNIX;
        } catch (ErrnoException _) {
            return false;
        }
    }

    private Map<String, Integer> of(int uid) {
        return kept.computeIfAbsent(uid, _ -> new HashMap<>());
    }

    /** Returns copies of what is kept of a user's, by name; they are the caller's. */
    public Map<String, Integer> copiesOf(int uid) {
        var copies = new HashMap<String, Integer>();
        for (String name : kept.getOrDefault(uid, Map.of()).keySet()) {
            copyOf(uid, name).ifPresent(fd -> copies.put(name, fd));
        }
        return copies;
    }

    /** Returns a copy of one of a user's sockets, which is the caller's. */
    OptionalInt copyOf(int uid, String name) {
        Integer fd = kept.getOrDefault(uid, Map.of()).get(name);
        try {
            return fd == null ? OptionalInt.empty() : OptionalInt.of(descriptors.duplicate(fd));
        } catch (ErrnoException _) {
            return OptionalInt.empty(); // another is bound then
        }
    }

    /**
     * Forgets one of a user's sockets.
     *
     * @param then runs when neither this nor the keeper has it any more, on any thread
     */
    public void drop(int uid, String name, Runnable then) {
        Map<String, Integer> own = kept.getOrDefault(uid, Map.of());
        Integer fd = own.isEmpty() ? null : own.remove(name);
        if (fd == null) {
            then.run();
            return;
        }
        var order = new CommonOrder.DropDescriptor(new Key(uid, name).text());
        closer.close(uid, fd, () -> keeper.order(order, mailbox, _ -> then.run()));
    }

    /** Forgets the sockets of a user whose manager is over. */
    public void drop(int uid) {
        for (String name : List.copyOf(kept.getOrDefault(uid, Map.of()).keySet())) {
            drop(uid, name, () -> {});
        }
        kept.remove(uid);
    }
}
