package hearth.daemon.training;

import hearth.daemon.Brain;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Linux;

/**
 * Where those play whom the brain talks with: its own thread, so that a rehearsal needs no other.
 *
 * @param linux the kernel
 * @param reactor the brain's
 * @param buffers room that belongs to the reactor's thread
 */
public record Stage(Linux linux, Reactor reactor, Brain.Buffers buffers) {

    /** Returns the place where a brain is already. */
    public static Stage of(Brain brain) {
        return new Stage(brain.linux(), brain.reactor(), brain.buffers());
    }
}
