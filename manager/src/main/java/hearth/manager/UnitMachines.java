package hearth.manager;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Effect;
import hearth.manager.host.ExecContext;
import hearth.manager.host.ExecRole;
import hearth.manager.kill.KillPlan;
import hearth.manager.scope.ScopeEffect;
import hearth.manager.scope.ScopeEvent;
import hearth.manager.scope.ScopeMachine;
import hearth.manager.service.ExecKey;
import hearth.manager.service.ServiceEffect;
import hearth.manager.service.ServiceEvent;
import hearth.manager.service.ServiceMachine;
import hearth.manager.service.ServiceRecord;
import hearth.unit.ExecCommand;
import hearth.unit.value.NotifyAccess;
import java.util.List;

/** Turns the machines: feeds them events, keeps their records, and puts their wishes in words. */
final class UnitMachines {
    private final Core core;

    UnitMachines(Core core) {
        this.core = core;
    }

    /** Feeds a service; other units do not have its events. */
    void feed(Unit unit, ServiceEvent event) {
        if (!(unit.body instanceof UnitBody.Service service)) {
            return;
        }
        ActiveState before = unit.activeState();
        ServiceMachine.Step step =
                ServiceMachine.next(service.definition(), service.record(), event, core.now());
        if (step.record().equals(service.record()) && step.effects().isEmpty()) {
            return;
        }
        unit.body = new UnitBody.Service(service.definition(), step.record());
        core.outbox.changed(unit);
        boolean willRestart = false;
        for (ServiceEffect effect : step.effects()) {
            willRestart |= effect instanceof ServiceEffect.ScheduleRestart;
            perform(unit, step.record(), effect);
        }
        pass(unit, before, step.passed(), willRestart);
        if (willRestart) {
            feed(unit, new ServiceEvent.AwaitRestart());
        }
    }

    /** Feeds a scope; other units do not have its events. */
    void feed(Unit unit, ScopeEvent event) {
        if (!(unit.body instanceof UnitBody.Scope scope)) {
            return;
        }
        ActiveState before = unit.activeState();
        ScopeMachine.Step step =
                ScopeMachine.next(scope.definition(), scope.record(), event, core.now());
        if (step.record().equals(scope.record()) && step.effects().isEmpty()) {
            return;
        }
        unit.body = new UnitBody.Scope(scope.definition(), step.record());
        core.outbox.changed(unit);
        step.effects().forEach(effect -> perform(unit, effect));
        pass(unit, before, step.passed(), false);
    }

    /** Gives a unit without a machine its new state. */
    void change(Unit unit, UnitBody body) {
        ActiveState before = unit.activeState();
        unit.body = body;
        core.outbox.changed(unit);
        core.consequences.changed(unit, before, unit.activeState(), false);
    }

    private void pass(
            Unit unit, ActiveState before, List<ActiveState> passed, boolean willRestart) {
        ActiveState from = before;
        for (ActiveState to : passed) {
            core.consequences.changed(unit, from, to, willRestart);
            from = to;
        }
        if (!willRestart && unit.activeState().isInactiveOrFailed()) {
            releaseCgroup(unit);
        }
    }

    // ---- wishes of services

    private void perform(Unit unit, ServiceRecord record, ServiceEffect effect) {
        switch (effect) {
            case ServiceEffect.Run(long token, ExecKey key, boolean isControl) ->
                    run(unit, record, token, key, isControl);
            case ServiceEffect.Kill(long token, KillPlan.Order order) -> kill(unit, token, order);
            case ServiceEffect.SetTimer(long token, long at) ->
                    core.outbox.emit(new Effect.SetTimer(token, at));
            case ServiceEffect.CancelTimer(long token) ->
                    core.outbox.emit(new Effect.CancelTimer(token));
            case ServiceEffect.ReadPidFile(long token) -> {
                if (unit.body instanceof UnitBody.Service service) {
                    core.outbox.emit(
                            new Effect.ReadPidFile(
                                    token,
                                    unit.id(),
                                    unit.plan.cgroup(),
                                    service.definition().pidFile()));
                }
            }
            case ServiceEffect.GuessMainPid(long token) ->
                    core.outbox.emit(new Effect.GuessMainPid(token, unit.id(), unit.plan.cgroup()));
            case ServiceEffect.Watch(long token, int pid) ->
                    core.outbox.emit(
                            new Effect.WatchProcess(token, unit.id(), unit.plan.cgroup(), pid));
            case ServiceEffect.Say say ->
                    core.outbox.log(unit, say.level(), say.messageId(), say.message());
            case ServiceEffect.ScheduleRestart() -> {
                // After what it ends is settled: see feed.
            }
            case ServiceEffect.AwaitQuiet() -> core.consequences.awaitQuiet(unit);
            case ServiceEffect.RequestRestart() -> core.consequences.requestRestart(unit);
            case ServiceEffect.Release(boolean willRestart) -> {
                core.outbox.emit(
                        new Effect.ReleaseRuntime(
                                unit.id(), unit.plan.cgroup(), unit.settings(), willRestart));
                if (!willRestart && record.storedDescriptors() > 0) {
                    core.outbox.emit(new Effect.CloseStoredDescriptors(unit.id(), ""));
                }
            }
        }
    }

    private void run(Unit unit, ServiceRecord record, long token, ExecKey key, boolean isControl) {
        if (!(unit.body instanceof UnitBody.Service service)) {
            return;
        }
        ExecCommand command = service.definition().commandsOf(key.role()).get(key.index());
        boolean isNotifyWanted =
                service.definition().notifyAccess() != NotifyAccess.NONE
                        && (!isControl || service.definition().notifyAccess() != NotifyAccess.MAIN);
        boolean isMainCommand = key.role() == ExecRole.START;
        core.outbox.emit(
                new Effect.Spawn(
                        token,
                        unit.id(),
                        unit.plan.cgroup(),
                        key.role(),
                        command,
                        new ExecContext(
                                unit.settings(),
                                Environments.inherited(core, unit.settings()),
                                Environments.spoken(core, unit, record, isControl),
                                isNotifyWanted,
                                isControl,
                                isMainCommand && record.storedDescriptors() > 0)));
    }

    private void kill(Unit unit, long token, KillPlan.Order order) {
        core.outbox.emit(
                new Effect.SignalUnit(
                        token,
                        unit.id(),
                        unit.plan.cgroup(),
                        order.pids(),
                        order.wholeCgroup(),
                        order.signal(),
                        order.alsoHup(),
                        order.alsoCont()));
    }

    /** A cgroup goes with the unit's end, or, where that left processes behind, with theirs. */
    void releaseCgroup(Unit unit) {
        if (unit.isCgroupMade && !core.host.isPopulated(unit.plan.cgroup())) {
            unit.isCgroupMade = false;
            core.outbox.emit(new Effect.ReleaseCgroup(unit.id(), unit.plan.cgroup()));
            core.outbox.changed(unit);
            core.table.collector().mayCollect(unit);
        }
    }

    // ---- wishes of scopes

    private void perform(Unit unit, ScopeEffect effect) {
        switch (effect) {
            case ScopeEffect.Move(long token, List<Integer> pids) ->
                    core.outbox.emit(
                            new Effect.MoveProcesses(token, unit.id(), unit.plan.cgroup(), pids));
            case ScopeEffect.Kill(long token, KillPlan.Order order) -> kill(unit, token, order);
            case ScopeEffect.SetTimer(long token, long at) ->
                    core.outbox.emit(new Effect.SetTimer(token, at));
            case ScopeEffect.CancelTimer(long token) ->
                    core.outbox.emit(new Effect.CancelTimer(token));
            case ScopeEffect.Say say ->
                    core.outbox.log(unit, say.level(), say.messageId(), say.message());
            case ScopeEffect.Release() -> {
                // Its cgroup goes when its end is settled: see pass.
            }
        }
    }
}
