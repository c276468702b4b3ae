package hearth.daemon.link;

import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.Message;
import hearth.daemon.reactor.Reactor;
import java.util.function.Consumer;

/**
 * A link as a mailbox sees it: orders leave through the reactor, answers come back to the mailbox.
 *
 * <p>Orders go out in the order they were given, whoever gives them.
 *
 * @param <E> what the other side tells
 */
public final class Line<E extends Message> {
    private final Reactor reactor;
    private final Link<E> link;

    /** Makes a line on a link, which stays the reactor's. */
    public Line(Reactor reactor, Link<E> link) {
        this.reactor = reactor;
        this.link = link;
    }

    /** Sends an order; the answer is told in {@code mailbox}, unless the link ends before. */
    public void order(Message order, int[] descriptors, Mailbox mailbox, Link.Answer<E> answer) {
        reactor.execute(() ->
                link.order(
                        order,
                        descriptors,
                        (event, received) -> mailbox.execute(() -> answer.take(event, received))));
    }

    /** Sends an order without descriptors; those that answer it are none. */
    public void order(Message order, Mailbox mailbox, Consumer<E> answer) {
        reactor.execute(
                () -> link.order(order, event -> mailbox.execute(() -> answer.accept(event))));
    }

    /** Sends an order whose outcome matters only where it fails. */
    public void order(Message order, Consumer<CommonEvent.Failed> failure) {
        reactor.execute(() ->
                link.order(
                        order,
                        event -> {
                            if (event instanceof CommonEvent.Failed failed) {
                                failure.accept(failed);
                            }
                        }));
    }

    /** Returns the version of the other side, as {@link Link#version}; on the reactor's thread. */
    public int version() {
        return link.version();
    }

    /** An event that the link has told has been handled. */
    public void handled() {
        link.handled();
    }

    /**
     * Hears all that one has said that is gone, and ends.
     *
     * @param then runs on the reactor, when the listener has been told everything
     */
    public void finish(Runnable then) {
        reactor.execute(() -> {
            link.finish();
            then.run();
        });
    }

    /** Ends the conversation from this side. */
    public void close() {
        reactor.execute(link::close);
    }
}
