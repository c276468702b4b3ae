package hearth.login;

import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.host.Token;
import hearth.login.host.UserKey;
import hearth.login.session.Awaited;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import hearth.login.user.UserLookUp;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Whom the names mean for which there are linger files or leases. One whom the name service does
 * not know is asked about again and again, and keeps nobody else waiting.
 */
final class LingerSearch {
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

    /**
     * For how long the name service must say without a break that there is no such user, before one
     * who was known once counts as deleted: longer than any directory server takes to start.
     */
    static final Duration DELETED_AFTER = Duration.ofDays(1);

    /** Whose turn it is for files, which only root writes. */
    private static final long ROOT = 0;

    /** What comes of it. */
    interface Finder {
        /** Whether it matters still whose name this is. */
        boolean isWanted(String fileName);

        /** The name service knows whose name this is. */
        void found(String fileName, UserRecord user);

        /** There has been no such user for a long time; returns whether to ask no more. */
        boolean unknownForLong(String fileName);
    }

    /**
     * A name that is being asked about.
     *
     * @param token the question, or the pause before the next
     * @param unknownSinceUsec since when all answers were that there is no such user
     */
    private record Search(Token token, int attempt, OptionalLong unknownSinceUsec) {}

    private final Roster roster;
    private final Finder finder;
    private final Map<String, Search> searches = new HashMap<>();

    LingerSearch(Roster roster, Finder finder) {
        this.roster = roster;
        this.finder = finder;
    }

    /** Asks whose name this is, unless it is being asked. */
    void begin(String fileName) {
        if (!searches.containsKey(fileName)) {
            ask(fileName, 1, OptionalLong.empty());
        }
    }

    /** Asks no more. */
    void cancel(String fileName) {
        Search search = searches.remove(fileName);
        if (search != null) {
            roster.cancelTimer(search.token());
        }
    }

    /** Asks again for a user who was not known. */
    void retry(Awaited.LingerRetry retry) {
        Search search = searches.remove(retry.fileName());
        if (search != null && finder.isWanted(retry.fileName())) {
            ask(retry.fileName(), search.attempt() + 1, search.unknownSinceUsec());
        }
    }

    private void ask(String fileName, int attempt, OptionalLong unknownSinceUsec) {
        Token token = roster.await(new Awaited.LingerFileLookUp(fileName));
        searches.put(fileName, new Search(token, attempt, unknownSinceUsec));
        roster.emit(
                new LoginEffect.LookUpUser(
                        token, new UserKey.ByName(CEscape.unescape(fileName)), ROOT));
    }

    /** Tells whose name it is, or asks again later. */
    void lookedUp(Awaited.LingerFileLookUp file, UserLookUp answer) {
        Search search = searches.remove(file.fileName());
        if (search == null) {
            return;
        }
        switch (answer) {
            case UserLookUp.Found(UserRecord user) -> finder.found(file.fileName(), user);
            case UserLookUp.Unknown() -> unknown(file.fileName(), search);
            case UserLookUp.Unavailable(String reason) ->
                    retryLater(file.fileName(), search, OptionalLong.empty(), reason);
        }
    }

    private void unknown(String fileName, Search search) {
        long nowUsec = roster.now().monotonicUsec();
        long sinceUsec = search.unknownSinceUsec().orElse(nowUsec);
        boolean isForLong =
                Duration.of(nowUsec - sinceUsec, ChronoUnit.MICROS).compareTo(DELETED_AFTER) >= 0;
        if (!isForLong || !finder.unknownForLong(fileName)) {
            retryLater(fileName, search, OptionalLong.of(sinceUsec), "No such process");
        }
    }

    private void retryLater(
            String fileName, Search search, OptionalLong unknownSinceUsec, String reason) {
        Duration pause = pauseAfter(search.attempt());
        roster.log(
                search.attempt() == 1 ? Level.WARNING : Level.DEBUG,
                "Couldn't add lingering user "
                        + CEscape.unescape(fileName)
                        + ": "
                        + reason
                        + ", trying again in "
                        + pause.toSeconds()
                        + "s");
        Token token = roster.await(new Awaited.LingerRetry(fileName));
        searches.put(fileName, new Search(token, search.attempt(), unknownSinceUsec));
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
}
