package hearth.daemon.bus;

import hearth.dbus.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The calls of one connection that no mailbox has begun yet: the reactor puts them in, the mailbox
 * takes them out, and whoever takes one owns it.
 */
final class WaitingCalls {
    private final Deque<Message> calls = new ArrayDeque<>(); // guarded by this

    synchronized void add(Message call) {
        calls.add(call);
    }

    synchronized Optional<Message> next() {
        return Optional.ofNullable(calls.poll());
    }

    synchronized int size() {
        return calls.size();
    }

    /** Drops the calls whose callers would have waited for an answer, and have gone. */
    synchronized void dropUnanswerable() {
        calls.removeIf(call -> {
            if (call.expectsReply()) {
                call.close();
            }
            return call.expectsReply();
        });
    }

    /** Drops all calls: nobody is left to begin them. */
    synchronized void dropAll() {
        calls.forEach(Message::close);
        calls.clear();
    }
}
