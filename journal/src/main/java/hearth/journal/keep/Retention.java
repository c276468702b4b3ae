package hearth.journal.keep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of somebody's entries is kept. Each user has a share, so that who floods pushes out
 * nobody else's lines.
 *
 * @param bytes of all archived files together
 * @param files archived files
 * @param oldestUsec files whose last entry was written before go; 0 where none do
 */
public record Retention(long bytes, int files, long oldestUsec) {
    /**
     * An archived file.
     *
     * @param sizeBytes on disk
     * @param lastUsec when it was last written, in microseconds since 1970
     */
    public record Kept(FileName name, long sizeBytes, long lastUsec) {}

    /**
     * Returns which files are to go, oldest first; one that is written never does.
     *
     * @param kept files of one owner
     */
    public List<FileName> toRemove(List<Kept> kept) {
        List<Kept> archived =
                kept.stream()
                        .filter(file -> !(file.name() instanceof FileName.Current))
                        .sorted(
                                Comparator.comparingLong((Kept file) -> firstUsec(file))
                                        .thenComparing(file -> file.name().text()))
                        .toList();
        long allBytes = archived.stream().mapToLong(Kept::sizeBytes).sum();
        int left = archived.size();
        List<FileName> removed = new ArrayList<>();
        for (Kept file : archived) {
            if (allBytes <= bytes && left <= files && file.lastUsec() >= oldestUsec) {
                break;
            }
            removed.add(file.name());
            allBytes -= file.sizeBytes();
            left--;
        }
        return removed;
    }

    private static long firstUsec(Kept file) {
        return switch (file.name()) {
            case FileName.Archived archived -> archived.realtimeUsec();
            case FileName.Disposed disposed -> disposed.realtimeUsec();
            case FileName.Current _ -> file.lastUsec();
        };
    }
}
