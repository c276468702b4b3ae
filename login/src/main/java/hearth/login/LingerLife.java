package hearth.login;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.Token;
import hearth.login.host.UserKey;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.session.Awaited;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import hearth.login.session.User;
import hearth.login.session.UserLife;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How users come to linger, and stop: by order, or by a file that somebody makes or removes. A file
 * is named after its user, escaped; one whose user the name service does not know yet is asked
 * about again and again, and keeps nobody else waiting.
 */
final class LingerLife {
    /**
     * The first pause before an unknown user is asked for again: a directory server that is just
     * starting.
     */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    /**
     * The longest pause: each doubles, but a user should not have to wait for hours after a long
     * outage.
     */
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    /** What logind says of a user whom the name service does not know. */
    private static final LoginError NO_SUCH_USER =
            new LoginError(LoginError.Kind.NO_SUCH_FILE, "No such file or directory");

    private final Roster roster;
    private final UserLife users;
    private final LingerLeases leases;

    /** Whose turn it is for files, which only root writes. */
    private static final long ROOT = 0;

    /** What is being found out about files whose user is not known. */
    private final Map<String, Token> unresolved = new HashMap<>();

    LingerLife(Roster roster, UserLife users, LingerLeases leases) {
        this.roster = roster;
        this.users = users;
        this.leases = leases;
    }

    /** Looks whether there is such a user. */
    Outcome findUser(CallId call, long uid, long callerUid) {
        if (roster.user(uid).isPresent()) {
            return new Outcome.Done();
        }
        Token token = roster.await(new Awaited.UserSearch(call));
        roster.emit(new LoginEffect.LookUpUser(token, new UserKey.ByUid(uid), callerUid));
        return new Outcome.Later();
    }

    /** Tells what the name service says of a user who was looked for. */
    void found(Awaited.UserSearch search, UserLookUp answer) {
        switch (answer) {
            case UserLookUp.Found _ -> roster.emit(new LoginEffect.Reply(search.call()));
            case UserLookUp.Unknown() -> refuse(search.call(), NO_SUCH_USER);
            case UserLookUp.Unavailable(String reason) ->
                    refuse(search.call(), new LoginError(LoginError.Kind.FAILED, reason));
        }
    }

    private void refuse(CallId call, LoginError error) {
        roster.emit(new LoginEffect.ReplyError(call, error));
    }

    /** Makes somebody linger, or no more, once it is known who that is. */
    Outcome order(CallId call, long uid, boolean enable, long callerUid) {
        Optional<User> user = roster.user(uid);
        if (user.isPresent()) {
            store(call, user.get().record(), enable, callerUid);
        } else {
            Token token = roster.await(new Awaited.LingerOrderLookUp(call, enable, callerUid));
            roster.emit(new LoginEffect.LookUpUser(token, new UserKey.ByUid(uid), callerUid));
        }
        return new Outcome.Later();
    }

    /** Goes on with an order now that the name service has answered. */
    void orderLookedUp(Awaited.LingerOrderLookUp order, UserLookUp answer) {
        switch (answer) {
            case UserLookUp.Found(UserRecord user) ->
                    store(order.call(), user, order.enable(), order.callerUid());
            case UserLookUp.Unknown() -> refuse(order.call(), NO_SUCH_USER);
            case UserLookUp.Unavailable(String reason) ->
                    refuse(order.call(), new LoginError(LoginError.Kind.FAILED, reason));
        }
    }

    private void store(CallId call, UserRecord user, boolean enable, long callerUid) {
        String fileName = fileName(user);
        if (enable) {
            LingerLease lease = new LingerLease(fileName, OptionalLong.of(callerUid), roster.now());
            Token token = roster.await(new Awaited.LingerStore(call, user, Optional.of(lease)));
            roster.emit(new LoginEffect.WriteLinger(token, fileName));
        } else {
            Token token = roster.await(new Awaited.LingerStore(call, user, Optional.empty()));
            roster.emit(new LoginEffect.RemoveLinger(token, fileName));
        }
    }

    /** Acts on an order now that the file is, or is not, as ordered. */
    void stored(Awaited.LingerStore store, Optional<LoginError> failure) {
        if (failure.isPresent()) {
            roster.emit(new LoginEffect.ReplyError(store.call(), failure.get()));
            return;
        }
        if (store.lease().isPresent()) {
            stay(store.user(), store.lease().get());
        } else {
            leave(fileName(store.user()));
        }
        roster.emit(new LoginEffect.Reply(store.call()));
    }

    /** Notes a file that somebody made. */
    void fileAppeared(String fileName) {
        if (!leases.contains(fileName) && !unresolved.containsKey(fileName)) {
            lookUp(fileName, 1);
        }
    }

    /** Notes that somebody removed a file. */
    void fileVanished(String fileName) {
        Token token = unresolved.remove(fileName);
        if (token != null) {
            roster.cancelTimer(token);
        }
        leave(fileName);
    }

    /** Asks again for a user who was not known. */
    void retry(Awaited.LingerRetry retry) {
        lookUp(retry.fileName(), retry.attempt());
    }

    private void lookUp(String fileName, int attempt) {
        Token token = roster.await(new Awaited.LingerFileLookUp(fileName, attempt));
        unresolved.put(fileName, token);
        roster.emit(
                new LoginEffect.LookUpUser(
                        token, new UserKey.ByName(CEscape.unescape(fileName)), ROOT));
    }

    /** Makes the user of a file linger, or asks again later. */
    void fileLookedUp(Awaited.LingerFileLookUp file, UserLookUp answer) {
        unresolved.remove(file.fileName());
        switch (answer) {
            case UserLookUp.Found(UserRecord user) ->
                    stay(
                            user,
                            new LingerLease(file.fileName(), OptionalLong.empty(), roster.now()));
            case UserLookUp.Unknown() -> retryLater(file, "No such process");
            case UserLookUp.Unavailable(String reason) -> retryLater(file, reason);
        }
    }

    private void retryLater(Awaited.LingerFileLookUp file, String reason) {
        Duration pause = pauseAfter(file.attempt());
        roster.log(
                file.attempt() == 1 ? Level.WARNING : Level.DEBUG,
                "Couldn't add lingering user "
                        + CEscape.unescape(file.fileName())
                        + ": "
                        + reason
                        + ", trying again in "
                        + pause.toSeconds()
                        + "s");
        Token token = roster.await(new Awaited.LingerRetry(file.fileName(), file.attempt() + 1));
        unresolved.put(file.fileName(), token);
        roster.emit(new LoginEffect.SetTimer(token, pause));
    }

    /** Returns 5 s, 10 s, 20 s, ... up to ten minutes. */
    static Duration pauseAfter(int attempt) {
        Duration pause = FIRST_RETRY;
        for (int doublings = 1; doublings < attempt; doublings++) {
            pause = pause.multipliedBy(2);
            if (pause.compareTo(LONGEST_RETRY) >= 0) {
                return LONGEST_RETRY;
            }
        }
        return pause;
    }

    /** Gives a user a reason to stay: the manager starts at once. */
    void stay(UserRecord record, LingerLease lease) {
        leases.hold(record.uid(), lease);
        User user = users.know(record);
        users.leasesChanged(user.uid());
        users.startManager(user);
    }

    private void leave(String fileName) {
        leases.release(fileName).ifPresent(users::leasesChanged);
    }

    private static String fileName(UserRecord user) {
        return CEscape.escape(user.name());
    }
}
