package hearth.daemon.system;

import hearth.api.systemd1.world.StandardStreams;
import hearth.daemon.brain.Brain;
import hearth.daemon.host.ErrnoText;
import hearth.daemon.host.ForeignProcesses;
import hearth.daemon.link.Line;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.protocol.KeeperOrder;
import hearth.dbus.DescriptorList;
import hearth.linux.NameService;
import hearth.manager.Unit;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.type.service.ServiceProcess;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.syntax.CommandWords;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Processes of transient services through which root talks to a user's bus: what {@code systemctl
 * --user -M alice@} asks for. Each is started by the keeper, becomes the user, and is in a session
 * that it opens itself, so that its cgroup is that session's soon. Belongs to the system manager's
 * mailbox.
 */
final class UserBridges {
    /** Units for which descriptors may be kept: a client's call starts its unit at once. */
    private static final int STREAMS_KEPT_MAX = 64;

    private static final int EBADF = 9;
    private static final int EPERM = 1;
    private static final int ROOT = 0;

    /** Where root's programs are looked for, and users'. */
    private static final String SEARCH_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Pattern OF_SESSION =
            Pattern.compile("/user\\.slice/user-[0-9]+\\.slice/session-[^/]+\\.scope");

    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<KeeperEvent> keeper;
    private final Consumer<Event> events;
    private final ForeignProcesses<KeeperEvent> processes;
    private final Map<String, StandardStreams> kept = new HashMap<>();
    private final Map<Integer, String> units = new HashMap<>(); // by pid

    UserBridges(Brain brain, Mailbox mailbox, Line<KeeperEvent> keeper, Consumer<Event> events) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.keeper = keeper;
        this.events = events;
        processes = new ForeignProcesses<>(keeper, mailbox, events);
    }

    // ---- what its client has brought

    /** Keeps a client's descriptors for the next start of a unit. */
    void keepStreams(String unit, StandardStreams streams) {
        dropStreams(unit);
        if (kept.size() < STREAMS_KEPT_MAX) {
            kept.put(unit, streams);
        } else {
            close(streams);
        }
    }

    /** Closes what is kept for a unit that is not started after all. */
    void dropStreams(String unit) {
        Optional.ofNullable(kept.remove(unit)).ifPresent(this::close);
    }

    private void close(StandardStreams streams) {
        DescriptorList.Closer closer = brain.foreign().ofStrangers();
        streams.input().ifPresent(closer::close);
        streams.output().ifPresent(closer::close);
        streams.error().ifPresent(closer::close);
    }

    // ---- its process

    /** Starts the process of a unit; what is no bridge is refused, whoever has let it come here. */
    void spawn(Effect.Spawn spawn) {
        Optional<StandardStreams> streams = Optional.ofNullable(kept.remove(spawn.unit()));
        String user = spawn.context().settings().get(ExecSettings.USER);
        if (spawn.context().isControl() || user.isEmpty()) {
            streams.ifPresent(this::close);
            fail(spawn, EPERM, "system services belong to this machine's own init, not to hearth");
        } else if (streams.isEmpty()) {
            fail(spawn, EBADF, "the descriptors of its client are gone");
        } else {
            ask(user, answer -> found(spawn, streams.get(), answer));
        }
    }

    private void ask(String user, Consumer<NameLookups.Answer> then) {
        OptionalInt number = number(user);
        if (number.isPresent()) {
            brain.names().askedBy(ROOT).user(number.getAsInt(), mailbox, then);
        } else {
            brain.names().askedBy(ROOT).user(user, mailbox, then);
        }
    }

    private static OptionalInt number(String user) {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(user));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private void found(Effect.Spawn spawn, StandardStreams streams, NameLookups.Answer answer) {
        switch (answer) {
            case NameLookups.Answer.Found(NameService.User user, String _) ->
                    start(spawn, user, streams);
            case NameLookups.Answer.Unknown() -> {
                close(streams);
                events.accept(new Event.SpawnFailed(spawn.token(), 0, "no such user"));
            }
            case NameLookups.Answer.Unavailable(String reason) -> {
                close(streams);
                events.accept(new Event.SpawnFailed(spawn.token(), 0, reason));
            }
        }
    }

    private void start(Effect.Spawn spawn, NameService.User user, StandardStreams streams) {
        Map<String, String> environment = environment(spawn, user);
        var order =
                new KeeperOrder.StartSession(
                        user.uid(),
                        user.gid(),
                        user.name(),
                        spawn.context().settings().get(ExecSettings.PAM_NAME),
                        spawn.cgroup(),
                        spawn.command().path(),
                        SEARCH_PATH,
                        CommandWords.expand(spawn.command().argv(), environment).argv(),
                        environment.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList());
        keeper.order(
                order,
                new int[] {
                    streams.input().orElseThrow(),
                    streams.output().orElseThrow(),
                    streams.error().orElseThrow()
                },
                mailbox,
                (outcome, _) -> started(spawn, outcome));
    }

    /** PAM's modules add to it, and say again where the runtime directory is. */
    private static Map<String, String> environment(Effect.Spawn spawn, NameService.User user) {
        var environment = new LinkedHashMap<>(spawn.context().environment());
        environment.putAll(spawn.context().spoken());
        environment.put("HOME", user.home());
        environment.put("LOGNAME", user.name());
        environment.put("USER", user.name());
        environment.put("SHELL", user.shell());
        environment.put("XDG_RUNTIME_DIR", "/run/user/" + Integer.toUnsignedString(user.uid()));
        return environment;
    }

    private void started(Effect.Spawn spawn, KeeperEvent outcome) {
        switch (outcome) {
            case KeeperEvent.SessionStarted(int pid) -> {
                events.accept(new Event.Spawned(spawn.token(), pid));
                watch(new Effect.WatchProcess(spawn.token(), spawn.unit(), spawn.cgroup(), pid));
            }
            case CommonEvent.Failed failed ->
                    events.accept(
                            new Event.SpawnFailed(
                                    spawn.token(),
                                    failed.error(),
                                    failed.step() + ": " + ErrnoText.of(failed.error())));
            default -> throw new IllegalStateException("no answer to StartSession: " + outcome);
        }
    }

    private void fail(Effect.Spawn spawn, int error, String reason) {
        // later, as every answer: a machine is not told while it speaks
        mailbox.execute(() -> events.accept(new Event.SpawnFailed(spawn.token(), error, reason)));
    }

    /** Tells of the end of a process. */
    private void watch(Effect.WatchProcess order) {
        units.put(order.pid(), order.unit());
        processes.watch(order);
    }

    /** A watched process is gone, by the keeper's word. */
    void processGone(CommonEvent.ProcessGone gone) {
        if (units.remove(gone.pid()) != null) {
            processes.gone(gone);
            keeper.order(new KeeperOrder.ForgetOrphans(List.of(gone.pid())), _ -> {});
        }
    }

    // ---- signals and take-over

    /**
     * Returns an order to signal a unit as it is to be given: its process is in the cgroup of its
     * session, where nothing but the process itself is the unit's.
     */
    Effect.SignalUnit whereItIs(Effect.SignalUnit order) {
        Optional<String> cgroup =
                order.pids().stream()
                        .filter(pid -> order.unit().equals(units.get(pid)))
                        .findFirst()
                        .flatMap(brain.cgroups()::of);
        return cgroup.filter(actual -> !actual.equals(order.cgroup()))
                .map(actual ->
                        new Effect.SignalUnit(
                                order.token(),
                                order.unit(),
                                actual,
                                order.pids(),
                                false,
                                order.signal(),
                                order.alsoHup(),
                                order.alsoCont()))
                .orElse(order);
    }

    /**
     * Takes over what an earlier brain has started, and returns it; the keeper tells how it has
     * ended where that was meanwhile.
     */
    Optional<Host.LiveProcess> takeOver(Unit unit) {
        Optional<ServiceProcess.Child> child =
                unit.record(ServiceRecord.class)
                        .map(ServiceRecord::main)
                        .flatMap(main ->
                                main instanceof ServiceProcess.Child one
                                        ? Optional.of(one)
                                        : Optional.empty());
        if (child.isEmpty() || UserService.of(unit.id()).isPresent()) {
            return Optional.empty();
        }
        int pid = child.get().pid();
        boolean isAnothers =
                brain.cgroups()
                        .of(pid)
                        .filter(cgroup -> !isItsPlace(cgroup, unit.cgroup()))
                        .isPresent();
        if (isAnothers) {
            return Optional.empty(); // the number is another process's by now
        }
        watch(new Effect.WatchProcess(child.get().token(), unit.id(), unit.cgroup(), pid));
        return Optional.of(new Host.LiveProcess(child.get().token(), pid, unit.cgroup()));
    }

    private static boolean isItsPlace(String cgroup, String own) {
        return cgroup.equals(own) || OF_SESSION.matcher(cgroup).matches();
    }
}
