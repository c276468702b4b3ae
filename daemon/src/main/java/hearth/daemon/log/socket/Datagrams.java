package hearth.daemon.log.socket;

import hearth.daemon.log.source.LogSource;
import hearth.journal.Field;
import hearth.journal.protocol.NativeMessage;
import hearth.journal.protocol.Received;
import hearth.journal.protocol.SyslogMessage;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A datagram socket to which programs send entries. Belongs to the thread that writes logs.
 *
 * <p>Messages are looked at and stay in the socket, are written, and are then taken. The kernel
 * counts how many bytes of what was looked at are still there ({@link SocketOption#PEEK_OFFSET}),
 * for whoever has the socket. So where this brain is killed after it has noted what it was about to
 * write, the next one writes that and takes what is left of it: no message is lost or doubled.
 *
 * <p>That holds for messages of up to 64 KiB. One that is longer, or comes as a file in memory, is
 * taken before it is written: it is lost where the brain is killed in between.
 */
final class Datagrams implements LogSource {
    /** Bytes of a message that is looked at, and of all that one turn looks at. */
    static final int LOOKED_AT_BYTES = 64 * 1024;

    /** Messages of a turn. */
    private static final int MESSAGES_PER_TURN = 64;

    private final Linux linux;
    private final Reception reception;
    private final Protocol protocol;
    private final int fd;
    private final Field transport;
    private final ReceiveBuffer buffer = ReceiveBuffer.stamped(LOOKED_AT_BYTES);

    /** Messages that were taken and are not written yet. */
    private final Deque<InHand> inHand = new ArrayDeque<>();

    /** Who has sent what was sent before the kernel was to tell: nobody of this machine's. */
    private static final Credentials UNKNOWN = new Credentials(0, 65_534, 65_534);

    /** How messages are read. */
    enum Protocol {
        /** journald's own. */
        NATIVE("journal") {
            @Override
            Received read(byte[] bytes, int length) {
                return NativeMessage.read(bytes, length);
            }
        },
        /** syslog(3)'s. */
        SYSLOG("syslog") {
            @Override
            Received read(byte[] bytes, int length) {
                return SyslogMessage.read(bytes, length);
            }
        };

        private final String transport;

        Protocol(String transport) {
            this.transport = transport;
        }

        abstract Received read(byte[] bytes, int length);
    }

    /** A message that was taken: its bytes, or a file that has them. */
    private sealed interface InHand {
        Credentials sender();

        long sentUsec();

        @SuppressWarnings("ArrayRecordComponent") // read once: nobody compares it
        record Text(Credentials sender, long sentUsec, byte[] bytes) implements InHand {}

        record File(Credentials sender, long sentUsec, int fd) implements InHand {}

        record Nothing(Credentials sender, long sentUsec) implements InHand {}
    }

    /** Makes one of a socket that is bound. */
    Datagrams(Linux linux, Reception reception, Protocol protocol, int fd) {
        this.linux = linux;
        this.reception = reception;
        this.protocol = protocol;
        this.fd = fd;
        transport = Field.of("_TRANSPORT", protocol.transport);
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public String owner() {
        return "socket " + fd;
    }

    @Override
    public void begin(boolean isUnfinished, Entries out) throws ErrnoException {
        if (isUnfinished) {
            take();
            writeInHand(out);
        }
        linux.sockets().setOption(fd, SocketOption.PEEK_OFFSET, 0);
    }

    @Override
    public boolean turn(Entries out) throws ErrnoException {
        try {
            Batch batch = look(out);
            boolean isMore = batch.bytes > 0 ? write(batch, out) : takeOne(out);
            writeInHand(out);
            return isMore;
        } finally { // what was looked at and is there still is looked at again
            linux.sockets().setOption(fd, SocketOption.PEEK_OFFSET, 0);
        }
    }

    private boolean write(Batch batch, Entries out) throws ErrnoException {
        // One more may have been looked at, which is another log's.
        linux.sockets().setOption(fd, SocketOption.PEEK_OFFSET, batch.bytes);
        if (batch.entries.isEmpty()) {
            take();
        } else {
            out.write(batch.manager, batch.entries, this::take);
        }
        if (batch.lost > 0) {
            out.lose(batch.manager, batch.lost);
        }
        return true;
    }

    /** Messages from the head of the queue that go to one log. */
    private static final class Batch {
        private final List<List<Field>> entries = new ArrayList<>();
        private String manager = "";
        private int bytes;
        private int lost;
    }

    private Batch look(Entries out) throws ErrnoException {
        var batch = new Batch();
        for (int i = 0; i < MESSAGES_PER_TURN && batch.bytes < LOOKED_AT_BYTES; i++) {
            int size = linux.sockets().peekMessage(fd, buffer);
            if (size <= 0) {
                return batch; // nothing, or one that is to be taken by itself
            }
            Sender sender = reception.sender(sender(buffer));
            boolean isAnothers = batch.bytes > 0 && !sender.manager().equals(batch.manager);
            boolean brings = buffer.bringsDescriptors();
            if (isAnothers || (brings && !reception.hasRoom(sender))) {
                return batch;
            }
            batch.manager = sender.manager();
            batch.bytes += size;
            Received received = protocol.read(buffer.data(), size);
            batch.lost += reception.lost(sender, received.lost(), out);
            batch.entries.addAll(
                    reception.entries(sender, marks(buffer.sentUsec()), received.entries(), out));
            if (brings) {
                return batch; // there is room for those of one message
            }
        }
        return batch;
    }

    private List<Field> marks(long sentUsec) {
        return sentUsec == 0
                ? List.of(transport)
                : List.of(
                        transport, Field.of("_SOURCE_REALTIME_TIMESTAMP", Long.toString(sentUsec)));
    }

    /** Takes what was looked at. An empty message among it has a file, and is kept in hand. */
    private void take() throws ErrnoException {
        int left = linux.sockets().option(fd, SocketOption.PEEK_OFFSET);
        while (left > 0) {
            int size = linux.sockets().receive(fd, buffer);
            if (size == Linux.WOULD_BLOCK) {
                return;
            }
            if (size == 0) {
                keepInHand(buffer);
            } else {
                close(buffer);
            }
            left = size == Sockets.TRUNCATED ? 0 : left - size; // what is longer was not looked at
        }
    }

    /**
     * Takes a message that cannot be looked at: one that is empty, whose file it is, or too long.
     * One whose descriptors have no room is dropped.
     *
     * @return whether there is any message
     */
    private boolean takeOne(Entries out) throws ErrnoException {
        // An empty one that was looked at once is only seen without the offset.
        linux.sockets().setOption(fd, SocketOption.PEEK_OFFSET, -1);
        int size = linux.sockets().peekMessage(fd, buffer);
        if (size == Linux.WOULD_BLOCK) {
            return false;
        }
        if (buffer.bringsDescriptors() && !reception.hasRoom(reception.sender(sender(buffer)))) {
            drop(out);
            return false;
        }
        if (size > 0) {
            return true; // it has just come
        }
        ReceiveBuffer room = size == 0 ? buffer : reception.longRoom();
        int taken = linux.sockets().receive(fd, room);
        if (taken == Sockets.TRUNCATED) {
            close(room);
            inHand.add(new InHand.Nothing(sender(room), room.sentUsec()));
        } else if (taken != Linux.WOULD_BLOCK) {
            keepInHand(room);
        }
        return true;
    }

    /**
     * Drops the message that is next, with descriptors that nobody here has room for. That is done
     * elsewhere, since the kernel closes them: the socket waits for it, and nothing else.
     */
    private void drop(Entries out) throws ErrnoException {
        Sender sender = reception.sender(sender(buffer));
        int lost = reception.lost(sender, 1, out);
        if (lost > 0) {
            out.lose(sender.manager(), lost);
        }
        out.await(this, reception.elsewhere(), this::dropOne);
    }

    private void dropOne() {
        try {
            linux.sockets().drop(fd);
        } catch (ErrnoException _) {
            // it is there still, and is looked at again
        }
    }

    private static Credentials sender(ReceiveBuffer message) {
        return message.credentials().orElse(UNKNOWN);
    }

    private void close(ReceiveBuffer message) {
        reception.close(reception.sender(sender(message)).account(), message.takeDescriptors());
    }

    /** Keeps a message: its text, or the one file that it is. */
    private void keepInHand(ReceiveBuffer message) {
        Credentials sender = sender(message);
        boolean isFile =
                message.size() == 0
                        && message.descriptorCount() == 1
                        && protocol == Protocol.NATIVE;
        if (isFile) {
            int file = message.takeDescriptors()[0];
            inHand.add(new InHand.File(sender, message.sentUsec(), file));
        } else if (message.size() > 0) {
            inHand.add(new InHand.Text(sender, message.sentUsec(), message.toByteArray()));
        } else if (message.descriptorCount() > 0) {
            inHand.add(new InHand.Nothing(sender, message.sentUsec()));
        }
        close(message);
    }

    private void writeInHand(Entries out) throws ErrnoException {
        for (InHand one = inHand.poll(); one != null; one = inHand.poll()) {
            Sender sender = reception.sender(one.sender());
            Received received = read(sender, one);
            List<List<Field>> entries =
                    reception.entries(sender, marks(one.sentUsec()), received.entries(), out);
            if (!entries.isEmpty()) {
                out.write(sender.manager(), entries, Taking.NOTHING);
            }
            int lost = reception.lost(sender, received.lost(), out);
            if (lost > 0) {
                out.lose(sender.manager(), lost);
            }
        }
    }

    private Received read(Sender sender, InHand message) {
        return switch (message) {
            case InHand.Text(var _, var _, byte[] bytes) -> protocol.read(bytes, bytes.length);
            case InHand.Nothing _ -> new Received(List.of(), 1);
            case InHand.File(var _, var _, int file) -> readFile(sender, file);
        };
    }

    /**
     * Reads a file that cannot change any more. Any other is not read: who has sent it could cut it
     * meanwhile, and a file of FUSE is answered by a program of a user's.
     */
    private Received readFile(Sender sender, int file) {
        try {
            byte[] content = linux.descriptors().readSealed(file, reception.mayRead(sender));
            reception.haveRead(sender, content.length);
            return protocol.read(content, content.length);
        } catch (ErrnoException _) { // EPERM, EINVAL, EFBIG: it is counted as lost
            return new Received(List.of(), 1);
        } finally {
            reception.close(sender.account(), new int[] {file});
        }
    }
}
