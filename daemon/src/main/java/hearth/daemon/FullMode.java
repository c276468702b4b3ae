package hearth.daemon;

import hearth.api.login1.Login1;
import hearth.daemon.bus.FairCalls;
import hearth.daemon.bus.SystemBus;
import hearth.daemon.configuration.Configuration;
import hearth.daemon.link.Line;
import hearth.daemon.login.LoginInstance;
import hearth.daemon.login.LoginRecovery;
import hearth.daemon.login.Polkit;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.system.SystemInstance;
import hearth.daemon.user.UserManagers;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.object.Caller;
import hearth.dbus.object.Faults;
import hearth.linux.SocketType;
import hearth.linux.UnixAddress;
import hearth.login.CallId;
import hearth.login.CreatedSession;
import hearth.login.LoginEffect;
import hearth.login.LoginError;
import hearth.login.LoginSettings;
import hearth.login.Restored;
import hearth.manager.ManagerListener;
import hearth.manager.job.Job;
import hearth.manager.job.JobMode;
import hearth.manager.job.JobResult;
import hearth.manager.job.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All users of the machine: sessions, lingering, the system scope, the system bus. */
final class FullMode implements Mode, SystemBus.Listener {
    private static final int PRIVATE_MODE = 0700;

    /** The slice in which all users' units lie. */
    private static final String USERS = "user.slice";

    private final Brain brain;
    private final Line<KeeperEvent> keeper;
    private final Places places;
    private final Configuration configuration;
    private final SystemBus bus;
    private final SystemInstance system;
    private final Mailbox loginMailbox;
    private final Polkit polkit;
    private final FairCalls loginCalls;
    private final FairCalls systemCalls;
    private Optional<Served> served = Optional.empty(); // login's mailbox

    /**
     * Where it meets its clients.
     *
     * @param login where login's files are; the system manager's socket lies beside them
     * @param systemBus a path, or {@code @name}
     */
    record Places(LoginInstance.Directories login, String systemBus) {
        /** Where clients look for them. */
        static final Places STANDARD =
                new Places(LoginInstance.Directories.STANDARD, "/run/dbus/system_bus_socket");

        private Path privateSocket() {
            return login.run().resolve("private");
        }
    }

    /** Login with its objects on the bus. */
    private record Served(LoginInstance login, Login1 objects) {}

    FullMode(Brain brain, Line<KeeperEvent> keeper, Places places, Configuration configuration) {
        this.brain = brain;
        this.keeper = keeper;
        this.places = places;
        this.configuration = configuration;
        bus =
                new SystemBus(
                        brain.linux(),
                        brain.reactor(),
                        brain.buffers().bus(),
                        places.systemBus(),
                        List.of(Login1.BUS_NAME, hearth.api.systemd1.Systemd1.BUS_NAME),
                        configuration.systemBusMessageBytes(),
                        brain.foreign().ofStrangers(),
                        this);
        loginMailbox = new Mailbox("login", brain.pool(), this::broken);
        polkit = new Polkit(bus, brain.budgets());
        var systemMailbox = new Mailbox("the system manager", brain.pool(), this::broken);
        LoginSettings login = configuration.login();
        try {
            makeDirectories();
            system =
                    new SystemInstance(
                            brain,
                            systemMailbox,
                            new SystemInstance.Parts(
                                    keeper,
                                    List.of(),
                                    new UserManagers.RuntimeDirectory(
                                            login.runtimeDirectorySize().value(),
                                            login.runtimeDirectoryInodesMax().value()),
                                    polkit.in(systemMailbox),
                                    this::failed,
                                    brain.reactor()::stop));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loginCalls = fairly(loginMailbox, this::callLogin);
        systemCalls = fairly(systemMailbox, system.objects()::handle);
    }

    private FairCalls fairly(Mailbox mailbox, FairCalls.Handler handler) {
        return new FairCalls(brain.budgets(), brain.foreign(), mailbox, bus, handler);
    }

    private void callLogin(Message call, Caller caller, Outbox outbox) {
        served.ifPresentOrElse(it -> it.objects().handle(call, caller, outbox), call::close);
    }

    /** Without its engines the brain is of no use: the next one takes over. */
    private void broken(Throwable invariant) {
        Hearthd.say("a broken invariant, the brain is started anew: " + invariant);
        invariant.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    /** A call has met a defect: it was answered, and everybody else is served on. */
    private void failed(Faults.Fault fault) {
        brain.faults().say(fault.summary(), fault.cause());
    }

    private void makeDirectories() throws IOException {
        for (String name : List.of("seats", "sessions", "users", "machines", "inhibit")) {
            Files.createDirectories(places.login().run().resolve(name));
        }
        Path booted = places.login().run().resolve("system");
        if (configuration.isPresentAsSystemd()) {
            Files.createDirectories(booted);
        }
    }

    @Override
    public void begin(KeeperGreeting greeting) {
        system.mailbox().execute(() -> system.takeUp(greeting.hands(), greeting.exits()));
        if (configuration.isPresentAsSystemd()) {
            serveSystemctl();
        }
        LoginRecovery.read(brain, loginMailbox, places.login(), this::login);
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
    private void login(Restored restored) {
        var login =
                new LoginInstance(
                        brain,
                        loginMailbox,
                        new LoginInstance.Parts(
                                places.login(), system, keeper, configuration.login(), restored));
        var objects =
                new Login1(
                        login.login(),
                        pid -> LoginRecovery.facts(brain.cgroups(), (int) pid),
                        polkit.in(loginMailbox),
                        brain.machine().machineIdOrZeros(),
                        this::failed);
        served = Optional.of(new Served(login, objects));
        login.open(new Answers(objects));
        brain.reactor().execute(bus::connect);
    }

    /** Carries login's answers to its objects. */
    private final class Answers implements LoginInstance.Replies {
        private final Login1 objects;

        Answers(Login1 objects) {
            this.objects = objects;
        }

        @Override
        public void created(CallId call, CreatedSession session, int fifo) {
            var descriptors = brain.linux().descriptors();
            objects.replyCreateSession(
                    call, session, DescriptorList.owning(descriptors::closeQuietly, fifo));
        }

        @Override
        public void done(CallId call) {
            objects.reply(call);
        }

        @Override
        public void failed(CallId call, LoginError error) {
            objects.replyError(call, error);
        }

        @Override
        public void signal(LoginEffect.Signal signal) {
            objects.tell(signal);
        }
    }

    @Override
    public void ready() {
        loginMailbox.execute(() -> served.ifPresent(it -> it.objects().busConnected(bus)));
        system.mailbox().execute(() -> system.objects().busConnected(bus));
    }

    @Override
    public void nameTaken(String name) {
        Hearthd.say(
                name
                        + " is owned by another program: systemd, systemd-logind or elogind runs"
                        + " here already, and there can be only one");
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
        boolean isLogin =
                call.path()
                        .filter(path -> path.text().startsWith("/org/freedesktop/login1"))
                        .isPresent();
        (isLogin ? loginCalls : systemCalls).put(call, caller);
    }

    @Override
    public void gone(String busName) {
        loginCalls.gone(busName);
        systemCalls.gone(busName);
        system.mailbox().execute(() -> system.objects().busClientGone(busName));
    }

    @Override
    public void keeperSays(KeeperEvent event) {
        system.keeperSays(event);
    }

    @Override
    public void handPresent(SystemInstance.PresentHand hand) {
        system.handPresent(hand);
    }

    @Override
    public void shutDown(boolean stopsUsers) {
        if (!stopsUsers) {
            brain.reactor().stop();
            return;
        }
        system.with(manager -> {
            Outcome<Job> outcome = manager.stopUnit(USERS, JobMode.REPLACE_IRREVERSIBLY);
            if (outcome instanceof Outcome.Done<Job>(Job job)
                    && manager.job(job.id()).isPresent()) { // with nobody here it is over already
                manager.addListener(new StopsWith(job));
            } else {
                brain.reactor().stop();
            }
        });
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
