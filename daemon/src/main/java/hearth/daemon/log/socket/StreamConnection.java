package hearth.daemon.log.socket;

import hearth.budget.Charge;
import hearth.daemon.log.source.LogSource;
import hearth.journal.Field;
import hearth.journal.protocol.Received;
import hearth.journal.protocol.StreamHeader;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A connection over which a program logs by lines. Belongs to the thread that writes logs.
 *
 * <p>Lines stay in the socket until they are written, as {@link Datagrams} do. One that comes in
 * very small pieces is taken before its end has come, since its pieces fill the socket: it is lost
 * where the brain is killed before that.
 */
final class StreamConnection implements LogSource {
    private final Linux linux;
    private final Reception reception;
    private final Streams streams;
    private final int fd;
    private final Credentials peer;
    private final int account;
    private Optional<Known> known;
    private final Charge charge;
    private final StreamCutter cutter;

    /**
     * What is known once the header has come.
     *
     * @param id what the stream is called by, 32 hexadecimal digits
     */
    record Known(String id, StreamHeader header) {}

    StreamConnection(
            Linux linux,
            Reception reception,
            Streams streams,
            int fd,
            Credentials peer,
            Optional<Known> known) {
        this.linux = linux;
        this.reception = reception;
        this.streams = streams;
        this.fd = fd;
        this.peer = peer;
        this.known = known;
        account = reception.accountOf(peer);
        charge = reception.charge(account);
        cutter = new StreamCutter(charge);
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public String owner() {
        return Sender.nameOf(account);
    }

    /** Returns whose it is, as {@link Sender#account()} says it. */
    int account() {
        return account;
    }

    Optional<Known> known() {
        return known;
    }

    @Override
    public void begin(boolean isUnfinished, Entries out) throws ErrnoException {
        if (isUnfinished && known.isPresent()) {
            take();
        }
        linux.sockets().setOption(fd, SocketOption.PEEK_OFFSET, 0);
    }

    @Override
    public boolean turn(Entries out) throws ErrnoException {
        byte[] seen = streams.room().data();
        linux.sockets().setOption(fd, SocketOption.PEEK_OFFSET, 0);
        Sockets.Peeked peeked;
        try {
            peeked = linux.sockets().peekStream(fd, seen, 0);
        } catch (ErrnoException _) { // ECONNRESET: it has closed with something unread
            peeked = new Sockets.Peeked(0, false);
        }
        if (peeked.bringsDescriptors() && !reception.hasRoom(account)) {
            end(out); // the descriptors that wait in it are closed with it, elsewhere
            return false;
        }
        int size = peeked.bytes();
        if (size == Linux.WOULD_BLOCK) {
            mark(0);
            return false;
        }
        return known.isEmpty() ? readHeader(seen, size, out) : readLines(seen, size, out);
    }

    private boolean readHeader(byte[] seen, int size, Entries out) throws ErrnoException {
        switch (StreamHeader.read(seen, size)) {
            case StreamHeader.Beginning.Whole(StreamHeader header, int bytes) -> {
                known = Optional.of(streams.keep(header, fd));
                mark(bytes);
                take();
                return true;
            }
            case StreamHeader.Beginning.Begun _ when size > 0 -> {
                mark(0);
                return false; // more of it will be told of
            }
            case StreamHeader.Beginning.Begun _, StreamHeader.Beginning.Malformed _ -> {
                end(out);
                return false;
            }
        }
    }

    private boolean readLines(byte[] seen, int size, Entries out) throws ErrnoException {
        StreamHeader header = known.orElseThrow().header();
        StreamCutter.Outcome outcome = cutter.cut(seen, size, header);
        if (outcome instanceof StreamCutter.Outcome.Lines(List<Received.Sent> lines, int taken)) {
            write(lines, taken, out);
            return true;
        }
        if (size == 0 || isOver()) {
            StreamCutter.Outcome.Lines last = cutter.end(seen, size, header);
            write(last.lines(), last.taken(), out);
            end(out);
            return false;
        }
        if (cutter.mayWait()) {
            mark(0);
            return false;
        }
        switch (cutter.keep(seen, size, header)) {
            case StreamCutter.Outcome.Lines(List<Received.Sent> lines, int taken) ->
                    write(lines, taken, out);
            case StreamCutter.Outcome.Begun _ -> {
                mark(size);
                take();
            }
        }
        return true;
    }

    /** Returns whether nothing follows what was looked at: the next look begins behind it. */
    private boolean isOver() throws ErrnoException {
        try {
            return linux.sockets().peek(fd, new byte[1]) == 0;
        } catch (ErrnoException _) { // ECONNRESET
            return true;
        }
    }

    private void write(List<Received.Sent> lines, int taken, Entries out) throws ErrnoException {
        mark(taken);
        Sender sender = reception.sender(peer);
        List<List<Field>> entries = reception.entries(sender, marks(), lines, out);
        if (entries.isEmpty()) {
            take();
        } else {
            out.write(sender.manager(), entries, this::take);
        }
    }

    private List<Field> marks() {
        Known stream = known.orElseThrow();
        var marks = new ArrayList<Field>();
        marks.add(Field.of("_TRANSPORT", "stdout"));
        marks.add(Field.of("_STREAM_ID", stream.id()));
        if (!stream.header().identifier().isEmpty()) {
            marks.add(Field.of("SYSLOG_IDENTIFIER", stream.header().identifier()));
        }
        if (stream.header().priority() >> 3 != 0) {
            marks.add(
                    Field.of("SYSLOG_FACILITY", Integer.toString(stream.header().priority() >> 3)));
        }
        return marks;
    }

    /** Says to the kernel how much is about to be taken. */
    private void mark(int bytes) throws ErrnoException {
        linux.sockets().setOption(fd, SocketOption.PEEK_OFFSET, bytes);
    }

    private void take() throws ErrnoException {
        ReceiveBuffer buffer = streams.room();
        int left = linux.sockets().option(fd, SocketOption.PEEK_OFFSET);
        while (left > 0) {
            int size = linux.sockets().receive(fd, buffer, left);
            reception.close(account, buffer.takeDescriptors());
            if (size == 0 || size == Linux.WOULD_BLOCK) {
                return;
            }
            left =
                    size == Sockets.TRUNCATED
                            ? linux.sockets().option(fd, SocketOption.PEEK_OFFSET)
                            : left - size;
        }
    }

    private void end(Entries out) {
        charge.close();
        out.end(this);
        streams.ended(this);
    }
}
