package hearth.manager.type.scope;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Deadline;
import hearth.manager.host.Moment;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Implied;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.Perpetual;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ScopeSettings;
import hearth.unit.setting.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Scopes: processes that somebody else has started.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.scope.5.html">systemd.scope(5)</a>
 */
public final class ScopeKind implements Kind<ScopeDefinition, ScopeRecord> {
    /** The only one there is. */
    public static final ScopeKind KIND = new ScopeKind();

    private static final Perpetual INIT =
            new Perpetual(
                    UnitName.INIT_SCOPE,
                    """
                    [Unit]
                    Description=System and Service Manager
                    Documentation=man:systemd(1)
                    """);

    private ScopeKind() {}

    @Override
    public UnitType type() {
        return UnitType.SCOPE;
    }

    @Override
    public ScopeDefinition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        return new ScopeDefinition(
                name.text(),
                settings.getOr(ScopeSettings.TIMEOUT_STOP_SEC, defaults.timeoutStop()),
                settings.get(ScopeSettings.RUNTIME_MAX_SEC),
                settings.get(ScopeSettings.RUNTIME_RANDOMIZED_EXTRA_SEC),
                settings.get(ScopeSettings.OOM_POLICY),
                KillPlan.of(settings));
    }

    @Override
    public List<Implied> defaultDependencies(ScopeDefinition definition, ManagerScope scope) {
        return Implied.SHUTDOWN_ENDS_IT;
    }

    @Override
    public List<Perpetual> perpetual() {
        return List.of(INIT);
    }

    /** The scope of the manager itself was running before there was a manager. */
    @Override
    public ScopeRecord atRest(UnitName name, long firstToken) {
        return name.equals(UnitName.INIT_SCOPE)
                ? new ScopeRecord(
                        ScopePhase.RUNNING,
                        Moment.NEVER,
                        ScopeResult.SUCCESS,
                        List.of(),
                        false,
                        0,
                        Deadline.NONE,
                        0,
                        firstToken)
                : ScopeRecord.dead(List.of(), firstToken);
    }

    @Override
    public ScopeRecord given(ScopeRecord record, List<Integer> pids) {
        return ScopeRecord.dead(pids, record.nextToken());
    }

    @Override
    public Step<ScopeRecord> next(
            ScopeDefinition definition, ScopeRecord record, UnitEvent event, Moment now) {
        return ScopeMachine.next(definition, record, event, now);
    }

    @Override
    public ActiveState activeState(ScopeDefinition definition, ScopeRecord record) {
        return ScopeMachine.activeState(record);
    }

    @Override
    public String subState(ScopeDefinition definition, ScopeRecord record) {
        return record.phase().wireName();
    }

    @Override
    public JobWords words(ScopeDefinition definition) {
        return JobWords.STANDARD;
    }

    @Override
    public void write(ScopeRecord record, SnapshotText text) {
        text.put("phase", record.phase().wireName())
                .putMoment("phase-since", record.phaseSince())
                .put("result", record.result().wireName())
                .putFlag("abandoned", record.wasAbandoned())
                .put("runtime-extra-usec", record.runtimeExtraUsec())
                .putDeadline("deadline", record.deadline())
                .put("question", record.question())
                .put("next-token", record.nextToken());
        text.put("pids", String.join(" ", record.pids().stream().map(String::valueOf).toList()));
    }

    @Override
    public ScopeRecord read(SnapshotText text, ScopeRecord atRest) {
        List<Integer> pids = new ArrayList<>();
        text.words("pids").forEach(pid -> pids.add(Integer.parseInt(pid)));
        return new ScopeRecord(
                // The take-over looks whether there is still something to run.
                text.word(
                        "phase",
                        ScopePhase.values(),
                        ScopePhase::wireName,
                        atRest.phase(),
                        ScopePhase.RUNNING),
                text.moment("phase-since"),
                text.word(
                        "result",
                        ScopeResult.values(),
                        ScopeResult::wireName,
                        ScopeResult.SUCCESS,
                        ScopeResult.RESOURCES),
                pids,
                text.flag("abandoned"),
                text.number("runtime-extra-usec", 0),
                text.deadline("deadline"),
                text.number("question", 0),
                text.number("next-token", atRest.nextToken()));
    }
}
