package hearth.daemon.log.socket;

import hearth.budget.Charge;
import hearth.journal.protocol.Received;
import hearth.journal.protocol.StreamHeader;
import hearth.journal.protocol.StreamLines;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts what comes over a connection into lines, in whatever pieces it comes: a byte is looked at a
 * bounded number of times. A line that has only begun waits in its socket; one of many pieces waits
 * here, since its pieces would fill the socket. Belongs to the thread that writes logs.
 */
final class StreamCutter {
    /** How often more of a line may come before it is taken in part. */
    static final int PIECES_MAX = 32;

    /** What was taken of a line, shorter than a line may be; its end was not among it. */
    private byte[] begun = {};

    private int begunBytes;
    private int pieces;
    private final Charge charge;

    /**
     * Makes one that has nothing.
     *
     * @param charge where the bytes of a line are charged that waits here
     */
    StreamCutter(Charge charge) {
        this.charge = charge;
    }

    /** What came of looking at what is in the socket. */
    sealed interface Outcome {
        /**
         * Lines are whole.
         *
         * @param taken how many bytes of the socket they are
         */
        record Lines(List<Received.Sent> lines, int taken) implements Outcome {}

        /** A line has only begun. */
        record Begun() implements Outcome {}
    }

    /** Cuts the lines that are whole; where there is none, nothing has happened. */
    Outcome cut(byte[] seen, int size, StreamHeader header) {
        if (begunBytes == 0) {
            StreamLines.Cut cut = StreamLines.cut(seen, size, StreamLines.Rest.WAITS, header);
            return cut.bytes() == 0 ? new Outcome.Begun() : lines(cut, cut.bytes());
        }
        int end = endIn(seen, size);
        if (end == 0) {
            return new Outcome.Begun();
        }
        append(seen, end);
        return lines(StreamLines.cut(begun, begunBytes, StreamLines.Rest.WAITS, header), end);
    }

    /** Cuts what is left: nothing follows. */
    Outcome.Lines end(byte[] seen, int size, StreamHeader header) {
        return cutHere(seen, size, StreamLines.Rest.END, header);
    }

    private Outcome.Lines cutHere(
            byte[] seen, int size, StreamLines.Rest rest, StreamHeader header) {
        append(seen, size);
        return lines(StreamLines.cut(begun, begunBytes, rest, header), size);
    }

    private Outcome.Lines lines(StreamLines.Cut cut, int taken) {
        begun = new byte[0];
        begunBytes = 0;
        pieces = 0;
        charge.resize(0);
        return new Outcome.Lines(cut.lines(), taken);
    }

    /** Returns how many bytes the line goes on for; 0 where its end is not among them. */
    private int endIn(byte[] seen, int size) {
        int room = StreamLines.LINE_BYTES_MAX - begunBytes;
        for (int i = 0; i < Math.min(size, room); i++) {
            if (seen[i] == '\n' || seen[i] == 0) {
                return i + 1;
            }
        }
        return size < room ? 0 : room;
    }

    /** Returns whether a line that has only begun may wait in its socket for more. */
    boolean mayWait() {
        pieces++;
        return pieces < PIECES_MAX;
    }

    /**
     * Keeps the beginning of a line, which is taken from the socket. Where its user may have no
     * more here, the line ends there.
     */
    Outcome keep(byte[] seen, int size, StreamHeader header) {
        if (!charge.resize(roomFor(size))) {
            return cutHere(seen, size, StreamLines.Rest.TOO_LONG, header);
        }
        append(seen, size);
        pieces = 0;
        return new Outcome.Begun();
    }

    private int roomFor(int size) {
        boolean fits = begunBytes + size <= begun.length;
        return fits ? begun.length : Math.max(2 * begun.length, begunBytes + size);
    }

    private void append(byte[] seen, int size) {
        int room = roomFor(size);
        if (room > begun.length) {
            begun = Arrays.copyOf(begun, room);
        }
        System.arraycopy(seen, 0, begun, begunBytes, size);
        begunBytes += size;
    }
}
