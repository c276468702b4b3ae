package hearth.daemon.host;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogPipe;
import hearth.daemon.log.UnitLog;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Streams into which one user's processes write. The brain makes each, and gives the hand the end
 * for the process alone: nobody in the user's name ever has the end that is read, so nobody can
 * hold its lock, as whoever writes into a pipe can hold the pipe's. The keeper has a copy of it
 * from before the process starts until all is read. Belongs to the manager's mailbox.
 */
public final class LogStreams {
    /** As much as anybody may have: the kernel takes less of it, 416 KiB where nothing is set. */
    private static final int SEND_BUFFER_BYTES = 1 << 20;

    private static final int ENOBUFS = 105;

    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<HandEvent> hand;
    private final UnitLog log;
    private final int uid;
    private final KeptStreams.OfUser kept;

    /** What came of making one. */
    public sealed interface Outcome {
        /** It is there, and the hand has its other end. */
        record Made(Stream stream) implements Outcome {}

        /** The user has too many, or nobody can have one now. */
        record Refused(int error, String reason) implements Outcome {}
    }

    /**
     * Makes a register of nothing.
     *
     * @param log where what comes is written
     * @param kept what the keeper has, and has kept from an earlier brain
     */
    public LogStreams(
            Brain brain,
            Mailbox mailbox,
            Line<HandEvent> hand,
            UnitLog log,
            int uid,
            KeptStreams.OfUser kept) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.hand = hand;
        this.log = log;
        this.uid = uid;
        this.kept = kept;
    }

    /**
     * Makes the stream of a process that is about to be started, and gives the hand its end: the
     * order to start it comes next. A hand of an earlier version doesn't take it.
     */
    public Outcome make(long process, String unit) {
        Optional<Charge> charge = account().charge(Resource.LOG_STREAMS, 1);
        if (charge.isEmpty()) {
            return new Outcome.Refused(ENOBUFS, Account.refusal(Resource.LOG_STREAMS));
        }
        try {
            return new Outcome.Made(make(new KeptStreams.Owner(process, unit), charge.get()));
        } catch (ErrnoException e) {
            charge.get().close();
            return new Outcome.Refused(
                    e.errno().number(),
                    "make a stream for the log: " + ErrnoText.of(e.errno().number()));
        }
    }

    private Account account() {
        return brain.budgets().of(uid);
    }

    private Stream make(KeptStreams.Owner owner, Charge charge) throws ErrnoException {
        Linux linux = brain.linux();
        Sockets.Pair pair = linux.sockets().socketPair(SocketType.STREAM);
        int copy;
        try {
            prepare(pair);
            copy = linux.descriptors().duplicate(pair.first());
        } catch (ErrnoException e) {
            linux.descriptors().closeQuietly(pair.first());
            linux.descriptors().closeQuietly(pair.second());
            throw e;
        }
        var stream = new Stream(owner, pair.first(), charge);
        kept.keeper()
                .order(
                        new CommonOrder.KeepDescriptor(owner.toName(uid)),
                        new int[] {copy},
                        mailbox,
                        (answer, _) -> sayWhereFailed(answer));
        hand.order(
                new HandOrder.AttachLog(owner.process(), kept.areNamed().getAsBoolean()),
                new int[] {pair.second()},
                mailbox,
                (answer, _) -> stream.isTaken = answer instanceof CommonEvent.Done);
        return stream;
    }

    /** Makes the first read, and the second written, which may have to wait. */
    private void prepare(Sockets.Pair pair) throws ErrnoException {
        Sockets sockets = brain.linux().sockets();
        try {
            sockets.setOption(pair.first(), SocketOption.PASS_RIGHTS, 0);
        } catch (ErrnoException _) {
            // before Linux 6.16: who sends descriptors is not read any more
        }
        sockets.setOption(pair.second(), SocketOption.SEND_BUFFER, SEND_BUFFER_BYTES);
        sockets.shutdown(pair.first(), Sockets.Direction.WRITING);
        brain.linux().descriptors().setNonBlocking(pair.second(), false);
    }

    private void sayWhereFailed(KeeperEvent answer) {
        if (answer instanceof CommonEvent.Failed failed) {
            brain.complaints()
                    .say(mailbox + ": " + failed.step() + ": " + ErrnoText.of(failed.error()));
        }
    }

    /** Has the keeper forget a stream; any thread. */
    static void drop(Line<KeeperEvent> keeper, String name) {
        keeper.order(new CommonOrder.DropDescriptor(name), _ -> {});
    }

    /** Returns where what comes is written. */
    public UnitLog log() {
        return log;
    }

    private LogPipe.Source source(int fd, boolean isStream) {
        return new LogPipe.Source(fd, isStream, brain.foreign().of(uid)::closeUncharged);
    }

    /** Returns a pipe of a hand's, which an earlier version has made. */
    public LogPipe.Source ofPipe(int fd) {
        return source(fd, false);
    }

    /** Returns whose streams an earlier brain has left; each is to be read. */
    public List<Stream> left() {
        var all = new ArrayList<Stream>();
        kept.streams()
                .forEach((owner, fd) -> {
                    Charge charge = account().open(Resource.LOG_STREAMS);
                    charge.resize(1); // it is there, whether there is room or not
                    all.add(new Stream(owner, fd, charge));
                });
        return all;
    }

    /** The stream of one process, until it is read. */
    public final class Stream {
        private final KeptStreams.Owner owner;
        private final int fd;
        private final Charge charge; // the log's once it is read
        private boolean isTaken; // by the hand

        private Stream(KeptStreams.Owner owner, int fd, Charge charge) {
            this.owner = owner;
            this.fd = fd;
            this.charge = charge;
        }

        /** Returns whose it is. */
        public KeptStreams.Owner owner() {
            return owner;
        }

        /**
         * Returns where the process's log is read; nothing where nobody has it.
         *
         * @param received what came with the hand's answer: a pipe from one that did not take the
         *     stream
         */
        public Optional<LogPipe.Source> source(int[] received) {
            if (isTaken) {
                for (int unasked : received) {
                    brain.foreign().of(uid).closeUncharged(unasked);
                }
                return Optional.of(LogStreams.this.source(fd, true));
            }
            close();
            for (int i = 1; i < received.length; i++) {
                brain.foreign().of(uid).closeUncharged(received[i]);
            }
            return received.length == 0 ? Optional.empty() : Optional.of(ofPipe(received[0]));
        }

        /** Returns where it is read though the hand has not said whether it has taken it. */
        public LogPipe.Source sourceUnheard() {
            return LogStreams.this.source(fd, true);
        }

        /** Reads it; the log has it from now on. */
        public void open(LogPipe.Opening opening) {
            log.open(opening);
            if (opening.source().isStream()) {
                log.afterEnd(owner.process(), this::forget);
            }
        }

        private void forget() {
            charge.close();
            drop(kept.keeper(), owner.toName(uid));
        }

        /** Lets go of it: its process was not started. */
        public void close() {
            brain.foreign().of(uid).closeUncharged(fd);
            forget();
        }
    }
}
