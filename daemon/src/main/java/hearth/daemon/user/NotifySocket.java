package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.reactor.Reactor;
import hearth.dbus.DescriptorList;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import hearth.manager.host.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Where services say {@code READY=1}: datagrams, their senders identified by the kernel.
 *
 * <p>Belongs to the reactor; messages go to the manager's mailbox. One is taken from the socket
 * when the manager has had it, and so has written down what it led to: a brain that dies before
 * leaves it to the next one. To hear the same twice does no harm.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
public final class NotifySocket {
    /** Bytes of a message, as systemd takes them. */
    public static final int MESSAGE_BYTES_MAX = 4_096;

    /** Fields of a message. */
    private static final int FIELDS_MAX = 64;

    /** How long nothing is read while descriptors that came before are not closed. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Brain brain;
    private final int fd;
    private final int owner;
    private final ForeignDescriptors.Owner descriptors;
    private final Executor mailbox;
    private final Listener messages;
    private final ReceiveBuffer buffer;
    private final Reactor.Registration registration;
    private boolean isClosed;

    /** Who hears what services say; in the mailbox. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Takes a message.
         *
         * @param descriptors that came with it, where it asks to store them; the listener's
         */
        void heard(Event.Notified message, DescriptorList descriptors);
    }

    /**
     * Begins to read a bound socket, which belongs to this from now on; on the reactor's thread.
     *
     * @param owner whose services send there
     */
    NotifySocket(Brain brain, int fd, int owner, Executor mailbox, Listener messages)
            throws ErrnoException {
        this.brain = brain;
        this.fd = fd;
        this.owner = owner;
        descriptors = brain.foreign().of(owner);
        this.mailbox = mailbox;
        this.messages = messages;
        buffer = brain.buffers().notifications();
        brain.linux().descriptors().setNonBlocking(fd, true);
        brain.linux().sockets().setOption(fd, SocketOption.PASS_CREDENTIALS, 1);
        registration = brain.reactor().register(fd, Polling.READABLE, _ -> read());
    }

    /** Looks at one, then waits until the mailbox has had it: a flood stays in the kernel. */
    private void read() throws ErrnoException {
        if (!descriptors.hasRoom()) {
            pause();
            return;
        }
        int size = brain.linux().sockets().peekMessage(fd, buffer);
        if (size == Linux.WOULD_BLOCK) {
            return;
        }
        if (size == Sockets.TRUNCATED) {
            take();
            return;
        }
        Event.Notified message = message();
        boolean stores =
                buffer.bringsDescriptors()
                        && message.pid() != 0
                        && "1".equals(message.fields().get("FDSTORE"));
        if (stores && !descriptors.mayCome()) {
            pause();
            return;
        }
        DescriptorList came = stores ? copies() : DescriptorList.NONE;
        registration.want(0);
        mailbox.execute(() -> {
            if (message.pid() != 0 && !message.fields().isEmpty()) {
                messages.heard(message, came);
            }
            brain.reactor().execute(this::goOn);
        });
    }

    private void pause() {
        registration.want(0);
        brain.reactor().after(PAUSE, this::readOn);
    }

    /**
     * Copies what is to be stored, which stays with the message until the hand has been given it.
     */
    private DescriptorList copies() throws ErrnoException {
        int came = 0;
        try {
            brain.linux().sockets().peekWithDescriptors(fd, buffer);
            came = buffer.descriptorCount();
        } finally {
            descriptors.came(came);
        }
        return DescriptorList.owning(descriptors, buffer.takeDescriptors());
    }

    private void readOn() {
        if (!isClosed) {
            registration.want(Polling.READABLE);
        }
    }

    private Event.Notified message() {
        int pid = buffer.credentials().map(Credentials::pid).orElse(0);
        return new Event.Notified(
                pid,
                // Looked up now: a sender that only says this is soon gone.
                pid == 0 ? "" : brain.cgroups().of(pid).orElse(""),
                fields(buffer.toByteArray()),
                0);
    }

    private void goOn() {
        if (isClosed) {
            return;
        }
        try {
            take();
            registration.want(Polling.READABLE);
        } catch (ErrnoException e) {
            brain.complaints().say("what services say is not heard any more: " + e.getMessage());
        }
    }

    /** Takes the message; BARRIER=1 waits for this, and what is stored has been copied before. */
    private void take() throws ErrnoException {
        if (!descriptors.mayCome()) {
            return; // it is looked at again when there is room: to hear the same twice does no harm
        }
        int came = 0;
        try {
            brain.linux().sockets().receive(fd, buffer);
            came = buffer.descriptorCount();
        } finally {
            descriptors.came(came);
        }
        for (int descriptor : buffer.takeDescriptors()) {
            descriptors.close(descriptor);
        }
    }

    /** Returns the lines {@code NAME=value} of a message, later ones winning. */
    static Map<String, String> fields(byte[] message) {
        var fields = new LinkedHashMap<String, String>();
        for (String line : new String(message, StandardCharsets.UTF_8).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0 && fields.size() < FIELDS_MAX) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return fields;
    }

    void close() {
        isClosed = true;
        registration.end();
        brain.foreign().close(owner, fd, () -> {});
    }
}
