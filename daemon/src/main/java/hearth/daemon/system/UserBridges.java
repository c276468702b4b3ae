package hearth.daemon.system;

import hearth.api.systemd1.world.StandardStreams;
import hearth.daemon.brain.Brain;
import hearth.daemon.host.ForeignProcesses;
import hearth.daemon.link.Line;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
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
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processes of transient services through which root talks to a user's bus: what {@code systemctl
 * --user -M alice@} asks for. Each is started by the keeper, becomes the user, and is in a session
 * that it opens itself, so that its cgroup is that session's soon. Belongs to the system manager's
 * mailbox.
 */
final class UserBridges {
    /** Units for which descriptors may be kept: a client's call starts its unit at once. */
    static final int STREAMS_KEPT_MAX = 64;

    private static final int EBADF = 9;
    private static final int EPERM = 1;
    private static final int ROOT = 0;

    /** Where root's programs are looked for, and users'. */
    private static final String SEARCH_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final Pattern OF_SESSION =
            Pattern.compile("/user\\.slice/user-([0-9]+)\\.slice/session-[^/]+\\.scope");

    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<KeeperEvent> keeper;
    private final Consumer<Event> events;
    private final ForeignProcesses<KeeperEvent> processes;
    private final Map<String, StandardStreams> kept = new HashMap<>();
    private final Map<Integer, Bridge> bridges = new HashMap<>(); // by pid
    private final IntFunction<Optional<String>> cgroups;

    /**
     * A process that is watched.
     *
     * @param cgroup of its unit, in which it begins
     * @param uid whose it is; nothing while that is looked for
     */
    private record Bridge(String unit, String cgroup, OptionalInt uid) {
        /** Returns whether a process of that number is this one, where its cgroup is that. */
        boolean isIn(String actual) {
            Matcher session = OF_SESSION.matcher(actual);
            return actual.equals(cgroup)
                    || (uid.isPresent()
                            && session.matches()
                            && session.group(1).equals(Integer.toUnsignedString(uid.getAsInt())));
        }
    }

    /**
     * What an earlier brain has started.
     *
     * @param user as its unit names them
     */
    record Left(String unit, String cgroup, String user, long token, int pid) {}

    UserBridges(Brain brain, Mailbox mailbox, Line<KeeperEvent> keeper, Consumer<Event> events) {
        this(brain, mailbox, keeper, events, brain.cgroups()::of);
    }

    /** Makes one that is told by {@code cgroups} where a process is. */
    UserBridges(
            Brain brain,
            Mailbox mailbox,
            Line<KeeperEvent> keeper,
            Consumer<Event> events,
            IntFunction<Optional<String>> cgroups) {
        this.brain = brain;
        this.cgroups = cgroups;
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
                (outcome, _) -> started(spawn, user.uid(), outcome));
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

    private void started(Effect.Spawn spawn, int uid, KeeperEvent outcome) {
        switch (outcome) {
            case KeeperEvent.SessionStarted(int pid) -> {
                events.accept(new Event.Spawned(spawn.token(), pid));
                watch(
                        new Effect.WatchProcess(spawn.token(), spawn.unit(), spawn.cgroup(), pid),
                        OptionalInt.of(uid));
            }
            case CommonEvent.Failed failed ->
                    events.accept(
                            new Event.SpawnFailed(
                                    spawn.token(), failed.error(), ErrnoText.of(failed)));
            default -> throw new IllegalStateException("no answer to StartSession: " + outcome);
        }
    }

    private void fail(Effect.Spawn spawn, int error, String reason) {
        // later, as every answer: a machine is not told while it speaks
        mailbox.execute(() -> events.accept(new Event.SpawnFailed(spawn.token(), error, reason)));
    }

    /** Tells of the end of a process. */
    private void watch(Effect.WatchProcess order, OptionalInt uid) {
        bridges.put(order.pid(), new Bridge(order.unit(), order.cgroup(), uid));
        processes.watch(order);
    }

    /** A watched process is gone, by the keeper's word. */
    void processGone(CommonEvent.ProcessGone gone) {
        if (bridges.remove(gone.pid()) != null) {
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
        return order.pids().stream()
                .flatMap(pid -> placeOf(pid, order.unit()).stream())
                .findFirst()
                .filter(actual -> !actual.equals(order.cgroup()))
                .map(actual ->
                        new Effect.SignalUnit(
                                order.token(),
                                order.unit(),
                                actual,
                                order.pids(),
                                false,
                                order.signal(),
                                order.alsoHup(),
                                order.alsoCont(),
                                order.purpose()))
                .orElse(order);
    }

    /** Returns where a unit's process is, unless its number is another's by now. */
    private Optional<String> placeOf(int pid, String unit) {
        return Optional.ofNullable(bridges.get(pid))
                .filter(bridge -> bridge.unit().equals(unit))
                .flatMap(bridge -> cgroups.apply(pid).filter(bridge::isIn));
    }

    /**
     * Takes over what an earlier brain has started, and returns it; the keeper tells how it has
     * ended where that was meanwhile.
     */
    Optional<Host.LiveProcess> takeOver(Unit unit) {
        return unit.record(ServiceRecord.class)
                .map(ServiceRecord::main)
                .filter(_ -> UserService.of(unit.id()).isEmpty())
                .flatMap(main ->
                        main instanceof ServiceProcess.Child(long token, int pid)
                                ? takeOver(
                                        new Left(
                                                unit.id(),
                                                unit.cgroup(),
                                                unit.settings().get(ExecSettings.USER),
                                                token,
                                                pid))
                                : Optional.empty());
    }

    /**
     * Takes over a process, unless its number is another's by now. In a session it is, until the
     * user is found; where that session is another user's, its unit is told then that it is gone.
     */
    Optional<Host.LiveProcess> takeOver(Left left) {
        boolean isAnothers =
                cgroups.apply(left.pid())
                        .filter(cgroup -> !cgroup.equals(left.cgroup()))
                        .filter(cgroup -> !OF_SESSION.matcher(cgroup).matches())
                        .isPresent();
        if (isAnothers) {
            return Optional.empty();
        }
        watch(
                new Effect.WatchProcess(left.token(), left.unit(), left.cgroup(), left.pid()),
                OptionalInt.empty());
        ask(left.user(), answer -> found(left, answer));
        return Optional.of(new Host.LiveProcess(left.token(), left.pid(), left.cgroup()));
    }

    private void found(Left left, NameLookups.Answer answer) {
        if (!(answer instanceof NameLookups.Answer.Found(NameService.User user, String _))
                || !bridges.containsKey(left.pid())) {
            return; // its user is unknown: it is signalled in the unit's own cgroup alone
        }
        var bridge = new Bridge(left.unit(), left.cgroup(), OptionalInt.of(user.uid()));
        bridges.put(left.pid(), bridge);
        if (cgroups.apply(left.pid()).filter(cgroup -> !bridge.isIn(cgroup)).isPresent()) {
            processGone(new CommonEvent.ProcessGone(left.pid(), 0, 0));
        }
    }
}
