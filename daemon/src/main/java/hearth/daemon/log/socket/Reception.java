package hearth.daemon.log.socket;

import hearth.budget.Budgets;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.log.source.LogSource;
import hearth.journal.Field;
import hearth.journal.protocol.Received;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.ReceiveBuffer;
import hearth.manager.host.TimeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Makes entries of what was sent: what is known of the sender, then what the sender says, within
 * limits. As a source it says what limits took, once their time is over. Belongs to the thread that
 * writes logs.
 */
final class Reception implements LogSource {
    /**
     * Bytes of an entry that is taken at once: more than a socket carries unless root has said
     * otherwise, and an eighth of a file.
     */
    static final int ENTRY_BYTES_MAX = 1 << 20;

    private static final int WARNING = 4;

    /** Stands for the entry that says what is lost. */
    private static final Received.Sent LOSS = new Received.Sent(List.of(), WARNING, 0);

    /** How often it is looked whether the time of a limit is over. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Counts of what was not kept that a turn tells: each may be in another file. */
    static final int TOLD_PER_TURN = 16;

    /** Users whose descriptors are counted at the same time. */
    private static final int OWNERS_MAX = 256;

    private final Linux linux;
    private final TimeSource time;
    private final Senders senders;
    private final ForeignDescriptors foreign;
    private final Budgets budgets;
    private final Limits limits = new Limits();
    private final int timer;
    private boolean isTimerSet;

    /** Made when there is one that is so long. */
    private Optional<ReceiveBuffer> longRoom = Optional.empty();

    /** Of whom descriptors have come lately. */
    private final LinkedHashMap<Integer, ForeignDescriptors.Owner> owners =
            new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Makes one.
     *
     * @param foreign where descriptors end that come with messages
     * @param budgets what users may have here
     */
    Reception(
            Linux linux,
            TimeSource time,
            Senders senders,
            ForeignDescriptors foreign,
            Budgets budgets)
            throws ErrnoException {
        this.budgets = budgets;
        this.linux = linux;
        this.time = time;
        this.senders = senders;
        this.foreign = foreign;
        timer = linux.polling().timerFd(Polling.Clock.MONOTONIC);
    }

    /** Returns what time it is, since the machine has started. */
    long nowUsec() {
        return time.now().monotonicUsec();
    }

    /** Returns the room for messages that are too long to be looked at. */
    ReceiveBuffer longRoom() {
        ReceiveBuffer room = longRoom.orElseGet(() -> ReceiveBuffer.stamped(ENTRY_BYTES_MAX));
        longRoom = Optional.of(room);
        return room;
    }

    /** Returns who has sent something. */
    Sender sender(Credentials credentials) {
        return senders.of(credentials, nowUsec());
    }

    /** Returns whose it is, of somebody who has only connected. */
    int accountOf(Credentials credentials) {
        return senders.accountOf(credentials, nowUsec());
    }

    /**
     * Returns what becomes entries of what was sent.
     *
     * @param marks what the way says on which it came
     */
    List<List<Field>> entries(
            Sender sender, List<Field> marks, List<Received.Sent> sent, Entries out)
            throws ErrnoException {
        long nowUsec = nowUsec();
        Rules rules = rules(sender, out);
        var entries = new ArrayList<List<Field>>(sent.size());
        for (Received.Sent entry : sent) {
            if (rules.keeps(entry.priority()) && limits.admits(sender, entry, rules, nowUsec)) {
                entries.add(fields(sender, marks, entry, rules));
            }
        }
        setTimer();
        return entries;
    }

    private static Rules rules(Sender sender, Entries out) {
        return sender.ruler().isEmpty() ? Rules.NONE : out.rulesOf(sender.ruler(), sender.unit());
    }

    /**
     * Returns how many lost messages of a sender's are said to be lost: all, within limits, for
     * what says so is an entry as well.
     */
    int lost(Sender sender, int count, Entries out) throws ErrnoException {
        if (count == 0 || limits.admits(sender, LOSS, rules(sender, out), nowUsec())) {
            return count;
        }
        setTimer();
        return 0;
    }

    /** Returns how large a file of a sender's may be that is read now. */
    int mayRead(Sender sender) {
        return (int) Math.min(ENTRY_BYTES_MAX, limits.bytesToRead(sender, nowUsec()));
    }

    /** Counts what was read of a sender's files. */
    void haveRead(Sender sender, int bytes) {
        limits.haveRead(sender, bytes, nowUsec());
    }

    private static List<Field> fields(
            Sender sender, List<Field> marks, Received.Sent entry, Rules rules) {
        var fields = new ArrayList<Field>();
        fields.addAll(sender.fields());
        fields.addAll(marks);
        if (!rules.invocationId().isEmpty()) {
            fields.add(Field.of("_SYSTEMD_INVOCATION_ID", rules.invocationId()));
        }
        fields.addAll(entry.fields());
        return fields;
    }

    /** Returns whether the descriptors of a message of a sender's have room until their close. */
    boolean hasRoom(Sender sender) {
        return hasRoom(sender.account());
    }

    /** Returns whether the descriptors of a message of an account's have room. */
    boolean hasRoom(int account) {
        return owner(account).hasRoom();
    }

    private ForeignDescriptors.Owner owner(int account) {
        ForeignDescriptors.Owner owner = owners.computeIfAbsent(account, foreign::of);
        if (owners.size() > OWNERS_MAX) {
            owners.pollFirstEntry();
        }
        return owner;
    }

    /** Returns who does what may take long, on threads of their own. */
    Executor elsewhere() {
        return foreign::apart;
    }

    /** Returns where what an account makes wait here is charged. */
    Charge charge(int account) {
        return budgets.of(account).open(Resource.INCOMING_BYTES);
    }

    /** Closes what came with a message, which may take long, elsewhere. */
    void close(int account, int[] descriptors) {
        if (descriptors.length == 0) {
            return;
        }
        ForeignDescriptors.Owner owner = owner(account);
        for (int descriptor : descriptors) {
            if (!owner.tryClose(descriptor)) {
                owner.closeUncharged(descriptor);
            }
        }
    }

    /** Closes a connection, in which descriptors may wait that nobody has read. */
    void closeConnection(int account, int fd, Runnable then) {
        foreign.close(account, fd, then);
    }

    /** Closes a connection that is not taken; returns whether the next may come at once. */
    boolean refuse(int account, int fd) {
        return foreign.refuse(account, fd);
    }

    /** Returns whether connections may come that may have to be closed. */
    boolean hasRoomToClose() {
        return foreign.hasRoom();
    }

    private void setTimer() throws ErrnoException {
        if (limits.hasSuppressed() && !isTimerSet) {
            Polling polling = linux.polling();
            polling.arm(timer, polling.nowNanos(Polling.Clock.MONOTONIC) + LOOK_NANOS);
            isTimerSet = true;
        }
    }

    @Override
    public int fd() {
        return timer;
    }

    @Override
    public String owner() {
        return "limits";
    }

    @Override
    public void begin(boolean isUnfinished, Entries out) {
        // a brain that is killed takes its counts with it
    }

    @Override
    public boolean turn(Entries out) throws ErrnoException {
        linux.polling().expirations(timer);
        isTimerSet = false;
        List<Limits.Suppressed> told = limits.takeSuppressed(nowUsec(), TOLD_PER_TURN);
        for (Limits.Suppressed one : told) {
            out.tellSuppressed(one.manager(), one.unit(), one.count());
        }
        setTimer();
        return told.size() == TOLD_PER_TURN;
    }
}
