package hearth.login.session;

import hearth.login.host.DualTimestamp;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginHost;
import hearth.login.host.StateFile;
import hearth.login.host.Token;
import hearth.login.setting.LoginSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everybody who is here, what login waits for, and what it is about to say.
 *
 * <p>Orders and events change the roster and touch what they changed. Effects are held back until
 * all of it is settled; then the state files of everything touched are written first, so that what
 * matters is on file before it is acted on, and observers are told what became different.
 */
public final class Roster {
    private LoginSettings settings;
    private final LoginHost host;
    private final Map<Long, User> users = new TreeMap<>();

    /** By name, escaped: of one more than one is here where another user has that name by now. */
    private final Map<String, NavigableMap<Long, User>> usersByFile = new HashMap<>();

    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Seat seat0 = new Seat("seat0");
    private final Map<Token, Awaited> awaited = new HashMap<>();
    private final Published published = new Published();

    private final List<LoginEffect> effects = new ArrayList<>();
    private final Set<Session> touchedSessions = new LinkedHashSet<>();
    private final Set<User> touchedUsers = new LinkedHashSet<>();
    private final Set<User> unsettledUsers = new LinkedHashSet<>();
    private boolean seatIsTouched = true;
    private Optional<String> asker = Optional.empty();

    /** What is being said, in order. */
    private final Deque<LoginEffect> toSay = new ArrayDeque<>();

    private boolean isSaying;

    /** Whether calls of before a take-over may still be told. */
    private boolean isCatchingUp;

    private long lastToken;
    private long lastSessionNumber;

    public Roster(LoginSettings settings, LoginHost host) {
        this.settings = settings;
        this.host = host;
    }

    /** Begins, or ends, to wait for calls of before a take-over. */
    public void setCatchingUp(boolean catchingUp) {
        isCatchingUp = catchingUp;
    }

    boolean isCatchingUp() {
        return isCatchingUp;
    }

    /** Goes by other settings from now on. */
    public void configure(LoginSettings other) {
        settings = other;
    }

    /** Returns who has asked for what is being done, where it is known. */
    Optional<String> asker() {
        return asker;
    }

    /** What is done from now on is asked for by this one. */
    public void askedBy(Optional<String> who) {
        asker = who;
    }

    public LoginSettings settings() {
        return settings;
    }

    public DualTimestamp now() {
        return host.now();
    }

    public Collection<User> users() {
        return Collections.unmodifiableCollection(users.values());
    }

    public Collection<Session> sessions() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    public Seat seat0() {
        return seat0;
    }

    public Optional<Seat> seat(String id) {
        return Optional.of(seat0).filter(seat -> seat.id().equals(id));
    }

    public Optional<User> user(long uid) {
        return Optional.ofNullable(users.get(uid));
    }

    /** Returns the user here, of the lowest number, whose name, escaped, a file has. */
    public Optional<User> userOfFile(String fileName) {
        return Optional.ofNullable(usersByFile.get(fileName))
                .map(ofName -> ofName.firstEntry().getValue());
    }

    public Optional<Session> session(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** Returns how many sessions there are, those that are still asked for included. */
    public long sessionCount() {
        return sessions.size()
                + awaited.values().stream().filter(Awaited.SessionLookUp.class::isInstance).count();
    }

    public void add(User user) {
        users.put(user.uid(), user);
        usersByFile
                .computeIfAbsent(CEscape.escape(user.name()), _ -> new TreeMap<>())
                .put(user.uid(), user);
        touch(user);
    }

    void remove(User user) {
        users.remove(user.uid());
        usersByFile.computeIfPresent(
                CEscape.escape(user.name()),
                (_, ofName) -> {
                    ofName.remove(user.uid());
                    return ofName.isEmpty() ? null : ofName;
                });
        touchedUsers.remove(user);
        unsettledUsers.remove(user);
        published.forget(user);
        emit(new LoginEffect.RemoveStateFile(new StateFile.OfUser(user.uid())));
    }

    public void add(Session session) {
        sessions.put(session.id(), session);
        touch(session);
    }

    void remove(Session session) {
        sessions.remove(session.id());
        touch(session.user());
        touchSeatOf(session);
        touchedSessions.remove(session);
        published.forget(session);
        emit(new LoginEffect.RemoveStateFile(session.file()));
    }

    /** Returns a session id that nobody has: {@code c1}, {@code c2}, ... */
    String newSessionId() {
        String id;
        do {
            id = "c" + ++lastSessionNumber;
        } while (sessions.containsKey(id));
        return id;
    }

    /**
     * Notes an id from before a take-over, so that it is not given to another session soon after.
     */
    public void noteSessionId(String id) {
        if (id.matches("c[1-9][0-9]{0,17}")) {
            lastSessionNumber = Math.max(lastSessionNumber, Long.parseLong(id.substring(1)));
        }
    }

    /** Notes that something about a session, and so about its user and seat, changed. */
    public void touch(Session session) {
        touchedSessions.add(session);
        touch(session.user());
        touchSeatOf(session);
    }

    /**
     * Notes that something about a user changed: what follows from that is settled before anything
     * is said.
     */
    public void touch(User user) {
        touchedUsers.add(user);
        unsettledUsers.add(user);
    }

    private void touchSeatOf(Session session) {
        seatIsTouched |= session.seat().isPresent();
    }

    /** Returns a user who was touched since the last time, if there is one. */
    public Optional<User> nextUnsettled() {
        Optional<User> next = unsettledUsers.stream().findFirst();
        next.ifPresent(unsettledUsers::remove);
        return next;
    }

    /** Returns the session that a process leads, or in whose scope it is. */
    public Optional<Session> sessionOf(long pid, String cgroup) {
        return sessions.values().stream()
                .filter(session -> session.leader() == pid && !session.isClosing())
                .findFirst()
                .or(() -> CgroupOwner.session(cgroup).flatMap(this::session));
    }

    /** Returns a handle that nobody had before. */
    public Token newToken() {
        return new Token(++lastToken);
    }

    /** Waits for an answer. */
    public Token await(Awaited reason) {
        Token token = newToken();
        await(token, reason);
        return token;
    }

    /** Waits for an answer with a handle made before. */
    public void await(Token token, Awaited reason) {
        awaited.put(token, reason);
    }

    /** Returns what the token stands for, if that is still waited for and of this kind. */
    public <T extends Awaited> Optional<T> awaiting(Token token, Class<T> kind) {
        return Optional.ofNullable(awaited.get(token)).filter(kind::isInstance).map(kind::cast);
    }

    /** Returns what the token stood for; it is no longer waited for. */
    public <T extends Awaited> Optional<T> answered(Token token, Class<T> kind) {
        Optional<T> reason = awaiting(token, kind);
        reason.ifPresent(_ -> awaited.remove(token));
        return reason;
    }

    /** Waits no longer for an answer that may still come. */
    void forget(Token token) {
        awaited.remove(token);
    }

    /** Waits no longer for a timer. */
    public void cancelTimer(Token token) {
        forget(token);
        emit(new LoginEffect.CancelTimer(token));
    }

    public void emit(LoginEffect effect) {
        effects.add(effect);
    }

    public void log(LoginEffect.Log.Level level, String message) {
        emit(new LoginEffect.Log(level, message));
    }

    /**
     * Says everything that was held back: files, then what is to be done, then what became
     * different. Whoever gives an order while he is told is heard out first.
     */
    public void flush() {
        hold();
        if (isSaying) {
            return;
        }
        isSaying = true;
        for (LoginEffect next = toSay.poll(); next != null; next = toSay.poll()) {
            host.emit(next);
        }
        isSaying = false;
    }

    private void hold() {
        List<LoginEffect> changes = new ArrayList<>();
        for (Session session : touchedSessions) {
            published.fileOf(session).ifPresent(toSay::add);
            published.changesOf(session).ifPresent(changes::add);
        }
        for (User user : touchedUsers) {
            published.fileOf(user).ifPresent(toSay::add);
            published.changesOf(user).ifPresent(changes::add);
        }
        if (seatIsTouched) {
            published.fileOf(seat0).ifPresent(toSay::add);
            published.changesOf(seat0).ifPresent(changes::add);
        }
        toSay.addAll(effects);
        toSay.addAll(changes);
        touchedSessions.clear();
        touchedUsers.clear();
        seatIsTouched = false;
        effects.clear();
    }
}
