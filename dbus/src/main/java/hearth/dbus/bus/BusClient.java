package hearth.dbus.bus;

import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * A client of a message bus, or of a peer: sends calls and brings their answers back. It knows no
 * socket and no clock; times are nanoseconds of whatever clock its owner uses. Confined to the
 * reactor's thread.
 *
 * @see BusNames what one asks the bus itself
 */
public final class BusClient {
    /** The most calls that may wait for an answer: a daemon with more has lost its bus. */
    public static final int PENDING_LIMIT = 65_536;

    /** What the owner is told. */
    public interface Listener {
        /** Calls may be made; {@code uniqueName} is what the bus calls us, empty at a peer. */
        void connected(BusClient client, String uniqueName);

        /** A call or signal came; it is the listener's to close. */
        void received(BusClient client, Message message);

        /**
         * The connection is lost; all calls were answered with {@link Reply.Disconnected}. Connect
         * anew with a new client. {@code reason} is for the person.
         */
        void disconnected(BusClient client, String reason);
    }

    /** A call that waits for its answer. */
    private record Pending(int serial, long deadlineNanos, Consumer<Reply> onReply) {}

    private final Connection connection;
    private final Listener listener;
    private final Map<Integer, Pending> pending = new HashMap<>();
    // Holds answered calls too, until their turn comes or they outnumber the others.
    private final PriorityQueue<Pending> byDeadline =
            new PriorityQueue<>(Comparator.comparingLong(Pending::deadlineNanos));

    private BusClient(
            Limits limits, DescriptorList.Closer closer, Listener listener, boolean saysHello) {
        this.listener = listener;
        this.connection = Connection.client(limits, closer, new Events(saysHello));
    }

    private BusClient(
            Limits limits, DescriptorList.Closer closer, Listener listener, int lastSerial) {
        this.listener = listener;
        this.connection = Connection.goingOn(limits, closer, new Events(false), lastSerial);
    }

    /** Returns a client of a bus; it says Hello by itself as soon as it is authenticated. */
    public static BusClient ofBus(Limits limits, DescriptorList.Closer closer, Listener listener) {
        var client = new BusClient(limits, closer, listener, true);
        client.connection.goOnAfterMalformed();
        return client;
    }

    /**
     * Returns a client that goes on with another's connection to a bus; {@link Listener#connected}
     * is not told. Answers to the other's calls are dropped.
     *
     * @param lastSerial see {@link Connection#goingOn}
     */
    public static BusClient goingOn(
            Limits limits, DescriptorList.Closer closer, Listener listener, int lastSerial) {
        var client = new BusClient(limits, closer, listener, lastSerial);
        client.connection.goOnAfterMalformed();
        return client;
    }

    /** Returns a client of a peer, such as a user's manager at its private socket. */
    public static BusClient ofPeer(Limits limits, DescriptorList.Closer closer, Listener listener) {
        return new BusClient(limits, closer, listener, false);
    }

    /** Returns the connection, for a transport. */
    public Connection connection() {
        return connection;
    }

    /** Sends a message that wants no answer. */
    public void send(Message message) {
        connection.send(message);
    }

    /**
     * Sends a call; {@code onReply} is told once.
     *
     * @param deadlineNanos when to give up, by the clock that {@link #expire} is told
     */
    public void call(Message call, long deadlineNanos, Consumer<Reply> onReply) {
        if (pending.size() >= PENDING_LIMIT) {
            call.close();
            onReply.accept(new Reply.Failed(ErrorName.LIMITS_EXCEEDED, "too many calls wait"));
            return;
        }
        int serial = connection.send(call);
        if (serial == 0) {
            onReply.accept(new Reply.Disconnected());
            return;
        }
        var waiting = new Pending(serial, deadlineNanos, onReply);
        pending.put(serial, waiting);
        byDeadline.add(waiting);
        if (byDeadline.size() > 2 * pending.size() + 64) {
            byDeadline.clear();
            byDeadline.addAll(pending.values());
        }
    }

    /** Returns when the next call times out; empty where none waits. */
    public OptionalLong nextDeadlineNanos() {
        dropAnswered();
        return byDeadline.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(byDeadline.element().deadlineNanos());
    }

    /** Ends the calls whose deadline has come with {@link Reply.TimedOut}. */
    public void expire(long nowNanos) {
        dropAnswered();
        while (!byDeadline.isEmpty() && byDeadline.element().deadlineNanos() <= nowNanos) {
            Pending late = byDeadline.remove();
            pending.remove(late.serial());
            late.onReply().accept(new Reply.TimedOut());
            dropAnswered();
        }
    }

    private void dropAnswered() {
        while (!byDeadline.isEmpty()
                && !byDeadline.element().equals(pending.get(byDeadline.element().serial()))) {
            byDeadline.remove();
        }
    }

    private void answered(Message message) {
        Pending call = pending.remove(message.replySerial());
        if (call == null) {
            message.close(); // too late, or never asked for
            return;
        }
        call.onReply().accept(Reply.of(message));
    }

    private void lost(String reason) {
        List<Pending> calls = new ArrayList<>(pending.values());
        pending.clear();
        byDeadline.clear();
        calls.sort(Comparator.comparingInt(Pending::serial));
        calls.forEach(call -> call.onReply().accept(new Reply.Disconnected()));
        listener.disconnected(this, reason);
    }

    private void sayHello() {
        Message hello =
                Message.call(
                        BusNames.BUS, DbusPath.of("/org/freedesktop/DBus"), BusNames.BUS, "Hello");
        call(
                hello,
                Long.MAX_VALUE,
                reply -> {
                    switch (reply) {
                        case Reply.Returned(Message message) -> {
                            String name = BusNames.firstString(message);
                            message.close();
                            listener.connected(this, name);
                        }
                        case Reply.Failed(String error, String text) ->
                                connection.close(error + ": " + text);
                        case Reply.TimedOut() -> connection.close("no answer to Hello");
                        case Reply.Disconnected() -> {} // the listener is told anyway
                    }
                });
    }

    /** Sorts what the connection brings. */
    private final class Events implements Connection.Listener {
        private final boolean saysHello;

        Events(boolean saysHello) {
            this.saysHello = saysHello;
        }

        @Override
        public void opened(Connection opened) {
            if (saysHello) {
                sayHello();
            } else {
                listener.connected(BusClient.this, "");
            }
        }

        @Override
        public void received(Connection from, Message message) {
            switch (message.type()) {
                case METHOD_RETURN, ERROR -> answered(message);
                case METHOD_CALL, SIGNAL -> listener.received(BusClient.this, message);
                case UNKNOWN -> message.close();
            }
        }

        @Override
        public void closed(Connection over, String reason) {
            lost(reason);
        }
    }
}
