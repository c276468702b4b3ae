package hearth.dbus.bus;

import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Names;
import hearth.dbus.Signature;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What one asks the bus itself: names, their owners and who those are, matches. Confined to the
 * reactor's thread, as its client is.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-messages">D-Bus,
 *     message bus messages</a>
 */
public final class BusNames {
    /** The bus's own name, and its interface's. */
    public static final String BUS = "org.freedesktop.DBus";

    private static final DbusPath PATH = DbusPath.of("/org/freedesktop/DBus");
    private static final Signature NAME_AND_FLAGS = Signature.of("su");

    private final BusClient client;

    /** How {@code RequestName} may behave. */
    public enum NameFlag {
        /** Another may take the name away. */
        ALLOW_REPLACEMENT(1),
        /** Take the name away from whoever allows it. */
        REPLACE_EXISTING(2),
        /** Do not wait for the name. */
        DO_NOT_QUEUE(4);

        private final int bit;

        NameFlag(int bit) {
            this.bit = bit;
        }
    }

    /** What became of {@code RequestName}. */
    public enum NameOutcome {
        /** The name is ours. */
        OWNED,
        /** Another has it; it becomes ours when that one leaves. */
        QUEUED,
        /** Another has it. */
        TAKEN,
        /** The bus refused. */
        REFUSED,
        /** The bus did not answer in time, or the connection is over: nothing is known. */
        UNANSWERED
    }

    /** What became of asking for a name's owner. */
    public sealed interface Owner {
        /** This unique name has it. */
        record Is(String uniqueName) implements Owner {}

        /** The bus says that nobody has it. */
        record None() implements Owner {}

        /**
         * Nothing is known: the bus did not answer in time, failed otherwise or said what is no
         * answer, or the connection is over.
         */
        record Unknown() implements Owner {}
    }

    /**
     * Who has a bus name, by the bus's word.
     *
     * @param uid the user
     * @param pid the process; 0 where the bus does not know
     * @param pidFd the process for good, where the bus says it; the receiver's to close
     */
    public record PeerCredentials(int uid, int pid, OptionalInt pidFd) {}

    /** A name has another owner; an empty text means none. */
    public record OwnerChange(String name, String oldOwner, String newOwner) {}

    /** Asks the bus that {@code client} is connected to. */
    public BusNames(BusClient client) {
        this.client = client;
    }

    /** Asks for a well-known name. */
    public void requestName(
            String name, Set<NameFlag> flags, long deadlineNanos, Consumer<NameOutcome> onOutcome) {
        int bits = flags.stream().mapToInt(flag -> flag.bit).sum();
        Message call =
                call("RequestName")
                        .withBody(NAME_AND_FLAGS, writer -> writer.string(name).uint32(bits));
        client.call(call, deadlineNanos, reply -> onOutcome.accept(nameOutcome(reply)));
    }

    private static NameOutcome nameOutcome(Reply reply) {
        return switch (reply) {
            case Reply.Returned(Message message) -> nameOutcome(message);
            case Reply.Failed _ -> NameOutcome.REFUSED;
            case Reply.TimedOut(), Reply.Disconnected() -> NameOutcome.UNANSWERED;
        };
    }

    private static NameOutcome nameOutcome(Message message) {
        long code = message.signature().equals(Signature.UINT32) ? message.reader().uint32() : 0;
        message.close();
        return switch ((int) code) {
            case 1, 4 -> NameOutcome.OWNED; // 4: it was ours before
            case 2 -> NameOutcome.QUEUED;
            case 3 -> NameOutcome.TAKEN;
            default -> NameOutcome.REFUSED;
        };
    }

    /** Gives a name back; nobody waits for the answer. */
    public void releaseName(String name) {
        client.send(withString(call("ReleaseName"), name).withFlags(Message.NO_REPLY_EXPECTED));
    }

    /** Asks for the messages of a {@link hearth.dbus.MatchRule}; told whether the bus agreed. */
    public void addMatch(String rule, long deadlineNanos, Consumer<Boolean> onAgreed) {
        client.call(
                withString(call("AddMatch"), rule),
                deadlineNanos,
                reply -> onAgreed.accept(isReturned(reply)));
    }

    /** Takes a match back; nobody waits for the answer. */
    public void removeMatch(String rule) {
        client.send(withString(call("RemoveMatch"), rule).withFlags(Message.NO_REPLY_EXPECTED));
    }

    /**
     * Asks for signals about a name's owner, which {@link #ownerChange} makes out, and for the
     * owner now.
     *
     * @param onOwner is told who owns it now
     */
    public void watchOwner(String name, long deadlineNanos, Consumer<Owner> onOwner) {
        // The match first: no change is missed between the two.
        client.send(
                withString(call("AddMatch"), ownerRule(name)).withFlags(Message.NO_REPLY_EXPECTED));
        owner(name, deadlineNanos, onOwner);
    }

    /** Asks for no more signals about a name's owner. */
    public void unwatchOwner(String name) {
        removeMatch(ownerRule(name));
    }

    private static String ownerRule(String name) {
        return "type='signal',sender='%1$s',interface='%1$s',member='NameOwnerChanged',arg0='%2$s'"
                .formatted(BUS, name);
    }

    /**
     * Asks for a name's owner.
     *
     * @param onOwner is told who owns it now
     */
    public void owner(String name, long deadlineNanos, Consumer<Owner> onOwner) {
        client.call(
                withString(call("GetNameOwner"), name),
                deadlineNanos,
                reply -> onOwner.accept(owner(reply)));
    }

    /** Returns what a signal says about a name's owner; empty where it is another signal. */
    public static Optional<OwnerChange> ownerChange(Message message) {
        boolean isFromBus = message.sender().filter(BUS::equals).isPresent();
        if (!isFromBus
                || !message.isSignal(BUS, "NameOwnerChanged")
                || !message.signature().toString().equals("sss")) {
            return Optional.empty();
        }
        MessageReader reader = message.reader();
        return Optional.of(new OwnerChange(reader.string(), reader.string(), reader.string()));
    }

    /** Asks who has a name; told nothing where that one is gone. */
    public void credentials(
            String name, long deadlineNanos, Consumer<Optional<PeerCredentials>> onCredentials) {
        client.call(
                withString(call("GetConnectionCredentials"), name),
                deadlineNanos,
                reply -> onCredentials.accept(credentials(reply)));
    }

    private static Optional<PeerCredentials> credentials(Reply reply) {
        if (!(reply instanceof Reply.Returned(Message message))) {
            return Optional.empty();
        }
        try (message) {
            if (!message.signature().toString().equals("a{sv}")) {
                return Optional.empty();
            }
            return credentials(message.reader(), message.descriptors());
        }
    }

    private static Optional<PeerCredentials> credentials(
            MessageReader reader, DescriptorList descriptors) {
        OptionalInt uid = OptionalInt.empty();
        OptionalInt pidFd = OptionalInt.empty();
        int pid = 0;
        reader.openArray();
        while (reader.hasNext()) {
            reader.openEntry();
            String key = reader.string();
            String type = reader.openVariant().toString();
            switch (key + ":" + type) {
                case "UnixUserID:u" -> uid = OptionalInt.of((int) reader.uint32());
                case "ProcessID:u" -> pid = (int) reader.uint32();
                case "ProcessFD:h" -> pidFd = OptionalInt.of(descriptors.take(reader.handle()));
                default -> reader.skip();
            }
            reader.closeVariant().closeEntry();
        }
        return uid.isPresent()
                ? Optional.of(new PeerCredentials(uid.getAsInt(), pid, pidFd))
                : Optional.empty();
    }

    /** Returns a message's first value where that is a string, else nothing. */
    static String firstString(Message message) {
        return message.signature().toString().startsWith("s") ? message.reader().string() : "";
    }

    private static Owner owner(Reply reply) {
        return switch (reply) {
            case Reply.Returned(Message message) -> {
                String name = firstString(message);
                message.close();
                yield Names.isBusName(name) ? new Owner.Is(name) : new Owner.Unknown();
            }
            case Reply.Failed(String error, String _) ->
                    error.equals(ErrorName.NAME_HAS_NO_OWNER)
                            ? new Owner.None()
                            : new Owner.Unknown();
            case Reply.TimedOut(), Reply.Disconnected() -> new Owner.Unknown();
        };
    }

    private static boolean isReturned(Reply reply) {
        boolean isReturned = reply instanceof Reply.Returned;
        if (reply instanceof Reply.Returned(Message message)) {
            message.close();
        }
        return isReturned;
    }

    private static Message call(String member) {
        return Message.call(BUS, PATH, BUS, member);
    }

    private static Message withString(Message message, String text) {
        return message.withBody(Signature.STRING, (MessageWriter writer) -> writer.string(text));
    }
}
