package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketType;
import hearth.login.host.StateFile;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The sockets that tell when somebody inhibits nothing any more: he has one end, hearthd the other,
 * and the keeper a copy of that for the next brain. Belongs to the reactor, but for what is kept.
 *
 * <p>They are no FIFOs as logind's. Anybody may have one, and who writes into a FIFO from a page of
 * a file system of his own holds its lock for as long as he likes: whoever reads, opens or closes
 * it waits. Nothing can be written into a socket whose other end is shut for reading, nor
 * descriptors sent; and its end is told without a read.
 */
final class InhibitorSockets implements HoldEnds {
    private static final String KEPT = "inhibitor ";

    private final Brain brain;
    private final Line<KeeperEvent> keeper;
    private final Mailbox mailbox;
    private final Map<StateFile, Held> held = new HashMap<>();

    /** What an earlier brain has had, by name; what nobody takes up is dropped. */
    private final Map<String, Integer> left;

    private record Held(int fd, Reactor.Registration registration) {}

    /**
     * Makes a register of nothing.
     *
     * @param mailbox hears what the keeper says
     * @param left what the keeper has kept from an earlier brain
     */
    InhibitorSockets(
            Brain brain, Line<KeeperEvent> keeper, Mailbox mailbox, Map<String, Integer> left) {
        this.brain = brain;
        this.keeper = keeper;
        this.mailbox = mailbox;
        this.left = new HashMap<>(left);
    }

    /** Takes out of what the keeper has kept all that an earlier brain had for this. */
    static Map<String, Integer> take(Map<String, Integer> kept) {
        var taken = new HashMap<String, Integer>();
        for (Iterator<Map.Entry<String, Integer>> each = kept.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<String, Integer> one = each.next();
            if (one.getKey().startsWith(KEPT)) {
                taken.put(one.getKey(), one.getValue());
                each.remove();
            }
        }
        return taken;
    }

    private static String nameOf(StateFile beside) {
        return KEPT + beside.relativePath();
    }

    @Override
    public int make(StateFile beside, Runnable ended) throws ErrnoException {
        var sockets = brain.linux().sockets();
        Sockets.Pair pair = sockets.socketPair(SocketType.STREAM);
        try {
            sockets.shutdown(pair.first(), Sockets.Direction.READING);
            keep(beside, brain.linux().descriptors().duplicate(pair.first()));
            wait(beside, pair.first(), ended);
        } catch (ErrnoException e) {
            brain.linux().descriptors().closeQuietly(pair.first());
            brain.linux().descriptors().closeQuietly(pair.second());
            throw e;
        }
        return pair.second();
    }

    private void keep(StateFile beside, int copy) {
        keeper.order(
                new CommonOrder.KeepDescriptor(nameOf(beside)),
                new int[] {copy},
                mailbox,
                (answer, _) -> {
                    if (answer instanceof CommonEvent.Failed failed) {
                        brain.complaints().say(ErrnoText.of(failed));
                    }
                });
    }

    @Override
    public boolean takeUp(StateFile beside, Runnable ended) throws ErrnoException {
        Integer fd = left.remove(nameOf(beside));
        if (fd == null) {
            return false;
        }
        wait(beside, fd, ended);
        return true;
    }

    /** A hang-up is told whatever is asked for; nothing else is. */
    private void wait(StateFile beside, int fd, Runnable ended) throws ErrnoException {
        var registration =
                brain.reactor()
                        .register(
                                fd,
                                0,
                                events -> {
                                    if ((events & (Polling.HANG_UP | Polling.ERROR)) != 0) {
                                        close(beside);
                                        ended.run();
                                    }
                                });
        held.put(beside, new Held(fd, registration));
    }

    private void close(StateFile beside) {
        Held socket = held.remove(beside);
        if (socket != null) {
            socket.registration().end();
            brain.linux().descriptors().closeQuietly(socket.fd());
        }
    }

    /** Its owner alone has it. */
    @Override
    public OptionalInt others(StateFile beside) {
        return OptionalInt.empty();
    }

    @Override
    public void remove(StateFile beside) {
        close(beside);
        keeper.order(new CommonOrder.DropDescriptor(nameOf(beside)), _ -> {});
    }

    /** Lets go of what an earlier brain had and no inhibitor has taken up. */
    void dropLeft() {
        left.forEach((name, fd) -> {
            brain.linux().descriptors().closeQuietly(fd);
            keeper.order(new CommonOrder.DropDescriptor(name), _ -> {});
        });
        left.clear();
    }
}
