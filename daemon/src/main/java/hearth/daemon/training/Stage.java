package hearth.daemon.training;

import hearth.daemon.brain.Brain;
import hearth.daemon.protocol.Frame;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import java.io.UncheckedIOException;

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

    /** Sends a message; the descriptors are the receiver's from then on. */
    void send(int fd, Frame frame, int... descriptors) {
        byte[] datagram = frame.datagram().toArray();
        try {
            linux.sockets().send(fd, datagram, 0, datagram.length, descriptors);
        } catch (ErrnoException e) {
            throw new UncheckedIOException(e);
        }
        for (int descriptor : descriptors) {
            linux.descriptors().closeQuietly(descriptor);
        }
    }
}
