package hearth.manager.type.service;

/**
 * What a service remembers about restarts; immutable.
 *
 * @param count automatic restarts since somebody started it ({@code NRestarts})
 * @param beginsAnew whether the next start counts from nothing
 * @param isForbidden whether it was stopped on purpose
 * @param isStopForRestart whether it is stopped to be started again ({@code RestartKillSignal=})
 */
public record RestartMemory(
        int count, boolean beginsAnew, boolean isForbidden, boolean isStopForRestart) {

    /** Nothing to remember. */
    public static final RestartMemory NONE = new RestartMemory(0, false, false, false);

    RestartMemory started() {
        return new RestartMemory(beginsAnew ? 0 : count, false, false, false);
    }

    RestartMemory stopped(boolean forRestart) {
        return new RestartMemory(count, beginsAnew, true, forRestart);
    }

    RestartMemory counted() {
        return new RestartMemory(count + 1, false, isForbidden, isStopForRestart);
    }

    RestartMemory over() {
        return new RestartMemory(count, true, isForbidden, isStopForRestart);
    }
}
