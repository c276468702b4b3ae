package hearth.login;

import hearth.login.host.CreateSessionRequest;
import hearth.login.host.DualTimestamp;
import hearth.login.host.LeaderFacts;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.host.SessionClass;
import hearth.login.host.SessionType;
import hearth.login.host.StateFile;
import hearth.login.host.UnitPhase;
import hearth.login.session.Roster;
import hearth.login.session.Session;
import hearth.login.session.SessionEnding;
import hearth.login.session.SessionLife;
import hearth.login.session.SessionPhase;
import hearth.login.session.SessionSpec;
import hearth.login.session.SessionState;
import hearth.login.session.StateFiles;
import hearth.login.session.User;
import hearth.login.session.UserLife;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Making the roster anew from our own state files after the brain was away, and letting everything
 * that happened meanwhile take its course: a session that lost its leader or its FIFO begins to
 * end, an emptied one is gone. One that was being opened waits for its call to be told again.
 */
final class TakeOver {
    private final Roster roster;
    private final UserLife users;
    private final SessionLife sessions;
    private final LingerLife linger;
    private final InhibitorLife inhibitors;

    TakeOver(
            Roster roster,
            UserLife users,
            SessionLife sessions,
            LingerLife linger,
            InhibitorLife inhibitors) {
        this.roster = roster;
        this.users = users;
        this.sessions = sessions;
        this.linger = linger;
        this.inhibitors = inhibitors;
    }

    /** Takes over what was there, users first. */
    void run(Restored restored) {
        restored.users().forEach(this::take);
        linger.restore(restored.linger());
        restored.sessions().forEach(this::take);
        List.copyOf(roster.users()).forEach(this::startCountingIfAlone);
        restored.inhibitors().forEach(inhibitors::takeOver);
        roster.log(Level.INFO, "New seat " + roster.seat0().id() + ".");
    }

    private void take(Restored.RestoredUser found) {
        Map<String, String> values = StateFiles.parse(found.text());
        User user = new User(found.record(), time(values));
        user.manager = found.managerRuns() ? new UnitPhase.Running() : new UnitPhase.Absent();
        user.isStopping = "yes".equals(values.get("STOPPING"));
        user.lastSessionUsec = StateFiles.number(values, "LAST_SESSION_TIMESTAMP");
        roster.add(user);
    }

    private void take(Restored.RestoredSession found) {
        Map<String, String> values = StateFiles.parse(found.text());
        roster.noteSessionId(found.id());
        Optional<User> user =
                StateFiles.number(values, "UID").stream().boxed().findFirst().flatMap(roster::user);
        if (user.isEmpty()) {
            roster.log(
                    Level.WARNING,
                    "Session " + found.id() + " belongs to nobody who is here, ignoring.");
            roster.emit(new LoginEffect.RemoveStateFile(new StateFile.OfSession(found.id())));
            roster.emit(
                    new LoginEffect.CloseHold(
                            roster.newToken(), new StateFile.OfSession(found.id())));
            return;
        }
        Session session =
                new Session(
                        found.id(),
                        user.get(),
                        spec(found.id(), values),
                        StateFiles.number(values, "AUDIT"),
                        time(values),
                        new SessionPhase.Open());
        if (found.scopePopulated() && session.sessionClass().wantsScope()) {
            session.scopePhase = new UnitPhase.Running();
        }
        settle(session, found, values);
    }

    private void settle(
            Session session, Restored.RestoredSession found, Map<String, String> values) {
        roster.add(session);
        session.user().add(session);
        session.seat().ifPresent(seat -> seat.attach(session));
        if (session.pinsUser()) {
            users.sessionBegan(session.user());
        }
        boolean wasOpening = SessionState.OPENING.wireName().equals(values.get("STATE"));
        boolean isAlive =
                !wasOpening && found.leaderAlive() && (found.fifoHeld() || !session.hasFifo());
        boolean goesOn = wasOpening && !session.hasFifo(); // its leader is asked for
        if (goesOn) {
            sessions.goOnWithoutCall(session);
        } else if (wasOpening) {
            sessions.interrupt(session);
        } else if (!isAlive) {
            sessions.expectFifo(session);
        } else {
            sessions.watch(session);
            if ("1".equals(values.get("ACTIVE"))) {
                session.seat().ifPresent(seat -> seat.activate(session));
            }
        }
        session.user().electDisplay();
        if (wasOpening) {
            return;
        }
        if (!isAlive) {
            sessions.end(session, SessionLife.Kill.BY_SETTINGS, SessionEnding.FOUND_OVER);
        } else if (SessionState.CLOSING.wireName().equals(values.get("STATE"))) {
            sessions.release(session);
        }
    }

    /** When nobody noted when the last session ended, it ended now. */
    private void startCountingIfAlone(User user) {
        if (!user.isLingering) {
            users.sessionEnded(user);
        }
    }

    private SessionSpec spec(String id, Map<String, String> values) {
        CreateSessionRequest request =
                new CreateSessionRequest(
                        StateFiles.number(values, "UID").orElse(0),
                        new LeaderFacts(
                                StateFiles.number(values, "LEADER").orElse(0),
                                "",
                                StateFiles.number(values, "AUDIT")),
                        values.getOrDefault("SERVICE", ""),
                        values.getOrDefault("TYPE", ""),
                        values.getOrDefault("CLASS", ""),
                        values.getOrDefault("DESKTOP", ""),
                        values.getOrDefault("SEAT", ""),
                        (int) StateFiles.number(values, "VTNR").orElse(0),
                        values.getOrDefault("TTY", ""),
                        values.getOrDefault("DISPLAY", ""),
                        "1".equals(values.get("REMOTE")),
                        values.getOrDefault("REMOTE_USER", ""),
                        values.getOrDefault("REMOTE_HOST", ""),
                        List.of(),
                        StateFiles.hasFifo(values));
        return new SessionSpec(
                request,
                known(id, "type", request.type(), SessionType::ofWireName, SessionType.UNSPECIFIED),
                known(
                        id,
                        "class",
                        request.sessionClass(),
                        SessionClass::ofWireName,
                        SessionClass.USER),
                request.seat().isEmpty() ? Optional.empty() : Optional.of(roster.seat0()));
    }

    /** What a later version has written, and this one doesn't know, is said. */
    private <T> T known(
            String id, String what, String word, Function<String, Optional<T>> words, T otherwise) {
        Optional<T> value = words.apply(word);
        if (value.isEmpty() && !word.isEmpty()) {
            roster.log(
                    Level.WARNING,
                    "Session %s has the unknown %s %s, taken as %s."
                            .formatted(
                                    id,
                                    what,
                                    word,
                                    String.valueOf(otherwise).toLowerCase(Locale.ROOT)));
        }
        return value.orElse(otherwise);
    }

    private DualTimestamp time(Map<String, String> values) {
        DualTimestamp now = roster.now();
        return new DualTimestamp(
                StateFiles.number(values, "REALTIME").orElse(now.realtimeUsec()),
                StateFiles.number(values, "MONOTONIC").orElse(now.monotonicUsec()));
    }
}
