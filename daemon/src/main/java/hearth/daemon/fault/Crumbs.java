package hearth.daemon.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a brain leaves behind whatever ends it: whose work each thread does, who weighs most in the
 * heap, and who has had faults. A mapped file of one page: a word is there as soon as it is
 * written, without a system call. Any thread may write its own words.
 *
 * <pre>
 *   word 0            MAGIC
 *   1 .. 128          by thread: the uid at work there + 1, or 0
 *   129, 130          the heaviest: uid + 1, bytes
 *   131 ..            by user with faults: uid + 1, how many, microseconds of CLOCK_MONOTONIC
 * </pre>
 */
public final class Crumbs {
    private static final int BYTES = 4_096;
    private static final long MAGIC = 0x31626d7572434848L;
    private static final int THREADS = 128;
    private static final int FIRST_THREAD = 1;
    private static final int HEAVIEST = FIRST_THREAD + THREADS;
    private static final int FIRST_FAULT = HEAVIEST + 2;
    private static final int FAULT_WORDS = 3;

    /** Users with faults that are remembered; the page has no room for more. */
    static final int FAULTS_MAX = (BYTES / Long.BYTES - FIRST_FAULT) / FAULT_WORDS;

    /**
     * A user's faults.
     *
     * @param count how many in a row
     * @param lastUsec when the last one was; CLOCK_MONOTONIC
     */
    public record Faults(int count, long lastUsec) {}

    /**
     * What was being done when the brain before ended.
     *
     * @param atWork the users at whose work a thread was
     * @param heaviest who weighed most in the heap; -1 where nobody did
     * @param heaviestBytes how much
     */
    public record Left(Set<Integer> atWork, int heaviest, long heaviestBytes) {
        public Left {
            atWork = Set.copyOf(atWork);
        }
    }

    private final LongBuffer words;

    private Crumbs(ByteBuffer page) {
        words = page.order(ByteOrder.nativeOrder()).asLongBuffer();
    }

    /** Returns crumbs that nobody finds. */
    public static Crumbs inMemory() {
        return new Crumbs(ByteBuffer.allocate(BYTES));
    }

    /**
     * Opens the file that the brain before has left, or makes it: with all of its room, so that a
     * full disk changes nothing later.
     */
    public static Crumbs open(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            if (channel.size() != BYTES) {
                channel.truncate(0);
                ByteBuffer zeros = ByteBuffer.allocate(BYTES);
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
            return new Crumbs(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        }
    }

    /** Returns what the brain before has left, and clears it but for the users' faults. */
    public Left begin() {
        var atWork = new HashSet<Integer>();
        boolean isKnown = words.get(0) == MAGIC;
        for (int thread = 0; thread < THREADS; thread++) {
            long word = words.get(FIRST_THREAD + thread);
            if (isKnown && word != 0) {
                atWork.add((int) (word - 1));
            }
            words.put(FIRST_THREAD + thread, 0);
        }
        var left =
                isKnown
                        ? new Left(atWork, (int) (words.get(HEAVIEST) - 1), words.get(HEAVIEST + 1))
                        : new Left(Set.of(), -1, 0);
        words.put(HEAVIEST, 0);
        words.put(HEAVIEST + 1, 0);
        if (!isKnown) {
            remember(Map.of());
            words.put(0, MAGIC);
        }
        return left;
    }

    /** A thread begins to work for a user. */
    public void begins(int thread, int uid) {
        if (thread < THREADS) {
            words.put(FIRST_THREAD + thread, Integer.toUnsignedLong(uid) + 1);
        }
    }

    /** A thread works for nobody. */
    public void ends(int thread) {
        if (thread < THREADS) {
            words.put(FIRST_THREAD + thread, 0);
        }
    }

    /** Somebody weighs most in the heap. */
    public void heaviest(int uid, long bytes) {
        words.put(HEAVIEST, Integer.toUnsignedLong(uid) + 1);
        words.put(HEAVIEST + 1, bytes);
    }

    /** Returns the users with faults. */
    public Map<Integer, Faults> faults() {
        var faults = new HashMap<Integer, Faults>();
        for (int i = 0; i < FAULTS_MAX; i++) {
            int at = FIRST_FAULT + i * FAULT_WORDS;
            if (words.get(at) != 0) {
                faults.put(
                        (int) (words.get(at) - 1),
                        new Faults((int) words.get(at + 1), words.get(at + 2)));
            }
        }
        return faults;
    }

    /** Writes the users with faults down, at most {@link #FAULTS_MAX} of them. */
    public void remember(Map<Integer, Faults> faults) {
        List<Map.Entry<Integer, Faults>> entries = new ArrayList<>(faults.entrySet());
        for (int i = 0; i < FAULTS_MAX; i++) {
            int at = FIRST_FAULT + i * FAULT_WORDS;
            words.put(at, 0); // a half written entry is none
            if (i < entries.size()) {
                words.put(at + 1, entries.get(i).getValue().count());
                words.put(at + 2, entries.get(i).getValue().lastUsec());
                words.put(at, Integer.toUnsignedLong(entries.get(i).getKey()) + 1);
            }
        }
    }
}
