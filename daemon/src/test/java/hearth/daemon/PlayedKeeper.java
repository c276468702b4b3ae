package hearth.daemon;

import hearth.daemon.link.Line;
import hearth.daemon.link.Link;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.training.PlayedHand;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.ReceiveBuffer;
import hearth.linux.SocketType;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A keeper that starts played hands, and does everything else by saying that it is done. */
public final class PlayedKeeper {
    private static final int FIRST_PID = 2_000;
    private static final int CLD_EXITED = 1;
    private static final int CLD_KILLED = 2;
    private static final int SIGKILL = 9;

    private final FakeBrain fake;
    private final int fd;
    private final Line<KeeperEvent> line;
    private final ReceiveBuffer buffer = Link.newBuffer();
    private final List<KeeperOrder> orders = new ArrayList<>();
    private final List<PlayedHand> hands = new ArrayList<>();
    private Optional<CommonEvent.Failed> refusal = Optional.empty();
    private boolean isHolding;
    private long heldToken;
    private Consumer<KeeperEvent> listener = _ -> {};
    private boolean isHandAlive;
    private int handUid;

    /** Begins to play to a brain. */
    public PlayedKeeper(FakeBrain fake) throws ErrnoException {
        this.fake = fake;
        var pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        fd = pair.second();
        var reactor = fake.brain().reactor();
        line =
                new Line<>(
                        reactor,
                        new Link<>(
                                fake.linux(),
                                reactor,
                                fake.brain().buffers().orders(),
                                pair.first(),
                                Codec::decodeKeeperEvent,
                                new Passing()));
        reactor.register(fd, Polling.READABLE, _ -> read());
    }

    private final class Passing implements Link.Listener<KeeperEvent> {
        @Override
        public void event(KeeperEvent event, int[] descriptors) {
            listener.accept(event);
        }

        @Override
        public void ended(String reason) {
            throw new AssertionError("the keeper " + reason);
        }

        @Override
        public void silent() {
            // a test holds an answer back
        }
    }

    /** Passes what the keeper tells from now on. */
    public void listen(Consumer<KeeperEvent> newListener) {
        listener = newListener;
    }

    /** Returns the brain's end of the conversation. */
    public Line<KeeperEvent> line() {
        return line;
    }

    /** Returns what was ordered, in order. */
    public List<KeeperOrder> orders() {
        return orders;
    }

    /** Returns the hands that were started, the dead ones too. */
    public List<PlayedHand> hands() {
        return hands;
    }

    /** Starts no hand from now on, or starts them again where there is no reason not to. */
    public void refuse(Optional<CommonEvent.Failed> reason) {
        refusal = reason;
    }

    /** Leaves the next order of a hand without an answer until {@link #letGo}. */
    public void hold() {
        isHolding = true;
    }

    /** Starts the hand that was held back, and answers. */
    public void letGo() {
        start(handUid, heldToken);
        fake.settle();
    }

    /** Returns the pid of the hand that was started last. */
    public int lastPid() {
        return FIRST_PID + hands.size() - 1;
    }

    /** Ends the hand that was started last, as SIGKILL does. */
    public void killHand() {
        endHand(CLD_KILLED, SIGKILL);
    }

    /** Ends the hand that was started last in good order. */
    public void endHand() {
        endHand(CLD_EXITED, 0);
    }

    private void endHand(int code, int status) {
        if (isHandAlive) {
            isHandAlive = false;
            hands.getLast().end();
            tell(0, new KeeperEvent.HandExited(handUid, lastPid(), code, status));
        }
        fake.settle();
    }

    /** Makes a hand that is there already, and returns the socket to it. */
    public int presentHand(int uid) {
        int[] socket = new int[1];
        start(uid, (_, descriptor) -> socket[0] = descriptor);
        return socket[0];
    }

    private void read() throws ErrnoException {
        while (fake.linux().sockets().receive(fd, buffer) != Linux.WOULD_BLOCK) {
            switch (Codec.decodeKeeperOrder(buffer.toByteArray(), Optional.empty())) {
                case Decoded.Good<KeeperOrder>(long token, KeeperOrder order) ->
                        answer(token, order);
                case Decoded.Malformed<KeeperOrder>(String reason) ->
                        throw new AssertionError(reason);
            }
        }
    }

    private void answer(long token, KeeperOrder order) {
        orders.add(order);
        switch (order) {
            case KeeperOrder.StartHand held when isHolding -> {
                isHolding = false;
                heldToken = token;
                handUid = held.uid();
            }
            case KeeperOrder.StartHand _ when refusal.isPresent() -> tell(token, refusal.get());
            case KeeperOrder.StartHand one -> start(one.uid(), token);
            case KeeperOrder.SignalHand _ -> {
                tell(token, new CommonEvent.Done(List.of()));
                killHand();
            }
            default -> tell(token, new CommonEvent.Done(List.of()));
        }
    }

    private interface Introduction {
        void of(int pid, int socket);
    }

    private void start(int uid, long token) {
        start(uid, (pid, socket) -> tell(token, new KeeperEvent.HandStarted(uid, pid), socket));
    }

    private void start(int uid, Introduction introduction) {
        try {
            var pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
            var hand =
                    new PlayedHand(
                            fake.brain(),
                            pair.second(),
                            new PlayedHand.Part(uid, "@private-" + hands.size(), true));
            handUid = uid;
            hands.add(hand);
            isHandAlive = true;
            introduction.of(lastPid(), pair.first());
            hand.greet();
        } catch (ErrnoException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tell(long token, KeeperEvent event, int... descriptors) {
        byte[] datagram = Codec.encode(token, event, descriptors.length).datagram().toArray();
        try {
            fake.linux().sockets().send(fd, datagram, 0, datagram.length, descriptors);
        } catch (ErrnoException e) {
            throw new UncheckedIOException(e);
        }
        for (int descriptor : descriptors) {
            fake.linux().descriptors().closeQuietly(descriptor);
        }
    }
}
