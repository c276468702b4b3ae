package hearth.daemon.bus;

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
    static final int CALLS_MAX = 2 * SystemBus.WAITING_CALLS_MAX;

    private final StateJournal journal;
    private final Path mark;
    private final Set<String> kept = new HashSet<>();
    private final Set<String> taken = new HashSet<>(); // of kept: left by the brain before
    private final List<Message> left = new ArrayList<>();
    private boolean wasTorn;
    private boolean isMarked;

    /**
     * Opens the files, and reads what an earlier brain has left.
     *
     * @param directory the brain's own
     */
    public UnansweredCalls(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("bus-calls");
        mark = directory.resolve("bus-torn");
        wasTorn = Files.deleteIfExists(mark);
        Map<String, String> texts = StateJournal.read(file);
        journal = StateJournal.open(file);
        texts.forEach(this::take);
    }

    private void take(String name, String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (MessageDecoder.decode(bytes, 0, bytes.length)
                instanceof MessageDecoder.Decoded.Whole(Message message, int _)) {
            kept.add(name);
            taken.add(name);
            left.add(message);
        }
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
    void keep(byte[] bytes, int end) throws IOException {
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
                boolean isNew = !kept.contains(name) && !taken.contains(name);
                if (isNew && kept.size() + entries.size() < CALLS_MAX) {
                    byte[] copy = Arrays.copyOfRange(bytes, at, at + size);
                    entries.put(
                            name,
                            new StateJournal.Entry(name, Base64.getEncoder().encodeToString(copy)));
                }
            }
        }
        if (!entries.isEmpty()) {
            journal.append(List.copyOf(entries.values()), List.of());
            kept.addAll(entries.keySet());
        }
    }

    /**
     * Returns whether a call was left by an earlier brain that had not taken it from the socket.
     */
    boolean isKnown(Message call) {
        return call.sender().map(sender -> taken.remove(name(sender, call.serial()))).orElse(false);
    }

    /** Forgets calls, whose answers are written. */
    void answered(List<Message> answers) throws IOException {
        List<String> names = new ArrayList<>();
        for (Message answer : answers) {
            String name = name(answer.destination().orElse(""), answer.replySerial());
            if (kept.remove(name)) {
                names.add(name);
            }
        }
        forgetAll(names);
    }

    /** Forgets the calls of a client that is gone. */
    void forget(String client) throws IOException {
        List<String> names = kept.stream().filter(name -> name.startsWith(client + "/")).toList();
        names.forEach(kept::remove);
        forgetAll(names);
    }

    private void forgetAll(List<String> names) throws IOException {
        if (!names.isEmpty()) {
            journal.append(List.of(), names);
        }
    }

    /** Forgets all calls: the connection on which they would be answered is gone. */
    void clear() throws IOException {
        List<String> names = List.copyOf(kept);
        left.forEach(Message::close);
        left.clear();
        kept.clear();
        taken.clear();
        wasTorn = false;
        forgetAll(names);
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
