package hearth.manager.type.socket;

import hearth.manager.graph.ActiveState;
import hearth.unit.value.WireName;

/** Where a socket unit is; the diagram is {@link SocketMachine}'s. */
public enum SocketPhase implements WireName {
    DEAD("dead"),
    START_PRE("start-pre"),
    /** What it listens on is being opened. */
    START_CHOWN("start-chown"),
    START_POST("start-post"),
    LISTENING("listening"),
    /** Its service runs, and listens itself. */
    RUNNING("running"),
    STOP_PRE("stop-pre"),
    STOP_PRE_SIGTERM("stop-pre-sigterm"),
    STOP_PRE_SIGKILL("stop-pre-sigkill"),
    STOP_POST("stop-post"),
    FINAL_SIGTERM("final-sigterm"),
    FINAL_SIGKILL("final-sigkill"),
    FAILED("failed");

    private final String wireName;

    SocketPhase(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    ActiveState activeState() {
        return switch (this) {
            case DEAD -> ActiveState.INACTIVE;
            case START_PRE, START_CHOWN, START_POST -> ActiveState.ACTIVATING;
            case LISTENING, RUNNING -> ActiveState.ACTIVE;
            case STOP_PRE,
                    STOP_PRE_SIGTERM,
                    STOP_PRE_SIGKILL,
                    STOP_POST,
                    FINAL_SIGTERM,
                    FINAL_SIGKILL ->
                    ActiveState.DEACTIVATING;
            case FAILED -> ActiveState.FAILED;
        };
    }

    /** Returns whether it is in one of the last steps of the way down, with nothing open. */
    boolean isEnding() {
        return activeState() == ActiveState.DEACTIVATING && !isOpen();
    }

    /** Returns whether what it listens on is open, or about to be. */
    boolean isOpen() {
        return switch (this) {
            case START_CHOWN,
                    START_POST,
                    LISTENING,
                    RUNNING,
                    STOP_PRE,
                    STOP_PRE_SIGTERM,
                    STOP_PRE_SIGKILL ->
                    true;
            case DEAD, START_PRE, STOP_POST, FINAL_SIGTERM, FINAL_SIGKILL, FAILED -> false;
        };
    }
}
