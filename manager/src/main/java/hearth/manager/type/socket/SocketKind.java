package hearth.manager.type.socket;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.ExecRole;
import hearth.manager.host.Moment;
import hearth.manager.host.PassedSocket;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Believed;
import hearth.manager.type.Execution;
import hearth.manager.type.Implied;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.socket.SocketRecord.Control;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.trigger.ListenKind;
import hearth.unit.value.exec.ExecCommand;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Socket units: they start services when somebody connects, or sends something.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5)</a>
 */
public final class SocketKind implements Kind<SocketDefinition, SocketRecord> {
    /** The only one there is. */
    public static final SocketKind KIND = new SocketKind();

    private static final List<Implied> DEFAULTS = Implied.upBefore("sockets.target");

    private static final Map<ExecRole, Setting<List<ExecCommand>>> COMMANDS =
            Map.of(
                    ExecRole.START_PRE, SocketSettings.EXEC_START_PRE,
                    ExecRole.START_POST, SocketSettings.EXEC_START_POST,
                    ExecRole.STOP, SocketSettings.EXEC_STOP_PRE,
                    ExecRole.STOP_POST, SocketSettings.EXEC_STOP_POST);

    private SocketKind() {}

    @Override
    public UnitType type() {
        return UnitType.SOCKET;
    }

    // ---- from settings

    @Override
    public SocketDefinition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        boolean takesConnections = settings.get(SocketSettings.ACCEPT);
        List<Boolean> connects =
                settings.get(SocketSettings.LISTEN).stream()
                        .map(listen -> canAccept(listen.kind()))
                        .toList();
        List<Boolean> accepts = connects.stream().map(can -> takesConnections && can).toList();
        boolean hasService = !takesConnections || accepts.contains(false);
        Map<ExecRole, List<ExecCommand>> commands = new EnumMap<>(ExecRole.class);
        COMMANDS.forEach((role, setting) -> commands.put(role, settings.get(setting)));
        String descriptorName = settings.get(SocketSettings.FILE_DESCRIPTOR_NAME);
        return new SocketDefinition(
                name,
                hasService
                        ? Optional.of(
                                settings.get(SocketSettings.SERVICE)
                                        .orElse(name.withType(UnitType.SERVICE)))
                        : Optional.empty(),
                takesConnections,
                accepts,
                connects,
                descriptorName.isEmpty() ? name.text() : descriptorName,
                settings.get(SocketSettings.FLUSH_PENDING),
                settings.get(SocketSettings.MAX_CONNECTIONS),
                settings.get(SocketSettings.MAX_CONNECTIONS_PER_SOURCE),
                commands,
                settings.getOr(SocketSettings.TIMEOUT_SEC, defaults.timeoutStart()),
                KillPlan.of(settings),
                settings.get(SocketSettings.TRIGGER_LIMIT_INTERVAL_SEC),
                settings.get(SocketSettings.TRIGGER_LIMIT_BURST));
    }

    private static boolean canAccept(ListenKind kind) {
        return kind == ListenKind.STREAM || kind == ListenKind.SEQUENTIAL_PACKET;
    }

    @Override
    public List<Implied> defaultDependencies(SocketDefinition definition, ManagerScope scope) {
        return DEFAULTS;
    }

    @Override
    public List<Implied> ownDependencies(SocketDefinition definition) {
        return definition.service().map(Implied::ofTrigger).orElse(List.of());
    }

    // ---- the machine

    @Override
    public SocketRecord atRest(UnitName name, long firstToken) {
        return SocketRecord.dead(firstToken);
    }

    @Override
    public Step<SocketRecord> next(
            SocketDefinition definition, SocketRecord record, UnitEvent event, Moment now) {
        return SocketMachine.next(definition, record, event, now);
    }

    @Override
    public ActiveState activeState(SocketDefinition definition, SocketRecord record) {
        return record.phase().activeState();
    }

    @Override
    public String subState(SocketDefinition definition, SocketRecord record) {
        return record.phase().wireName();
    }

    // ---- what a record says

    @Override
    public int controlPid(SocketRecord record) {
        return record.control().pid();
    }

    @Override
    public List<Believed> processes(SocketRecord record) {
        Control control = record.control();
        return control.isRunning()
                ? List.of(new Believed(control.token(), control.pid()))
                : List.of();
    }

    @Override
    public Need needOfTriggered(SocketDefinition definition) {
        return definition.service().isPresent() ? Need.DOWN : Need.NOTHING;
    }

    /** Instances that have connections, and who wants it by {@code Sockets=}, are triggered too. */
    @Override
    public Optional<UnitName> starts(SocketDefinition definition) {
        return definition.service();
    }

    @Override
    public List<PassedSocket> passes(SocketDefinition definition, SocketRecord record) {
        List<PassedSocket> passed = new ArrayList<>();
        for (int port = 0; port < record.opened(); port++) {
            if (!definition.accepts(port)) {
                passed.add(new PassedSocket(definition.kept(port), definition.descriptorName()));
            }
        }
        return passed;
    }

    @Override
    public Optional<Execution> execution(
            SocketDefinition definition, SocketRecord record, UnitEffect.Run run) {
        return run.command()
                .in(definition.commandsOf(run.command().role()))
                .map(command ->
                        new Execution(
                                command, Map.of(), false, false, false, Execution.Sockets.NONE));
    }

    @Override
    public JobWords words(SocketDefinition definition) {
        boolean isLong = !definition.commandsOf(ExecRole.START_PRE).isEmpty();
        return new JobWords(isLong, "Listening on", "Closed");
    }

    // ---- what outlives the brain

    @Override
    public void write(SocketRecord record, SnapshotText text) {
        text.put("phase", record.phase().wireName())
                .put("result", record.result().wireName())
                .put("opened", record.opened())
                .put("opening", record.opening())
                .put("closing", record.closing())
                .put("unclosed", record.unclosed())
                .put("question", record.question())
                .put(
                        "awaited",
                        record.awaited().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")))
                .put("control-token", record.control().token())
                .put("control-pid", record.control().pid())
                .put("control-index", record.control().index())
                .putDeadline("deadline", record.deadline())
                .putFlag("populated", record.isCgroupPopulated())
                .put("accepted", record.accepted())
                .put("refused", record.refused())
                .put("connections", record.connections())
                .put("begun", record.begun())
                .put("count", record.count())
                .put("next-token", record.nextToken());
    }

    @Override
    public SocketRecord read(SnapshotText text, SocketRecord atRest) {
        return new SocketRecord(
                text.word(
                        "phase",
                        SocketPhase.values(),
                        SocketPhase::wireName,
                        atRest.phase(),
                        SocketPhase.RUNNING),
                text.word(
                        "result",
                        SocketResult.values(),
                        SocketResult::wireName,
                        SocketResult.SUCCESS,
                        SocketResult.RESOURCES),
                text.integer("opened", 0),
                text.number("opening", 0),
                text.number("closing", 0),
                text.integer("unclosed", 0),
                text.number("question", 0),
                text.words("awaited").stream().map(Long::valueOf).toList(),
                new Control(
                        text.number("control-token", 0),
                        text.integer("control-pid", 0),
                        text.integer("control-index", 0)),
                text.deadline("deadline"),
                text.flag("populated"),
                text.number("accepted", 0),
                text.number("refused", 0),
                text.integer("connections", 0),
                text.number("begun", 0),
                text.integer("count", 0),
                text.number("next-token", atRest.nextToken()));
    }
}
