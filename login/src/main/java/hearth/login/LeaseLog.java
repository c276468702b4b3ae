package hearth.login;

import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.session.CEscape;
import hearth.login.session.Roster;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the log is told of leases. A user may make and end leases as often as he likes, and the log
 * is everybody's: so of one name few lines are said in a while, and then how many were not.
 */
final class LeaseLog {
    /** Lines about one name in a while: more than anybody has use for who is not at play. */
    static final int LINES_MAX = 8;

    /** How long a while is. */
    static final Duration WHILE = Duration.ofMinutes(1);

    /** Names of which lines are counted: where there are more, the oldest begin anew. */
    private static final int NAMES_MAX = 1_024;

    /** What was said of a name since when. */
    private record Said(long sinceUsec, int lines) {}

    private final Roster roster;

    private final Map<String, Said> said = new LinkedHashMap<>(); // the oldest first

    LeaseLog(Roster roster) {
        this.roster = roster;
    }

    /** Says something about a name, unless too much was said. */
    void say(String fileName, Level level, String message) {
        long nowUsec = roster.now().monotonicUsec();
        Said before = said.getOrDefault(fileName, new Said(nowUsec, 0));
        boolean isOver =
                Duration.of(nowUsec - before.sinceUsec(), ChronoUnit.MICROS).compareTo(WHILE) >= 0;
        if (isOver && before.lines() > LINES_MAX) {
            roster.log(
                    Level.INFO,
                    (before.lines() - LINES_MAX)
                            + " more messages about leases of "
                            + CEscape.unescape(fileName)
                            + " were left out.");
        }
        Said now = isOver ? new Said(nowUsec, 1) : new Said(before.sinceUsec(), before.lines() + 1);
        said.put(fileName, now);
        if (said.size() > NAMES_MAX) {
            said.remove(said.keySet().iterator().next());
        }
        if (now.lines() <= LINES_MAX) {
            roster.log(level, message);
        }
    }
}
