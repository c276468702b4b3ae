package hearth.daemon.user;

import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.bus.Peer;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.host.KeeperOfAll;
import hearth.daemon.host.KeptStreams;
import hearth.daemon.host.LogStreams;
import hearth.daemon.link.Line;
import hearth.daemon.link.Link;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.EarlierPipes;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.ListenEvent;
import hearth.daemon.protocol.record.Orphan;
import hearth.daemon.state.Caretaker;
import hearth.daemon.state.StateJournal;
import hearth.daemon.store.CopyKeeper;
import hearth.daemon.store.StoredDescriptors;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.linux.ErrnoException;
import hearth.manager.Manager;
import hearth.manager.host.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A user's manager with its hand and its sockets, from the hand's first word to its end.
 *
 * <pre>
 *   Greeting --HandComplete--> Loading --tree read--> Running --manager stopped--> Ended
 *       |                         |                      |
 *       +-------------------------+---- link lost -------+--> Ended; the next instance takes over
 * </pre>
 *
 * <p>Belongs to its mailbox, but for the link and the sockets, which are the reactor's. There is
 * one way to begin: greet the hand, read the state, take over what is there. A new user's manager
 * finds nothing and starts {@code default.target}.
 */
public final class UserInstance {
    /**
     * What a hand may say while its user's files are read: an end and a change for each of the most
     * units that a user can have. A hand is its user's, so what it says is bounded.
     */
    static final int EARLY_EVENTS_MAX = 32_768;

    /** Whom an instance tells; called in its mailbox. */
    public interface Owner {
        /** {@code basic.target} is reached, or will not be: logins may go on. */
        void ready(UserInstance instance);

        /** The manager has stopped everything and its hand is ending. */
        void stopped(UserInstance instance);

        /** The hand is gone or talks nonsense; services go on, somebody else has to take over. */
        void lost(UserInstance instance, String reason);

        /** The manager has a defect; its hand and its services go on, and another is to be made. */
        void failed(UserInstance instance, Throwable fault);

        /** The hand doesn't answer. */
        void silent(UserInstance instance);

        /**
         * A socket is open, which is to outlive the hand.
         *
         * @param name as the hand keeps it
         * @param fd a copy, the owner's from now on
         */
        void bound(UserInstance instance, String name, int fd);

        /**
         * A socket is closed, which had been bound.
         *
         * @param then to be run when nobody has a copy of it any more, on any thread
         */
        void unbound(UserInstance instance, String name, Runnable then);
    }

    /**
     * How an instance begins.
     *
     * @param uid whose
     * @param socket to the hand; the instance's from now on
     * @param isFresh whether what an earlier manager of this user wrote down is void
     * @param cgroup below which the units lie: that of {@code user@UID.service}
     * @param keeper the keeper; nothing without root
     * @param sockets copies of those that the manager had with the hand before, by name; the
     *     instance's from now on
     * @param streams into which its processes write
     */
    public record Start(
            int uid,
            int socket,
            boolean isFresh,
            String cgroup,
            Optional<KeeperOfAll> keeper,
            Map<String, Integer> sockets,
            KeptStreams.OfUser streams) {
        public Start {
            sockets = Map.copyOf(sockets);
        }
    }

    private final Brain brain;
    private final Start start;
    private final Owner owner;
    private final int versionMin;
    private final Mailbox mailbox;
    private final Line<HandEvent> hand;
    private final UnitLog log;
    private final LogStreams streams;
    private final ForeignDescriptors.Owner descriptors;
    private final Greeting greeting = new Greeting();
    private final ManagerSockets sockets;
    private final Map<String, Integer> storedBefore; // until they are taken
    private Optional<Loading> loading = Optional.empty(); // once the hand has greeted
    private Optional<RunningManager> running = Optional.empty(); // until it has ended
    private final List<HandEvent> early = new ArrayList<>(); // since the greeting, until it runs
    private final AtomicReference<Runnable> leaving = new AtomicReference<>(() -> {});
    private boolean isGreeted;
    private boolean isEnded;
    private boolean wantsExit;

    /** Begins to talk with a hand; on the reactor's thread. */
    public UserInstance(Brain brain, Start start, Owner owner) throws ErrnoException {
        this(brain, start, 0, owner);
    }

    /**
     * Begins to talk with a hand of a version at least: whatever it says itself, the keeper has
     * made it and is of that version; on the reactor's thread.
     */
    public UserInstance(Brain brain, Start start, int versionMin, Owner owner)
            throws ErrnoException {
        this.brain = brain;
        this.start = start;
        this.owner = owner;
        String name = Integer.toUnsignedString(start.uid());
        mailbox =
                new Mailbox("the manager of " + name, brain.lanes().of(start.uid()), this::broken);
        log = brain.logOf(name, mailbox);
        var link =
                new Link<HandEvent>(
                        brain.linux(),
                        brain.reactor(),
                        brain.buffers().orders(),
                        start.socket(),
                        Codec::decodeHandEvent,
                        new FromHand());
        link.raiseVersion(versionMin);
        this.versionMin = versionMin;
        brain.foreign().know(start.uid());
        descriptors = brain.foreign().of(start.uid());
        link.bound(descriptors::tryClose);
        hand = new Line<>(brain.reactor(), link);
        streams = new LogStreams(brain, mailbox, hand, log, start.uid(), start.streams());
        storedBefore = new HashMap<>(start.sockets());
        storedBefore.keySet().removeIf(socket -> !StoredDescriptors.isName(socket));
        sockets =
                new ManagerSockets(
                        brain,
                        mailbox,
                        hand,
                        ofManager(start.sockets()),
                        (socket, fd) -> owner.bound(this, socket, fd),
                        this::sayFailed);
    }

    /** Returns what there is beside what services have stored. */
    private static Map<String, Integer> ofManager(Map<String, Integer> all) {
        var sockets = new HashMap<>(all);
        sockets.keySet().removeIf(StoredDescriptors::isName);
        return sockets;
    }

    /** Returns whose instance this is. */
    public int uid() {
        return start.uid();
    }

    /** Returns where its tasks run. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** Passes what the reactor hears from the hand to the mailbox. */
    private final class FromHand implements Link.Listener<HandEvent> {
        @Override
        public void event(HandEvent event, int[] descriptors) {
            mailbox.execute(() -> {
                take(event, descriptors);
                hand.handled();
            });
        }

        @Override
        public void ended(String reason) {
            mailbox.execute(() -> lose("the hand " + reason));
        }

        @Override
        public void silent() {
            mailbox.execute(() -> owner.silent(UserInstance.this));
        }

        @Override
        public void differs(String what) {
            sayOfHand(what);
        }
    }

    private void take(HandEvent event, int[] descriptors) {
        if (isGreeted) {
            for (int descriptor : descriptors) {
                depart(descriptor);
            }
            if (event instanceof HandEvent.Exited exit
                    && loading.filter(known -> known.ended(exit)).isPresent()) {
                forget(exit.process());
            } else {
                running.ifPresentOrElse(present -> happened(present, event), () -> keep(event));
            }
            return;
        }
        if (greeting.take(event, descriptors, this::depart)) {
            isGreeted = true;
            greeting.welcome()
                    .filter(welcome -> welcome.uid() == start.uid())
                    .ifPresentOrElse(this::load, () -> lose("the hand is not who it should be"));
        }
    }

    /** What is said while the files are read is news: the greeting was complete before. */
    private void keep(HandEvent event) {
        if (isEnded) {
            return;
        }
        if (early.size() < EARLY_EVENTS_MAX) {
            early.add(event);
            return;
        }
        hand.close();
        lose("the hand said too much while its user's files were read");
    }

    /** Closes what the hand has sent without need; so much that it cannot be stays open. */
    private void depart(int descriptor) {
        if (!descriptors.tryClose(descriptor)) {
            hand.close();
            lose("the hand sends descriptors that cannot be closed");
        }
    }

    private void sayOfHand(String what) {
        brain.complaints().say("the hand of " + Integer.toUnsignedString(start.uid()) + " " + what);
    }

    private void load(HandEvent.HandWelcome welcome) {
        start.keeper()
                .ifPresent(keeper ->
                        new ProgramCheck(mailbox, keeper.line(), hand, this::sayOfHand).begin());
        var present = new Loading(brain, mailbox, hand, streams, start, welcome, new WhenLoaded());
        loading = Optional.of(present);
        present.begin();
    }

    /** What is written down counts; else this is the first that hears of streams. */
    private EarlierPipes earlierPipes(Optional<String> written) {
        if (written.isPresent()) {
            return EarlierPipes.parse(written.get());
        }
        int version = greeting.welcome().orElseThrow().version();
        if (!knowsStreams(version) && !knowsStreams(versionMin)) {
            return EarlierPipes.ofEarlierHand();
        }
        return EarlierPipes.of(start.isFresh() ? List.of() : greeting.ofPipes());
    }

    private static boolean knowsStreams(int version) {
        return Integer.compareUnsigned(version, HandOrder.AttachLog.SINCE) >= 0;
    }

    /** Goes on when everything is read. */
    private final class WhenLoaded implements Loading.Waiting {
        @Override
        public void remembered(Map<String, String> snapshots) {
            streams.limitPipes(
                    earlierPipes(Optional.ofNullable(snapshots.get(EarlierPipes.ENTRY))));
        }

        @Override
        public void loaded(Loading.Loaded all) {
            begin(all);
        }

        @Override
        public void unreadable(Path journalFile, IOException e) {
            stayOutside(journalFile, e);
        }

        @Override
        public void complain(String complaint) {
            running.ifPresent(now -> now.host().say("", complaint));
        }
    }

    /** Returns whether a user's manager was there and has not ended in good order. */
    public static boolean isLeftBehind(Brain brain, int uid) {
        return Files.exists(Loading.journalOf(brain, uid));
    }

    private void begin(Loading.Loaded all) {
        var parts =
                new RunningManager.Parts(
                        start,
                        hand,
                        log,
                        streams,
                        all.surroundings(),
                        StateJournal.open(
                                all.journalFile(),
                                Caretaker.in(
                                        brain,
                                        mailbox,
                                        brain.budgets()
                                                .of(start.uid())
                                                .open(Resource.STATE_BYTES))),
                        all.tree(),
                        all.loader(),
                        all.generators(),
                        new ListenerKeeper(),
                        // A task later: whoever ordered the exit is answered first.
                        () -> mailbox.execute(this::exited));
        var present = new RunningManager(brain, mailbox, parts);
        running = Optional.of(present);
        takeUp(present, all);
    }

    /**
     * Without its state a manager would start again what runs: it waits outside, in growing pauses,
     * until the file can be read, or is gone.
     */
    private void stayOutside(Path journalFile, IOException e) {
        brain.complaints()
                .say(
                        mailbox
                                + " cannot be taken up, since its state in "
                                + journalFile
                                + " cannot be read ("
                                + Caretaker.reason(e)
                                + "): what it has started runs on, and it is tried again; without"
                                + " that file it would begin anew");
        hand.close();
        end();
        owner.failed(this, e);
    }

    /** Keeps what units listen on over the end of the hand. */
    private final class ListenerKeeper implements CopyKeeper {
        @Override
        public void keep(String name, int fd) {
            owner.bound(UserInstance.this, name, fd);
        }

        @Override
        public void drop(String name, Runnable then) {
            owner.unbound(UserInstance.this, name, then);
        }
    }

    private void heard(Event.Notified message, DescriptorList came) {
        running.ifPresentOrElse(present -> present.heard(message, came), came::close);
    }

    private void handle(Event event) {
        running.ifPresent(present -> present.manager().handle(event));
    }

    private void takeUp(RunningManager present, Loading.Loaded all) {
        Manager manager = present.manager();
        var readiness = new Readiness(() -> owner.ready(this));
        manager.addListener(readiness);
        sockets.open(start.uid(), greeting, all.surroundings().runtime(), new Peers(), this::heard);
        present.host().stored().restore(loading.orElseThrow().takeStored(), storedBefore);
        storedBefore.clear();
        List<KeptLogs.Owner> kept = greeting.keptLogs();
        present.takeUp(all.snapshots(), greeting, all.orphans());
        start.keeper()
                .ifPresent(keeper ->
                        RunningManager.forget(
                                keeper, all.orphans().stream().map(Orphan::pid).toList()));
        greeting.closeKept(descriptors::closeUncharged);
        var logs = new KeptLogs(log, hand, mailbox, brain.linux().descriptors());
        kept.forEach(logs::dropAtEnd);
        logs.keep(ofHand(kept));
        present.ofOtherHands().stream()
                .filter(owner -> !kept.contains(owner))
                .forEach(owner -> logs.reopen(owner, pipe -> present.readOn(owner, pipe)));
        greeting.exits().forEach(exit -> forget(exit.process()));
        early.forEach(event -> happened(present, event));
        early.clear();
        manager.units().forEach(readiness::unitChanged); // it may be reached already
        if (wantsExit) {
            present.exit();
        }
    }

    /** Returns the processes whose log pipes the hand has. */
    private Set<Long> ofHand(List<KeptLogs.Owner> kept) {
        return Stream.concat(
                        kept.stream().map(KeptLogs.Owner::token),
                        greeting.processes().stream().map(Greeting.Survivor::token))
                .collect(Collectors.toSet());
    }

    /**
     * The end of a process is written down: nobody but us needs to know it. The hand keeps its log
     * pipe until all that is in it is on disk.
     */
    private void forget(long process) {
        hand.order(new HandOrder.BuryProcess(process), _ -> {}); // an old hand has done so itself
        log.afterEnd(
                process, () -> hand.order(new HandOrder.ForgetProcess(process), mailbox, _ -> {}));
    }

    private void sayFailed(CommonEvent.Failed failed) {
        running.ifPresent(now -> now.host().say("", ErrnoText.of(failed)));
    }

    /** Passes a private connection's messages to the manager's objects, once they are there. */
    private final class Peers implements Peer.Service {
        @Override
        public void opened(Peer peer) {
            running.ifPresent(present -> present.objects().peerConnected(peer.outbox()));
        }

        @Override
        public void received(Peer peer, Message message) {
            running.ifPresentOrElse(
                    present -> present.objects().handle(message, peer.caller(), peer.outbox()),
                    message::close);
        }

        @Override
        public void closed(Peer peer) {
            running.ifPresent(present -> present.objects().peerGone(peer.outbox()));
        }
    }

    private void happened(RunningManager present, HandEvent event) {
        switch (event) {
            case HandEvent.Executed(long process) -> handle(new Event.Executed(process));
            case HandEvent.Exited exit -> {
                handle(RunningManager.exited(exit));
                forget(exit.process());
            }
            case CommonEvent.ProcessGone gone -> present.host().processGone(gone);
            case CommonEvent.CgroupEmpty(String path) -> handle(new Event.CgroupEmptied(path));
            case HandEvent.TreeChanged _ -> present.filesChanged();
            case HandEvent.PathChanged(long watch) -> present.host().pathChanged(watch);
            case ListenEvent heard -> present.host().heard(heard);
            default -> {
                // answers come to those who asked; a greeting's words are over
            }
        }
    }

    /** Stops all units and ends, as SIGTERM ends a {@code systemd --user}; any thread. */
    public void exit() {
        mailbox.execute(() -> {
            wantsExit = true;
            running.ifPresent(RunningManager::exit);
        });
    }

    private void exited() {
        if (isEnded) {
            return;
        }
        hand.order(new HandOrder.EndHand(), mailbox, _ -> {});
        running.ifPresent(present -> {
            try {
                present.journal().delete();
            } catch (IOException e) {
                brain.complaints().say(mailbox + ": " + e.getMessage());
            }
        });
        end();
        owner.stopped(this);
    }

    /**
     * Ends with a hand that is gone, when all that it has said is handled; any thread.
     *
     * @param then runs once nothing is written down any more: another instance may begin
     */
    public void leave(Runnable then) {
        leaving.set(then);
        hand.finish(() -> {
            mailbox.execute(this::left);
            if (mailbox.isClosed()) {
                left();
            }
        });
    }

    private void left() {
        leaving.getAndSet(() -> {}).run();
    }

    private void lose(String reason) {
        if (!isEnded) {
            end();
            owner.lost(this, reason);
        }
    }

    private void broken(Throwable invariant) {
        brain.faults().say(mailbox + " has a defect and is taken up anew", invariant);
        hand.close();
        if (!isEnded) {
            end();
            owner.failed(this, invariant);
        }
        left(); // who waits for the end of a mailbox that is closed now
    }

    /** Whatever comes from now on finds no manager. */
    private void end() {
        isEnded = true;
        running.ifPresentOrElse(
                RunningManager::close, () -> greeting.close(descriptors::closeUncharged));
        storedBefore.values().forEach(descriptors::closeUncharged);
        storedBefore.clear();
        running = Optional.empty();
        loading.ifPresent(Loading::close);
        sockets.close();
        streams.close();
    }

    /** Runs with the manager, in the mailbox, where there is one. */
    public void with(Consumer<Manager> task) {
        mailbox.execute(() -> running.ifPresent(present -> task.accept(present.manager())));
    }
}
