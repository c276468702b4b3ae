package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Message;
import hearth.manager.host.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Signals to a unit's processes, as orders to whoever may send them. */
public final class SignalOrders {
    private static final int SIGHUP = 1;
    private static final int SIGCONT = 18;

    private SignalOrders() {}

    /**
     * Signals the named processes of a unit, then all others of its cgroup where that is meant.
     *
     * @param counted told in the mailbox how many there were
     */
    public static <E extends Message> void send(
            Line<E> line, Mailbox mailbox, Effect.SignalUnit order, IntConsumer counted) {
        var round = new Round(signals(order).size() * parts(order), counted);
        for (int signal : signals(order)) {
            for (int pid : order.pids()) {
                line.order(
                        new CommonOrder.Signal(order.cgroup(), pid, signal),
                        mailbox,
                        event -> round.done(event instanceof CommonEvent.Done ? 1 : 0));
            }
            if (order.wholeCgroup()) {
                line.order(
                        new CommonOrder.SignalCgroup(order.cgroup(), signal, order.pids()),
                        mailbox,
                        event ->
                                round.done(
                                        event instanceof CommonEvent.Signalled(int processes)
                                                ? processes
                                                : 0));
            }
        }
        if (round.isOver()) {
            mailbox.execute(() -> counted.accept(0));
        }
    }

    private static int parts(Effect.SignalUnit order) {
        return order.pids().size() + (order.wholeCgroup() ? 1 : 0);
    }

    private static List<Integer> signals(Effect.SignalUnit order) {
        var signals = new ArrayList<Integer>();
        signals.add(order.signal());
        if (order.alsoHup()) {
            signals.add(SIGHUP);
        }
        if (order.alsoCont()) {
            signals.add(SIGCONT);
        }
        return signals;
    }

    /** Counts the processes that the first signal reached; belongs to the mailbox. */
    private static final class Round {
        private final IntConsumer counted;
        private int open;
        private int processes;

        Round(int open, IntConsumer counted) {
            this.open = open;
            this.counted = counted;
        }

        boolean isOver() {
            return open == 0;
        }

        void done(int reached) {
            processes = Math.max(processes, reached);
            if (--open == 0) {
                counted.accept(processes);
            }
        }
    }
}
