package hearth.login.session;

import hearth.login.host.DualTimestamp;
import hearth.login.host.Token;
import hearth.login.host.UnitPhase;
import hearth.login.user.UserRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A user who is logged in, lingers, or is not quite gone. Owned by {@code Login}; others read it,
 * in login's mailbox.
 *
 * @see "org.freedesktop.login1(5), User Objects"
 */
public final class User {
    private final UserRecord record;
    private final DualTimestamp since;
    private final List<Session> sessions = new ArrayList<>();
    private Optional<Session> display = Optional.empty();

    /** The user's manager; written by {@link UserLife} alone, as all below. */
    public UnitPhase manager = new UnitPhase.Absent();

    /** Whether the user was told off: no reason to stay counts any more, until the next login. */
    public boolean isStopping;

    /** Whether the user's leases say to stay. */
    public boolean isLingering;

    /** When the last session ended, on the monotonic clock; empty while there is one. */
    public OptionalLong lastSessionUsec = OptionalLong.empty();

    /** Present while the time after the last session is measured. */
    Optional<Token> stopDelay = Optional.empty();

    public User(UserRecord record, DualTimestamp since) {
        this.record = record;
        this.since = since;
    }

    /** Returns what the name service said. */
    public UserRecord record() {
        return record;
    }

    /** Returns the numeric id. */
    public long uid() {
        return record.uid();
    }

    /** Returns the login name. */
    public String name() {
        return record.name();
    }

    /** Returns since when the user is here. */
    public DualTimestamp since() {
        return since;
    }

    /** Returns {@code XDG_RUNTIME_DIR}. */
    public String runtimePath() {
        return "/run/user/" + uid();
    }

    /** Returns the unit of the user's manager. */
    public String service() {
        return "user@" + uid() + ".service";
    }

    /** Returns the number of the job that the user's manager has at the moment. */
    public OptionalLong serviceJob() {
        return manager.currentJob();
    }

    /** Returns the unit of the user's runtime directory. */
    public String runtimeDirectoryService() {
        return "user-runtime-dir@" + uid() + ".service";
    }

    /** Returns the slice of all that is the user's. */
    public String slice() {
        return "user-" + uid() + ".slice";
    }

    /** Returns how far the user is. */
    public UserState state() {
        if (isStopping) {
            return UserState.CLOSING;
        }
        if (manager instanceof UnitPhase.Starting) {
            return UserState.OPENING;
        }
        List<SessionState> states =
                sessions.stream().filter(Session::pinsUser).map(Session::state).toList();
        if (states.contains(SessionState.ACTIVE)) {
            return UserState.ACTIVE;
        }
        if (states.stream().anyMatch(state -> state != SessionState.CLOSING)) {
            return UserState.ONLINE;
        }
        return states.isEmpty() && isLingering && manager instanceof UnitPhase.Running
                ? UserState.LINGERING
                : UserState.CLOSING;
    }

    /** Whether the user's manager is being stopped. */
    public boolean isStopping() {
        return isStopping;
    }

    /** Returns the sessions, the newest first. */
    public List<Session> sessions() {
        return Collections.unmodifiableList(sessions);
    }

    /** Returns the session that stands for the user, as a desktop does. */
    public Optional<Session> display() {
        return display;
    }

    /** Whether the manager stays without a session. */
    public boolean isLingering() {
        return isLingering;
    }

    /**
     * Returns when the last session ended, in microseconds since boot; empty while there is one.
     */
    public OptionalLong lastSessionUsec() {
        return lastSessionUsec;
    }

    /** Whether all sessions say that they are idle; true without one. */
    public boolean isIdle() {
        return sessions.stream().allMatch(Session::isIdle);
    }

    /** Returns since when {@link #isIdle} is what it is; zero for unknown. */
    public DualTimestamp idleSince() {
        return Idleness.since(sessions);
    }

    /** Whether a session keeps the user here. */
    boolean isPinned() {
        return sessions.stream().anyMatch(Session::pinsUser);
    }

    /** Takes a new session. */
    public void add(Session session) {
        sessions.addFirst(session);
    }

    /** Loses a session. */
    void remove(Session session) {
        sessions.remove(session);
        if (display.equals(Optional.of(session))) {
            display = Optional.empty();
        }
    }

    /** Chooses the session that stands for the user: the present one, unless there is a better. */
    public void electDisplay() {
        for (Session candidate : sessions) {
            if (DisplayRank.isCandidate(candidate) && DisplayRank.isBetter(candidate, display)) {
                display = Optional.of(candidate);
            }
        }
    }

    @Override
    public String toString() {
        return "user " + name();
    }
}
