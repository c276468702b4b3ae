package hearth.daemon.login;

import hearth.linux.ErrnoException;
import hearth.login.host.StateFile;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * What tells that somebody has let go of what login has given: that one has one end, hearthd the
 * other. Belongs to the reactor.
 */
sealed interface HoldEnds permits Fifos, InhibitorSockets {
    /**
     * Makes one and waits for its end.
     *
     * @param ended told when nobody has the other end any more
     * @return the other end, for whoever asks
     */
    int make(StateFile beside, Runnable ended) throws IOException;

    /**
     * Waits for the end of one that an earlier brain has made.
     *
     * @return whether somebody has the other end; else there is nothing to wait for
     */
    boolean takeUp(StateFile beside, Runnable ended) throws ErrnoException;

    /** Returns the other end of one that an earlier brain has made; nothing where it is gone. */
    OptionalInt others(StateFile beside);

    /** Lets go of one. */
    void remove(StateFile beside) throws IOException;
}
