package hearth.daemon.varlink;

import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import java.time.Duration;
import java.util.Arrays;

/** One client's connection. Belongs to the reactor. */
final class VarlinkConnection {
    /** The longest message: calls have some hundred bytes. */
    static final int MESSAGE_BYTES_MAX = 64 << 10;

    /** What there is room for at first: most calls. */
    private static final int FIRST_BYTES = 1 << 10;

    /** When it is looked again whether there is room for descriptors that nobody wants. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final byte[] NOTHING = {};

    /** Answers calls. */
    interface Server {
        /**
         * Answers a message, now or later.
         *
         * @param message its bytes, without the zero byte, which are the server's from now on
         */
        void serve(byte[] message, Way way);
    }

    private final Brain brain;
    private final int fd;
    private final Server server;
    private final ReceiveBuffer buffer;
    private final ForeignDescriptors.Owner descriptors;
    private final Charge incoming;
    private final Charge outgoing;
    private final Reactor.Registration registration;
    private Runnable whenClosed = () -> {};
    private byte[] input = NOTHING;
    private int inputStart;
    private int inputEnd;
    private int scannedTo; // no zero byte from the start to there
    private byte[] output = NOTHING;
    private int outputOffset;
    private boolean isLookedAtLater;
    private boolean isServed; // one call is with the server
    private boolean hasHungUp; // noticed while it was served
    private boolean isClosed;

    /** Begins to read from a connection; who made it closes its descriptor. */
    VarlinkConnection(Brain brain, int fd, int account, Server server) throws ErrnoException {
        this.brain = brain;
        this.fd = fd;
        this.server = server;
        buffer = brain.buffers().bus();
        descriptors = brain.foreign().of(account);
        incoming = brain.budgets().of(account).open(Resource.INCOMING_BYTES);
        outgoing = brain.budgets().of(account).open(Resource.OUTGOING_BYTES);
        registration = brain.reactor().register(fd, Polling.READABLE, this::ready);
    }

    /** Has something done when this is over. */
    void whenClosed(Runnable task) {
        whenClosed = task;
    }

    /** Where the answer to one call goes; any thread. */
    final class Way {
        private boolean isAnswered; // the reactor's

        /** Sends what there is to be sent, and goes on with the next call. */
        void answer(byte[] messages) {
            brain.reactor()
                    .execute(() -> {
                        if (!isAnswered && !isClosed) {
                            isAnswered = true;
                            answered(messages);
                        }
                    });
        }

        /** Ends the connection, unless the call is answered. */
        void refuse() {
            brain.reactor()
                    .execute(() -> {
                        if (!isAnswered) {
                            close();
                        }
                    });
        }
    }

    private void ready(int events) {
        if (isServed) { // nothing was asked for: it has hung up
            hasHungUp = true;
            registration.end();
        } else if (hasOutput()) {
            write();
            settle();
        } else {
            read();
            settle();
        }
    }

    private boolean hasOutput() {
        return outputOffset < output.length;
    }

    private void read() {
        try {
            if (!descriptors.mayCome()) {
                return;
            }
            int came = 0;
            try {
                int size = brain.linux().sockets().receive(fd, buffer);
                came = buffer.descriptorCount();
                take(size);
            } finally {
                descriptors.came(came);
                for (int unwanted : buffer.takeDescriptors()) {
                    descriptors.close(unwanted);
                }
            }
        } catch (ErrnoException _) {
            close();
        }
    }

    private void take(int size) {
        if (size == Linux.WOULD_BLOCK) {
            return;
        }
        if (size == 0 || size == Sockets.TRUNCATED || !hasRoomFor(size)) {
            close();
            return;
        }
        System.arraycopy(buffer.data(), 0, input, inputEnd, size);
        inputEnd += size;
    }

    /** Makes room behind what is there, which is less than a message then. */
    private boolean hasRoomFor(int bytes) {
        System.arraycopy(input, inputStart, input, 0, inputEnd - inputStart);
        scannedTo -= inputStart;
        inputEnd -= inputStart;
        inputStart = 0;
        int wanted = inputEnd + bytes;
        if (wanted <= input.length) {
            return true;
        }
        int room = Math.max(FIRST_BYTES, Integer.highestOneBit(wanted - 1) * 2);
        if (room > MESSAGE_BYTES_MAX + buffer.data().length || !incoming.resize(room)) {
            return false;
        }
        input = Arrays.copyOf(input, room);
        return true;
    }

    /** Goes on with what has come, and says what is waited for. */
    private void settle() {
        if (!isClosed && !isServed && !hasOutput()) {
            serveNext();
        }
        if (isClosed || hasHungUp) {
            return;
        }
        if (hasOutput()) {
            registration.want(Polling.WRITABLE);
        } else if (isServed) {
            registration.want(0);
        } else if (descriptors.hasRoom()) {
            registration.want(Polling.READABLE);
        } else {
            registration.want(0);
            lookLater();
        }
    }

    private void lookLater() {
        if (!isLookedAtLater) {
            isLookedAtLater = true;
            brain.reactor()
                    .after(
                            PAUSE,
                            () -> {
                                isLookedAtLater = false;
                                settle();
                            });
        }
    }

    private void serveNext() {
        int end = endOfMessage();
        if (end < 0) {
            if (inputEnd - inputStart > MESSAGE_BYTES_MAX) {
                close();
            }
            return;
        }
        isServed = true;
        byte[] message = Arrays.copyOfRange(input, inputStart, end);
        inputStart = end + 1;
        scannedTo = inputStart;
        server.serve(message, new Way());
    }

    /** Returns where the first message ends; -1 where it does not yet. */
    private int endOfMessage() {
        for (; scannedTo < inputEnd; scannedTo++) {
            if (input[scannedTo] == 0) {
                return scannedTo;
            }
        }
        return -1;
    }

    private void answered(byte[] messages) {
        isServed = false;
        if (messages.length > 0) {
            if (!outgoing.resize(messages.length)) {
                close();
                return;
            }
            output = messages;
            outputOffset = 0;
            write();
        }
        settle();
        if (hasHungUp && !isServed) {
            close();
        }
    }

    private void write() {
        try {
            while (hasOutput()) {
                int left = output.length - outputOffset;
                int size = brain.linux().sockets().send(fd, output, outputOffset, left);
                if (size == Linux.WOULD_BLOCK) {
                    return;
                }
                outputOffset += size;
            }
            output = NOTHING;
            outputOffset = 0;
            outgoing.resize(0);
        } catch (ErrnoException _) {
            close();
        }
    }

    /** Ends it; doing it again does nothing. */
    void close() {
        if (!isClosed) {
            isClosed = true;
            registration.end();
            incoming.close();
            outgoing.close();
            whenClosed.run();
        }
    }
}
