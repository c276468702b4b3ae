package hearth.manager.type.path;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Moment;
import hearth.manager.type.Implied;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.PathSettings;
import hearth.unit.setting.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Path units: they start another unit when something happens to a file.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.path.5.html">systemd.path(5)</a>
 */
public final class PathKind implements Kind<PathDefinition, PathRecord> {
    /** The only one there is. */
    public static final PathKind KIND = new PathKind();

    private static final List<Implied> DEFAULTS = Implied.upBefore("paths.target");

    private PathKind() {}

    @Override
    public UnitType type() {
        return UnitType.PATH;
    }

    @Override
    public PathDefinition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        return new PathDefinition(
                name,
                settings.get(PathSettings.UNIT).orElse(name.withType(UnitType.SERVICE)),
                settings.get(PathSettings.WATCHES),
                settings.get(PathSettings.MAKE_DIRECTORY),
                settings.get(PathSettings.DIRECTORY_MODE),
                settings.get(PathSettings.TRIGGER_LIMIT_INTERVAL_SEC),
                settings.get(PathSettings.TRIGGER_LIMIT_BURST));
    }

    @Override
    public List<Implied> defaultDependencies(PathDefinition definition, ManagerScope scope) {
        return DEFAULTS;
    }

    @Override
    public List<Implied> ownDependencies(PathDefinition definition) {
        return Implied.ofTrigger(definition.unit());
    }

    @Override
    public PathRecord atRest(UnitName name, long firstToken) {
        return PathRecord.dead(firstToken);
    }

    @Override
    public Step<PathRecord> next(
            PathDefinition definition, PathRecord record, UnitEvent event, Moment now) {
        return PathMachine.next(definition, record, event, now);
    }

    @Override
    public ActiveState activeState(PathDefinition definition, PathRecord record) {
        return record.phase().activeState();
    }

    @Override
    public String subState(PathDefinition definition, PathRecord record) {
        return record.phase().wireName();
    }

    @Override
    public JobWords words(PathDefinition definition) {
        return JobWords.STANDARD;
    }

    @Override
    public void write(PathRecord record, SnapshotText text) {
        text.put("phase", record.phase().wireName())
                .put("result", record.result().wireName())
                .putFlag("unit-up", !record.isUnitDown())
                .put(
                        "seen",
                        record.seen().stream()
                                .map(PathRecord.Seen::wireName)
                                .collect(Collectors.joining(" ")))
                .put("begun", record.begun())
                .put("count", record.count())
                .put("first-watch", record.firstWatch())
                .put("next-token", record.nextToken());
    }

    @Override
    public PathRecord read(SnapshotText text, PathRecord atRest) {
        List<PathRecord.Seen> seen = new ArrayList<>();
        for (String word : text.words("seen")) {
            seen.add(
                    text.value(
                            "seen",
                            word,
                            PathRecord.Seen.values(),
                            PathRecord.Seen::wireName,
                            PathRecord.Seen.UNKNOWN));
        }
        return new PathRecord(
                text.word(
                        "phase",
                        PathPhase.values(),
                        PathPhase::wireName,
                        atRest.phase(),
                        PathPhase.WAITING),
                text.word(
                        "result",
                        PathResult.values(),
                        PathResult::wireName,
                        PathResult.SUCCESS,
                        PathResult.RESOURCES),
                !text.flag("unit-up"),
                seen,
                text.number("begun", 0),
                text.integer("count", 0),
                text.number("first-watch", 0),
                text.number("next-token", atRest.nextToken()));
    }
}
