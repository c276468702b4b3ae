package hearth.daemon;

import hearth.budget.Budgets;
import hearth.daemon.brain.Brain;
import hearth.daemon.configuration.GeneratorDirectories;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.fault.Crumbs;
import hearth.daemon.fault.FaultLog;
import hearth.daemon.fault.Quarantine;
import hearth.daemon.host.KeptStreams;
import hearth.daemon.link.Deaf;
import hearth.daemon.link.Line;
import hearth.daemon.link.Link;
import hearth.daemon.log.JournalFiles;
import hearth.daemon.log.LogPlace;
import hearth.daemon.log.LogReader;
import hearth.daemon.log.LogSharing;
import hearth.daemon.log.LogWriter;
import hearth.daemon.log.RedoLog;
import hearth.daemon.log.UnitLog;
import hearth.daemon.machine.CgroupAttributes;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.ClockChanges;
import hearth.daemon.machine.Machine;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.FairExecutor;
import hearth.daemon.mailbox.Lanes;
import hearth.daemon.mount.MountNamespaces;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.reactor.Reactor;
import hearth.daemon.tree.SystemDirectories;
import hearth.daemon.user.NotifySocket;
import hearth.daemon.world.CommandLines;
import hearth.journal.Id128;
import hearth.linux.ErrnoException;
import hearth.linux.Polling;
import hearth.linux.Sockets;
import hearth.linux.fake.FakeLinux;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import hearth.manager.host.Moment;
import hearth.unit.load.SharedUnits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A brain on the fake kernel, whose mailboxes, workers and reactor are the test's own thread: what
 * follows from something has happened when {@link #settle} returns, and no time passes meanwhile.
 */
public final class FakeBrain {
    private static final long MEMORY_BYTES = 1L << 30;
    private static final long TASKS = 10_000;
    private static final int WAITING_MAX = 1_000;
    private static final int BUS_BUFFER_BYTES = 64 * 1024;

    private final FakeLinux linux = new FakeLinux();
    private final List<String> complaints = new ArrayList<>();
    private final LogWriter logWriter;
    private final Brain brain;
    private final Sockets.Pair keeperSockets;
    private final Line<KeeperEvent> keeper;
    private boolean isCloseLast;

    /** Makes a brain that keeps its state, and finds its cgroups, below a directory. */
    public FakeBrain(Path directory) throws IOException {
        var reactor = new Reactor(linux, FakeBrain::fail);
        Path logs = directory.resolve("log");
        Files.createDirectories(logs);
        var place =
                new LogPlace(
                        logs,
                        Optional.empty(),
                        LogSharing.none(),
                        new Id128(1, 2),
                        new Id128(3, 4),
                        () -> "host");
        logWriter =
                new LogWriter(
                        linux,
                        this::now,
                        new JournalFiles(place, new Random(1), complaints::add),
                        RedoLog.open(linux, new HashMap<>()),
                        complaints::add);
        var cgroups = new Cgroups(directory.resolve("cgroup").toString());
        var worker = new FairExecutor(reactor, 1, WAITING_MAX);
        var budgets = Budgets.generous();
        brain =
                new Brain(
                        linux,
                        reactor,
                        Lanes.on(reactor),
                        worker,
                        worker,
                        new Brain.Buffers(
                                Link.newBuffer(),
                                new ReceiveBuffer(BUS_BUFFER_BYTES),
                                new ReceiveBuffer(NotifySocket.MESSAGE_BYTES_MAX)),
                        cgroups,
                        new CommandLines(reactor, cgroups),
                        new Machine(),
                        new CgroupAttributes.Totals(MEMORY_BYTES, TASKS),
                        new NameLookups(linux.nameService(), System::nanoTime, worker),
                        new SystemDirectories(
                                linux.inotify(),
                                new GeneratorDirectories(directory.resolve("root"))),
                        SharedUnits.NONE,
                        logWriter,
                        new UnitLog.LogReaders(new LogReader(logs), worker),
                        directory.resolve("state"),
                        this::now,
                        new ClockChanges(linux, reactor, worker),
                        new MountNamespaces(linux, reactor, worker, this::now, complaints::add),
                        new Random(1),
                        budgets,
                        new ForeignDescriptors(linux, budgets, this::close),
                        new Quarantine(Crumbs.inMemory(), () -> now().monotonicUsec()),
                        new FaultLog(complaints::add, System::nanoTime),
                        complaints::add);
        keeperSockets = linux.sockets().socketPair(SocketType.SEQPACKET);
        keeper = new Line<>(reactor, silentKeeper());
    }

    /** Returns what the keeper was told since it was last asked for; its descriptors are closed. */
    public List<KeeperOrder> toldKeeper() throws ErrnoException {
        var told = new ArrayList<KeeperOrder>();
        hearAsKeeper(told).forEach(linux.descriptors()::closeQuietly);
        return told;
    }

    /** Adds what the keeper was told, and returns the descriptors that came with it. */
    public List<Integer> hearAsKeeper(List<KeeperOrder> told) throws ErrnoException {
        settle();
        var buffer = new ReceiveBuffer(BUS_BUFFER_BYTES);
        var received = new ArrayList<Integer>();
        while (linux.sockets().receive(keeperSockets.second(), buffer) > 0) {
            Arrays.stream(buffer.takeDescriptors()).forEach(received::add);
            if (Codec.decodeKeeperOrder(buffer.toByteArray(), Optional.empty())
                    instanceof Decoded.Good<KeeperOrder>(long _, KeeperOrder order)) {
                told.add(order);
            }
        }
        return received;
    }

    /** Returns a link to a keeper that hears everything and answers nothing. */
    private Link<KeeperEvent> silentKeeper() throws IOException {
        return new Link<>(
                linux,
                brain.reactor(),
                brain.buffers().orders(),
                keeperSockets.first(),
                Codec::decodeKeeperEvent,
                new Deaf<>());
    }

    /** Returns a line to a hand at a socket's other end, of which only answers are heard. */
    public Line<HandEvent> handAt(int socket) throws IOException {
        return new Line<>(
                brain.reactor(),
                new Link<>(
                        linux,
                        brain.reactor(),
                        brain.buffers().orders(),
                        socket,
                        Codec::decodeHandEvent,
                        new Deaf<>()));
    }

    /** Returns what a user's manager needs for its processes' streams, of which none are left. */
    public KeptStreams.OfUser streams() {
        return streams(Map.of());
    }

    /** Returns the same where a brain before has left some. */
    public KeptStreams.OfUser streams(Map<KeptStreams.Owner, Integer> left) {
        return new KeptStreams.OfUser(keeper, () -> false, left);
    }

    private void close(Runnable closes) {
        if (!isCloseLast) {
            closes.run();
        }
    }

    /** From now on no close of what users have passed comes to its end. */
    public void makeClosesLast() {
        isCloseLast = true;
    }

    private static void fail(String what, Throwable failure) {
        throw new AssertionError(what + " has failed", failure);
    }

    private Moment now() {
        var polling = linux.polling();
        return new Moment(
                polling.nowNanos(Polling.Clock.REALTIME) / 1_000,
                polling.nowNanos(Polling.Clock.MONOTONIC) / 1_000);
    }

    /** Returns the brain. */
    public Brain brain() {
        return brain;
    }

    /** Returns its kernel. */
    public FakeLinux linux() {
        return linux;
    }

    /** Returns what it has told its administrator. */
    public List<String> complaints() {
        return complaints;
    }

    /** Has everything happen that follows from what has happened. */
    public void settle() {
        while (brain.reactor().poll() || logWriter.poll()) {
            // until nothing is left to do
        }
    }

    /** Lets time pass, and has happen what follows. */
    public void advance(Duration duration) {
        linux.advance(duration);
        settle();
    }
}
