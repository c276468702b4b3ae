package hearth.login.session;

import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.host.LoginError;
import hearth.login.host.Token;
import hearth.login.host.UnitPhase;
import hearth.login.linger.LingerLeases;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a user's manager starts and stops, and when the user is gone.
 *
 * <p>A user stays while a session does, while a job of the manager is under way, for {@code
 * UserStopDelaySec=} after the last session, and while lingering with a manager that runs. Else the
 * manager is stopped; once it is, the user is forgotten and the user's slice stopped, and with it
 * the runtime directory.
 */
public final class UserLife {
    /** Numbers up to here are system users', whose IPC objects belong to services. */
    private static final long SYSTEM_UID_MAX = 999;

    private final Roster roster;
    private final LingerLeases leases;

    public UserLife(Roster roster, LingerLeases leases) {
        this.roster = roster;
        this.leases = leases;
    }

    /** Returns the user as known, or makes it known. */
    public User know(UserRecord record) {
        return roster.user(record.uid())
                .orElseGet(() -> {
                    User user = new User(record, roster.now());
                    user.isLingering = leases.keeps(user.uid());
                    roster.add(user);
                    roster.emit(new LoginEffect.UserNew(user.uid()));
                    return user;
                });
    }

    /** Starts the user's manager, unless it runs or is starting. */
    public void startManager(User user) {
        user.isStopping = false;
        roster.touch(user);
        switch (user.manager) {
            case UnitPhase.Starting _, UnitPhase.Running _ -> {}
            case UnitPhase.Stopping stopping -> {
                roster.forget(stopping.token());
                orderStart(user);
            }
            case UnitPhase.Absent _ -> orderStart(user);
        }
    }

    /** Starts the user's manager although it seems to run: at a take-over it may be starting. */
    void startManagerAgain(User user) {
        if (user.manager instanceof UnitPhase.Running) {
            user.isStopping = false;
            roster.touch(user);
            orderStart(user);
        } else {
            startManager(user);
        }
    }

    private void orderStart(User user) {
        Token token = roster.await(new Awaited.ManagerStart(user));
        user.manager = new UnitPhase.Starting(token, OptionalLong.empty());
        roster.emit(new LoginEffect.StartUnit(token, user.service()));
    }

    /** Stops the user's manager; from now on nothing but a login keeps the user. */
    public void stopManager(User user) {
        user.isStopping = true;
        roster.touch(user);
        switch (user.manager) {
            case UnitPhase.Absent _, UnitPhase.Stopping _ -> {}
            case UnitPhase.Starting starting -> {
                roster.forget(starting.token());
                orderStop(user);
            }
            case UnitPhase.Running _ -> orderStop(user);
        }
    }

    private void orderStop(User user) {
        roster.emit(Explanations.ofManager(user, roster.asker(), roster.settings()));
        Token token = roster.await(new Awaited.ManagerStop(user));
        user.manager = new UnitPhase.Stopping(token, OptionalLong.empty());
        roster.emit(new LoginEffect.StopUnit(token, user.service()));
    }

    /** Notes how the start of the manager ended. */
    public void managerStarted(User user, Optional<LoginError> failure) {
        user.manager = failure.isEmpty() ? new UnitPhase.Running() : new UnitPhase.Absent();
        failure.ifPresent(error ->
                roster.log(
                        Level.WARNING,
                        "Failed to start "
                                + user.service()
                                + " for user "
                                + user.name()
                                + ": "
                                + error.message()));
        roster.touch(user);
    }

    /** Notes that the manager is no more, whatever became of its stop job. */
    public void managerStopped(User user) {
        user.manager = new UnitPhase.Absent();
        roster.touch(user);
    }

    /**
     * Notes that the manager's service is inactive; while a job is under way, that job's end says
     * more.
     */
    public void managerInactive(User user) {
        if (user.manager instanceof UnitPhase.Running) {
            managerStopped(user);
        }
    }

    /** Notes that the leases may say something else about this user by now. */
    public void leasesChanged(long uid) {
        roster.user(uid)
                .ifPresent(user -> {
                    user.isLingering = leases.keeps(uid);
                    roster.touch(user);
                });
    }

    /** Notes that there is one session less. */
    public void sessionEnded(User user) {
        if (!user.isPinned() && user.lastSessionUsec.isEmpty()) {
            user.lastSessionUsec = OptionalLong.of(roster.now().monotonicUsec());
        }
        roster.touch(user);
    }

    /** Notes that there is one session more. */
    public void sessionBegan(User user) {
        user.isStopping = false;
        user.lastSessionUsec = OptionalLong.empty();
        cancelStopDelay(user);
        roster.touch(user);
    }

    /** Notes that the time after the last session is over. */
    public void stopDelayOver(User user) {
        user.stopDelay = Optional.empty();
        roster.touch(user);
    }

    /** Does what follows from a user's present situation. */
    public void settle(User user) {
        if (user.isPinned() || hasJob(user) || (!user.isStopping && mayStay(user))) {
            return;
        }
        if (user.manager instanceof UnitPhase.Running) {
            stopManager(user);
        } else if (user.sessions().isEmpty()) {
            forget(user);
        }
    }

    private static boolean hasJob(User user) {
        return switch (user.manager) {
            case UnitPhase.Starting _, UnitPhase.Stopping _ -> true;
            case UnitPhase.Absent _, UnitPhase.Running _ -> false;
        };
    }

    private boolean mayStay(User user) {
        if (user.isLingering && user.manager instanceof UnitPhase.Running) {
            cancelStopDelay(user);
            return true;
        }
        if (user.lastSessionUsec.isEmpty()) {
            return false;
        }
        Optional<Duration> delay = roster.settings().userStopDelay().value();
        if (delay.isEmpty()) {
            return true;
        }
        long awayUsec = roster.now().monotonicUsec() - user.lastSessionUsec.getAsLong();
        Duration left = delay.get().minus(Duration.of(awayUsec, ChronoUnit.MICROS));
        if (!left.isPositive()) {
            return false;
        }
        if (user.stopDelay.isEmpty()) {
            Token token = roster.await(new Awaited.StopDelay(user));
            user.stopDelay = Optional.of(token);
            roster.emit(new LoginEffect.SetTimer(token, left));
        }
        return true;
    }

    private void forget(User user) {
        cancelStopDelay(user);
        roster.remove(user);
        roster.emit(new LoginEffect.UserRemoved(user.uid()));
        if (roster.settings().removeIpc().value() && user.uid() > SYSTEM_UID_MAX) {
            roster.emit(new LoginEffect.RemoveIpc(user.uid()));
        }
        roster.emit(new LoginEffect.StopUnit(roster.newToken(), user.slice()));
    }

    private void cancelStopDelay(User user) {
        user.stopDelay.ifPresent(roster::cancelTimer);
        user.stopDelay = Optional.empty();
    }
}
