package hearth.login;

import java.util.Optional;

/**
 * A request for a session that makes sense.
 *
 * @param request as it came, with the virtual terminal filled in
 */
record SessionSpec(
        CreateSessionRequest request,
        SessionType type,
        SessionClass sessionClass,
        Optional<Seat> seat) {}
