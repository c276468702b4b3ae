package hearth.daemon.log.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import hearth.journal.protocol.StreamHeader;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The connections over which programs log by lines, over the brain's end: the keeper has a copy of
 * each whose header is known, under a name that says the header. Belongs to the thread that writes
 * logs.
 */
final class Streams {
    /** Connections of one user: a program whose output is logged has one. */
    static final int OF_USER_MAX = 128;

    /** Connections of all: the keeper has room for some thousand descriptors. */
    static final int ALL_MAX = 1_024;

    static final String PREFIX = "log stream ";

    /** Bytes of a stream that are looked at in a turn. */
    private static final int LOOKED_AT_BYTES = 64 * 1024;

    private static final int NAME_PARTS = 4;
    private static final int ID_BYTES = 16;

    private final Linux linux;
    private final Reception reception;
    private final LogSockets.Vault vault;
    private final RandomGenerator random;
    private final Consumer<String> complaints;
    private final Map<Integer, Integer> counts = new HashMap<>(); // by user
    private final List<LogStream> kept = new ArrayList<>();
    private final ReceiveBuffer room = new ReceiveBuffer(LOOKED_AT_BYTES);
    private int count;
    private boolean isLimitSaid;

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

    /** Goes on with what an earlier brain had; what is used is taken out. */
    void takeFrom(Map<String, Integer> told) throws ErrnoException {
        for (Iterator<Map.Entry<String, Integer>> each = told.entrySet().iterator();
                each.hasNext(); ) {
            Map.Entry<String, Integer> one = each.next();
            if (one.getKey().startsWith(PREFIX)) {
                each.remove();
                goOn(one.getKey(), one.getValue());
            }
        }
    }

    private void goOn(String name, int fd) throws ErrnoException {
        Optional<LogStream.Known> known = parse(name);
        if (known.isEmpty()) {
            linux.descriptors().closeQuietly(fd);
            vault.drop(name);
            return;
        }
        Credentials peer = linux.sockets().peerCredentials(fd);
        add(peer.uid());
        kept.add(new LogStream(linux, reception, this, fd, peer, known));
    }

    /** Returns room for what is looked at, and then for what is taken, which overwrites it. */
    ReceiveBuffer room() {
        return room;
    }

    /** Returns those of an earlier brain. */
    List<LogStream> kept() {
        return kept;
    }

    /** Takes a connection; it is closed where its user or all have too many. */
    Optional<LogStream> take(Credentials peer, int fd) {
        if (count == ALL_MAX || counts.getOrDefault(peer.uid(), 0) == OF_USER_MAX) {
            if (!isLimitSaid) {
                complaints.accept(
                        "user "
                                + Integer.toUnsignedString(peer.uid())
                                + " has too many connections to the log, more are refused");
                isLimitSaid = true;
            }
            reception.closeConnection(peer.uid(), fd);
            return Optional.empty();
        }
        add(peer.uid());
        return Optional.of(new LogStream(linux, reception, this, fd, peer, Optional.empty()));
    }

    private void add(int uid) {
        counts.merge(uid, 1, Integer::sum);
        count++;
    }

    /** The header of a stream is known: the next brain may go on with it. */
    LogStream.Known keep(StreamHeader header, int fd) throws ErrnoException {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        var known = new LogStream.Known(HexFormat.of().formatHex(id), header);
        vault.keep(name(known), linux.descriptors().duplicate(fd));
        return known;
    }

    /** A stream is over: it is closed. */
    void ended(LogStream stream) {
        counts.computeIfPresent(stream.peer().uid(), (_, n) -> n == 1 ? null : n - 1);
        count--;
        stream.known().ifPresent(known -> vault.drop(name(known)));
        reception.closeConnection(stream.peer().uid(), stream.fd());
    }

    static String name(LogStream.Known known) {
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

    static Optional<LogStream.Known> parse(String name) {
        String[] parts = name.substring(PREFIX.length()).split(" ", -1);
        if (parts.length != NAME_PARTS || parts[3].isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new LogStream.Known(
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
