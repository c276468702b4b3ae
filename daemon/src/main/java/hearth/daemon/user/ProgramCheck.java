package hearth.daemon.user;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.Message;
import java.util.function.Consumer;

/**
 * Whether a hand executes the same program as the keeper: after an upgrade all should, and what
 * could not be replaced is said. Belongs to its mailbox.
 */
final class ProgramCheck {
    private final Mailbox mailbox;
    private final Line<KeeperEvent> keeper;
    private final Line<HandEvent> hand;
    private final Consumer<String> different;

    /**
     * Makes a check.
     *
     * @param different told about a hand that is another program: "executes ..."
     */
    ProgramCheck(
            Mailbox mailbox,
            Line<KeeperEvent> keeper,
            Line<HandEvent> hand,
            Consumer<String> different) {
        this.mailbox = mailbox;
        this.keeper = keeper;
        this.hand = hand;
        this.different = different;
    }

    void begin() {
        keeper.order(
                new CommonOrder.AskProgram(),
                mailbox,
                ofKeeper ->
                        hand.order(
                                new CommonOrder.AskProgram(),
                                mailbox,
                                ofHand -> compare(ofKeeper, ofHand)));
    }

    /** One that doesn't answer is of version 1, which the link has said. */
    private void compare(Message ofKeeper, Message ofHand) {
        if (ofKeeper instanceof CommonEvent.Program one
                && ofHand instanceof CommonEvent.Program other
                && !one.equals(other)) {
            different.accept(
                    "executes another program than the keeper: it was not replaced, and is until its user's manager is started anew");
        }
    }
}
