package hearth.manager.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cause, and what brought that about in its turn; immutable, so that all jobs of a transaction
 * have in common what lies behind them.
 *
 * @param cause the nearest
 * @param further what lies behind it
 */
public record Why(Cause cause, Optional<Why> further) {
    /**
     * Causes that are told of one chain: what is left out lies between the nearest and the first.
     * Units that need one another make chains as long as they like.
     */
    public static final int CAUSES_MAX = 8;

    /** Makes a cause behind which nothing is known. */
    public static Why of(Cause cause) {
        return new Why(cause, Optional.empty());
    }

    /** Returns the causes, the nearest first, and last what began it all. */
    public List<Cause> causes() {
        List<Cause> causes = new ArrayList<>();
        Why at = this;
        while (at.further.isPresent()) {
            if (causes.size() < CAUSES_MAX - 1) {
                causes.add(at.cause);
            }
            at = at.further.get();
        }
        causes.add(at.cause);
        return causes;
    }
}
