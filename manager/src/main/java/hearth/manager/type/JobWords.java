package hearth.manager.type;

/**
 * How the log speaks of a unit's starts and stops: what its lines begin with, the unit's name
 * following.
 *
 * @param isStartLong whether the begin of a start is worth a line: not where its end follows at
 *     once
 * @param starting a start begins
 * @param started it has ended well
 * @param startFailed it has not
 * @param startTimedOut it took too long
 * @param stopping a stop begins
 * @param stopped it has ended well
 * @param stopFailed it has not
 * @param stopTimedOut it took too long
 */
public record JobWords(
        boolean isStartLong,
        String starting,
        String started,
        String startFailed,
        String startTimedOut,
        String stopping,
        String stopped,
        String stopFailed,
        String stopTimedOut) {
    /** Those of most units. */
    public static final JobWords STANDARD = new JobWords(false, "Started", "Stopped");

    /** Words that differ from those of most units where a job has ended well. */
    public JobWords(boolean isStartLong, String started, String stopped) {
        this(
                isStartLong,
                "Starting",
                started,
                "Failed to start",
                "Timed out starting",
                "Stopping",
                stopped,
                "Stopped (with error)",
                "Timed out stopping");
    }
}
