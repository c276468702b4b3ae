package hearth.daemon;

import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.system.SystemInstance.PresentHand;
import hearth.linux.Descriptors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the keeper tells a new brain, until it says that this was all. */
final class KeeperGreeting {
    private Optional<KeeperEvent.Welcome> welcome = Optional.empty();
    private final List<PresentHand> hands = new ArrayList<>();
    private final List<KeeperEvent.HandExited> exits = new ArrayList<>();
    private final Map<String, Integer> kept = new HashMap<>();

    /** Takes an event; returns whether it was the last one. */
    boolean take(KeeperEvent event, int[] descriptors, Descriptors closer) {
        boolean isUsed = false;
        switch (event) {
            case KeeperEvent.Welcome hello -> welcome = Optional.of(hello);
            case KeeperEvent.HandPresent(int uid, int pid) when descriptors.length == 1 -> {
                hands.add(new PresentHand(uid, pid, descriptors[0]));
                isUsed = true;
            }
            case KeeperEvent.HandExited exit -> {
                exits.add(exit);
                forget(exit.pid(), closer);
            }
            case KeeperEvent.Complete _ -> {
                return true;
            }
            case CommonEvent.DescriptorPresent(String name)
                    when descriptors.length == 1 && !kept.containsKey(name) -> {
                kept.put(name, descriptors[0]);
                isUsed = true;
            }
            default -> {
                // nothing was asked yet
            }
        }
        if (!isUsed) {
            for (int descriptor : descriptors) {
                closer.closeQuietly(descriptor);
            }
        }
        return false;
    }

    /** Forgets a hand that was present and has ended before the greeting was taken up. */
    private void forget(int pid, Descriptors closer) {
        for (PresentHand hand : hands) {
            if (hand.pid() == pid) {
                closer.closeQuietly(hand.socket());
            }
        }
        hands.removeIf(hand -> hand.pid() == pid);
    }

    /** Returns where the brain is. */
    KeeperEvent.Welcome welcome() {
        return welcome.orElseThrow(() -> new IllegalStateException("the keeper did not greet"));
    }

    /** Takes a descriptor that an earlier brain has given the keeper under a name. */
    OptionalInt takeKept(String name) {
        Integer fd = kept.remove(name);
        return fd == null ? OptionalInt.empty() : OptionalInt.of(fd);
    }

    /** Closes the descriptors that nobody has taken. */
    void closeKept(Descriptors closer) {
        kept.values().forEach(closer::closeQuietly);
        kept.clear();
    }

    /**
     * Returns the descriptors that the keeper has kept, by name; what is used is to be taken out.
     */
    Map<String, Integer> kept() {
        return kept;
    }

    /** Returns the hands that live. */
    List<PresentHand> hands() {
        return hands;
    }

    /** Returns the hands that ended while there was no brain. */
    List<KeeperEvent.HandExited> exits() {
        return exits;
    }
}
