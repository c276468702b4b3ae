package hearth.daemon.system;

import hearth.api.Authority;
import hearth.daemon.FakeBrain;
import hearth.daemon.PuppetKeeper;
import hearth.daemon.log.LogLine;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.training.PlayedHand;
import hearth.daemon.user.UserManagers;
import hearth.dbus.object.Faults;
import hearth.linux.NameService;
import hearth.manager.Manager;
import hearth.manager.Unit;
import hearth.manager.graph.ActiveState;
import hearth.manager.job.Outcome;
import hearth.unit.value.JobMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A system manager with its host and one user's manager, on a played keeper and played hands. */
public final class PlayedMachine {
    static final String MANAGER = UserService.managerOf(PlayedHand.UID);

    private static final int LINES_MAX = 1_000;
    private static final NameService.User USER =
            new NameService.User(
                    "rehearsal", PlayedHand.UID, PlayedHand.UID, "/nonexistent", "/bin/sh");

    private final FakeBrain fake;
    private final PuppetKeeper keeper;
    private final SystemInstance system;

    /** Makes a machine on which what an earlier one has written below the directory counts. */
    public PlayedMachine(Path directory) throws IOException {
        fake = new FakeBrain(directory);
        fake.linux().addUser(USER);
        keeper = new PuppetKeeper(fake);
        system =
                new SystemInstance(
                        fake.brain(),
                        new Mailbox(
                                "the system manager",
                                fake.brain().lanes().first(),
                                PlayedMachine::fail),
                        new SystemInstance.Parts(
                                keeper.line(),
                                List.of(),
                                () -> new UserManagers.RuntimeDirectory(1 << 20, 100),
                                () -> false,
                                Authority.ROOT_ONLY,
                                Faults.BREAK,
                                () -> {}));
        keeper.listen(system::keeperSays);
    }

    private static void fail(Throwable invariant) {
        throw new AssertionError(invariant);
    }

    /** Returns the brain. */
    public FakeBrain fake() {
        return fake;
    }

    /** Returns the keeper. */
    public PuppetKeeper keeper() {
        return keeper;
    }

    /** Returns the system manager. */
    public SystemInstance system() {
        return system;
    }

    /** Takes up the work. */
    public void takeUp(List<SystemInstance.PresentHand> hands, List<KeeperEvent.HandExited> exits) {
        system.mailbox().execute(() -> system.takeUp(hands, exits));
        fake.settle();
    }

    /** Starts the manager of the user. */
    public void start() {
        order(manager -> manager.startUnit(MANAGER, JobMode.REPLACE));
    }

    void stop() {
        order(manager -> manager.stopUnit(MANAGER, JobMode.REPLACE));
    }

    private void order(Consumer<Manager> order) {
        system.with(order);
        fake.settle();
    }

    /** Returns the state of the user's manager, as its unit has it. */
    ActiveState state() {
        var state = new AtomicReference<>(ActiveState.INACTIVE);
        system.with(manager -> {
            if (manager.getUnit(MANAGER) instanceof Outcome.Done<Unit>(Unit unit)) {
                state.set(unit.activeState());
            }
        });
        fake.settle();
        return state.get();
    }

    /** Returns what the unit's log says. */
    List<String> log() {
        var files = fake.brain().logReaders().files();
        return files.read(SystemInstance.NAME, MANAGER, LINES_MAX).stream()
                .map(LogLine::text)
                .toList();
    }
}
