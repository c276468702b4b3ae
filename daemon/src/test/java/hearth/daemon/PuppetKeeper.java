package hearth.daemon;

import hearth.daemon.link.Line;
import hearth.daemon.link.Link;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.protocol.record.Orphan;
import hearth.daemon.training.PlayedHand;
import hearth.daemon.training.PlayedKeeper;
import hearth.daemon.training.Stage;
import hearth.linux.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A played keeper whose strings the test pulls: who holds answers back, refuses and kills. */
public final class PuppetKeeper extends PlayedKeeper {
    private static final int EAGAIN = 11;
    private static final int EEXIST = 17;
    private static final int FIRST_PID = 2_000;

    /** Of the process that opens a session: one that no machine has. */
    public static final int SESSION_PID = 1 << 23;

    private static final int CLD_EXITED = 1;
    private static final int CLD_KILLED = 2;
    private static final int SIGKILL = 9;

    private final FakeBrain fake;
    private final Line<KeeperEvent> line;
    private final List<KeeperOrder> orders = new ArrayList<>();
    private final List<PlayedHand> hands = new ArrayList<>();
    private Optional<CommonEvent.Failed> refusal = Optional.empty();
    private List<Orphan> orphans = List.of();
    private boolean isHolding;
    private long heldToken;
    private Consumer<KeeperEvent> listener = _ -> {};
    private boolean isHandAlive;
    private int handUid;

    /** Begins to play to a brain. */
    public PuppetKeeper(FakeBrain fake) throws ErrnoException {
        super(Stage.of(fake.brain()));
        this.fake = fake;
        var reactor = fake.brain().reactor();
        line =
                new Line<>(
                        reactor,
                        new Link<>(
                                fake.linux(),
                                reactor,
                                fake.brain().buffers().orders(),
                                brainsEnd(),
                                Codec::decodeKeeperEvent,
                                new Passing()));
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

        @Override
        public void differs(String what) {
            throw new AssertionError("the keeper " + what);
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

    /** Starts no hand from now on: there are too many processes. */
    public void refuse(String step) {
        refusal = Optional.of(new CommonEvent.Failed(EAGAIN, step));
    }

    /** Tells of all cgroups that were made that nobody is in them. */
    public void emptyCgroups() {
        for (KeeperOrder order : List.copyOf(orders)) {
            if (order instanceof CommonOrder.MakeCgroup made) {
                tell(0, new CommonEvent.CgroupEmpty(made.path()));
            }
        }
        fake.settle();
    }

    /** Knows from now on how these have ended. */
    public void remember(Orphan... newOrphans) {
        orphans = List.of(newOrphans);
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

    /** Answers the order that was held back: the user has a hand. */
    public void refuseHeld() {
        tell(heldToken, new CommonEvent.Failed(EEXIST, "start a hand"));
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

    @Override
    protected void answer(long token, KeeperOrder order) {
        orders.add(order);
        switch (order) {
            case KeeperOrder.StartHand held when isHolding -> {
                isHolding = false;
                heldToken = token;
                handUid = held.uid();
            }
            case KeeperOrder.StartHand _ when refusal.isPresent() -> tell(token, refusal.get());
            case KeeperOrder.StartHand one -> start(one.uid(), token);
            case KeeperOrder.IntroduceHand(int uid) -> introduce(uid, token);
            case KeeperOrder.StartSession _ ->
                    tell(token, new KeeperEvent.SessionStarted(SESSION_PID));
            case KeeperOrder.AskOrphans _ -> tell(token, new KeeperEvent.Orphans(orphans));
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

    /** Gives the hand that is there another socket, with another of its many ears at the end. */
    private void introduce(int uid, long token) {
        NewHand again = newHand(uid, "@again-" + orders.size());
        hands.set(hands.size() - 1, again.hand());
        tell(token, new KeeperEvent.HandStarted(uid, lastPid()), again.socket());
        again.hand().greet();
    }

    private void start(int uid, Introduction introduction) {
        NewHand started = newHand(uid, "@private-" + hands.size());
        handUid = uid;
        hands.add(started.hand());
        isHandAlive = true;
        introduction.of(lastPid(), started.socket());
        started.hand().greet();
    }
}
