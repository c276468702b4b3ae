package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.CreateSessionRequest;
import hearth.login.host.DualTimestamp;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEvent;
import hearth.login.host.LoginHost;
import hearth.login.host.Outcome;
import hearth.login.host.Token;
import hearth.login.inhibit.InhibitMode;
import hearth.login.inhibit.Inhibited;
import hearth.login.inhibit.Inhibition;
import hearth.login.inhibit.Inhibitor;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.linger.LingerOrder;
import hearth.login.linger.LingerPolicy;
import hearth.login.session.Awaited;
import hearth.login.session.CgroupOwner;
import hearth.login.session.Idleness;
import hearth.login.session.KillWho;
import hearth.login.session.Roster;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.SessionLife;
import hearth.login.session.User;
import hearth.login.session.UserLife;
import hearth.login.setting.LoginSettings;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Who is here: sessions, users and seats, lingering, and the rules of logout.
 *
 * <p>Confined to its mailbox: one order or event at a time. It does nothing itself: what it wants
 * done it emits to its {@link LoginHost}, and answers come back as events. Each order or event is
 * recorded first, then what follows is settled, then state files are written, and only then the
 * effects are let out.
 *
 * @see "systemd-logind.service(8), org.freedesktop.login1(5)"
 */
public final class Login {
    private final Roster roster;
    private final LingerLeases leases = new LingerLeases();
    private final UserLife users;
    private final SessionLife sessions;
    private final SessionOrders orders;
    private final LingerLife linger;
    private final InhibitorLife inhibitors;
    private final Admission admission;
    private final EventDispatch events;

    private Login(LoginSettings settings, LoginHost host, String boot) {
        roster = new Roster(settings, host);
        users = new UserLife(roster, leases);
        sessions = new SessionLife(roster, users);
        orders = new SessionOrders(roster, users, sessions);
        linger = new LingerLife(roster, users, leases, boot);
        admission = new Admission(roster, sessions);
        inhibitors = new InhibitorLife(roster);
        events = new EventDispatch(roster, users, sessions, linger, inhibitors, admission);
    }

    /**
     * Returns a login that has taken over what was there: sessions, users and linger files. What
     * happened while nobody looked takes its course at once.
     */
    public static Login restore(LoginSettings settings, LoginHost host, Restored restored) {
        Login login = new Login(settings, host, restored.linger().boot());
        login.roster.setCatchingUp(!restored.sessions().isEmpty());
        new TakeOver(login.roster, login.users, login.sessions, login.linger, login.inhibitors)
                .run(restored);
        login.settle();
        return login;
    }

    /** Takes note of something that happened. */
    public void handle(LoginEvent event) {
        events.handle(event);
        settle();
    }

    /** Settles what follows from the last order or event, until nothing does; then says it all. */
    private void settle() {
        for (Optional<User> next = roster.nextUnsettled();
                next.isPresent();
                next = roster.nextUnsettled()) {
            User user = next.get();
            List.copyOf(user.sessions()).forEach(sessions::settle);
            users.settle(user);
        }
        roster.flush();
    }

    private Outcome settled(Outcome outcome) {
        settle();
        return outcome;
    }

    /**
     * Makes a session. {@link Outcome.Later}: answered by {@link LoginEffect.ReplyCreateSession}
     * when the session's scope is there and the user's manager is up (or will not come up), or by
     * {@link LoginEffect.ReplyError}, in any case within 25 s.
     */
    public Outcome createSession(CallId call, CreateSessionRequest request) {
        return settled(admission.admit(call, request));
    }

    /**
     * Makes a session for a call that an earlier brain has had and not answered, or goes on with
     * the one that it has begun to make. Answered as {@link #createSession}.
     */
    public Outcome createSessionAgain(CallId call, CreateSessionRequest request) {
        return orders.goOn(call, request)
                ? settled(new Outcome.Later())
                : createSession(call, request);
    }

    /**
     * Ends the waiting for calls that an earlier brain has left: all of them have been told. What
     * happened to sessions meanwhile takes its course.
     */
    public void caughtUp() {
        roster.setCatchingUp(false);
        sessions.caughtUp();
        settle();
    }

    /**
     * Notes that the login program is done with a session: it ends in 20 s, if it does not end by
     * itself.
     */
    public Outcome releaseSession(String id) {
        return settled(orders.release(id));
    }

    /** Brings a session to the foreground of its seat; refused for one without a seat. */
    public Outcome activateSession(String id) {
        return settled(orders.activate(id));
    }

    /** Brings a session to the foreground of this seat; refused if that is not its seat. */
    public Outcome activateSessionOnSeat(String id, String seatId) {
        return settled(orders.activateOnSeat(id, seatId));
    }

    /** Brings the session at a place of a seat to the foreground; refused where there is none. */
    public Outcome switchTo(Seat seat, int position) {
        return settled(orders.foreground(seat.at(position)));
    }

    /** Brings the session at the next place of a seat to the foreground. */
    public Outcome switchToNext(Seat seat) {
        return settled(orders.foreground(seat.beside(1)));
    }

    /** Brings the session at the place before to the foreground. */
    public Outcome switchToPrevious(Seat seat) {
        return settled(orders.foreground(seat.beside(-1)));
    }

    /** Asks a session to lock its screen. */
    public Outcome lockSession(String id) {
        return settled(orders.lock(id));
    }

    /** Asks a session to unlock its screen. */
    public Outcome unlockSession(String id) {
        return settled(orders.unlock(id));
    }

    /** Asks all sessions to lock their screens. */
    public void lockSessions() {
        List.copyOf(roster.sessions()).forEach(session -> lockSession(session.id()));
    }

    /** Asks all sessions to unlock their screens. */
    public void unlockSessions() {
        List.copyOf(roster.sessions()).forEach(session -> unlockSession(session.id()));
    }

    /**
     * Does something with login that somebody has asked for, who is named where its end is told of.
     *
     * @param who for people: {@code loginctl (process 7 of user 0)}
     */
    public <T> T askedBy(String who, Supplier<T> call) {
        roster.askedBy(Optional.of(who));
        try {
            return call.get();
        } finally {
            roster.askedBy(Optional.empty());
        }
    }

    /** Sends a signal to a session's processes; refused for a session without a scope. */
    public Outcome killSession(String id, KillWho who, int signal) {
        return settled(orders.kill(id, who, signal));
    }

    /** Sends a signal to all processes of a user. */
    public Outcome killUser(long uid, int signal) {
        return settled(orders.killUser(uid, signal));
    }

    /**
     * Ends a session and kills what is left of it, whatever the settings say, and although it is
     * closing already.
     */
    public Outcome terminateSession(String id) {
        return settled(orders.terminate(id));
    }

    /** Ends all sessions of a user and the user's manager, whatever settings and leases say. */
    public Outcome terminateUser(long uid) {
        return settled(orders.terminateUser(uid));
    }

    /** Ends all sessions of a seat, whatever the settings say. */
    public Outcome terminateSeat(String id) {
        return settled(orders.terminateSeat(id));
    }

    /**
     * Looks whether a user exists. {@link Outcome.Later}: answered by {@link LoginEffect.Reply}
     * when the name service knows that user, else by {@link LoginEffect.ReplyError}.
     *
     * @param callerUid who wants to know
     */
    public Outcome findUser(CallId call, long uid, long callerUid) {
        return settled(linger.orders().findUser(call, uid, callerUid));
    }

    /**
     * Makes a user linger, or no more; whether the caller may has been decided. Answered by {@link
     * LoginEffect.Reply} when the linger file is as ordered, or {@link LoginEffect.ReplyError}.
     *
     * @param callerUid who asks, for the lease
     */
    public Outcome setLinger(CallId call, long uid, boolean enable, long callerUid) {
        LingerOrder order =
                enable ? new LingerOrder.Enable(callerUid) : new LingerOrder.Disable(callerUid);
        return settled(linger.orders().order(call, uid, callerUid, order));
    }

    /**
     * Grants a lease; whether the caller may has been decided. {@link Outcome.Later}: answered by
     * {@link LoginEffect.ReplyGrant} when it is written down, or by {@link LoginEffect.ReplyError}.
     */
    public Outcome grantLease(CallId call, LeaseRequest request) {
        return settled(linger.orders().grant(call, request));
    }

    /**
     * Ends a lease; whether the caller may has been decided. Answered by {@link LoginEffect.Reply}
     * when that is written down; refused where a file declares it.
     */
    public Outcome revokeLease(CallId call, String id) {
        return settled(linger.orders().revoke(call, id));
    }

    /**
     * Looks whether a user may linger by what the administrator has said; answered by {@link
     * LoginEffect.ReplyMayLinger}, or by {@link LoginEffect.ReplyError}.
     *
     * @param callerUid who wants to know
     */
    public Outcome mayLinger(CallId call, long uid, long callerUid) {
        return settled(linger.orders().order(call, uid, callerUid, new LingerOrder.May(callerUid)));
    }

    /** Sets who may linger: what is asked for from now on is measured by it. */
    public void setLingerPolicy(LingerPolicy policy) {
        linger.orders().setPolicy(policy);
    }

    /** Sets whose a caller's number is: all numbers of an account have one pace. */
    public void setAccounts(LongUnaryOperator accounts) {
        linger.orders().setAccounts(accounts);
    }

    /** Makes leases of what drop-ins declare; what they do not declare any more ends. */
    public void declareLeases(LeaseDeclaration.All declared) {
        linger.declare(declared);
        settle();
    }

    /**
     * Puts something off as long as whoever asks has the hold; whether the caller may has been
     * decided. {@link Outcome.Later}: answered by {@link LoginEffect.ReplyInhibit} or {@link
     * LoginEffect.ReplyError}.
     */
    public Outcome inhibit(CallId call, Inhibition inhibition) {
        return settled(inhibitors.inhibit(call, inhibition));
    }

    /** Notes what a graphical session says about whether somebody is at work in it. */
    public Outcome setIdleHint(String id, boolean idle) {
        return settled(orders.setIdleHint(id, idle));
    }

    /** Notes what a session says about its screen. */
    public Outcome setLockedHint(String id, boolean locked) {
        return settled(orders.setLockedHint(id, locked));
    }

    /** Goes by other settings from now on; what runs already, as a delay, goes on as it began. */
    public void configure(LoginSettings settings) {
        roster.configure(settings);
        roster.log(LoginEffect.Log.Level.INFO, "Config file reloaded.");
        settle();
    }

    /** Returns the settings login goes by. */
    public LoginSettings settings() {
        return roster.settings();
    }

    /** Returns all sessions, the oldest first. */
    public Collection<Session> sessions() {
        return roster.sessions();
    }

    /** Returns all users, by number. */
    public Collection<User> users() {
        return roster.users();
    }

    /** Returns all seats: {@code seat0}. */
    public Collection<Seat> seats() {
        return List.of(roster.seat0());
    }

    /** Returns the session of this id. */
    public Optional<Session> session(String id) {
        return roster.session(id);
    }

    /** Returns the user of this number, if logged in or lingering. */
    public Optional<User> user(long uid) {
        return roster.user(uid);
    }

    /** Returns the seat of this name. */
    public Optional<Seat> seat(String id) {
        return roster.seat(id);
    }

    /** Whether all sessions say that they are idle, and nobody inhibits that. */
    public boolean isIdle() {
        return idleInhibitedSince().isEmpty() && sessions().stream().allMatch(Session::isIdle);
    }

    /** Returns since when {@link #isIdle} is what it is; zero for unknown. */
    public DualTimestamp idleSince() {
        return idleInhibitedSince().orElseGet(() -> Idleness.since(roster.sessions()));
    }

    private Optional<DualTimestamp> idleInhibitedSince() {
        return inhibitors.since(Inhibited.IDLE, InhibitMode.BLOCK);
    }

    /** Returns all inhibitors, the oldest first. */
    public Collection<Inhibitor> inhibitors() {
        return inhibitors.held();
    }

    /** Returns what is inhibited in this way. */
    public Set<Inhibited> inhibited(InhibitMode mode) {
        return inhibitors.inhibited(mode);
    }

    /** Whether an event with this token would still mean something. */
    public boolean awaits(Token token) {
        return roster.awaiting(token, Awaited.class).isPresent();
    }

    /** Returns the time that login goes by. */
    public DualTimestamp now() {
        return roster.now();
    }

    /** Returns all leases, by user. */
    public Collection<LingerLeases.Holding> leases() {
        return leases.all();
    }

    /** Returns why a user lingers; nothing of one who does not. */
    public List<LingerLease> leasesOf(long uid) {
        return leases.of(uid);
    }

    /**
     * Returns the session that a process belongs to.
     *
     * @param pid the process: a leader belongs to its session wherever it is
     * @param cgroup its path, as in {@code /user.slice/user-2001.slice/session-203.scope}
     */
    public Optional<Session> sessionOf(long pid, String cgroup) {
        return roster.sessionOf(pid, cgroup);
    }

    /** Returns the user in whose slice a cgroup is. */
    public Optional<User> userOf(String cgroup) {
        return CgroupOwner.user(cgroup).stream().boxed().findFirst().flatMap(roster::user);
    }
}
