package hearth.login.session;

import hearth.login.host.CreateSessionRequest;
import hearth.login.host.SessionClass;
import hearth.login.host.SessionType;
import java.util.Optional;

/**
 * A request for a session that makes sense.
 *
 * @param request as it came, with the virtual terminal filled in
 */
public record SessionSpec(
        CreateSessionRequest request,
        SessionType type,
        SessionClass sessionClass,
        Optional<Seat> seat) {}
