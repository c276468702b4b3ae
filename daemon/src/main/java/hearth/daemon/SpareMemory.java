package hearth.daemon;

import hearth.daemon.brain.Brain;
import hearth.linux.ErrnoException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Gives memory back that a start or a busy while has taken and nobody needs at rest: garbage among
 * what is old, what the compiler worked with, pages of the Java runtime. That costs something, as
 * does taking it again; so it is done after much work alone, and when the brain has come to rest.
 * Belongs to the reactor.
 */
final class SpareMemory {
    /** Work after which there is something to give back: ten times what it takes. */
    private static final Duration MUCH = Duration.ofMillis(500);

    /** How long a rest is waited for. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** Work in this time that is still a rest. */
    private static final Duration LITTLE = Duration.ofMillis(40);

    /**
     * The least time between two: all stands still meanwhile, and what is given back is taken again
     * by the next work, so that whoever has the brain work does not have it do this as often.
     */
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Brain brain;
    private final Supplier<Duration> cpuTime;
    private Duration givenBackAt = MUCH.negated(); // a start is much
    private boolean isWaiting;
    private boolean isSoonAfter;

    /**
     * Makes one that gives nothing back before it is asked to look.
     *
     * @param cpuTime the processor time of the brain so far
     */
    SpareMemory(Brain brain, Supplier<Duration> cpuTime) {
        this.brain = brain;
        this.cpuTime = cpuTime;
    }

    /** Returns the processor time of this process so far. */
    static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Looks whether much has been done, and waits for a rest then. */
    void look() {
        Duration now = cpuTime.get();
        if (!isWaiting && !isSoonAfter && now.minus(givenBackAt).compareTo(MUCH) >= 0) {
            isWaiting = true;
            brain.reactor().after(QUIET, () -> lookAgain(now));
        }
    }

    private void lookAgain(Duration before) {
        Duration now = cpuTime.get();
        if (now.minus(before).compareTo(LITTLE) > 0) {
            brain.reactor().after(QUIET, () -> lookAgain(now));
            return;
        }
        isWaiting = false;
        System.gc();
        try {
            brain.linux().memory().giveBack();
        } catch (ErrnoException e) {
            brain.complaints().say("give memory back: " + e.getMessage());
        }
        givenBackAt = cpuTime.get();
        isSoonAfter = true;
        brain.reactor()
                .after(
                        BETWEEN,
                        () -> {
                            isSoonAfter = false;
                            look(); // there may have been much meanwhile
                        });
    }
}
