package hearth.daemon.user;

import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.HandEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** What a hand tells of itself on a fresh connection, until it says that this was all. */
final class Greeting {
    /**
     * Descriptors kept, processes and exits of one greeting: a hand's word, so bounded by what a
     * hand keeps: 32,768 processes, of which 8,192 may have ended and count twice, for the pipe
     * that each has left, and 4,096 descriptors.
     */
    static final int EVENTS_MAX = 45_056;

    /** A process that lives, with the end of its log pipe where it has one. */
    record Survivor(long token, String unit, int pid, OptionalInt logPipe) {}

    private Optional<HandEvent.HandWelcome> welcome = Optional.empty();
    private final List<Survivor> processes = new ArrayList<>();
    private final List<HandEvent.Exited> exits = new ArrayList<>();
    private final Map<String, Integer> kept = new HashMap<>();

    /** Takes an event; returns whether it was the last one. */
    boolean take(HandEvent event, int[] descriptors, IntConsumer closer) {
        int used = 0;
        boolean fits = processes.size() + exits.size() + kept.size() < EVENTS_MAX;
        switch (event) {
            case HandEvent.HandWelcome hello -> welcome = Optional.of(hello);
            case HandEvent.ProcessPresent(long token, String unit, String _, int pid) when fits -> {
                used = Math.min(1, descriptors.length);
                processes.add(new Survivor(token, unit, pid, first(descriptors)));
            }
            case HandEvent.Exited exited when fits -> {
                exits.add(exited);
                // what it wrote last is in the pipe still
                used = Math.min(1, descriptors.length);
                if (used == 1) {
                    processes.add(
                            new Survivor(exited.process(), exited.unit(), 0, first(descriptors)));
                }
            }
            case CommonEvent.DescriptorPresent(String name)
                    when fits && descriptors.length == 1 && !kept.containsKey(name) -> {
                used = 1;
                kept.put(name, descriptors[0]);
            }
            case HandEvent.HandComplete _ -> {
                return true;
            }
            default -> {
                // an event that crossed the greeting says nothing that the greeting doesn't
            }
        }
        for (int i = used; i < descriptors.length; i++) {
            closer.accept(descriptors[i]);
        }
        return false;
    }

    private static OptionalInt first(int[] descriptors) {
        return descriptors.length == 0 ? OptionalInt.empty() : OptionalInt.of(descriptors[0]);
    }

    /** Returns what the hand said about itself; nothing where it broke the order of its words. */
    Optional<HandEvent.HandWelcome> welcome() {
        return welcome;
    }

    /** Returns the processes that live, and the pipes of those that have ended (pid 0). */
    List<Survivor> processes() {
        return processes;
    }

    /** Returns what ended while there was no brain. */
    List<HandEvent.Exited> exits() {
        return exits;
    }

    /** Returns whose log pipes the hand was given to keep. */
    List<KeptLogs.Owner> keptLogs() {
        return kept.keySet().stream().flatMap(name -> KeptLogs.Owner.of(name).stream()).toList();
    }

    /** Returns the processes whose log pipes the hand has or was given to keep. */
    List<Long> ofPipes() {
        return Stream.concat(
                        processes.stream()
                                .filter(process -> process.logPipe().isPresent())
                                .map(Survivor::token),
                        keptLogs().stream().map(KeptLogs.Owner::token))
                .toList();
    }

    /**
     * Closes the descriptors that nobody has taken.
     *
     * @param closer for what may take long
     */
    void closeKept(IntConsumer closer) {
        kept.values().forEach(closer::accept);
        kept.clear();
    }

    /** Closes all descriptors that came: nobody will read what processes write. */
    void close(IntConsumer closer) {
        closeKept(closer);
        processes.forEach(process -> process.logPipe().ifPresent(closer));
        processes.clear();
    }

    /** Takes a descriptor that was kept under a name. */
    OptionalInt takeKept(String name) {
        Integer fd = kept.remove(name);
        return fd == null ? OptionalInt.empty() : OptionalInt.of(fd);
    }
}
