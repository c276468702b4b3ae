package hearth.daemon.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines that have begun and wait in their streams for their ends. Who writes one may wait itself,
 * if it does so in pieces so small that the stream has room for no more of them: nobody can see
 * that, but that the line does not grow. Belongs to the thread that writes logs.
 */
public final class BegunLines {
    /**
     * Bytes below which nobody waits: a stream has room for some 270 pieces, however small they
     * are, and each has a byte.
     */
    static final int BYTES_MIN = 200;

    /** How long a line does not grow whose writer waits: longer than one needs that does not. */
    public static final Duration PAUSE = Duration.ofMillis(100);

    private static final long PAUSE_USEC = PAUSE.toNanos() / 1_000;

    private static final long MILLISECOND_USEC = 1_000;

    private final Map<Long, Begun> lines = new LinkedHashMap<>(); // by stream, the oldest first

    private record Begun(int bytes, long sinceUsec) {}

    /**
     * A line has so many bytes in its stream, and no end.
     *
     * @return whether it has had as many for so long that its writer may be waiting
     */
    public boolean isStuck(long stream, int bytes, long nowUsec) {
        Begun before = lines.get(stream);
        if (before != null && before.bytes() == bytes) {
            return nowUsec - before.sinceUsec() >= PAUSE_USEC;
        }
        over(stream);
        if (bytes >= BYTES_MIN) {
            lines.put(stream, new Begun(bytes, nowUsec));
        }
        return false;
    }

    /** There is no such line any more in a stream. */
    public void over(long stream) {
        lines.remove(stream);
    }

    /** Returns the streams that are to be looked at again. */
    public List<Long> due(long nowUsec) {
        var due = new ArrayList<Long>();
        for (Map.Entry<Long, Begun> line : lines.entrySet()) {
            if (nowUsec - line.getValue().sinceUsec() < PAUSE_USEC) {
                break;
            }
            due.add(line.getKey());
        }
        return due;
    }

    /** Returns how long nobody has to look; -1 where there is no such line. */
    public int waitMillis(long nowUsec) {
        if (lines.isEmpty()) {
            return -1;
        }
        long left = lines.values().iterator().next().sinceUsec() + PAUSE_USEC - nowUsec;
        return Math.clamp(Math.ceilDiv(left, MILLISECOND_USEC), 0, Integer.MAX_VALUE);
    }
}
