package hearth.manager.job;

import hearth.manager.cause.Cause;
import java.util.List;
import java.util.Optional;

/**
 * What an order would bring about, were it given now. It has names instead of units, so that it may
 * be kept and says no more than was so.
 *
 * @param jobs in the order in which they would begin
 * @param alreadySo what is as it should be, so that no job is made for it
 * @param canceled jobs that would end undone
 * @param edited units of these jobs whose files have changed since they were read
 * @param notes what would be said of the transaction in the log
 * @param leftOut how many jobs and units there are that the lists have no room for
 */
public record Rehearsal(
        List<Planned> jobs,
        List<AlreadySo> alreadySo,
        List<Canceled> canceled,
        List<String> edited,
        List<String> notes,
        int leftOut) {
    /**
     * What each list tells: of each job a path and three names, 5 KiB at most, so that no answer is
     * above 20 MiB.
     */
    public static final int ROWS_MAX = 4_096;

    public Rehearsal {
        jobs = List.copyOf(jobs);
        alreadySo = List.copyOf(alreadySo);
        canceled = List.copyOf(canceled);
        edited = List.copyOf(edited);
        notes = List.copyOf(notes);
    }

    /**
     * A job that would be made, or become one with a job that is there.
     *
     * @param step 1 for what waits for nothing, else one more than what it waits for
     * @param after the unit whose job it waits for last; nothing where it waits for none
     * @param isAlreadySo whether the unit is as the job would make it
     * @param present the job of the unit that is there
     * @param cause what brings it in; nothing for the job that is asked for
     * @param obstacle what its start would fail of, as things are
     * @param conditions how many conditions and assertions are asked when it starts
     */
    public record Planned(
            String unit,
            JobType type,
            int step,
            Optional<String> after,
            boolean isAlreadySo,
            Optional<Present> present,
            Optional<Cause> cause,
            Optional<Obstacle> obstacle,
            int conditions) {}

    /**
     * A job that a unit has.
     *
     * @param isReplaced whether it would be canceled; else the two would be one
     */
    public record Present(int id, JobType type, boolean isRunning, boolean isReplaced) {}

    /** A unit that needs no job, with its state. */
    public record AlreadySo(String unit, String state) {}

    /** A job that would end undone, since others take its place. */
    public record Canceled(int id, String unit, JobType type) {}

    /** What a start fails of. */
    public enum Obstacle {
        /** It was started too often. */
        START_LIMIT("start-limit-hit"),
        /** What it triggers has no file that could be loaded. */
        TARGET_MISSING("target-not-loaded"),
        /** Units of its type cannot be started here. */
        UNSUPPORTED("not-supported");

        private final String wireName;

        Obstacle(String wireName) {
            this.wireName = wireName;
        }

        /** Returns its word. */
        public String wireName() {
            return wireName;
        }
    }
}
