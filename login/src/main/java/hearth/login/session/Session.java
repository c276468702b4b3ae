package hearth.login.session;

import hearth.login.host.DualTimestamp;
import hearth.login.host.SessionClass;
import hearth.login.host.SessionType;
import hearth.login.host.StateFile;
import hearth.login.host.Token;
import hearth.login.host.UnitPhase;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One login of one user. Owned by {@code Login}; others read it, in login's mailbox.
 *
 * @see "org.freedesktop.login1(5), Session Objects"
 */
public final class Session {
    /** A moment that never was. */
    private static final DualTimestamp NEVER = new DualTimestamp(0, 0);

    private final String id;
    private final User user;
    private final SessionSpec spec;
    private final OptionalLong audit;
    private final DualTimestamp since;

    private int position;
    private boolean isIdle;
    private DualTimestamp idleSince = NEVER;
    private boolean isLocked;

    /** How far it is; written by {@link SessionLife} alone, as all below. */
    public SessionPhase phase;

    /** Its scope. */
    public UnitPhase scopePhase = new UnitPhase.Absent();

    /** Whether the scope was said to be empty before it was said to be started. */
    boolean scopeWasEmptied;

    /** Present while somebody holds the writing end of the FIFO. */
    Optional<Token> fifo = Optional.empty();

    /** Whether an earlier brain has made it: who asked for it may not have heard. */
    boolean isTakenOver;

    /** Present while the leader lives. */
    Optional<Token> leaderWatch = Optional.empty();

    public Session(
            String id,
            User user,
            SessionSpec spec,
            OptionalLong audit,
            DualTimestamp since,
            SessionPhase phase) {
        this.id = id;
        this.user = user;
        this.spec = spec;
        this.audit = audit;
        this.since = since;
        this.phase = phase;
    }

    /** Returns the id: an audit session number, or {@code c} and a number. */
    public String id() {
        return id;
    }

    /** Returns whose session this is. */
    public User user() {
        return user;
    }

    /** Returns what the session is for. */
    public SessionClass sessionClass() {
        return spec.sessionClass();
    }

    /** Returns what the session shows itself on. */
    public SessionType type() {
        return spec.type();
    }

    /** Returns how far the session is. */
    public SessionState state() {
        return switch (phase) {
            case SessionPhase.Opening _, SessionPhase.Answering _, SessionPhase.Interrupted _ ->
                    SessionState.OPENING;
            case SessionPhase.Open() -> isActive() ? SessionState.ACTIVE : SessionState.ONLINE;
            case SessionPhase.Released _, SessionPhase.Closing _ -> SessionState.CLOSING;
        };
    }

    /** Whether the session is in the foreground of its seat, or has none. */
    public boolean isActive() {
        return seat().map(seat -> seat.active().equals(Optional.of(this))).orElse(true);
    }

    /** Whether this is the session that stands for its user. */
    public boolean isDisplay() {
        return user.display().equals(Optional.of(this));
    }

    /** Returns whether the login program has a FIFO; otherwise the leader alone keeps it open. */
    public boolean hasFifo() {
        return spec.request().hasFifo();
    }

    /** Returns where it is written down. */
    StateFile file() {
        return new StateFile.OfSession(id);
    }

    /** Returns the process that stands for the session. */
    public long leader() {
        return spec.request().leader().pid();
    }

    /** Returns the kernel's audit session number, if there is one. */
    public OptionalLong audit() {
        return audit;
    }

    /** Returns when the session was made. */
    public DualTimestamp since() {
        return since;
    }

    /** Returns the seat, if the session is on one. */
    public Optional<Seat> seat() {
        return spec.seat();
    }

    /** Returns the place on the seat, counted from 1; 0 without a seat. */
    public int position() {
        return position;
    }

    /**
     * Returns the name of the unit of its processes, as {@code session-203.scope}; empty for a
     * class without one.
     */
    public String scope() {
        return sessionClass().wantsScope() ? "session-" + id + ".scope" : "";
    }

    /** Returns the number of the job that the scope has at the moment. */
    public OptionalLong scopeJob() {
        return scopePhase.currentJob();
    }

    /** Whether somebody holds the session open by its FIFO. */
    public boolean isHeld() {
        return fifo.isPresent();
    }

    /** Returns the PAM service, empty for unknown. */
    public String service() {
        return spec.request().service();
    }

    /** Returns the desktop, empty for unknown. */
    public String desktop() {
        return spec.request().desktop();
    }

    /** Returns the terminal below {@code /dev}, empty for none. */
    public String tty() {
        return spec.request().tty();
    }

    /** Returns the X display, empty for none. */
    public String display() {
        return spec.request().display();
    }

    /** Whether the person sits elsewhere. */
    public boolean isRemote() {
        return spec.request().remote();
    }

    /** Returns the person's name elsewhere, empty for unknown. */
    public String remoteUser() {
        return spec.request().remoteUser();
    }

    /** Returns where the person sits, empty for unknown. */
    public String remoteHost() {
        return spec.request().remoteHost();
    }

    /** Returns the virtual terminal, 0 for none. */
    public int vtNumber() {
        return spec.request().vtNumber();
    }

    /** Whether the session said that nobody is at work in it. */
    public boolean isIdle() {
        return isIdle;
    }

    /** Returns since when {@link #isIdle} is what it is; zero for never said. */
    public DualTimestamp idleSince() {
        return idleSince;
    }

    /** Whether the session said that its screen is locked. */
    public boolean isLocked() {
        return isLocked;
    }

    /** Returns what was asked for. */
    SessionSpec spec() {
        return spec;
    }

    /** Whether it keeps its user here. */
    public boolean pinsUser() {
        return sessionClass().pinsUser();
    }

    /** Whether its end has begun. */
    boolean isClosing() {
        return phase instanceof SessionPhase.Closing;
    }

    /** Notes what the session says about itself. */
    public void setIdle(boolean idle, DualTimestamp now) {
        if (isIdle != idle) {
            isIdle = idle;
            idleSince = now;
        }
    }

    /** Notes what the session says about its screen. */
    public void setLocked(boolean locked) {
        isLocked = locked;
    }

    /** Takes a place on its seat. */
    void setPosition(int position) {
        this.position = position;
    }

    @Override
    public String toString() {
        return "session " + id;
    }
}
