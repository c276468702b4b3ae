package hearth.daemon;

import hearth.api.login1.Login1;
import hearth.api.systemd1.Systemd1;
import hearth.daemon.brain.Brain;
import hearth.daemon.bus.FairCalls;
import hearth.daemon.bus.Repeatable;
import hearth.daemon.bus.SystemBus;
import hearth.daemon.bus.UnansweredCalls;
import hearth.daemon.configuration.Configuration;
import hearth.daemon.host.LongEnd;
import hearth.daemon.link.Line;
import hearth.daemon.log.socket.LogSockets;
import hearth.daemon.login.LoginAnswers;
import hearth.daemon.login.LoginInstance;
import hearth.daemon.login.LoginProcesses;
import hearth.daemon.login.LoginRecovery;
import hearth.daemon.login.Polkit;
import hearth.daemon.login.SystemOrders;
import hearth.daemon.login.UserLogs;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.state.Caretaker;
import hearth.daemon.system.SystemInstance;
import hearth.daemon.user.UserManagers;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.object.Caller;
import hearth.dbus.object.Faults;
import hearth.linux.ErrnoException;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import hearth.login.Restored;
import hearth.login.setting.LoginSettings;
import hearth.manager.ManagerListener;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.job.Outcome;
import hearth.unit.value.JobMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** All users of the machine: sessions, lingering, the system scope, the system bus. */
final class FullMode implements Mode, SystemBus.Listener {
    private static final int PRIVATE_MODE = 0700;

    /** Under which name the keeper holds the connection to the system bus. */
    private static final String KEPT_BUS = "system-bus";

    /** The slice in which all users' units lie. */
    private static final String USERS = "user.slice";

    private final Brain brain;
    private final Line<KeeperEvent> keeper;
    private final Places places;
    private final Supplier<Configuration> reader;
    private final AtomicReference<Configuration> configuration;

    /** Whether it is here that programs' own entries come in, by journald's protocol. */
    private final AtomicBoolean takesNative = new AtomicBoolean();

    private final SystemBus bus;
    private final SystemInstance system;
    private final Mailbox loginMailbox;
    private final Polkit polkit;
    private final FairCalls loginCalls;
    private final FairCalls systemCalls;
    private Optional<Served> served = Optional.empty(); // login's mailbox

    /** What came before the look for a rival was over; the reactor's. */
    private final List<Runnable> early = new ArrayList<>();

    /** What programs log, with what an earlier brain had of it. */
    private Map<String, Integer> keptLogSockets = Map.of();

    private Map<String, Integer> keptHolds = Map.of();
    private Optional<VarlinkSockets> varlink = Optional.empty();

    private Optional<KeeperGreeting> greeting = Optional.empty();
    private boolean hasBegun;
    private int exitStatus;

    /**
     * Where it meets its clients.
     *
     * @param login where login's files are; the system manager's socket lies beside them
     * @param systemBus a path, or {@code @name}
     * @param logs where programs send what they log
     */
    record Places(LoginInstance.Directories login, String systemBus, LogSockets.Places logs) {
        /** Where clients look for them. */
        static final Places STANDARD =
                new Places(
                        LoginInstance.Directories.STANDARD,
                        "/run/dbus/system_bus_socket",
                        LogSockets.Places.STANDARD);

        private Path privateSocket() {
            return login.run().resolve("private");
        }
    }

    /** Login with its objects on the bus. */
    private record Served(LoginInstance login, Login1 objects) {}

    /**
     * Reads the configuration; nothing else is touched yet.
     *
     * @param reader reads it, now and whenever the administrator wants it read again
     */
    FullMode(Brain brain, Line<KeeperEvent> keeper, Places places, Supplier<Configuration> reader) {
        this.brain = brain;
        this.keeper = keeper;
        this.places = places;
        this.reader = reader;
        configuration = new AtomicReference<>(reader.get());
        loginMailbox = ofAll("login");
        Mailbox systemMailbox = ofAll("the system manager");
        try {
            bus = newBus();
            polkit = new Polkit(bus::call, brain.budgets(), brain.foreign()::account);
            system =
                    new SystemInstance(
                            brain,
                            systemMailbox,
                            new SystemInstance.Parts(
                                    keeper,
                                    List.of(),
                                    this::runtimeDirectory,
                                    takesNative::get,
                                    polkit.in(systemMailbox),
                                    this::failed,
                                    brain.reactor()::stop));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loginCalls = fairly(loginMailbox, this::callLogin);
        systemCalls = fairly(systemMailbox, system.objects()::handle);
    }

    private UserManagers.RuntimeDirectory runtimeDirectory() {
        LoginSettings settings = configuration.get().login();
        return new UserManagers.RuntimeDirectory(
                settings.runtimeDirectorySize().value(),
                settings.runtimeDirectoryInodesMax().value());
    }

    private FairCalls fairly(Mailbox mailbox, FairCalls.Handler handler) {
        return new FairCalls(brain.budgets(), brain.foreign(), mailbox, bus, handler);
    }

    private void callLogin(Message call, Caller caller, Outbox outbox) {
        served.ifPresentOrElse(it -> it.objects().handle(call, caller, outbox), call::close);
    }

    private SystemBus newBus() throws IOException {
        return new SystemBus(
                brain.linux(),
                brain.reactor(),
                new SystemBus.Parts(
                        brain.buffers().bus(),
                        places.systemBus(),
                        List.of(Login1.BUS_NAME, Systemd1.BUS_NAME),
                        new WithTheKeeper(),
                        new UnansweredCalls(
                                brain.stateDirectory(),
                                Caretaker.in(brain, loginMailbox),
                                brain.quarantine().followsFault()),
                        configuration.get().systemBusMessageBytes(),
                        brain.foreign().ofStrangers(),
                        brain.random()),
                this);
    }

    /** The keeper holds the connection to the system bus while there is no brain. */
    private final class WithTheKeeper implements SystemBus.Vault {
        @Override
        public void keep(int fd) {
            try {
                keeper.order(
                        new CommonOrder.KeepDescriptor(KEPT_BUS),
                        new int[] {brain.linux().descriptors().duplicate(fd)},
                        loginMailbox,
                        (_, _) -> {});
            } catch (ErrnoException e) {
                Hearthd.say(
                        "the next brain will connect to the system bus anew: " + e.getMessage());
            }
        }

        @Override
        public void drop() {
            keeper.order(new CommonOrder.DropDescriptor(KEPT_BUS), _ -> {});
        }
    }

    /** What serves all users goes on without the one thing that has failed. */
    private Mailbox ofAll(String name) {
        return Mailbox.thatGoesOn(
                name,
                brain.lanes().first(),
                fault -> brain.faults().say(name + " has a defect", fault));
    }

    /** A call has met a defect: it was answered, and everybody else is served on. */
    private void failed(Faults.Fault fault) {
        brain.faults().say(fault.summary(), fault.cause());
    }

    private void makeDirectories() {
        for (String name : List.of("seats", "sessions", "users", "machines", "inhibit")) {
            makeDirectory(name);
        }
        if (configuration.get().isPresentAsSystemd()) {
            makeDirectory("system");
        }
    }

    /** Where /run is full the users are served all the same. */
    private void makeDirectory(String name) {
        Path directory = places.login().run().resolve(name);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            brain.complaints().say("cannot make " + directory + ": " + Caretaker.reason(e));
        }
    }

    /** Looks whether somebody else does this work, before anything is touched. */
    @Override
    public void begin(KeeperGreeting told) {
        greeting = Optional.of(told);
        OptionalInt keptBus = told.takeKept(KEPT_BUS);
        varlink = Optional.of(new VarlinkSockets(brain, keeper, told));
        system.takeSockets(told.kept());
        keptLogSockets = LogSockets.take(told.kept());
        keptHolds = LoginInstance.takeKept(told.kept());
        told.closeKept(brain.linux().descriptors());
        bus.begin(keptBus);
    }

    @Override
    public void namesFree() {
        keeper.order(
                new KeeperOrder.PublishState(),
                loginMailbox,
                answer -> brain.reactor().execute(() -> takeOver(answer)));
    }

    private void takeOver(KeeperEvent answer) {
        if (answer instanceof CommonEvent.Done(var problems)) {
            problems.forEach(problem ->
                    brain.complaints().say(problem.step() + ": " + ErrnoText.of(problem.error())));
        } // an earlier version's keeper knows no such order: as before, then
        hasBegun = true;
        makeDirectories();
        serveLogs();
        KeeperGreeting told = greeting.orElseThrow();
        system.mailbox().execute(() -> system.takeUp(told.hands(), told.exits()));
        early.forEach(Runnable::run);
        early.clear();
        if (configuration.get().isPresentAsSystemd()) {
            serveSystemctl();
        }
        var orders = new SystemOrders(system, loginMailbox);
        LoginRecovery.read(
                brain,
                loginMailbox,
                places.login(),
                orders,
                configuration.get().leases(),
                restored -> login(restored, orders));
        new Heartbeat(brain, keeper, List.of(loginMailbox, system.mailbox())).begin();
    }

    private void serveLogs() {
        var sockets =
                new LogSockets(
                        new LogSockets.Parts(
                                brain.linux(),
                                brain.logs(),
                                brain.cgroups(),
                                brain.time(),
                                brain.random(),
                                brain.foreign(),
                                brain.budgets(),
                                new LogsWithTheKeeper(),
                                brain.complaints()::say));
        if (configuration.get().takesLogs()) {
            takesNative.set(sockets.open(places.logs(), keptLogSockets));
        } else {
            sockets.close(places.logs(), keptLogSockets);
        }
        if (takesNative.get()) {
            varlink().serveJournal(places.logs().journal(), loginMailbox);
        } else {
            varlink().leaveJournal(places.logs().journal());
        }
    }

    private VarlinkSockets varlink() {
        return varlink.orElseThrow();
    }

    /** The keeper has copies of the sockets to which programs send what they log. */
    private final class LogsWithTheKeeper implements LogSockets.Vault {
        @Override
        public void keep(String name, int fd) {
            keeper.order(
                    new CommonOrder.KeepDescriptor(name),
                    new int[] {fd},
                    loginMailbox,
                    (answer, _) -> {
                        if (answer instanceof CommonEvent.Failed failed) {
                            brain.complaints().say(ErrnoText.of(failed));
                        }
                    });
        }

        @Override
        public void drop(String name) {
            keeper.order(new CommonOrder.DropDescriptor(name), _ -> {});
        }
    }

    private void whenBegun(Runnable task) {
        if (hasBegun) {
            task.run();
        } else {
            early.add(task);
        }
    }

    private void serveSystemctl() {
        Path path = places.privateSocket();
        try {
            Files.deleteIfExists(path);
            var sockets = brain.linux().sockets();
            int fd = sockets.socket(SocketType.STREAM);
            sockets.bind(fd, UnixAddress.of(path.toString()), PRIVATE_MODE);
            sockets.listen(fd);
            system.serve(fd);
        } catch (IOException e) {
            Hearthd.say(path + ": " + e.getMessage());
        }
    }

    /** Opens login with what was found; in its mailbox. */
    private void login(Restored restored, SystemOrders orders) {
        var login =
                new LoginInstance(
                        brain,
                        loginMailbox,
                        new LoginInstance.Parts(
                                places.login(),
                                orders,
                                keeper,
                                configuration.get().login(),
                                restored,
                                keptHolds));
        var objects =
                new Login1(
                        login.login(),
                        new Login1.World(
                                new LoginProcesses(brain.cgroups()),
                                new UserLogs(brain, loginMailbox)),
                        polkit.in(loginMailbox),
                        brain.machine().machineIdOrZeros(),
                        this::failed);
        login.login().setLingerPolicy(configuration.get().lingerPolicy());
        login.login().setAccounts(uid -> brain.foreign().account((int) uid));
        served = Optional.of(new Served(login, objects));
        login.open(new LoginAnswers(objects, brain.linux().descriptors()));
        brain.reactor()
                .execute(() ->
                        varlink().serveLogin(places.login().run(), loginMailbox, login.varlink()));
        brain.reactor().execute(bus::own);
    }

    @Override
    public void ready() {
        loginMailbox.execute(() -> served.ifPresent(it -> it.objects().busConnected(bus)));
        system.mailbox().execute(() -> system.objects().busConnected(bus));
    }

    @Override
    public void wentOn() {
        loginMailbox.execute(() -> served.ifPresent(it -> it.objects().busConnected(bus)));
        system.mailbox().execute(() -> system.objects().busGoesOn(bus));
    }

    @Override
    public void caughtUp() {
        loginMailbox.execute(() -> served.ifPresent(it -> it.login().login().caughtUp()));
    }

    @Override
    public void nameTaken(String name) {
        Hearthd.say(
                name
                        + " is owned by another program: systemd, systemd-logind or elogind runs"
                        + " here already, and there can be only one");
        exitStatus = EXIT_SERVED_ALREADY;
        brain.reactor().stop();
    }

    @Override
    public void nameRefused(String name) {
        Hearthd.say(
                "the system bus doesn't let hearthd own "
                        + name
                        + ": its policy file is missing or the bus has not read it");
    }

    @Override
    public void called(Message call, Caller caller) {
        (isForLogin(call) ? loginCalls : systemCalls).put(call, caller);
    }

    private static boolean isForLogin(Message call) {
        String path = call.path().map(DbusPath::text).orElse("");
        return path.startsWith("/org/freedesktop/login1") || path.startsWith("/org/hearth/login1");
    }

    @Override
    public void calledBefore(Message call, Caller caller) {
        if (!Repeatable.is(call)) {
            bus.send(
                    Message.error(
                            call,
                            ErrorName.NO_REPLY,
                            "hearthd has ended and was started again: whether it had carried this"
                                    + " out is not known"));
            call.close();
        } else if (isForLogin(call)) {
            loginMailbox.execute(() ->
                    served.ifPresentOrElse(
                            it -> it.objects().handleAgain(call, caller, bus), call::close));
        } else {
            called(call, caller);
        }
    }

    @Override
    public void gone(String busName) {
        loginCalls.gone(busName);
        systemCalls.gone(busName);
        system.mailbox().execute(() -> system.objects().busClientGone(busName));
    }

    @Override
    public void keeperSays(KeeperEvent event) {
        if (event instanceof KeeperEvent.Reload) {
            whenBegun(this::configureAgain);
        } else {
            whenBegun(() -> system.keeperSays(event));
        }
    }

    /** Login goes by what the files say now; what shapes hearthd itself is read at its start. */
    private void configureAgain() {
        brain.rootFiles()
                .of("configuration")
                .execute(() -> {
                    Configuration read = reader.get();
                    configuration.set(read);
                    loginMailbox.execute(() ->
                            served.ifPresent(it -> {
                                it.login().login().configure(read.login());
                                it.login().login().setLingerPolicy(read.lingerPolicy());
                                it.login().login().declareLeases(read.leases());
                            }));
                });
    }

    @Override
    public void handPresent(SystemInstance.PresentHand hand) {
        whenBegun(() -> system.handPresent(hand));
    }

    @Override
    public void shutDown(boolean stopsUsers) {
        if (!stopsUsers || !hasBegun) {
            brain.reactor().stop();
            return;
        }
        system.with(manager -> {
            Outcome<Job> outcome = manager.stopUnit(USERS, JobMode.REPLACE_IRREVERSIBLY);
            if (outcome instanceof Outcome.Done<Job>(Job job)
                    && manager.job(job.id()).isPresent()) { // with nobody here it is over already
                manager.addListener(new StopsWith(job));
                new LongEnd(brain, system.mailbox(), manager, "the keeper").begin();
            } else {
                brain.reactor().stop();
            }
        });
    }

    @Override
    public int exitStatus() {
        return exitStatus;
    }

    /** Ends the brain when everything that users have is stopped. */
    private final class StopsWith implements ManagerListener {
        private final Job job;

        StopsWith(Job job) {
            this.job = job;
        }

        @Override
        public void jobRemoved(Job removed, JobResult result) {
            if (removed.id() == job.id()) {
                brain.reactor().stop();
            }
        }
    }
}
