package hearth.daemon.user;

import hearth.daemon.Brain;
import hearth.daemon.host.ErrnoText;
import hearth.daemon.link.Line;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.daemon.system.UserServices;
import hearth.linux.ErrnoException;
import hearth.linux.NameService;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The users' managers as services of the system manager: {@code user@UID.service} is a hand with a
 * manager behind it. Belongs to the system manager's mailbox.
 *
 * <p>A hand that ends uninvited takes nothing with it: another is started and takes its services
 * over, and the system manager is told of a new main process. Only one that doesn't stay makes the
 * unit fail.
 */
public final class UserManagers implements UserServices, UserInstance.Owner {
    /** Hands of one user that may end uninvited within {@link #LOSSES_WINDOW_NANOS}. */
    private static final int LOSSES_MAX = 5;

    private static final long LOSSES_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** How killable a hand is: as systemd sets it for {@code user@.service}. */
    private static final int OOM_SCORE = 100;

    private static final int SIGKILL = 9;

    /**
     * What user managers need of the house.
     *
     * @param mailbox the system manager's
     * @param events takes what happens there
     * @param runtimeDirectory bounds of a runtime directory
     * @param ended told that the system manager has stopped everything
     */
    public record Parts(
            Mailbox mailbox,
            Line<KeeperEvent> keeper,
            Consumer<Event> events,
            RuntimeDirectory runtimeDirectory,
            Runnable ended) {}

    /** Bounds of {@code /run/user/UID}. */
    public record RuntimeDirectory(long sizeBytes, long inodes) {}

    private final Brain brain;
    private final Parts parts;
    private final Map<Integer, Service> services = new HashMap<>();

    /** Makes a registry without users. */
    public UserManagers(Brain brain, Parts parts) {
        this.brain = brain;
        this.parts = parts;
    }

    /** One {@code user@UID.service} that runs. */
    private static final class Service {
        private final int uid;
        private long token;
        private int pid;
        private Optional<NameService.User> user = Optional.empty();
        private Optional<UserInstance> instance = Optional.empty();
        private final List<Long> losses = new ArrayList<>();
        private boolean isStopping;
        private boolean isReady;

        Service(int uid, long token) {
            this.uid = uid;
            this.token = token;
        }
    }

    @Override
    public void startManager(int uid, Effect.Spawn spawn) {
        Service present = services.get(uid);
        if (present != null && present.pid != 0 && !present.isStopping) {
            // The brain before ordered it and did not live to hear the answer.
            present.token = spawn.token();
            parts.events().accept(new Event.Spawned(spawn.token(), present.pid));
            return;
        }
        var service = new Service(uid, spawn.token());
        services.put(uid, service);
        brain.names()
                .user(
                        uid,
                        parts.mailbox(),
                        answer -> {
                            switch (answer) {
                                case NameLookups.Answer.Found(NameService.User user, String _) -> {
                                    service.user = Optional.of(user);
                                    startHand(service, user, true);
                                }
                                case NameLookups.Answer.Unknown() ->
                                        failStart(service, "no such user");
                                case NameLookups.Answer.Unavailable(String reason) ->
                                        failStart(service, reason);
                            }
                        });
    }

    private void failStart(Service service, String message) {
        services.remove(service.uid);
        parts.events().accept(new Event.SpawnFailed(service.token, 0, message));
    }

    private void startHand(Service service, NameService.User user, boolean isFresh) {
        String cgroup = cgroupOf(service.uid) + "/init.scope";
        parts.keeper()
                .order(
                        new CommonOrder.MakeCgroup(
                                cgroup, user.uid(), user.gid(), true, List.of(), List.of()),
                        failed ->
                                brain.complaints()
                                        .say(failed.step() + ": " + ErrnoText.of(failed.error())));
        var order =
                new KeeperOrder.StartHand(
                        user.uid(),
                        user.gid(),
                        user.name(),
                        user.home(),
                        user.shell(),
                        cgroup,
                        OOM_SCORE,
                        List.of("XDG_RUNTIME_DIR=" + runtimePath(service.uid)));
        parts.keeper()
                .order(
                        order,
                        new int[0],
                        parts.mailbox(),
                        (answer, descriptors) -> {
                            switch (answer) {
                                case KeeperEvent.HandStarted(int _, int pid)
                                        when descriptors.length == 1 ->
                                        handStarted(service, pid, descriptors[0], isFresh);
                                case CommonEvent.Failed failed ->
                                        failStart(
                                                service,
                                                failed.step()
                                                        + ": "
                                                        + ErrnoText.of(failed.error()));
                                default ->
                                        throw new IllegalStateException(
                                                "no answer to StartHand: " + answer);
                            }
                        });
    }

    private void handStarted(Service service, int pid, int socket, boolean isFresh) {
        int before = service.pid;
        service.pid = pid;
        begin(service, socket, isFresh);
        if (isFresh) {
            parts.events().accept(new Event.Spawned(service.token, pid));
        } else {
            tell(before, service.uid, Map.of("MAINPID", Integer.toString(pid)));
        }
    }

    private void begin(Service service, int socket, boolean isFresh) {
        var start =
                new UserInstance.Start(
                        service.uid,
                        socket,
                        isFresh,
                        cgroupOf(service.uid),
                        Optional.of(parts.keeper()));
        brain.reactor()
                .execute(() -> {
                    try {
                        var instance = new UserInstance(brain, start, this);
                        parts.mailbox().execute(() -> begun(service, instance));
                    } catch (ErrnoException e) {
                        brain.complaints().say("user " + service.uid + ": " + e);
                    }
                });
    }

    private static void begun(Service service, UserInstance instance) {
        service.instance = Optional.of(instance);
        if (service.isStopping) {
            instance.exit(); // it was told before it was there
        }
    }

    /** Takes over a hand that an earlier brain has started. */
    public void takeOver(int uid, int pid, int socket) {
        var service = new Service(uid, 0);
        service.pid = pid;
        services.put(uid, service);
        brain.names()
                .user(
                        uid,
                        parts.mailbox(),
                        answer -> {
                            if (answer instanceof NameLookups.Answer.Found found) {
                                service.user = Optional.of(found.user());
                            }
                        });
        begin(service, socket, false);
    }

    @Override
    public void stopManager(int uid) {
        Service service = services.get(uid);
        if (service != null) {
            service.isStopping = true;
            service.instance.ifPresent(UserInstance::exit);
        }
    }

    @Override
    public void knownAs(int uid, long token) {
        Service service = services.get(uid);
        if (service != null) {
            service.token = token;
        }
    }

    /** A hand has ended, by the keeper's word. */
    public void handExited(KeeperEvent.HandExited exit) {
        Service service = services.get(exit.uid());
        if (service == null || service.pid != exit.pid()) {
            return;
        }
        boolean goesOn = !service.isStopping && mayLose(service) && service.user.isPresent();
        if (goesOn) {
            brain.complaints()
                    .say(
                            "the hand of user "
                                    + Integer.toUnsignedString(exit.uid())
                                    + " has ended uninvited: another takes its services over");
            service.instance =
                    Optional.empty(); // what it still says is about the hand that is gone
            startHand(service, service.user.get(), false);
            return;
        }
        services.remove(exit.uid());
        parts.events()
                .accept(
                        new Event.Exited(
                                service.token, exit.pid(), exitCode(exit.code()), exit.status()));
    }

    private boolean mayLose(Service service) {
        long now = System.nanoTime();
        service.losses.removeIf(at -> now - at > LOSSES_WINDOW_NANOS);
        service.losses.add(now);
        return service.losses.size() <= LOSSES_MAX;
    }

    private static ExitCode exitCode(int code) {
        for (ExitCode known : ExitCode.values()) {
            if (known.number() == code) {
                return known;
            }
        }
        return ExitCode.EXITED;
    }

    @Override
    public void ready(UserInstance instance) {
        inSystem(
                instance,
                service -> {
                    if (!service.isReady) {
                        service.isReady = true;
                        tell(service.pid, service.uid, Map.of("READY", "1", "STATUS", "Ready."));
                    }
                });
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
                        killHand(service);
                    }
                });
    }

    @Override
    public void silent(UserInstance instance) {
        inSystem(
                instance,
                service -> {
                    if (brain.cgroups().isStopped(service.pid)) {
                        brain.complaints()
                                .say(
                                        "the hand of user "
                                                + Integer.toUnsignedString(service.uid)
                                                + " was stopped by a signal: another takes over");
                        killHand(service);
                    } else {
                        brain.complaints()
                                .say(
                                        "the hand of user "
                                                + Integer.toUnsignedString(service.uid)
                                                + " doesn't answer: a file system may hang");
                    }
                });
    }

    private void killHand(Service service) {
        parts.keeper().order(new KeeperOrder.SignalHand(service.uid, SIGKILL), _ -> {});
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
        parts.events().accept(new Event.Notified(pid, cgroupOf(uid) + "/init.scope", fields, -1));
    }

    @Override
    public void runtimeDirectory(int uid, Effect.Spawn spawn) {
        if (spawn.role() == ExecRole.STOP) {
            ordered(spawn, new KeeperOrder.UnmountRuntimeDirectory(uid));
            return;
        }
        brain.names()
                .user(
                        uid,
                        parts.mailbox(),
                        answer -> {
                            if (answer instanceof NameLookups.Answer.Found found) {
                                ordered(
                                        spawn,
                                        new KeeperOrder.MountRuntimeDirectory(
                                                uid,
                                                found.user().gid(),
                                                parts.runtimeDirectory().sizeBytes(),
                                                parts.runtimeDirectory().inodes()));
                            } else {
                                parts.events()
                                        .accept(
                                                new Event.SpawnFailed(
                                                        spawn.token(), 0, "no such user"));
                            }
                        });
    }

    /** The keeper does it; to the system manager it is a process that was quick. */
    private void ordered(Effect.Spawn spawn, KeeperOrder order) {
        int pid = (int) ProcessHandle.current().pid();
        parts.events().accept(new Event.Spawned(spawn.token(), pid));
        parts.keeper()
                .order(
                        order,
                        parts.mailbox(),
                        answer -> {
                            boolean isDone = answer instanceof CommonEvent.Done;
                            if (answer instanceof CommonEvent.Failed failed) {
                                brain.complaints()
                                        .say(failed.step() + ": " + ErrnoText.of(failed.error()));
                            }
                            parts.events()
                                    .accept(
                                            new Event.Exited(
                                                    spawn.token(),
                                                    pid,
                                                    ExitCode.EXITED,
                                                    isDone ? 0 : 1));
                        });
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

    private static String runtimePath(int uid) {
        return "/run/user/" + Integer.toUnsignedString(uid);
    }
}
