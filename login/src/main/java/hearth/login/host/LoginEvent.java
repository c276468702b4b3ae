package hearth.login.host;

import hearth.login.user.UserLookUp;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What login is told. Events whose token it no longer waits for are dropped. */
public sealed interface LoginEvent {

    /**
     * A job was queued for an order.
     *
     * @param jobId the job's number, for the state files
     */
    record JobQueued(Token token, long jobId) implements LoginEvent {}

    /** A job ended. */
    record JobRemoved(Token token, JobResult result) implements LoginEvent {}

    /** The system manager queued nothing. */
    record JobRefused(Token token, LoginError error) implements LoginEvent {}

    /**
     * A session's scope or a {@code user@UID.service} of the system manager is inactive or failed.
     * A scope is when its cgroup is empty.
     */
    record UnitInactive(String unit) implements LoginEvent {}

    /** A hold is there. */
    record HoldMade(Token token) implements LoginEvent {}

    /** A hold could not be made. */
    record HoldFailed(Token token, LoginError error) implements LoginEvent {}

    /** Nobody has a hold any more; the token is that of its making. */
    record HoldEnded(Token token) implements LoginEvent {}

    /** A leader that was watched is gone. */
    record LeaderExited(Token token) implements LoginEvent {}

    /** A timer's time has passed. */
    record TimerFired(Token token) implements LoginEvent {}

    /** The name service answered. */
    record UserLookedUp(Token token, UserLookUp answer) implements LoginEvent {}

    /**
     * Answers {@link LoginEffect.LookUpGroups}.
     *
     * @param groups those that the user is in; nothing where the name service does not say
     */
    record GroupsLookedUp(Token token, Optional<Set<String>> groups) implements LoginEvent {}

    /** Something about who lingers. */
    sealed interface OfLinger extends LoginEvent {}

    /**
     * It is written down why a user lingers, or does not.
     *
     * @param failure why not, when it is not
     */
    record LingerStored(Token token, Optional<LoginError> failure) implements OfLinger {}

    /**
     * A file was made in {@code /var/lib/systemd/linger}, by whomever; not told where it is gone by
     * now.
     */
    record LingerFileAppeared(String fileName) implements OfLinger {}

    /**
     * A file in {@code /var/lib/systemd/linger} is gone; not told where it is there again by now.
     */
    record LingerFileVanished(String fileName) implements OfLinger {}

    /** These files are in {@code /var/lib/systemd/linger} now; what happened before is not told. */
    record LingerFilesListed(List<String> fileNames) implements OfLinger {}

    /** The wall clock was set, or the machine has slept. */
    record ClockSet() implements OfLinger {}

    /** A user's unit that is watched is active. */
    record UserUnitActive(Token token) implements OfLinger {}

    /** A user's unit that was watched is not active, or no more. */
    record UserUnitInactive(Token token) implements OfLinger {}
}
