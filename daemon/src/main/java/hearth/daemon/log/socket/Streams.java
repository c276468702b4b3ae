package hearth.daemon.log.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearth.daemon.descriptor.ConnectionCounts;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.journal.protocol.StreamHeader;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The connections over which programs log by lines, over the brain's end: the keeper has a copy of
 * each whose header is known, under a name that says the header. Belongs to the thread that writes
 * logs.
 */
final class Streams {
    static final String PREFIX = "log stream ";

    /** Bytes of a stream that are looked at in a turn. */
    private static final int LOOKED_AT_BYTES = 64 * 1024;

    /** How long nothing more is said of connections that are refused for the same reason. */
    private static final long COMPLAINT_PAUSE_USEC = 60_000_000;

    private static final int NAME_PARTS = 4;
    private static final int ID_BYTES = 16;

    /** Connections of one user: a program whose output is logged has one. */
    static final int OF_USER_MAX = 128;

    /** Connections of all: the keeper has room for some thousand descriptors. */
    static final int ALL_MAX = 1_024;

    private final Linux linux;
    private final Reception reception;
    private final LogSockets.Vault vault;
    private final RandomGenerator random;
    private final Consumer<String> complaints;
    private final ConnectionCounts counts = new ConnectionCounts(OF_USER_MAX, ALL_MAX);

    /** Whose connections have been closed since; other threads add to it. */
    private final Queue<Integer> closed = new ConcurrentLinkedQueue<>();

    private final Map<ConnectionCounts.Limit, Long> said = // when
            new EnumMap<>(ConnectionCounts.Limit.class);
    private final List<StreamConnection> kept = new ArrayList<>();
    private final ReceiveBuffer room = new ReceiveBuffer(LOOKED_AT_BYTES);

    Streams(
            Linux linux,
            Reception reception,
            LogSockets.Vault vault,
            RandomGenerator random,
            Consumer<String> complaints) {
        this.linux = linux;
        this.reception = reception;
        this.vault = vault;
        this.random = random;
        this.complaints = complaints;
    }

    /**
     * What became of a connection.
     *
     * @param stream it, where it was taken
     * @param goesOn whether the next may come at once
     */
    record Admitted(Optional<StreamConnection> stream, boolean goesOn) {}

    /** Goes on with what an earlier brain had; what is used is taken out. */
    void takeFrom(Map<String, Integer> told) {
        told.entrySet().removeIf(one -> goOn(one.getKey(), one.getValue()));
    }

    private boolean goOn(String name, int fd) {
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        try {
            Credentials peer = linux.sockets().peerCredentials(fd);
            Optional<StreamConnection.Known> known = parse(name);
            if (known.isPresent()) {
                kept.add(opened(peer, fd, known));
                return true;
            }
        } catch (ErrnoException _) {
            // it is none that this brain can go on with
        }
        refuse(fd);
        vault.drop(name);
        return true;
    }

    /** Returns room for what is looked at, and then for what is taken, which overwrites it. */
    ReceiveBuffer room() {
        return room;
    }

    /** Returns those of an earlier brain. */
    List<StreamConnection> kept() {
        return kept;
    }

    /** Takes a connection, or refuses it where its user or all have too many. */
    Admitted take(Credentials peer, int fd) {
        for (Integer over = closed.poll(); over != null; over = closed.poll()) {
            counts.remove(over);
        }
        int account = reception.accountOf(peer);
        Optional<ConnectionCounts.Limit> limit = counts.reached(account);
        if (limit.isEmpty()) {
            return new Admitted(Optional.of(opened(peer, fd, Optional.empty())), true);
        }
        complain(limit.get(), account);
        return new Admitted(Optional.empty(), reception.refuse(account, fd));
    }

    /** Returns whether connections may be let in that may have to be closed. */
    boolean hasRoomToClose() {
        return reception.hasRoomToClose();
    }

    /** Closes a connection of which nobody knows whose it is. */
    void refuse(int fd) {
        reception.refuse(ForeignDescriptors.STRANGERS, fd);
    }

    private void complain(ConnectionCounts.Limit limit, int account) {
        long nowUsec = reception.nowUsec();
        Long before = said.get(limit);
        if (before == null || nowUsec - before >= COMPLAINT_PAUSE_USEC) {
            said.put(limit, nowUsec);
            complaints.accept(complaint(limit, account));
        }
    }

    private String complaint(ConnectionCounts.Limit limit, int account) {
        String name = Sender.nameOf(account);
        return switch (limit) {
            case OF_ACCOUNT ->
                    "%d connections to the log are open of %s, more are refused until some end"
                            .formatted(OF_USER_MAX, name);
            case OF_ALL ->
                    "%d connections to the log are open of %d for all users, one of %s is refused until some end"
                            .formatted(counts.all(), ALL_MAX, name);
        };
    }

    private StreamConnection opened(
            Credentials peer, int fd, Optional<StreamConnection.Known> known) {
        var connection = new StreamConnection(linux, reception, this, fd, peer, known);
        counts.add(connection.account());
        return connection;
    }

    /** The header of a stream is known: the next brain may go on with it. */
    StreamConnection.Known keep(StreamHeader header, int fd) throws ErrnoException {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        var known = new StreamConnection.Known(HexFormat.of().formatHex(id), header);
        vault.keep(name(known), linux.descriptors().duplicate(fd));
        return known;
    }

    /** A stream is over: it is closed. */
    void ended(StreamConnection stream) {
        stream.known().ifPresent(known -> vault.drop(name(known)));
        reception.closeConnection(
                stream.account(), stream.fd(), () -> closed.add(stream.account()));
    }

    static String name(StreamConnection.Known known) {
        StreamHeader header = known.header();
        return PREFIX
                + String.join(
                        " ",
                        known.id(),
                        Integer.toString(header.priority()),
                        header.readsPrefix() ? "1" : "0",
                        "i" + hex(header.identifier()));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    static Optional<StreamConnection.Known> parse(String name) {
        String[] parts = name.substring(PREFIX.length()).split(" ", -1);
        if (parts.length != NAME_PARTS || parts[3].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new StreamConnection.Known(
                            parts[0],
                            new StreamHeader(
                                    text(parts[3]),
                                    Integer.parseInt(parts[1]),
                                    parts[2].equals("1"))));
        } catch (IllegalArgumentException _) { // of another version
            return Optional.empty();
        }
    }

    private static String text(String marked) {
        return new String(HexFormat.of().parseHex(marked.substring(1)), UTF_8);
    }
}
