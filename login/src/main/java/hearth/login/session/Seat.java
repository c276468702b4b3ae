package hearth.login.session;

import hearth.login.host.DualTimestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Screen, keyboard and mouse of one person. Hearth knows {@code seat0} only, and manages no devices
 * on it: it has no virtual terminals and no graphics as far as login is concerned, and says so.
 *
 * @see "sd-login(3)"
 */
public final class Seat {
    private final String id;
    private final List<Session> sessions = new ArrayList<>();
    private Optional<Session> active = Optional.empty();

    Seat(String id) {
        this.id = id;
    }

    /** Returns the name. */
    public String id() {
        return id;
    }

    /** Returns the sessions on this seat, the newest first. */
    public List<Session> sessions() {
        return Collections.unmodifiableList(sessions);
    }

    /** Returns the session in the foreground. */
    public Optional<Session> active() {
        return active;
    }

    /** Whether text logins are possible: login manages no virtual terminals. */
    public boolean canTty() {
        return false;
    }

    /** Whether graphical logins are possible: login manages no devices. */
    public boolean canGraphical() {
        return false;
    }

    /** Whether all sessions say that they are idle; true without one. */
    public boolean isIdle() {
        return sessions.stream().allMatch(Session::isIdle);
    }

    /** Returns since when {@link #isIdle} is what it is; zero for unknown. */
    public DualTimestamp idleSince() {
        return Idleness.since(sessions);
    }

    /** Takes a session, at the first free place. */
    public void attach(Session session) {
        int position = 1;
        while (isTaken(position)) {
            position++;
        }
        session.setPosition(position);
        sessions.addFirst(session);
    }

    /** Returns the session at a place, if there is one. */
    public Optional<Session> at(int position) {
        return sessions.stream().filter(session -> session.position() == position).findFirst();
    }

    /**
     * Returns the session at the next place that has one, round about from the one in the
     * foreground, or from the first; nothing where there is no other.
     *
     * @param step 1, or -1 for the place before
     */
    public Optional<Session> beside(int step) {
        int start = active.map(Session::position).orElse(1);
        int last = sessions.stream().mapToInt(Session::position).max().orElse(0);
        for (int i = 1; i < last; i++) {
            Optional<Session> found = at(Math.floorMod(start + i * step - 1, last) + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Brings one of its sessions to the foreground. */
    public void activate(Session session) {
        active = Optional.of(session);
    }

    /** Loses a session. */
    void detach(Session session) {
        sessions.remove(session);
        if (active.equals(Optional.of(session))) {
            active = Optional.empty();
        }
    }

    private boolean isTaken(int position) {
        return at(position).isPresent();
    }
}
