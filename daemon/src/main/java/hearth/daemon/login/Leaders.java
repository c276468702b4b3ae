package hearth.daemon.login;

import hearth.daemon.brain.Brain;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Polling;
import hearth.login.host.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The processes that stand for sessions, such as sshd's: the kernel tells when one has ended.
 * Belongs to the reactor.
 */
final class Leaders {
    private record Watch(int pidFd, Reactor.Registration registration) {}

    private final Brain brain;
    private final Consumer<Token> exited;
    private final Map<Token, Watch> watches = new HashMap<>();

    /** Tells {@code exited} of each leader that ends, under the token it was watched with. */
    Leaders(Brain brain, Consumer<Token> exited) {
        this.brain = brain;
        this.exited = exited;
    }

    /** Watches a process; one that is gone already is told at once. */
    void watch(Token token, int pid) {
        try {
            watchBy(token, brain.linux().descriptors().pidFd(pid));
        } catch (ErrnoException e) {
            if (e.is(Errno.ESRCH)) {
                exited.accept(token);
            } else { // it lives, and the end of its FIFO will tell when it doesn't
                brain.complaints().say("cannot watch process " + pid + ": " + e.getMessage());
            }
        }
    }

    private void watchBy(Token token, int pidFd) throws ErrnoException {
        try {
            var registration = brain.reactor().register(pidFd, Polling.READABLE, _ -> ended(token));
            watches.put(token, new Watch(pidFd, registration));
        } catch (ErrnoException e) {
            brain.linux().descriptors().closeQuietly(pidFd);
            throw e;
        }
    }

    private void ended(Token token) {
        forget(token);
        exited.accept(token);
    }

    /** Watches a process no longer. */
    void forget(Token token) {
        Watch watch = watches.remove(token);
        if (watch != null) {
            watch.registration().end();
            brain.linux().descriptors().closeQuietly(watch.pidFd());
        }
    }
}
