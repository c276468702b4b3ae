package hearth.manager.type;

/**
 * How the log speaks of a unit's starts and stops.
 *
 * @param isStartLong whether the begin of a start is worth a line: not where its end follows at
 *     once
 * @param started what the line of a start begins with
 * @param stopped what the line of a stop begins with
 */
public record JobWords(boolean isStartLong, String started, String stopped) {
    /** Those of most units. */
    public static final JobWords STANDARD = new JobWords(false, "Started", "Stopped");
}
