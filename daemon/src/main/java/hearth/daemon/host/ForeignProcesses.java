package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Message;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Processes whose end a manager wants to know although somebody else started them. Belongs to the
 * manager's mailbox.
 *
 * @param <E> what the other side of the line tells
 */
public final class ForeignProcesses<E extends Message> {
    private final Line<E> line;
    private final Mailbox mailbox;
    private final Consumer<Event> events;
    private final Map<Integer, Long> tokens = new HashMap<>();

    /** Makes a register of nobody. */
    public ForeignProcesses(Line<E> line, Mailbox mailbox, Consumer<Event> events) {
        this.line = line;
        this.mailbox = mailbox;
        this.events = events;
    }

    /** Tells of the end of a process, at once where it is gone already. */
    public void watch(Effect.WatchProcess order) {
        tokens.put(order.pid(), order.token());
        line.order(
                new CommonOrder.WatchProcess(order.pid()),
                mailbox,
                answer -> {
                    if (answer instanceof CommonEvent.Failed) {
                        gone(new CommonEvent.ProcessGone(order.pid(), 0, 0));
                    }
                });
    }

    /** A watched process is gone; its status may be unknown. */
    public void gone(CommonEvent.ProcessGone process) {
        Long token = tokens.remove(process.pid());
        if (token == null) {
            return;
        }
        events.accept(
                ExitCode.ofNumber(process.code())
                        .<Event>map(code ->
                                new Event.Exited(token, process.pid(), code, process.status()))
                        .orElseGet(() -> new Event.Lost(token, process.pid())));
    }
}
