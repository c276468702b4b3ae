package hearth.manager.type.mount;

import hearth.manager.ManagerDefaults;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.ExecRole;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Believed;
import hearth.manager.type.ExecStatus;
import hearth.manager.type.Execution;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.Perpetual;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.MountSettings;
import hearth.unit.mount.MountNeeds;
import hearth.unit.mount.MountOptions;
import hearth.unit.setting.Settings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mounts. What the kernel shows is there and up without a file; a file says how mount(8) is to be
 * run, which does for a user what a user may mount.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.mount.5.html">systemd.mount(5)</a>
 */
public final class MountKind implements Kind<MountDefinition, MountRecord> {
    /** The only one there is. */
    public static final MountKind KIND = new MountKind();

    private static final Perpetual ROOT =
            new Perpetual(
                    UnitName.ROOT_MOUNT,
                    """
                    [Unit]
                    Description=Root Mount
                    DefaultDependencies=no
                    [Mount]
                    StandardOutput=null
                    StandardInput=null
                    """);

    private static final String PLACE = "mount-where";
    private static final String SOURCE = "mount-what";
    private static final String TYPE = "mount-type";
    private static final String OPTIONS = "mount-options";
    private static final String SINCE = "mount-since";

    private static final JobWords WORDS =
            new JobWords(
                    true,
                    "Mounting",
                    "Mounted",
                    "Failed to mount",
                    "Timed out mounting",
                    "Unmounting",
                    "Unmounted",
                    "Failed unmounting",
                    "Timed out unmounting");

    private MountKind() {}

    @Override
    public UnitType type() {
        return UnitType.MOUNT;
    }

    // ---- from settings

    @Override
    public MountDefinition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        return new MountDefinition(
                name.text(),
                MountNeeds.placeOf(name, settings.get(MountSettings.WHERE)),
                settings.get(MountSettings.WHAT),
                settings.get(MountSettings.TYPE),
                new MountOptions(settings.get(MountSettings.OPTIONS)),
                settings.get(MountSettings.SLOPPY_OPTIONS),
                settings.get(MountSettings.READ_WRITE_ONLY),
                settings.get(MountSettings.LAZY_UNMOUNT),
                settings.get(MountSettings.FORCE_UNMOUNT),
                settings.get(MountSettings.DIRECTORY_MODE),
                settings.getOr(MountSettings.TIMEOUT_SEC, defaults.timeoutStart()),
                KillPlan.of(settings));
    }

    /** Mounts are described by their place. */
    @Override
    public String description(UnitName name) {
        String place = MountNeeds.placeOf(name, "");
        return place.isEmpty() ? name.text() : place;
    }

    @Override
    public List<Perpetual> perpetual() {
        return List.of(ROOT);
    }

    // ---- the machine

    @Override
    public MountRecord atRest(UnitName name, long firstToken) {
        return MountRecord.in(
                name.equals(UnitName.ROOT_MOUNT) ? MountPhase.MOUNTED : MountPhase.DEAD,
                firstToken);
    }

    @Override
    public MountRecord shown(MountRecord record, Optional<Mounts.Mount> mount) {
        return record.shown(mount);
    }

    @Override
    public boolean isPicture(MountRecord record) {
        return record.isPicture();
    }

    @Override
    public Step<MountRecord> next(
            MountDefinition definition, MountRecord record, UnitEvent event, Moment now) {
        return MountMachine.next(definition, record, event, now);
    }

    @Override
    public ActiveState activeState(MountDefinition definition, MountRecord record) {
        return record.phase().activeState();
    }

    @Override
    public String subState(MountDefinition definition, MountRecord record) {
        return record.phase().wireName();
    }

    // ---- what a record says

    @Override
    public boolean canReload(MountDefinition definition) {
        return true;
    }

    @Override
    public boolean hasReloadedWell(MountRecord record) {
        return record.reloadResult() == MountResult.SUCCESS;
    }

    @Override
    public int controlPid(MountRecord record) {
        return record.pid();
    }

    @Override
    public List<Believed> processes(MountRecord record) {
        return record.process() == 0
                ? List.of()
                : List.of(new Believed(record.process(), record.pid()));
    }

    @Override
    public Optional<Execution> execution(
            MountDefinition definition, MountRecord record, UnitEffect.Run run) {
        return Optional.of(
                new Execution(
                        MountCommands.of(definition, run.command().role()),
                        Map.of(),
                        false,
                        false,
                        false,
                        Execution.Sockets.NONE));
    }

    @Override
    public JobWords words(MountDefinition definition) {
        return WORDS;
    }

    // ---- what outlives the brain

    @Override
    public void write(MountRecord record, SnapshotText text) {
        text.put("phase", record.phase().wireName())
                .putMoment("phase-since", record.phaseSince())
                .put("result", record.result().wireName())
                .put("reload-result", record.reloadResult().wireName())
                .put("process", record.process())
                .put("pid", record.pid())
                .put("role", record.role().wireName())
                .put("unmounts", record.unmounts())
                .putDeadline("deadline", record.deadline())
                .put("question", record.question())
                .put("next-token", record.nextToken());
        record.mount()
                .ifPresent(mount ->
                        text.put(PLACE, mount.where())
                                .put(SOURCE, mount.what())
                                .put(TYPE, mount.type())
                                .put(OPTIONS, mount.options())
                                .putMoment(SINCE, mount.since()));
        record.status().forEach((role, status) -> text.put(role.wireName(), status.words()));
    }

    @Override
    public MountRecord read(SnapshotText text, MountRecord atRest) {
        Map<ExecRole, ExecStatus> status = new EnumMap<>(ExecRole.class);
        for (ExecRole role : MountCommands.ROLES) {
            if (text.has(role.wireName())) {
                status.put(role, ExecStatus.of(text.words(role.wireName())));
            }
        }
        return new MountRecord(
                // What the kernel shows is told after this, and corrects it.
                text.word(
                        "phase",
                        MountPhase.values(),
                        MountPhase::wireName,
                        atRest.phase(),
                        MountPhase.DEAD),
                text.moment("phase-since"),
                mount(text),
                result(text, "result"),
                result(text, "reload-result"),
                text.number("process", 0),
                text.integer("pid", 0),
                text.word(
                        "role",
                        ExecRole.values(),
                        ExecRole::wireName,
                        ExecRole.MOUNT,
                        ExecRole.MOUNT),
                text.integer("unmounts", 0),
                status,
                text.deadline("deadline"),
                text.number("question", 0),
                text.number("next-token", atRest.nextToken()));
    }

    private static Optional<Mounts.Mount> mount(SnapshotText text) {
        return text.has(PLACE)
                ? Optional.of(
                        new Mounts.Mount(
                                text.get(PLACE, ""),
                                text.get(SOURCE, ""),
                                text.get(TYPE, ""),
                                text.get(OPTIONS, ""),
                                text.moment(SINCE)))
                : Optional.empty();
    }

    private static MountResult result(SnapshotText text, String key) {
        return text.word(
                key,
                MountResult.values(),
                MountResult::wireName,
                MountResult.SUCCESS,
                MountResult.RESOURCES);
    }
}
