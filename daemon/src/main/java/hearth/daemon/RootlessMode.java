package hearth.daemon;

import hearth.daemon.brain.Brain;
import hearth.daemon.host.KeptStreams;
import hearth.daemon.link.Line;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.system.SystemInstance.PresentHand;
import hearth.daemon.user.HandLosses;
import hearth.daemon.user.KeptSockets;
import hearth.daemon.user.UserInstance;
import hearth.linux.ErrnoException;
import hearth.linux.NameService;
import hearth.linux.Polling;
import java.util.List;
import java.util.Optional;

/**
 * One user, without root and without sessions: one hand, as the same user. Belongs to the reactor.
 */
final class RootlessMode implements Mode, UserInstance.Owner {
    private static final int OOM_SCORE = 0;
    private static final int SIGKILL = 9;

    private final Brain brain;
    private final Line<KeeperEvent> keeper;
    private final Mailbox mailbox;
    private Optional<UserInstance> instance = Optional.empty();
    private final KeptSockets sockets;
    private final KeptStreams streams;
    private final HandLosses losses = new HandLosses();
    private String cgroup = "";
    private boolean isEnding;

    RootlessMode(Brain brain, Line<KeeperEvent> keeper) {
        this.brain = brain;
        this.keeper = keeper;
        mailbox =
                new Mailbox(
                        "keeper's answers",
                        brain.reactor()::execute,
                        failure -> brain.complaints().say(String.valueOf(failure)));
        sockets = new KeptSockets(brain.linux(), keeper, mailbox, brain.foreign()::close);
        streams = new KeptStreams(keeper, () -> false);
    }

    @Override
    public void begin(KeeperGreeting greeting) {
        cgroup = unitsCgroup(greeting.welcome());
        sockets.takeFrom(greeting.kept());
        streams.takeFrom(greeting.kept());
        greeting.closeKept(brain.linux().descriptors()); // without a system bus there is none
        if (greeting.hands().isEmpty()) {
            startHand(greeting.exits().isEmpty());
        } else {
            handPresent(greeting.hands().getFirst());
        }
        new Heartbeat(brain, keeper, List.of()).begin();
    }

    @Override
    public void handPresent(PresentHand hand) {
        open(hand.uid(), hand.socket(), false);
    }

    /** Units are made beside the keeper's own cgroup, where any can be made. */
    private static String unitsCgroup(KeeperEvent.Welcome welcome) {
        int slash = welcome.ownCgroup().lastIndexOf('/');
        return slash <= 0 ? "" : welcome.ownCgroup().substring(0, slash);
    }

    /**
     * Starts a hand.
     *
     * @param isFresh whether nothing is to be taken over: what lies in the state directory then is
     *     of another keeper's time
     */
    private void startHand(boolean isFresh) {
        int uid = brain.cgroups().user((int) ProcessHandle.current().pid()).orElse(-1);
        brain.names()
                .user(
                        uid,
                        brain.reactor(),
                        answer -> {
                            if (answer instanceof NameLookups.Answer.Found found) {
                                order(found.user(), isFresh);
                            } else {
                                brain.complaints()
                                        .say(
                                                "user "
                                                        + Integer.toUnsignedString(uid)
                                                        + " has no entry in the user database");
                                brain.reactor().stop();
                            }
                        });
    }

    private void order(NameService.User user, boolean isFresh) {
        List<String> environment =
                System.getenv().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList();
        keeper.order(
                new KeeperOrder.StartHand(
                        user.uid(),
                        user.gid(),
                        user.name(),
                        user.home(),
                        user.shell(),
                        "",
                        OOM_SCORE,
                        environment),
                new int[0],
                mailbox,
                (answer, descriptors) -> {
                    switch (answer) {
                        case KeeperEvent.HandStarted _ when descriptors.length == 1 ->
                                open(user.uid(), descriptors[0], isFresh);
                        case CommonEvent.Failed _ when instance.isPresent() -> {
                            // an earlier brain's order has been carried out meanwhile
                        }
                        case CommonEvent.Failed failed -> {
                            brain.complaints().say(ErrnoText.of(failed));
                            brain.reactor().stop();
                        }
                        default ->
                                throw new IllegalStateException(
                                        "no answer to StartHand: " + answer);
                    }
                });
    }

    private void open(int uid, int socket, boolean isFresh) {
        try {
            instance =
                    Optional.of(
                            new UserInstance(
                                    brain,
                                    new UserInstance.Start(
                                            uid,
                                            socket,
                                            isFresh,
                                            cgroup,
                                            Optional.empty(),
                                            sockets.copiesOf(uid),
                                            streams.of(uid)),
                                    this));
        } catch (ErrnoException e) {
            brain.complaints().say("cannot talk with the hand: " + e.getMessage());
            brain.reactor().stop();
        }
    }

    @Override
    public void keeperSays(KeeperEvent event) {
        if (!(event instanceof KeeperEvent.HandExited)) {
            return;
        }
        Optional<UserInstance> before = instance;
        instance = Optional.empty(); // what it still says is about the hand that is gone
        long now = brain.linux().polling().nowNanos(Polling.Clock.MONOTONIC);
        if (isEnding) {
            brain.reactor().stop();
        } else if (losses.mayLose(now)) {
            brain.complaints().say("the hand has ended: another takes its services over");
            before.ifPresentOrElse(
                    it -> it.leave(() -> brain.reactor().execute(() -> startHand(false))),
                    () -> startHand(false));
        } else {
            brain.complaints().say("the hand doesn't stay");
            brain.reactor().stop();
        }
    }

    @Override
    public void shutDown(boolean stopsUsers) {
        isEnding = true;
        if (stopsUsers && instance.isPresent()) {
            instance.get().exit();
        } else {
            brain.reactor().stop();
        }
    }

    @Override
    public void ready(UserInstance ready) {
        // nobody logs in here
    }

    @Override
    public void stopped(UserInstance stopped) {
        brain.reactor().execute(() -> isEnding = true);
    }

    @Override
    public void lost(UserInstance lost, String reason) {
        brain.reactor()
                .execute(() -> {
                    if (instance.filter(present -> present == lost).isPresent()) {
                        brain.complaints().say(reason);
                        // one that talks nonsense is ended; its exit starts the next
                        keeper.order(new KeeperOrder.SignalHand(lost.uid(), SIGKILL), _ -> {});
                    }
                });
    }

    @Override
    public void failed(UserInstance failed, Throwable fault) {
        lost(failed, "the manager has failed");
    }

    @Override
    public void bound(UserInstance instance, String name, int fd) {
        mailbox.execute(() -> sockets.keep(instance.uid(), name, fd));
    }

    @Override
    public void unbound(UserInstance instance, String name, Runnable then) {
        mailbox.execute(() -> sockets.drop(instance.uid(), name, then));
    }

    @Override
    public void silent(UserInstance silent) {
        brain.complaints().say("the hand doesn't answer: a file system may hang");
    }
}
