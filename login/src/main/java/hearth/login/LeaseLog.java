package hearth.login;

import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.session.Awaited;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the log is told of leases. A user may make and end leases as often as he likes, and the log
 * is everybody's: so of one name few lines are said in a while, and after it how many were not,
 * whether or not anything follows.
 */
final class LeaseLog {
    /** Lines about one name in a while: more than anybody has use for who is not at play. */
    static final int LINES_MAX = 8;

    /** How long a while is. */
    static final Duration WHILE = Duration.ofMinutes(1);

    /** Names of which lines are counted: where there are more, the while of the oldest is over. */
    static final int NAMES_MAX = 1_024;

    /** What was said of a name since when. */
    private record Said(long sinceUsec, int lines) {
        boolean isOver(long nowUsec) {
            return leftUsec(nowUsec) <= 0;
        }

        long leftUsec(long nowUsec) {
            return sinceUsec + TimeUnit.NANOSECONDS.toMicros(WHILE.toNanos()) - nowUsec;
        }

        boolean isTooMuch() {
            return lines > LINES_MAX;
        }
    }

    private final Roster roster;

    private final Map<String, Said> said = new LinkedHashMap<>(); // the oldest first

    private boolean isTimerSet;

    LeaseLog(Roster roster) {
        this.roster = roster;
    }

    /** Says something about a name, unless too much was said. */
    void say(String fileName, Level level, String message) {
        long nowUsec = roster.now().monotonicUsec();
        Said before = said.get(fileName);
        if (before != null && before.isOver(nowUsec)) {
            end(fileName);
            before = null;
        }
        if (before == null && said.size() == NAMES_MAX) {
            end(said.keySet().iterator().next());
        }
        Said now =
                before == null
                        ? new Said(nowUsec, 1)
                        : new Said(before.sinceUsec(), before.lines() + 1);
        said.put(fileName, now);
        if (now.isTooMuch()) {
            setTimer();
        } else {
            roster.log(level, message);
        }
    }

    /** Ends the while of a name. */
    private void end(String fileName) {
        Said over = said.remove(fileName);
        if (over != null && over.isTooMuch()) {
            roster.log(
                    Level.INFO,
                    (over.lines() - LINES_MAX)
                            + " more messages about leases of "
                            + CEscape.unescape(fileName)
                            + " were left out.");
        }
    }

    /** Waits for the first end of a while in which something was left out. */
    private void setTimer() {
        if (isTimerSet) {
            return;
        }
        long nowUsec = roster.now().monotonicUsec();
        said.values().stream()
                .filter(Said::isTooMuch)
                .findFirst()
                .ifPresent(first -> {
                    isTimerSet = true;
                    Duration left = Duration.of(first.leftUsec(nowUsec), ChronoUnit.MICROS);
                    roster.emit(
                            new LoginEffect.SetTimer(
                                    roster.await(new Awaited.LeaseLogPause()), left));
                });
    }

    /** Ends what is over by now. */
    void pauseOver() {
        isTimerSet = false;
        long nowUsec = roster.now().monotonicUsec();
        for (Map.Entry<String, Said> entry : List.copyOf(said.entrySet())) {
            if (entry.getValue().isOver(nowUsec)) {
                end(entry.getKey());
            }
        }
        setTimer();
    }
}
