package hearth.nix.evaluation;

import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import java.time.Instant;

/** One run of a program: its world, and what it has used of its limits. Confined to one thread. */
public final class Evaluation {
    /** Steps between two looks at the clock. */
    private static final int STEPS_PER_LOOK = 4096;

    private final World world;
    private final Limits limits;
    private final Loader loader;
    private final Instant deadline;
    private long bytes;
    private int depth;
    private int steps;

    /** Returns a run that begins now. */
    public Evaluation(World world, Limits limits, Loader loader) {
        this.world = world;
        this.limits = limits;
        this.loader = loader;
        this.deadline = world.clock().instant().plus(limits.time());
    }

    /** Returns what the program sees. */
    public World world() {
        return world;
    }

    /** Returns what {@code import} means. */
    public Loader loader() {
        return loader;
    }

    /** Counts a call that begins; {@link #leave()} must follow. */
    public void enter(Position site) {
        if (depth >= limits.callDepth()) {
            throw new NixException(
                    NixException.Kind.LIMIT,
                    "stack overflow; more than " + limits.callDepth() + " calls within calls",
                    site);
        }
        depth++;
        step(site);
    }

    /** Counts a call that ends. */
    public void leave() {
        depth--;
    }

    /** Counts a step of a computation that could take long. */
    public void step(Position site) {
        if (++steps >= STEPS_PER_LOOK) {
            steps = 0;
            if (world.clock().instant().isAfter(deadline)) {
                throw new NixException(
                        NixException.Kind.LIMIT,
                        "the evaluation takes longer than " + limits.time().toSeconds() + " s",
                        site);
            }
        }
    }

    /** Counts many steps of a computation that could take long. */
    public void steps(long count, Position site) {
        steps += (int) Math.min(count, STEPS_PER_LOOK);
        step(site);
    }

    /** Counts bytes before they are allocated. */
    public void charge(long count, Position site) {
        bytes += count;
        if (bytes > limits.bytes()) {
            throw new NixException(
                    NixException.Kind.LIMIT,
                    "the evaluation makes more than "
                            + (limits.bytes() >> 20)
                            + " MiB of strings and lists",
                    site);
        }
        steps(count >> 8, site);
    }
}
