package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.KeeperEvent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The keeper as users' managers see it: all give orders, and some want to know who has ended. */
public final class KeeperOfAll {
    private final Line<KeeperEvent> line;
    private final Map<Integer, Consumer<CommonEvent.ProcessGone>> awaited =
            new ConcurrentHashMap<>();

    /** Makes one of which nobody wants to know anything. */
    public KeeperOfAll(Line<KeeperEvent> line) {
        this.line = line;
    }

    /** Returns where orders go. */
    public Line<KeeperEvent> line() {
        return line;
    }

    /** Wants to know of the end of a process, before it has it watched; any thread. */
    void await(int pid, Consumer<CommonEvent.ProcessGone> then) {
        awaited.put(pid, then);
    }

    /** Passes the end of a process to who awaits it; any thread. */
    public void gone(CommonEvent.ProcessGone gone) {
        Consumer<CommonEvent.ProcessGone> then = awaited.remove(gone.pid());
        if (then != null) {
            then.accept(gone);
        }
    }
}
