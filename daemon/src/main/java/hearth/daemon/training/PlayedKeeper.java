package hearth.daemon.training;

import hearth.daemon.link.Link;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A keeper that starts played hands, and does everything else by saying that it is done. Belongs to
 * the reactor.
 */
public class PlayedKeeper {
    /**
     * Where a client finds the socket of the user's manager: unique, and gone with this process.
     */
    static final String PRIVATE_SOCKET =
            "@hearthd-rehearsal-" + ProcessHandle.current().pid() + "-private";

    private static final int FIRST_PID = 2_000;
    private static final int CLD_EXITED = 1;

    private final Stage stage;
    private final int fd;
    private final int brainsEnd;
    private final ReceiveBuffer buffer = Link.newBuffer();
    private int handCount;

    /** Begins to listen to a brain, which has yet to come. */
    public PlayedKeeper(Stage stage) throws ErrnoException {
        this.stage = stage;
        var pair = stage.linux().sockets().socketPair(SocketType.SEQPACKET);
        brainsEnd = pair.first();
        fd = pair.second();
        stage.linux().descriptors().setNonBlocking(fd, true);
        stage.reactor().register(fd, Polling.READABLE, _ -> read());
    }

    /** Returns the socket by which the brain reaches it. */
    public final int brainsEnd() {
        return brainsEnd;
    }

    /** Says what a keeper that runs as root says first. */
    final void greet() {
        tell(
                0,
                new KeeperEvent.Welcome(
                        Codec.VERSION, false, false, "", "", List.of(), List.of(), 0, List.of()));
        tell(0, new KeeperEvent.Complete());
    }

    /** Asks the brain to stop everything that users have, and to end. */
    final void shutDown() {
        tell(0, new KeeperEvent.Shutdown(0, true));
    }

    private void read() throws ErrnoException {
        while (true) {
            int size = stage.linux().sockets().receive(fd, buffer);
            if (size == Linux.WOULD_BLOCK || size <= 0) {
                return;
            }
            switch (Codec.decodeKeeperOrder(buffer.toByteArray(), Optional.empty())) {
                case Decoded.Good<KeeperOrder>(long token, KeeperOrder order) ->
                        answer(token, order);
                case Decoded.Unknown<KeeperOrder>(long _, String reason) ->
                        throw new IllegalStateException(reason);
                case Decoded.Malformed<KeeperOrder>(String reason) ->
                        throw new IllegalStateException(reason);
            }
        }
    }

    /** Answers an order. */
    protected void answer(long token, KeeperOrder order) {
        switch (order) {
            case KeeperOrder.StartHand(int uid, int _, _, _, _, _, int _, _) ->
                    startHand(token, uid, FIRST_PID + handCount++);
            case CommonOrder.SignalCgroup(String path, int _, _) -> {
                tell(token, new CommonEvent.Signalled(0));
                tell(0, new CommonEvent.CgroupEmpty(path));
            }
            case CommonOrder.AskProgram _ -> tell(token, new CommonEvent.Program(0, 0));
            default -> tell(token, new CommonEvent.Done(List.of()));
        }
    }

    private void startHand(long token, int uid, int pid) {
        NewHand started = newHand(uid, PRIVATE_SOCKET);
        PlayedHand hand = started.hand();
        hand.onEnd(() -> {
            hand.end();
            tell(0, new KeeperEvent.HandExited(uid, pid, CLD_EXITED, 0));
        });
        tell(token, new KeeperEvent.HandStarted(uid, pid), started.socket());
        hand.greet();
    }

    /**
     * A hand that has not greeted yet.
     *
     * @param socket by which the brain reaches it
     */
    protected record NewHand(PlayedHand hand, int socket) {}

    /**
     * Makes a hand that has a unit to start with {@code default.target}.
     *
     * @param address of the manager's private socket
     */
    protected final NewHand newHand(int uid, String address) {
        try {
            var pair = stage.linux().sockets().socketPair(SocketType.SEQPACKET);
            return new NewHand(
                    new PlayedHand(stage, pair.second(), new PlayedHand.Part(uid, address)),
                    pair.first());
        } catch (ErrnoException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the brain something, as an answer or unasked (token 0). */
    protected final void tell(long token, KeeperEvent event, int... descriptors) {
        stage.send(fd, Codec.encode(token, event, descriptors.length), descriptors);
    }
}
