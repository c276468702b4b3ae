package hearth.login.host;

/**
 * The answer to {@code CreateSession}; the writing end of the session's FIFO goes with it.
 *
 * @param id the session's
 * @param uid whose session
 * @param runtimePath {@code XDG_RUNTIME_DIR}
 * @param seat name of the seat, empty for none
 * @param vtNumber virtual terminal, 0 for none
 */
public record CreatedSession(String id, long uid, String runtimePath, String seat, int vtNumber) {}
