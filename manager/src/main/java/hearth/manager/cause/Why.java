package hearth.manager.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cause, and what brought that about in its turn, as far as it is told: a chain of a thousand
 * units takes no more room for each of them than a short one, and no walk.
 *
 * @param causes the nearest first, and last what began it all; never empty
 */
public record Why(List<Cause> causes) {
    /**
     * Causes that are told of one chain: what is left out lies between the nearest and the first.
     * Units that need one another make chains as long as they like.
     */
    public static final int CAUSES_MAX = 8;

    public Why {
        causes = List.copyOf(causes);
    }

    /**
     * Makes a cause with what is known behind it.
     *
     * @param cause the nearest
     * @param further what lies behind it
     */
    public Why(Cause cause, Optional<Why> further) {
        this(chain(cause, further.map(Why::causes).orElse(List.of())));
    }

    /** Makes a cause behind which nothing is known. */
    public static Why of(Cause cause) {
        return new Why(List.of(cause));
    }

    private static List<Cause> chain(Cause nearest, List<Cause> behind) {
        List<Cause> causes = new ArrayList<>(CAUSES_MAX);
        causes.add(nearest);
        causes.addAll(behind);
        if (causes.size() > CAUSES_MAX) {
            causes.remove(CAUSES_MAX - 1); // the first stays
        }
        return causes;
    }
}
