package hearth.manager.turn;

import hearth.manager.cause.CauseText;
import hearth.manager.graph.ActiveState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Connection;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.ExecContext;
import hearth.manager.host.LogMessage;
import hearth.manager.host.PassedSocket;
import hearth.manager.host.Wakeup;
import hearth.manager.kill.KillPlan;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.Body;
import hearth.manager.type.Ending;
import hearth.manager.type.ExecKey;
import hearth.manager.type.Execution;
import hearth.manager.type.Question;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.trigger.PathWatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the machines: feeds them events, keeps their records, and puts their wishes in words. */
public final class UnitMachines {
    /** What a connection is called in LISTEN_FDNAMES. */
    private static final String CONNECTION = "connection";

    private final Core core;

    public UnitMachines(Core core) {
        this.core = core;
    }

    /** Tells a unit's machine of an event, and does what it wants. */
    public void feed(UnitEntry unit, UnitEvent event) {
        ActiveState before = unit.activeState();
        Body.Turned turned = unit.body().next(event, core.now());
        if (turned.body().equals(unit.body()) && turned.effects().isEmpty()) {
            return;
        }
        unit.became(turned.body());
        core.outbox().changed(unit);
        boolean willRestart = false;
        Optional<String> setting = Optional.empty();
        for (UnitEffect effect : turned.effects()) {
            willRestart |= effect instanceof UnitEffect.ScheduleRestart;
            setting = settingOf(effect, setting);
            perform(unit, effect, setting);
        }
        pass(unit, before, turned.passed(), willRestart);
        tellOfGone(unit, turned);
        if (willRestart) {
            feed(unit, new UnitEvent.AwaitRestart());
        }
    }

    /** Returns the setting of what a turn said last: the signal that it orders next follows. */
    private static Optional<String> settingOf(UnitEffect effect, Optional<String> before) {
        return effect instanceof UnitEffect.Say(LogMessage message)
                ? Optional.ofNullable(message.fields().get(CauseText.RULE))
                : before;
    }

    /** What its file does not say any more cannot be run. */
    private void tellOfGone(UnitEntry unit, Body.Turned turned) {
        for (UnitEffect effect : turned.effects()) {
            if (effect instanceof UnitEffect.Run run && turned.body().execution(run).isEmpty()) {
                feed(
                        unit,
                        new UnitEvent.Happened(
                                new Event.SpawnFailed(run.token(), 0, ExecKey.GONE)));
            }
        }
    }

    private void say(UnitEntry unit, LogMessage message) {
        boolean isUsers = core.config().isUserScope();
        core.outbox().log(unit, ruled(unit, isUsers ? Ending.asUserSays(message) : message));
    }

    /** A machine knows the name of the setting it goes by, and not where that is written. */
    private LogMessage ruled(UnitEntry unit, LogMessage message) {
        String setting = message.fields().get(CauseText.RULE);
        return setting == null
                ? message
                : Messages.ruled(message, core.places().rule(unit, setting), unit.job());
    }

    private void pass(
            UnitEntry unit, ActiveState before, List<ActiveState> passed, boolean willRestart) {
        ActiveState from = before;
        for (ActiveState to : passed) {
            core.consequences().changed(unit, from, to, willRestart);
            from = to;
        }
        if (!willRestart && unit.activeState().isInactiveOrFailed()) {
            releaseCgroup(unit);
        }
    }

    /** A cgroup goes with the unit's end, or, where that left processes behind, with theirs. */
    public void releaseCgroup(UnitEntry unit) {
        if (unit.isCgroupMade() && !core.host().isPopulated(unit.plan().cgroup())) {
            unit.cgroupReleased();
            core.outbox().emit(new Effect.ReleaseCgroup(unit.id(), unit.plan().cgroup()));
            core.outbox().changed(unit);
            core.table().collector().mayCollect(unit);
        }
    }

    private void perform(UnitEntry unit, UnitEffect effect, Optional<String> setting) {
        String cgroup = unit.plan().cgroup();
        switch (effect) {
            case UnitEffect.Run run ->
                    unit.body().execution(run).ifPresent(execution -> run(unit, run, execution));
            case UnitEffect.Signal wish -> signal(unit, wish, purpose(unit, wish, setting));
            case UnitEffect.Move(long token, List<Integer> pids) ->
                    core.outbox().emit(new Effect.MoveProcesses(token, unit.id(), cgroup, pids));
            case UnitEffect.SetTimer(long token, long at) ->
                    core.outbox().emit(new Effect.SetTimer(token, at));
            case UnitEffect.SetWakeup(long token, Wakeup wakeup) ->
                    core.outbox().emit(new Effect.SetWakeup(token, wakeup));
            case UnitEffect.CancelTimer(long token) ->
                    core.outbox().emit(new Effect.CancelTimer(token));
            case UnitEffect.Trigger() -> core.triggers().pull(unit);
            case UnitEffect.Stamp() -> core.outbox().emit(new Effect.WriteStamp(unit.id()));
            case UnitEffect.WatchPath(long token, PathWatch watch) ->
                    core.outbox().emit(new Effect.WatchPath(token, unit.id(), watch));
            case UnitEffect.UnwatchPath(long token) ->
                    core.outbox().emit(new Effect.UnwatchPath(token));
            case UnitEffect.MakeDirectories(String path, int mode) ->
                    core.outbox().emit(new Effect.MakeDirectories(unit.id(), path, mode));
            case UnitEffect.OfSocket wish -> ofSocket(unit, wish);
            case UnitEffect.Ask(long token, Question question) -> ask(unit, token, question);
            case UnitEffect.Watch(long token, int pid) ->
                    core.outbox().emit(new Effect.WatchProcess(token, unit.id(), cgroup, pid));
            case UnitEffect.WatchName(String busName) -> core.busNames().watch(unit, busName);
            case UnitEffect.Say(LogMessage message) -> say(unit, message);
            case UnitEffect.ScheduleRestart() -> {
                // After what it ends is settled: see feed.
            }
            case UnitEffect.AwaitQuiet() -> core.consequences().awaitQuiet(unit);
            case UnitEffect.RequestRestart() -> core.consequences().requestRestart(unit);
            case UnitEffect.Release(boolean willRestart) ->
                    core.outbox()
                            .emit(
                                    new Effect.ReleaseRuntime(
                                            unit.id(), cgroup, unit.settings(), willRestart));
            case UnitEffect.OfStore wish -> core.outbox().emit(ofStore(unit, wish));
        }
    }

    private static Effect.OfStore ofStore(UnitEntry unit, UnitEffect.OfStore wish) {
        return switch (wish) {
            case UnitEffect.Store(long descriptors, String name, boolean isWatched, int most) ->
                    new Effect.OfStore.Store(unit.id(), descriptors, name, isWatched, most);
            case UnitEffect.HoldDescriptors(long descriptors) ->
                    new Effect.OfStore.Hold(descriptors);
            case UnitEffect.DropDescriptors(long descriptors) ->
                    new Effect.OfStore.Drop(descriptors);
            case UnitEffect.RemoveStored(String name) -> new Effect.OfStore.Remove(unit.id(), name);
            case UnitEffect.CloseStored() -> new Effect.OfStore.RemoveAll(unit.id());
        };
    }

    private void ofSocket(UnitEntry unit, UnitEffect.OfSocket wish) {
        switch (wish) {
            case UnitEffect.Listen(long token, int port, String name) ->
                    core.outbox().emit(new Effect.Listen(token, name, port, unit.settings()));
            case UnitEffect.AwaitTraffic(long token, String name, boolean accepts) ->
                    core.outbox().emit(new Effect.AwaitTraffic(token, name, accepts));
            case UnitEffect.AwaitNothing(String name) ->
                    core.outbox().emit(new Effect.AwaitNothing(name));
            case UnitEffect.Flush(String name, boolean accepts) ->
                    core.outbox().emit(new Effect.Flush(name, accepts));
            case UnitEffect.CloseListener(long token, int port, String name) ->
                    core.outbox()
                            .emit(new Effect.CloseListener(token, name, port, unit.settings()));
            case UnitEffect.Serve(Connection connection, long number) ->
                    core.connections().serve(unit, connection, number);
            case UnitEffect.Drop(Connection connection) -> core.connections().close(connection);
            case UnitEffect.Served(Connection connection) -> core.connections().served(connection);
        }
    }

    /** Returns what a process gets of the sockets by which its unit is activated. */
    private static List<PassedSocket> sockets(UnitEntry unit, Execution execution) {
        if (execution.sockets() == Execution.Sockets.NONE) {
            return List.of();
        }
        return unit.body()
                .connection()
                .map(connection -> List.of(new PassedSocket(connection.name(), CONNECTION)))
                .orElseGet(() ->
                        unit.edges(UnitEdge.TRIGGERED_BY).stream()
                                .flatMap(socket -> socket.body().passes().stream())
                                .toList());
    }

    private void run(UnitEntry unit, UnitEffect.Run run, Execution execution) {
        if (!unit.isCgroupMade() && unit.type().hasCgroup()) { // it came up without a start
            unit.cgroupMade();
            core.outbox()
                    .emit(new Effect.MakeCgroup(unit.id(), unit.plan().cgroup(), unit.settings()));
        }
        Map<String, String> spoken = Environments.spoken(core, unit, execution);
        core.outbox()
                .emit(
                        new Effect.Spawn(
                                run.token(),
                                unit.id(),
                                unit.plan().cgroup(),
                                run.command().role(),
                                execution.command(),
                                new ExecContext(
                                        unit.settings(),
                                        Environments.inherited(core, unit.settings()),
                                        spoken,
                                        execution.isNotifyWanted(),
                                        run.isControl(),
                                        execution.passesStoredDescriptors(),
                                        sockets(unit, execution))));
    }

    private Effect.SignalUnit.Purpose purpose(
            UnitEntry unit, UnitEffect.Signal wish, Optional<String> setting) {
        return wish.isReload()
                ? new Effect.SignalUnit.Reload()
                : new Effect.SignalUnit.End(
                        setting.map(
                                name -> CauseText.write(List.of(core.places().rule(unit, name)))));
    }

    private void signal(UnitEntry unit, UnitEffect.Signal wish, Effect.SignalUnit.Purpose purpose) {
        KillPlan.Order order = wish.order();
        core.outbox()
                .emit(
                        new Effect.SignalUnit(
                                wish.token(),
                                unit.id(),
                                unit.plan().cgroup(),
                                order.pids(),
                                order.wholeCgroup(),
                                order.signal(),
                                order.alsoHup(),
                                order.alsoCont(),
                                purpose));
    }

    private void ask(UnitEntry unit, long token, Question question) {
        String cgroup = unit.plan().cgroup();
        core.outbox()
                .emit(
                        switch (question) {
                            case Question.PidFile(String path) ->
                                    new Effect.ReadPidFile(token, unit.id(), cgroup, path);
                            case Question.Stamp() -> new Effect.ReadStamp(token, unit.id());
                            case Question.MainPid() ->
                                    new Effect.GuessMainPid(token, unit.id(), cgroup);
                        });
    }
}
