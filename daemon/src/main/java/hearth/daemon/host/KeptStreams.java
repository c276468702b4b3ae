package hearth.daemon.host;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.log.RedoLog;
import hearth.daemon.log.UnitLog;
import hearth.daemon.protocol.KeeperEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The streams into which users' processes write, as the keeper has them: a brain that dies takes
 * none with it, so that nobody writes into one that has no reader. Belongs to the mailbox of who
 * starts hands.
 */
public final class KeptStreams {
    private static final int FIELDS = 3;

    private final Line<KeeperEvent> keeper;
    private final BooleanSupplier areNamed;
    private final Map<Integer, Map<Owner, Integer>> left = new HashMap<>(); // by user

    /**
     * Whose a stream is.
     *
     * @param process as the manager and its hand call it
     */
    public record Owner(long process, String unit) {
        /** Returns the name under which the keeper has it. */
        String toName(int uid) {
            return RedoLog.STREAM_PREFIX
                    + Integer.toUnsignedString(uid)
                    + " "
                    + process
                    + " "
                    + unit;
        }
    }

    /**
     * What one user's manager needs for its processes' streams.
     *
     * @param keeper keeps them
     * @param areNamed whether processes are told which they have ({@code JOURNAL_STREAM})
     * @param streams what an earlier brain has left, which changes hands
     */
    public record OfUser(
            Line<KeeperEvent> keeper, BooleanSupplier areNamed, Map<Owner, Integer> streams) {
        public OfUser {
            streams = Map.copyOf(streams);
        }
    }

    /**
     * Makes a register of nothing.
     *
     * @param areNamed whether processes are told which they have
     */
    public KeptStreams(Line<KeeperEvent> keeper, BooleanSupplier areNamed) {
        this.keeper = keeper;
        this.areNamed = areNamed;
    }

    /**
     * Goes on with what an earlier brain has given the keeper.
     *
     * @param told descriptors by name; those that are streams are taken out
     */
    public void takeFrom(Map<String, Integer> told) {
        told.entrySet().removeIf(one -> take(one.getKey(), one.getValue()));
    }

    private boolean take(String name, int fd) {
        String[] fields =
                name.startsWith(RedoLog.STREAM_PREFIX)
                        ? name.substring(RedoLog.STREAM_PREFIX.length()).split(" ", FIELDS)
                        : new String[0];
        if (fields.length < FIELDS) {
            return false;
        }
        try {
            int uid = Integer.parseUnsignedInt(fields[0]);
            var owner = new Owner(Long.parseLong(fields[1]), fields[2]);
            left.computeIfAbsent(uid, _ -> new HashMap<>()).put(owner, fd);
            return true;
        } catch (NumberFormatException _) {
            return false; // not what we have written
        }
    }

    /** Returns what a user's next manager needs. */
    public OfUser of(int uid) {
        return new OfUser(keeper, areNamed, Optional.ofNullable(left.remove(uid)).orElse(Map.of()));
    }

    /** Reads to its end what an earlier brain has left of a user's for whom no manager comes. */
    public void readOut(Brain brain, UnitLog log, int uid) {
        for (LogStreams.Stream stream : LogStreams.left(brain, log, uid, of(uid))) {
            stream.readOut();
        }
    }
}
