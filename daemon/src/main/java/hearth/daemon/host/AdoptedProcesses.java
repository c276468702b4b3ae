package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Processes whose end a user's manager wants to know although this hand has not started them:
 * daemons, which have become the hand's children, and what a hand before has left, which the keeper
 * waits for. Whoever waits knows how they ended. Belongs to the manager's mailbox.
 */
final class AdoptedProcesses {
    private final Cgroups cgroups;
    private final Mailbox mailbox;
    private final int hand;
    private final ForeignProcesses<HandEvent> ofHand;
    private final Optional<KeeperOfAll> keeper;
    private final Optional<ForeignProcesses<KeeperEvent>> ofKeeper;

    /**
     * Makes a register of nobody.
     *
     * @param hand its process
     * @param keeper nothing without root
     */
    AdoptedProcesses(
            Cgroups cgroups,
            Mailbox mailbox,
            int hand,
            Line<HandEvent> line,
            Optional<KeeperOfAll> keeper,
            Consumer<Event> events) {
        this.cgroups = cgroups;
        this.mailbox = mailbox;
        this.hand = hand;
        this.keeper = keeper;
        ofHand = new ForeignProcesses<>(line, mailbox, events);
        ofKeeper = keeper.map(it -> new ForeignProcesses<>(it.line(), mailbox, events));
    }

    /** Tells of the end of a process, at once where it is gone already. */
    void watch(Effect.WatchProcess order) {
        if (ofKeeper.isEmpty() || isOfHand(order.pid())) {
            ofHand.watch(order);
            return;
        }
        keeper.get().await(order.pid(), gone -> mailbox.execute(() -> goneFromKeeper(gone)));
        ofKeeper.get().watch(order);
    }

    /**
     * Children of root's processes are the keeper's, or the holder's; so are those that are gone.
     */
    private boolean isOfHand(int pid) {
        int parent = cgroups.parent(pid);
        return parent == hand || (parent != 0 && cgroups.user(parent).orElse(0) != 0);
    }

    /** A process that the hand watches is gone. */
    void goneFromHand(CommonEvent.ProcessGone gone) {
        ofHand.gone(gone);
    }

    private void goneFromKeeper(CommonEvent.ProcessGone gone) {
        ofKeeper.ifPresent(it -> it.gone(gone));
        keeper.ifPresent(it ->
                // what it led to is written down: no brain needs it any more
                it.line().order(new KeeperOrder.ForgetOrphans(List.of(gone.pid())), _ -> {}));
    }
}
