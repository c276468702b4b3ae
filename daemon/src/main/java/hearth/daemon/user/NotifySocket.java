package hearth.daemon.user;

import hearth.daemon.Brain;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.reactor.Reactor;
import hearth.linux.Credentials;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.ReceiveBuffer;
import hearth.linux.SocketOption;
import hearth.linux.Sockets;
import hearth.manager.host.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Where services say {@code READY=1}: datagrams, their senders identified by the kernel.
 *
 * <p>Belongs to the reactor; messages go to the manager's mailbox.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
public final class NotifySocket {
    /** Bytes of a message, as systemd takes them. */
    public static final int MESSAGE_BYTES_MAX = 4_096;

    /** Messages read in one turn. */
    private static final int MESSAGES_PER_TURN = 32;

    /** Fields of a message. */
    private static final int FIELDS_MAX = 64;

    /** How long nothing is read while descriptors that came before are not closed. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Brain brain;
    private final int fd;
    private final int owner;
    private final ForeignDescriptors.Owner descriptors;
    private final Executor mailbox;
    private final Consumer<Event.Notified> messages;
    private final ReceiveBuffer buffer;
    private final Reactor.Registration registration;

    /**
     * Begins to read a bound socket, which belongs to this from now on; on the reactor's thread.
     *
     * @param owner whose services send there
     */
    NotifySocket(
            Brain brain, int fd, int owner, Executor mailbox, Consumer<Event.Notified> messages)
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

    /** A message, with what came beside it. */
    @SuppressWarnings("ArrayRecordComponent") // on its way to the mailbox: nobody compares it
    private record Received(
            int pid, String cgroup, Map<String, String> fields, int[] descriptors) {}

    /** Reads some, then waits until the mailbox has had them: a flood stays in the kernel. */
    private void read() throws ErrnoException {
        var messages = new ArrayList<Received>();
        registration.want(0);
        for (int i = 0; i < MESSAGES_PER_TURN; i++) {
            if (!descriptors.mayCome()) {
                break;
            }
            int received = receive();
            if (received == Linux.WOULD_BLOCK) {
                break;
            }
            if (received == Sockets.TRUNCATED) {
                close(buffer.takeDescriptors());
            } else {
                messages.add(received());
            }
        }
        mailbox.execute(() -> {
            messages.forEach(this::pass);
            brain.reactor().execute(this::readOn);
        });
    }

    private void readOn() {
        if (descriptors.hasRoom()) {
            registration.want(Polling.READABLE);
        } else {
            brain.reactor().after(PAUSE, this::readOn);
        }
    }

    private int receive() throws ErrnoException {
        int came = 0;
        try {
            int received = brain.linux().sockets().receive(fd, buffer);
            came = buffer.descriptorCount();
            return received;
        } finally {
            descriptors.came(came);
        }
    }

    private void close(int[] received) {
        for (int descriptor : received) {
            descriptors.close(descriptor);
        }
    }

    private Received received() {
        int pid = buffer.credentials().map(Credentials::pid).orElse(0);
        return new Received(
                pid,
                // Looked up now: a sender that only says this is soon gone.
                pid == 0 ? "" : brain.cgroups().of(pid).orElse(""),
                fields(buffer.toByteArray()),
                buffer.takeDescriptors());
    }

    private void pass(Received message) {
        if (message.pid() != 0 && !message.fields().isEmpty()) {
            messages.accept(
                    new Event.Notified(message.pid(), message.cgroup(), message.fields(), -1));
        }
        // BARRIER=1 waits for this; descriptors to be stored are not kept
        close(message.descriptors());
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
        registration.end();
        brain.foreign().close(owner, fd, () -> {});
    }
}
