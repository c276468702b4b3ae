package hearth.daemon.link;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where descriptors are closed that a user has made: a socket that lingers and a file of a server
 * that doesn't answer keep whoever closes them for as long as that user likes.
 */
public final class Departures {
    /** That may wait for one that hangs. */
    private static final int WAITING_MAX = 256;

    private static final long IDLE_SECONDS = 1;

    private Departures() {}

    /**
     * Returns a place of one user's own: a thread while there is something to close, and none else.
     * It rejects what comes when too much waits.
     */
    public static Executor ofUser(String user) {
        return new ThreadPoolExecutor(
                0,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                task ->
                        Thread.ofPlatform()
                                .daemon()
                                .name("descriptors of " + user)
                                .unstarted(task));
    }
}
