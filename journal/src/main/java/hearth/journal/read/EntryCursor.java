package hearth.journal.read;

import hearth.journal.EntryTime;
import hearth.journal.Id128;
import java.util.Optional;

/**
 * Which entry it is, in whatever file it stands.
 *
 * @param sequence whose numbers they are
 * @param seqnum its number
 * @param time when it was written
 * @param xorHash of its fields
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_journal_get_cursor.3.html">
 *     sd_journal_get_cursor(3)</a>
 */
public record EntryCursor(Id128 sequence, long seqnum, EntryTime time, long xorHash)
        implements Comparable<EntryCursor> {
    /** Parts of a cursor's text. */
    private static final String PARTS = "sibmtx";

    /** Characters of a cursor's text: two ids, four numbers, and what stands between. */
    private static final int TEXT_MAX = 2 * 32 + 4 * 16 + 6 * 3;

    /** Returns the cursor that a text says; all six parts are to be there, in any order. */
    public static Optional<EntryCursor> parse(String text) {
        if (text.length() > TEXT_MAX) {
            return Optional.empty();
        }
        String[] values = new String[PARTS.length()];
        for (String part : text.split(";", -1)) {
            int which =
                    part.length() < 2 || part.charAt(1) != '=' ? -1 : PARTS.indexOf(part.charAt(0));
            if (which < 0 || values[which] != null) {
                return Optional.empty();
            }
            values[which] = part.substring(2);
        }
        for (String value : values) {
            if (value == null) {
                return Optional.empty();
            }
        }
        Optional<Id128> sequence = Id128.parse(values[0]);
        Optional<Id128> boot = Id128.parse(values[2]);
        if (sequence.isEmpty() || boot.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new EntryCursor(
                            sequence.get(),
                            Long.parseUnsignedLong(values[1], 16),
                            new EntryTime(
                                    Long.parseUnsignedLong(values[4], 16),
                                    Long.parseUnsignedLong(values[3], 16),
                                    boot.get()),
                            Long.parseUnsignedLong(values[5], 16)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * Orders entries: by number where one sequence has both, by the monotonic clock where one boot
     * has, else by the clock on the wall. Equal are copies of one entry.
     */
    @Override
    public int compareTo(EntryCursor other) {
        if (sequence.equals(other.sequence) && seqnum != other.seqnum) {
            return Long.compareUnsigned(seqnum, other.seqnum);
        }
        if (time.boot().equals(other.time.boot())
                && time.monotonicUsec() != other.time.monotonicUsec()) {
            return Long.compareUnsigned(time.monotonicUsec(), other.time.monotonicUsec());
        }
        if (time.realtimeUsec() != other.time.realtimeUsec()) {
            return Long.compareUnsigned(time.realtimeUsec(), other.time.realtimeUsec());
        }
        return Long.compareUnsigned(xorHash, other.xorHash);
    }

    /** Returns the text that journalctl's {@code --cursor=} takes. */
    @Override
    public String toString() {
        return "s=%s;i=%x;b=%s;m=%x;t=%x;x=%x"
                .formatted(
                        sequence,
                        seqnum,
                        time.boot(),
                        time.monotonicUsec(),
                        time.realtimeUsec(),
                        xorHash);
    }
}
