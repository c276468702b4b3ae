package hearth.daemon.bus;

import hearth.dbus.Message;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Calls that wait for the bus's word about their callers. While nobody knows whose they are, each
 * sender is bounded, and where there is no room for all, those go who have the most. Belongs to the
 * reactor.
 */
final class UnidentifiedCalls {
    /** Calls of one sender: more than any program makes at once. */
    static final int CALLS_OF_SENDER_MAX = 64;

    /** Bytes of one sender's calls: as much as one call may have, and some more. */
    static final long BYTES_OF_SENDER_MAX = 2 << 20;

    /** Bytes of all senders' calls. */
    static final long BYTES_MAX = 8 << 20;

    /** Calls of all senders. */
    static final int CALLS_MAX = 4_096;

    /** One sender's calls, in their order. */
    private static final class Sender {
        private final Deque<Message> calls = new ArrayDeque<>();
        private long bytes;

        void add(Message call) {
            calls.add(call);
            bytes += call.sizeBytes();
        }

        Message removeLast() {
            Message last = calls.removeLast();
            bytes -= last.sizeBytes();
            return last;
        }
    }

    private final Map<String, Sender> senders = new HashMap<>();
    private int callCount;
    private long bytes;

    /** Returns how many senders have calls here. */
    int senderCount() {
        return senders.size();
    }

    /**
     * Adds a call.
     *
     * @return the call that has to go for it, which may be this one; mostly none
     */
    Optional<Message> add(String from, Message call) {
        Sender sender = senders.computeIfAbsent(from, _ -> new Sender());
        sender.add(call);
        callCount++;
        bytes += call.sizeBytes();
        if (sender.calls.size() > CALLS_OF_SENDER_MAX || sender.bytes > BYTES_OF_SENDER_MAX) {
            return Optional.of(removeLast(from, sender));
        }
        if (callCount > CALLS_MAX || bytes > BYTES_MAX) {
            return senders.entrySet().stream()
                    .max(Comparator.comparingLong(it -> it.getValue().bytes))
                    .map(most -> removeLast(most.getKey(), most.getValue()));
        }
        return Optional.empty();
    }

    /** A sender of whom nothing is left does not stay. */
    private Message removeLast(String from, Sender sender) {
        Message last = sender.removeLast();
        if (sender.calls.isEmpty()) {
            senders.remove(from);
        }
        callCount--;
        bytes -= last.sizeBytes();
        return last;
    }

    /** Takes out a sender's calls: it is known now, or gone. */
    Deque<Message> take(String from) {
        Sender sender = senders.remove(from);
        if (sender == null) {
            return new ArrayDeque<>();
        }
        callCount -= sender.calls.size();
        bytes -= sender.bytes;
        return sender.calls;
    }

    /** Closes all calls: the bus is gone. */
    void close() {
        senders.values().forEach(sender -> sender.calls.forEach(Message::close));
        senders.clear();
        callCount = 0;
        bytes = 0;
    }
}
