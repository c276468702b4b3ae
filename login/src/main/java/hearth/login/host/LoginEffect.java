package hearth.login.host;

import hearth.login.setting.LogoutRule;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What login wants done. An effect with a {@link Token} is answered by a {@link LoginEvent} with
 * the same token.
 */
public sealed interface LoginEffect {

    /**
     * Start a unit of the system manager, in the place of a job that it has; answered by job
     * events.
     */
    record StartUnit(Token token, String unit) implements LoginEffect {}

    /**
     * Stop a unit of the system manager, in the place of a job that it has; answered by job events,
     * a refusal meaning that there is no such unit.
     */
    record StopUnit(Token token, String unit) implements LoginEffect {}

    /** Start a session's scope; answered by job events. */
    record StartScope(Token token, ScopeRequest scope) implements LoginEffect {}

    /** Tell the system manager that nobody manages this scope any more. */
    record AbandonScope(String unit) implements LoginEffect {}

    /** Send a signal to processes of a unit of the system manager. */
    record KillUnit(String unit, int signal) implements LoginEffect {}

    /** Signals one process, and only as long as it is in a unit's cgroup. */
    record KillProcess(String unit, long pid, int signal) implements LoginEffect {}

    /** Write a state file beside and rename it into place. */
    record WriteStateFile(StateFile file, String text) implements LoginEffect {}

    /** Remove a state file; it may be gone already. */
    record RemoveStateFile(StateFile file) implements LoginEffect {}

    /**
     * Make a hold: a descriptor for whoever asks, whose last close is told. A session's, which a
     * login program of root's has, is a FIFO beside the state file; an inhibitor's, which anybody
     * may have, a socket into which nothing can be written. Answered by a hold event.
     *
     * @see StateFile#fifoPath
     */
    record MakeHold(Token token, StateFile beside) implements LoginEffect {}

    /**
     * Take up a hold from before a take-over; answered by {@link LoginEvent.HoldEnded}, at once if
     * nobody has it.
     */
    record WatchHold(Token token, StateFile beside) implements LoginEffect {}

    /** Forget a hold, and remove its FIFO. */
    record CloseHold(Token token, StateFile beside) implements LoginEffect {}

    /**
     * Tell when this process is no more: {@link LoginEvent.LeaderExited}, at once if it is gone
     * already.
     */
    record WatchLeader(Token token, long pid) implements LoginEffect {}

    /** Nobody waits for this process any more. */
    record UnwatchLeader(Token token) implements LoginEffect {}

    /** Answer CreateSession, with the writing end of the session's FIFO. */
    record ReplyCreateSession(CallId call, CreatedSession session) implements LoginEffect {}

    /** Answer Inhibit, with the inhibitor's hold. */
    record ReplyInhibit(CallId call, StateFile beside) implements LoginEffect {}

    /** Answer Grant, with the lease's id. */
    record ReplyGrant(CallId call, String lease) implements LoginEffect {}

    /** Answer a call that returns nothing. */
    record Reply(CallId call) implements LoginEffect {}

    /** Answer a call with an error. */
    record ReplyError(CallId call, LoginError error) implements LoginEffect {}

    /** Tell when this much time has passed: {@link LoginEvent.TimerFired}. */
    record SetTimer(Token token, Duration delay) implements LoginEffect {}

    /** Forget a timer. */
    record CancelTimer(Token token) implements LoginEffect {}

    /**
     * Write down why a user lingers, in {@code /var/lib/hearth/linger}, and then make an empty file
     * of the same name in {@code /var/lib/systemd/linger}; answered by {@link
     * LoginEvent.LingerStored}.
     *
     * @param isShown whether to make that file; else it is somebody else's
     * @param before what holds where that fails; empty for nothing
     */
    record WriteLinger(Token token, String fileName, String text, boolean isShown, String before)
            implements LoginEffect {}

    /**
     * Remove both of these files, the empty one first, if they are there; answered by {@link
     * LoginEvent.LingerStored}.
     */
    record RemoveLinger(Token token, String fileName) implements LoginEffect {}

    /**
     * Tell whether a unit of a user's manager is active, as soon as that manager knows, and when it
     * no longer is: {@link LoginEvent.UserUnitActive} and {@link LoginEvent.UserUnitInactive}.
     */
    record WatchUserUnit(Token token, long uid, String unit) implements LoginEffect {}

    /** Nobody waits for this unit any more. */
    record UnwatchUserUnit(Token token, long uid) implements LoginEffect {}

    /**
     * Ask the name service; answered by {@link LoginEvent.UserLookedUp}.
     *
     * @param asker the user in whose turn it is asked: who asks much waits for that alone
     */
    record LookUpUser(Token token, UserKey key, long asker) implements LoginEffect {}

    /**
     * Ask the name service in which of some groups a user is; answered by {@link
     * LoginEvent.GroupsLookedUp}.
     *
     * @param asker as for {@link LookUpUser}
     */
    record LookUpGroups(Token token, UserRecord user, Set<String> groups, long asker)
            implements LoginEffect {}

    /** Answers the question whether a user may linger. */
    record ReplyMayLinger(CallId call, LingerVerdict verdict) implements LoginEffect {}

    /** Remove the System V and POSIX IPC objects of a user who is gone ({@code RemoveIPC=}). */
    record RemoveIpc(long uid) implements LoginEffect {}

    /** Write to the log, in logind's words. */
    record Log(Level level, String message) implements LoginEffect {
        /** How urgent a message is. */
        public enum Level {
            /** For whoever looks for a fault. */
            DEBUG,
            /** The normal course of things. */
            INFO,
            /** Something is not as it should be. */
            WARNING,
            /** Something could not be done. */
            ERROR
        }
    }

    /**
     * Write into a user's own log why something of the user's ends; an order to stop that unit that
     * follows has this for its cause.
     *
     * @param unit a session's scope, or the user's manager or slice
     * @param message for people
     * @param kills whether what is in the unit is about to be killed, and to be named
     * @param isNews whether it is worth a line where nothing is killed
     * @param rule what decides that, where a setting does
     * @param sent the signal that is sent, where somebody has asked for one
     */
    record Explain(
            long uid,
            String unit,
            String message,
            boolean kills,
            boolean isNews,
            Optional<LogoutRule> rule,
            Optional<Sent> sent)
            implements LoginEffect {
        /** Explains what is no order for a signal. */
        public Explain(
                long uid,
                String unit,
                String message,
                boolean kills,
                boolean isNews,
                Optional<LogoutRule> rule) {
            this(uid, unit, message, kills, isNews, rule, Optional.empty());
        }
    }

    /**
     * A signal that somebody has sent.
     *
     * @param process the only one that gets it; nothing where all of the unit do
     */
    record Sent(int signal, OptionalLong process) {}

    /** Something that observers on the bus are told. */
    sealed interface Signal extends LoginEffect {}

    /** A session was made. */
    record SessionNew(String id) implements Signal {}

    /** A session is gone. */
    record SessionRemoved(String id) implements Signal {}

    /** A user is here. */
    record UserNew(long uid) implements Signal {}

    /** A user is gone. */
    record UserRemoved(long uid) implements Signal {}

    /** Properties of login as a whole changed; named as on D-Bus. */
    record ManagerChanged(List<String> properties) implements Signal {}

    /** Properties of a session changed; named as on D-Bus. */
    record SessionChanged(String id, List<String> properties) implements Signal {}

    /** Properties of a user changed; named as on D-Bus. */
    record UserChanged(long uid, List<String> properties) implements Signal {}

    /** Properties of a seat changed; named as on D-Bus. */
    record SeatChanged(String id, List<String> properties) implements Signal {}

    /** A lease has begun. */
    record LeaseGranted(String lease, String user) implements Signal {}

    /**
     * A lease has ended.
     *
     * @param why for people
     */
    record LeaseEnded(String lease, String user, String why) implements Signal {}

    /** The session is asked to lock its screen. */
    record SessionLock(String id) implements Signal {}

    /** The session is asked to unlock its screen. */
    record SessionUnlock(String id) implements Signal {}
}
