package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.linux.NameService;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Starts and ends users' hands by way of the keeper. Answers come in the mailbox. */
final class Hands {
    /** How killable a hand is: as systemd sets it for {@code user@.service}. */
    private static final int OOM_SCORE = 100;

    private static final int SIGKILL = 9;

    /** What became of a start. */
    sealed interface Outcome {
        /** The hand is there; the socket to it is the receiver's. */
        record Started(int pid, int socket) implements Outcome {}

        /** There will be none. */
        record Refused(String reason) implements Outcome {}
    }

    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<KeeperEvent> keeper;

    Hands(Brain brain, Mailbox mailbox, Line<KeeperEvent> keeper) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.keeper = keeper;
    }

    /** Starts a hand in a cgroup of its own, below that of its user's manager. */
    void start(int uid, Consumer<Outcome> then) {
        brain.names()
                .user(
                        uid,
                        mailbox,
                        answer -> {
                            switch (answer) {
                                case NameLookups.Answer.Found(NameService.User user, String _) ->
                                        start(user, then);
                                case NameLookups.Answer.Unknown() ->
                                        then.accept(new Outcome.Refused("no such user"));
                                case NameLookups.Answer.Unavailable(String reason) ->
                                        then.accept(new Outcome.Refused(reason));
                            }
                        });
    }

    private void start(NameService.User user, Consumer<Outcome> then) {
        String cgroup = UserManagers.cgroupOf(user.uid()) + "/init.scope";
        keeper.order(
                new CommonOrder.MakeCgroup(
                        cgroup, user.uid(), user.gid(), true, List.of(), List.of()),
                failed -> brain.complaints().say(ErrnoText.of(failed)));
        var order =
                new KeeperOrder.StartHand(
                        user.uid(),
                        user.gid(),
                        user.name(),
                        user.home(),
                        user.shell(),
                        cgroup,
                        OOM_SCORE,
                        List.of(
                                "XDG_RUNTIME_DIR=/run/user/"
                                        + Integer.toUnsignedString(user.uid())));
        keeper.order(
                order,
                new int[0],
                mailbox,
                (answer, descriptors) -> then.accept(outcome(answer, descriptors)));
    }

    private static Outcome outcome(KeeperEvent answer, int[] descriptors) {
        return switch (answer) {
            case KeeperEvent.HandStarted(int _, int pid) when descriptors.length == 1 ->
                    new Outcome.Started(pid, descriptors[0]);
            case CommonEvent.Failed failed -> new Outcome.Refused(ErrnoText.of(failed));
            default -> throw new IllegalStateException("no answer to StartHand: " + answer);
        };
    }

    /**
     * Asks for a fresh socket to a hand that lives; the one before ends.
     *
     * @param then takes the socket
     * @param otherwise told that there is none
     */
    void introduce(int uid, IntConsumer then, Runnable otherwise) {
        keeper.order(
                new KeeperOrder.IntroduceHand(uid),
                new int[0],
                mailbox,
                (answer, descriptors) -> {
                    if (answer instanceof KeeperEvent.HandStarted && descriptors.length == 1) {
                        then.accept(descriptors[0]);
                    } else {
                        otherwise.run();
                    }
                });
    }

    /** Ends a hand for good; its exit is told by the keeper. */
    void kill(int uid) {
        keeper.order(new KeeperOrder.SignalHand(uid, SIGKILL), _ -> {});
    }
}
