package hearth.daemon.user;

import hearth.daemon.brain.Brain;
import hearth.daemon.host.KeeperOfAll;
import hearth.daemon.host.KeptStreams;
import hearth.daemon.link.Line;
import hearth.daemon.log.UnitLog;
import hearth.daemon.machine.Halt;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.linux.ErrnoException;
import hearth.linux.Polling;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The users' managers as services of the system manager: {@code user@UID.service} is a hand with a
 * manager behind it. Belongs to the system manager's mailbox.
 *
 * <p>A hand that ends uninvited takes nothing with it: another is started and takes its services
 * over, and the system manager is told of a new main process. Only one that doesn't stay makes the
 * unit fail.
 */
public final class UserManagers implements UserServices, UserInstance.Owner {
    /**
     * What user managers need of the house.
     *
     * @param mailbox the system manager's
     * @param events takes what happens there
     * @param runtimeDirectory bounds of the next runtime directory
     * @param areStreamsNamed whether services are told that they print into the journal
     * @param ended told that the system manager has stopped everything
     */
    public record Parts(
            Mailbox mailbox,
            Line<KeeperEvent> keeper,
            Consumer<Event> events,
            Supplier<RuntimeDirectory> runtimeDirectory,
            BooleanSupplier areStreamsNamed,
            Runnable ended) {}

    /** After so long it is said again that a hand doesn't answer. */
    private static final Duration SAY_AGAIN = Duration.ofMinutes(10);

    /** Bounds of {@code /run/user/UID}. */
    public record RuntimeDirectory(long sizeBytes, long inodes) {}

    private final Brain brain;
    private final Parts parts;
    private final Hands hands;
    private final RuntimeDirectories runtimeDirectories;
    private final KeptSockets sockets;
    private final KeptStreams streams;
    private final KeeperOfAll keeper;
    private final UnitWatches watches;
    private final Map<Integer, Service> services = new HashMap<>();

    /** Makes a registry without users. */
    public UserManagers(Brain brain, Parts parts) {
        this.brain = brain;
        this.parts = parts;
        sockets =
                new KeptSockets(
                        brain.linux(), parts.keeper(), parts.mailbox(), brain.foreign()::close);
        streams = new KeptStreams(parts.keeper(), parts.areStreamsNamed());
        keeper = new KeeperOfAll(parts.keeper());
        hands = new Hands(brain, parts.mailbox(), parts.keeper());
        runtimeDirectories = new RuntimeDirectories(brain, parts);
        watches = new UnitWatches(parts.mailbox());
    }

    /** One {@code user@UID.service} that runs, or is about to. */
    private static final class Service {
        private final int uid;
        private long token;
        private int pid; // of the hand; 0 while one is being started
        private boolean isMadeHere; // the hand is a fork of this keeper
        private boolean isSpawning; // the system manager waits for the pid
        private Optional<KeeperEvent.HandExited> lost = Optional.empty(); // the hand before
        private Optional<UserInstance> instance = Optional.empty();
        private final HandLosses losses = new HandLosses();
        private Optional<WaitingManager> waiting = Optional.empty();
        private boolean isStopping;
        private boolean isReady;
        private Optional<Halt> said = Optional.empty(); // why the hand doesn't answer
        private long saidNanos;

        Service(int uid, int pid) {
            this.uid = uid;
            this.pid = pid;
        }

        /** Returns whether to say why the hand doesn't answer, which is asked again and again. */
        boolean isNews(Halt halt, Polling polling) {
            long now = polling.nowNanos(Polling.Clock.MONOTONIC);
            if (said.filter(halt::equals).isPresent() && now - saidNanos < SAY_AGAIN.toNanos()) {
                return false;
            }
            said = Optional.of(halt);
            saidNanos = now;
            return true;
        }
    }

    @Override
    public void startManager(int uid, Effect.Spawn spawn) {
        Service present = services.get(uid);
        if (present == null || (present.pid != 0 && present.isStopping)) {
            sockets.drop(uid);
            var service = new Service(uid, 0);
            service.token = spawn.token();
            service.isSpawning = true;
            services.put(uid, service);
            startHand(service);
            return;
        }
        present.token = spawn.token();
        present.isStopping = false;
        if (present.pid == 0) {
            present.isSpawning = true; // the hand that is on its way is this one's
        } else {
            // The brain before ordered it and did not live to hear the answer.
            int pid = present.pid;
            parts.mailbox()
                    .execute(() -> parts.events().accept(new Event.Spawned(spawn.token(), pid)));
        }
    }

    private void startHand(Service service) {
        hands.start(service.uid, outcome -> answered(service, outcome));
    }

    private void answered(Service service, Hands.Outcome outcome) {
        boolean isAwaited = services.get(service.uid) == service && service.pid == 0;
        switch (outcome) {
            case Hands.Outcome.Started(int pid, int socket) when isAwaited ->
                    handStarted(service, pid, socket);
            case Hands.Outcome.Started(int _, int socket) -> {
                brain.linux().descriptors().closeQuietly(socket);
                hands.kill(service.uid);
            }
            case Hands.Outcome.Refused(String reason) when isAwaited -> refused(service, reason);
            case Hands.Outcome.Refused _ -> {
                // it is there already: an earlier brain's order has been carried out meanwhile
            }
        }
    }

    private void refused(Service service, String reason) {
        services.remove(service.uid);
        letGo(service.uid);
        if (service.isSpawning) {
            parts.events().accept(new Event.SpawnFailed(service.token, 0, reason));
            return;
        }
        brain.complaints()
                .say("user " + Integer.toUnsignedString(service.uid) + " gets no hand: " + reason);
        service.lost.ifPresent(exit -> tellExited(service, exit));
    }

    /**
     * Tells whether a unit of a user's manager is active, as soon as that manager knows, and when
     * it no longer is; then it is not watched any more.
     *
     * @param told on any thread
     */
    public void watchUnit(int uid, long watch, String unit, Consumer<Boolean> told) {
        if (services.containsKey(uid)) {
            watches.watch(uid, watch, unit, told);
        } else {
            told.accept(false);
        }
    }

    /** Watches a unit no more. */
    public void unwatchUnit(int uid, long watch) {
        watches.unwatch(uid, watch);
    }

    /** No manager of this user's comes any more. */
    private void letGo(int uid) {
        watches.gone(uid);
        sockets.drop(uid);
        UnitLog log = brain.logOf(Integer.toUnsignedString(uid), parts.mailbox());
        streams.readOut(brain, log, uid);
        log.clearRules();
    }

    private void tellExited(Service service, KeeperEvent.HandExited exit) {
        parts.events()
                .accept(
                        new Event.Exited(
                                service.token,
                                exit.pid(),
                                ExitCode.ofNumber(exit.code()).orElse(ExitCode.EXITED),
                                exit.status()));
    }

    private void handStarted(Service service, int pid, int socket) {
        service.pid = pid;
        service.said = Optional.empty();
        service.isMadeHere = true;
        begin(service, socket, service.isSpawning);
        if (service.isSpawning) {
            service.isSpawning = false;
            parts.events().accept(new Event.Spawned(service.token, pid));
        } else {
            int before = service.lost.map(KeeperEvent.HandExited::pid).orElse(0);
            tell(before, service.uid, Map.of("MAINPID", Integer.toString(pid)));
        }
    }

    private void begin(Service service, int socket, boolean isFresh) {
        Optional<Duration> pause = brain.quarantine().pause(service.uid);
        if (pause.isPresent()) {
            waitOutside(service, socket, pause.get());
            return;
        }
        int pid = service.pid;
        boolean isMadeHere = service.isMadeHere;
        var start =
                new UserInstance.Start(
                        service.uid,
                        socket,
                        isFresh,
                        cgroupOf(service.uid),
                        Optional.of(keeper),
                        sockets.copiesOf(service.uid),
                        streams.of(service.uid));
        brain.reactor()
                .execute(() -> {
                    try {
                        int least = isMadeHere ? parts.keeper().version() : 0;
                        var instance = new UserInstance(brain, start, least, this);
                        parts.mailbox().execute(() -> begun(service, pid, instance));
                    } catch (ErrnoException e) {
                        brain.complaints().say("user " + service.uid + ": " + e);
                        brain.linux().descriptors().closeQuietly(socket);
                        start.sockets().values().forEach(brain.linux().descriptors()::closeQuietly);
                        hands.kill(service.uid); // its exit starts the next
                    }
                });
    }

    /** His services run on; logins go on, without a manager. */
    private void waitOutside(Service service, int socket, Duration pause) {
        var waiting =
                new WaitingManager(
                        brain,
                        new WaitingManager.Start(
                                service.uid,
                                socket,
                                pause,
                                sockets.copyOf(service.uid, ManagerSockets.PRIVATE)),
                        () -> parts.mailbox().execute(() -> waitedEnough(service)));
        service.waiting = Optional.of(waiting);
        brain.complaints().say(waiting.reason());
        brain.reactor().execute(waiting::begin);
        parts.mailbox().execute(() -> tellReady(service, waiting.reason()));
    }

    private void waitedEnough(Service service) {
        service.waiting = Optional.empty();
        introduce(service);
    }

    /** Asks for a fresh socket to the hand that is there. */
    private void introduce(Service service) {
        int pid = service.pid;
        hands.introduce(
                service.uid,
                socket -> {
                    if (services.get(service.uid) == service && service.pid == pid) {
                        begin(service, socket, false);
                    } else {
                        brain.linux().descriptors().closeQuietly(socket);
                    }
                },
                // a keeper of an older version cannot: the hand's end starts the next
                () -> hands.kill(service.uid));
    }

    private static void begun(Service service, int pid, UserInstance instance) {
        if (service.pid != pid) {
            return; // its hand has ended meanwhile, and another is on its way
        }
        service.instance = Optional.of(instance);
        if (service.isStopping) {
            instance.exit(); // it was told before it was there
        }
    }

    /**
     * Takes over a hand that an earlier brain has started; one that becomes ready only now is the
     * answer to an order that is under way.
     */
    public void takeOver(int uid, int pid, int socket) {
        Service present = services.get(uid);
        if (present != null && present.pid == 0) {
            handStarted(present, pid, socket);
            return;
        }
        var service = new Service(uid, pid);
        services.put(uid, service);
        begin(service, socket, false);
    }

    /**
     * Takes over a manager whose hand has ended while there was no brain; what becomes of it is
     * decided when {@link #handExited} tells so.
     */
    public void takeOverWithoutHand(int uid, int pid) {
        services.put(uid, new Service(uid, pid));
    }

    @Override
    public void stopManager(int uid) {
        Service service = services.get(uid);
        if (service != null) {
            service.isStopping = true;
            service.instance.ifPresent(UserInstance::exit);
            service.waiting.ifPresent(waiting -> {
                // Nobody can stop the units one by one: the end of the hand is the end of all.
                brain.reactor().execute(waiting::close);
                hands.kill(uid);
            });
        }
    }

    @Override
    public void knownAs(int uid, long token) {
        Service service = services.get(uid);
        if (service != null) {
            service.token = token;
        }
    }

    /** Returns the manager that a user has now. */
    Optional<UserInstance> instanceOf(int uid) {
        return Optional.ofNullable(services.get(uid)).flatMap(service -> service.instance);
    }

    /** A hand has ended, by the keeper's word. */
    public void handExited(KeeperEvent.HandExited exit) {
        Service service = services.get(exit.uid());
        if (service == null || service.pid != exit.pid()) {
            return;
        }
        long now = brain.linux().polling().nowNanos(Polling.Clock.MONOTONIC);
        if (service.isStopping || !service.losses.mayLose(now)) {
            services.remove(exit.uid());
            letGo(exit.uid());
            tellExited(service, exit);
            return;
        }
        brain.complaints()
                .say(
                        "the hand of user "
                                + Integer.toUnsignedString(exit.uid())
                                + " has ended uninvited: another takes its services over");
        service.lost = Optional.of(exit);
        service.pid = 0;
        service.isMadeHere = false;
        service.waiting.ifPresent(waiting -> brain.reactor().execute(waiting::close));
        service.waiting = Optional.empty();
        Optional<UserInstance> before = service.instance;
        service.instance = Optional.empty(); // what it still says is about the hand that is gone
        // Its last words are exits that nobody else knows: they are written down before the next
        // instance reads what there is.
        before.ifPresentOrElse(
                it -> it.leave(() -> parts.mailbox().execute(() -> startHand(service))),
                () -> startHand(service));
    }

    /** A hand has ended, and the keeper has started another by an earlier brain's order. */
    public void handReplaced(KeeperEvent.HandExited exit, int pid, int socket) {
        Service service = services.get(exit.uid());
        if (service != null) {
            service.lost = Optional.of(exit);
            service.pid = 0;
            service.isMadeHere = false;
        }
        takeOver(exit.uid(), pid, socket);
    }

    @Override
    public void ready(UserInstance instance) {
        inSystem(
                instance,
                service -> {
                    watches.ready(service.uid, instance);
                    tellReady(service, "Ready.");
                });
    }

    private void tellReady(Service service, String status) {
        if (!service.isReady) {
            service.isReady = true;
            tell(service.pid, service.uid, Map.of("READY", "1", "STATUS", status));
        }
    }

    @Override
    public void stopped(UserInstance instance) {
        inSystem(instance, service -> service.isStopping = true);
    }

    @Override
    public void lost(UserInstance instance, String reason) {
        inSystem(
                instance,
                service -> {
                    if (!service.isStopping) {
                        brain.complaints()
                                .say(
                                        "user "
                                                + Integer.toUnsignedString(service.uid)
                                                + ": "
                                                + reason);
                        // one that talks nonsense is ended; its exit starts the next
                        hands.kill(service.uid);
                    }
                });
    }

    @Override
    public void failed(UserInstance instance, Throwable fault) {
        inSystem(
                instance,
                service -> {
                    service.instance = Optional.empty();
                    brain.quarantine().fault(service.uid);
                    if (service.isStopping) {
                        hands.kill(service.uid); // what it was to stop ends with its cgroup
                    } else {
                        introduce(service);
                    }
                });
    }

    @Override
    public void silent(UserInstance instance) {
        inSystem(
                instance,
                service -> {
                    Halt halt = brain.cgroups().halt(service.pid);
                    if (!service.isNews(halt, brain.linux().polling())) {
                        return;
                    }
                    String hand = "the hand of user " + Integer.toUnsignedString(service.uid);
                    switch (halt) {
                        case STOPPED -> replace(service, hand + " was stopped by a signal");
                        case FROZEN ->
                                replace(service, hand + " was moved into a cgroup that is frozen");
                        case WAITING ->
                                brain.complaints()
                                        .say(
                                                hand
                                                        + " doesn't answer: it waits for a file"
                                                        + " system, or a server, that hangs");
                        case NOTHING ->
                                brain.complaints()
                                        .say(hand + " doesn't answer: it has too much to do");
                        case GONE -> {
                            // the keeper tells of its end
                        }
                    }
                });
    }

    @Override
    public void bound(UserInstance instance, String name, int fd) {
        parts.mailbox()
                .execute(() -> {
                    Service service = services.get(instance.uid());
                    if (service == null || service.isStopping) {
                        brain.foreign().close(instance.uid(), fd, () -> {});
                    } else {
                        sockets.keep(instance.uid(), name, fd);
                    }
                });
    }

    @Override
    public void unbound(UserInstance instance, String name, Runnable then) {
        parts.mailbox().execute(() -> sockets.drop(instance.uid(), name, then));
    }

    /** A process has ended that the keeper watches, by its word; any thread. */
    public void processGone(CommonEvent.ProcessGone gone) {
        keeper.gone(gone);
    }

    /**
     * Goes on with the sockets and streams that an earlier brain has given the keeper; takes out
     * its own.
     */
    public void takeSockets(Map<String, Integer> kept) {
        sockets.takeFrom(kept);
        streams.takeFrom(kept);
    }

    private void replace(Service service, String reason) {
        brain.complaints().say(reason + ": another takes over");
        hands.kill(service.uid);
    }

    /** Does something for an instance, unless another has taken its place meanwhile. */
    private void inSystem(UserInstance instance, Consumer<Service> task) {
        parts.mailbox()
                .execute(() -> {
                    Service service = services.get(instance.uid());
                    if (service != null
                            && service.instance
                                    .filter(present -> present == instance)
                                    .isPresent()) {
                        task.accept(service);
                    }
                });
    }

    private void tell(int pid, int uid, Map<String, String> fields) {
        parts.events().accept(new Event.Notified(pid, cgroupOf(uid) + "/init.scope", fields, 0));
    }

    @Override
    public void runtimeDirectory(int uid, Effect.Spawn spawn) {
        runtimeDirectories.spawn(uid, spawn);
    }

    @Override
    public void allStopped() {
        parts.ended().run();
    }

    /** Returns the cgroup of a user's manager. */
    public static String cgroupOf(int uid) {
        String number = Integer.toUnsignedString(uid);
        return "/user.slice/user-" + number + ".slice/user@" + number + ".service";
    }
}
