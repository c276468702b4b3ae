package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.LoginEffect;
import hearth.login.host.LoginEffect.Log.Level;
import hearth.login.session.Awaited;
import hearth.login.session.Roster;
import org.junit.jupiter.api.Test;

/** How much is said about leases, and that what is left out is counted. */
class LeaseLogTest {
    private static final int LEFT_OUT = 3;

    private final World world = new World(false);
    private final Roster roster = new Roster(world.login.settings(), world);
    private final LeaseLog log = new LeaseLog(roster);

    private void sayTooMuch(String name) {
        for (int i = 0; i < LeaseLog.LINES_MAX + LEFT_OUT; i++) {
            log.say(name, Level.INFO, "about " + name);
        }
        roster.flush();
    }

    /** Moves the clock; login of the played machine knows of none of these timers. */
    private void pass(long seconds) {
        long untilUsec = world.monotonicUsec + seconds * 1_000_000;
        while (!world.timers.isEmpty() && world.timers.getFirst().atUsec() <= untilUsec) {
            World.Timer timer = world.timers.removeFirst();
            world.monotonicUsec = timer.atUsec();
            roster.answered(timer.token(), Awaited.LeaseLogPause.class)
                    .ifPresent(_ -> log.pauseOver());
            roster.flush();
        }
        world.monotonicUsec = untilUsec;
    }

    private long lines(String name) {
        return world.log().stream().filter(("about " + name)::equals).count();
    }

    private static String leftOut(String name) {
        return LEFT_OUT + " more messages about leases of " + name + " were left out.";
    }

    @Test
    void whatWasLeftOutIsCountedAlthoughNothingFollows() {
        sayTooMuch("alice");
        assertThat(lines("alice")).isEqualTo(LeaseLog.LINES_MAX);
        pass(LeaseLog.WHILE.toSeconds() - 1);
        assertThat(world.log()).doesNotContain(leftOut("alice"));
        pass(1);
        assertThat(world.log()).containsOnlyOnce(leftOut("alice"));
        assertThat(world.timers).isEmpty();
    }

    @Test
    void eachNameIsToldOfOnce() {
        sayTooMuch("alice");
        pass(30);
        sayTooMuch("bob");
        pass(30);
        assertThat(world.log()).contains(leftOut("alice")).doesNotContain(leftOut("bob"));
        pass(30);
        assertThat(world.log()).containsOnlyOnce(leftOut("alice")).containsOnlyOnce(leftOut("bob"));
        pass(600);
        assertThat(world.said(LoginEffect.SetTimer.class)).hasSize(2);
    }

    @Test
    void whatWasLeftOutIsCountedBeforeANameIsForgotten() {
        sayTooMuch("alice");
        for (int i = 1; i < LeaseLog.NAMES_MAX; i++) {
            log.say("other" + i, Level.INFO, "one line");
        }
        roster.flush();
        assertThat(world.log()).doesNotContain(leftOut("alice"));
        log.say("carol", Level.INFO, "one line");
        roster.flush();
        assertThat(world.log()).contains(leftOut("alice"));
        pass(600);
        assertThat(world.log()).containsOnlyOnce(leftOut("alice"));
    }

    @Test
    void afterTheWhileLinesAreSaidAgain() {
        sayTooMuch("alice");
        pass(LeaseLog.WHILE.toSeconds());
        sayTooMuch("alice");
        assertThat(lines("alice")).isEqualTo(2 * LeaseLog.LINES_MAX);
    }
}
