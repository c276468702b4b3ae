package hearth.login.session;

import hearth.login.host.DualTimestamp;
import java.util.Collection;
import java.util.Comparator;

/** Idle hints of many sessions taken together. */
public final class Idleness {
    private Idleness() {}

    /** Returns the latest of the sessions' moments; zero without any. */
    public static DualTimestamp since(Collection<Session> sessions) {
        return sessions.stream()
                .map(Session::idleSince)
                .max(Comparator.comparingLong(DualTimestamp::monotonicUsec))
                .orElse(new DualTimestamp(0, 0));
    }
}
