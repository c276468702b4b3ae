package hearth.daemon.host;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogInput;
import hearth.daemon.log.LogOrigin;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.EarlierPipes;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
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
    private List<Stream> left;
    private EarlierPipes pipes = EarlierPipes.of(List.of());
    private boolean isRefusalSaid;

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
        left = left(brain, log, uid, kept);
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
        var stream = new Stream(place(), owner, pair.first(), charge);
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
        sockets.setOption(pair.first(), SocketOption.OUT_OF_BAND_INLINE, 1);
        sockets.setOption(pair.second(), SocketOption.SEND_BUFFER, SEND_BUFFER_BYTES);
        sockets.shutdown(pair.first(), Sockets.Direction.WRITING);
        brain.linux().descriptors().setNonBlocking(pair.second(), false);
    }

    private void sayWhereFailed(KeeperEvent answer) {
        if (answer instanceof CommonEvent.Failed failed) {
            brain.complaints().say(mailbox + ": " + ErrnoText.of(failed));
        }
    }

    /** Returns where what comes is written. */
    public UnitLog log() {
        return log;
    }

    private Stream.Place place() {
        return new Stream.Place(brain, log, kept.keeper(), uid, this::ofPipe);
    }

    /** Takes pipes of these processes alone; until it is called of none. */
    public void limitPipes(EarlierPipes allowed) {
        pipes = allowed;
    }

    /** Returns of which processes pipes are taken. */
    public EarlierPipes pipes() {
        return pipes;
    }

    /**
     * Returns a pipe of a hand's, which an earlier version has made; nothing where the process has
     * none by right: it is closed.
     */
    public Optional<LogInput.Source> ofPipe(long process, int fd) {
        if (pipes.mayHave(process)) {
            return Optional.of(place().source(fd, false));
        }
        place().close(fd);
        if (!isRefusalSaid) { // a hand could have it said for ever
            brain.complaints()
                    .say(
                            mailbox
                                    + ": its hand gives a pipe for a log that is a stream; it is not read");
            isRefusalSaid = true;
        }
        return Optional.empty();
    }

    /** Takes the streams that an earlier brain has left; each is to be read. */
    public List<Stream> takeLeft() {
        List<Stream> all = left;
        left = List.of();
        return all;
    }

    /** Reads to its end what an earlier brain has left and no manager has taken. */
    public void close() {
        takeLeft().forEach(Stream::readOut);
    }

    static List<Stream> left(Brain brain, UnitLog log, int uid, KeptStreams.OfUser kept) {
        var all = new ArrayList<Stream>();
        kept.streams()
                .forEach((owner, fd) -> {
                    Charge charge = brain.budgets().of(uid).open(Resource.LOG_STREAMS);
                    charge.resize(1); // it is there, whether there is room or not
                    all.add(
                            new Stream(
                                    new Stream.Place(
                                            brain,
                                            log,
                                            kept.keeper(),
                                            uid,
                                            (_, _) -> Optional.empty()),
                                    owner,
                                    fd,
                                    charge));
                });
        return all;
    }

    /** The stream of one process, until it is read. */
    public static final class Stream {
        private static final LogInput.Style STYLE = new LogInput.Style(6, true);

        /** The facility of daemons, as syslog(3) numbers it. */
        private static final int DAEMON = 3;

        private final Place place;
        private final KeptStreams.Owner owner;
        private final int fd;
        private final Charge charge; // the log's once it is read
        private boolean isTaken; // by the hand

        /** Takes a pipe in its place where the process may have one. */
        private interface Pipes {
            Optional<LogInput.Source> take(long process, int fd);
        }

        /** Whose it is, and where what comes goes. */
        private record Place(
                Brain brain, UnitLog log, Line<KeeperEvent> keeper, int uid, Pipes pipes) {
            void close(int fd) {
                brain.foreign().of(uid).closeUncharged(fd);
            }

            LogInput.Source source(int fd, boolean isStream) {
                return new LogInput.Source(fd, isStream, this::close);
            }
        }

        private Stream(Place place, KeptStreams.Owner owner, int fd, Charge charge) {
            this.place = place;
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
        public Optional<LogInput.Source> source(int[] received) {
            for (int i = isTaken ? 0 : 1; i < received.length; i++) {
                place.close(received[i]);
            }
            if (isTaken) {
                return Optional.of(sourceUnheard());
            }
            close();
            return received.length == 0
                    ? Optional.empty()
                    : place.pipes().take(owner.process(), received[0]);
        }

        /** Returns where it is read though the hand has not said whether it has taken it. */
        public LogInput.Source sourceUnheard() {
            return place.source(fd, true);
        }

        /** Reads it; the log has it from now on. */
        public void open(LogInput.Opening opening) {
            place.log().open(opening);
            if (opening.source().isStream()) {
                place.log().afterEnd(owner.process(), this::forget);
            }
        }

        /** Reads it to its end though nobody knows more of its process. */
        void readOut() {
            var origin =
                    new LogOrigin(
                            place.brain().cgroups(),
                            new LogOrigin.Unit(owner.unit(), "", ""),
                            new LogOrigin.Marks("", DAEMON),
                            new LogOrigin.Writer(0, 0, ""));
            open(new LogInput.Opening(sourceUnheard(), owner.process(), STYLE, origin));
        }

        private void forget() {
            charge.close();
            place.keeper()
                    .order(new CommonOrder.DropDescriptor(owner.toName(place.uid())), _ -> {});
        }

        /** Lets go of it: its process was not started. */
        public void close() {
            place.close(fd);
            forget();
        }
    }
}
