package hearth.unit.load;

import java.util.List;

/**
 * The files that a unit was made of, to tell later whether they have changed ({@code
 * NeedDaemonReload}). Two are equal where the same files have the same times of change.
 *
 * @param files fragment first, then drop-ins
 * @param heapBytes what they take in the heap, and about as much as the settings made of them
 */
public record UnitSources(List<Source> files, long heapBytes) {
    /** No files at all. */
    public static final UnitSources NONE = new UnitSources(List.of(), 0);

    /**
     * One file.
     *
     * @param path where it was found
     * @param mtimeUsec its time of change, microseconds since the epoch
     */
    public record Source(String path, long mtimeUsec) {}

    public UnitSources {
        files = List.copyOf(files);
    }
}
