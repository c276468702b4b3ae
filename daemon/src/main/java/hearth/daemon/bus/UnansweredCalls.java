package hearth.daemon.bus;

import hearth.daemon.state.Caretaker;
import hearth.daemon.state.StateJournal;
import hearth.dbus.Message;
import hearth.dbus.MessageDecoder;
import hearth.dbus.MessageType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The calls that have been read from the system bus and not been answered, on file: a brain that
 * dies leaves them to the next one. A call is written down before it is taken from the socket, so
 * there is no moment at which it is nowhere; one that the next brain then finds in both places is
 * one call.
 *
 * <p>Beside them lies a mark while a part of a message is read or written, since a connection that
 * is left there cannot be gone on with. Belongs to the reactor; both lie in memory (a tmpfs).
 */
public final class UnansweredCalls {
    /**
     * Calls kept: as many as wait for the bus's word about their callers, and are being handled.
     */
    static final int CALLS_MAX = 2 * UnidentifiedCalls.CALLS_MAX;

    /** Bytes of a call that is kept: a login's has one thousand, a transient unit's some more. */
    static final int CALL_BYTES_MAX = 64 << 10;

    /** Bytes of all of them: what is beyond is lost with the brain, as every call was once. */
    static final int CALLS_BYTES_MAX = 4 << 20;

    /** Stands before the name of a call, once for each point against it. */
    private static final char POINT = '!';

    /** Points against a call for the end of a brain that had it and failed. */
    private static final int POINTS_OF_FAULT = 4;

    /** Points for the end of one that was killed from outside, for which no call can be blamed. */
    private static final int POINTS_OF_KILL = 1;

    /** With so many points a call is not tried again: after two faults, or eight kills. */
    private static final int POINTS_MAX = 8;

    /** The fixed part of a message's header: what is shorter cannot be one. */
    private static final int MESSAGE_BYTES_MIN = 16;

    private final StateJournal journal;
    private final Path mark;
    private final Map<String, Integer> kept = new HashMap<>(); // with how many bytes
    private final Map<String, Integer> points = new HashMap<>(); // of kept: those that have any
    private int keptBytes;
    private final Set<String> taken = new HashSet<>(); // of kept: left by the brain before
    private final List<Message> left = new ArrayList<>();
    private boolean wasTorn;
    private boolean isMarked;

    /**
     * Opens the files, and reads what an earlier brain has left.
     *
     * @param directory the brain's own
     * @param caretaker for when the files cannot be written
     * @param followsFault whether the brain before has failed, and wasn't killed from outside
     */
    public UnansweredCalls(Path directory, Caretaker caretaker, boolean followsFault)
            throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("bus-calls");
        mark = directory.resolve("bus-torn");
        wasTorn = Files.deleteIfExists(mark);
        Map<String, String> texts = StateJournal.read(file);
        journal = StateJournal.open(file, caretaker);
        texts.forEach(
                (name, text) -> take(name, text, followsFault ? POINTS_OF_FAULT : POINTS_OF_KILL));
        count(texts);
    }

    private void take(String written, String text, int more) {
        int before = 0;
        while (before < written.length() && written.charAt(before) == POINT) {
            before++;
        }
        String name = written.substring(before);
        byte[] bytes = bytes(text);
        if (bytes.length >= MESSAGE_BYTES_MIN
                && MessageDecoder.decode(bytes, 0, bytes.length)
                        instanceof MessageDecoder.Decoded.Whole(Message message, int _)) {
            keep(name, bytes.length);
            taken.add(name);
            left.add(message);
            points.put(name, Math.min(before + more, POINTS_MAX));
        }
    }

    /** What another version has written otherwise is a call that is not answered. */
    private static byte[] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /** Writes the points down before a call is tried: one that ends brains must come to an end. */
    private void count(Map<String, String> texts) {
        var entries = new ArrayList<StateJournal.Entry>();
        var outdated = new ArrayList<String>();
        texts.forEach((written, text) -> {
            String name = written.substring(written.lastIndexOf(POINT) + 1);
            if (kept.containsKey(name) && !written.equals(withPoints(name))) {
                entries.add(new StateJournal.Entry(withPoints(name), text));
                outdated.add(written);
            }
        });
        if (!entries.isEmpty()) {
            journal.append(entries, outdated);
        }
    }

    private String withPoints(String name) {
        return String.valueOf(POINT).repeat(points.getOrDefault(name, 0)) + name;
    }

    private void keep(String name, int bytes) {
        kept.put(name, bytes);
        keptBytes += bytes;
    }

    /** Returns whether too many brains have ended while they had this call. */
    boolean isHopeless(Message call) {
        return call.sender()
                .map(sender -> points.getOrDefault(name(sender, call.serial()), 0))
                .filter(count -> count >= POINTS_MAX)
                .isPresent();
    }

    /** Returns whether an earlier brain died in the midst of a message. */
    boolean wasTorn() {
        return wasTorn;
    }

    /** Returns the calls that an earlier brain has left, in the order they came; once. */
    List<Message> takeLeft() {
        List<Message> all = List.copyOf(left);
        left.clear();
        return all;
    }

    private static String name(String client, int serial) {
        return client + "/" + Integer.toUnsignedString(serial);
    }

    /**
     * Writes down the calls among messages that are about to be read, in one go.
     *
     * @param end where the last whole message ends
     */
    void keep(byte[] bytes, int end) {
        Map<String, StateJournal.Entry> entries = new LinkedHashMap<>();
        int size;
        for (int at = 0; at < end; at += size) {
            size = MessageDecoder.sizeOf(bytes, at, end - at, end);
            // Descriptors cannot be written down: their calls fail as they would have without us.
            if (MessageDecoder.decode(bytes, at, size)
                            instanceof MessageDecoder.Decoded.Whole(Message call, int descriptors)
                    && descriptors == 0
                    && call.type() == MessageType.METHOD_CALL
                    && call.expectsReply()
                    && call.sender().isPresent()) {
                String name = name(call.sender().get(), call.serial());
                boolean isNew = !kept.containsKey(name) && !taken.contains(name);
                boolean fits =
                        kept.size() < CALLS_MAX
                                && size <= CALL_BYTES_MAX
                                && keptBytes + size <= CALLS_BYTES_MAX;
                if (isNew && fits) {
                    keep(name, size);
                    byte[] copy = Arrays.copyOfRange(bytes, at, at + size);
                    entries.put(
                            name,
                            new StateJournal.Entry(name, Base64.getEncoder().encodeToString(copy)));
                }
            }
        }
        if (!entries.isEmpty()) {
            journal.append(List.copyOf(entries.values()), List.of());
        }
    }

    /**
     * Returns whether a call was left by an earlier brain that had not taken it from the socket.
     */
    boolean isKnown(Message call) {
        return call.sender().map(sender -> taken.remove(name(sender, call.serial()))).orElse(false);
    }

    /** Forgets calls, whose answers are written. */
    void answered(List<Message> answers) {
        forgetAll(
                answers.stream()
                        .map(it -> name(it.destination().orElse(""), it.replySerial()))
                        .filter(kept::containsKey)
                        .toList());
    }

    /** Forgets the calls of a client that is gone. */
    void forget(String client) {
        forgetAll(kept.keySet().stream().filter(name -> name.startsWith(client + "/")).toList());
    }

    private void forgetAll(List<String> names) {
        var written = new ArrayList<String>();
        for (String name : names) {
            Integer bytes = kept.remove(name);
            keptBytes -= bytes == null ? 0 : bytes;
            written.add(withPoints(name));
            points.remove(name);
        }
        if (!written.isEmpty()) {
            journal.append(List.of(), written);
        }
    }

    /** Forgets all calls: the connection on which they would be answered is gone. */
    void clear() throws IOException {
        left.forEach(Message::close);
        left.clear();
        taken.clear();
        wasTorn = false;
        forgetAll(List.copyOf(kept.keySet()));
        setTorn(false);
    }

    /** Says whether the connection is in the midst of a message, before it is and after it was. */
    void setTorn(boolean isTorn) throws IOException {
        if (isTorn == isMarked) {
            return;
        }
        if (isTorn) {
            Files.createFile(mark);
        } else {
            Files.deleteIfExists(mark);
        }
        isMarked = isTorn;
    }
}
