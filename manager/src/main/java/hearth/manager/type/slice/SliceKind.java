package hearth.manager.type.slice;

import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerScope;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Moment;
import hearth.manager.type.Implied;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.Perpetual;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.UpOrDown;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.NameEscapes;
import java.util.List;

/**
 * Slices: a cgroup that others lie in.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.slice.5.html">systemd.slice(5)</a>
 */
public final class SliceKind implements Kind<SliceKind.Definition, UpOrDown> {
    /** The only one there is. */
    public static final SliceKind KIND = new SliceKind();

    private static final JobWords WORDS = new JobWords(false, "Created slice", "Removed slice");
    private static final Perpetual ROOT =
            new Perpetual(
                    UnitName.ROOT_SLICE,
                    """
                    [Unit]
                    Description=Root Slice
                    Documentation=man:systemd.special(7)
                    """);

    private SliceKind() {}

    /** Its cgroup is the manager's to make, and all else that a slice says is the host's. */
    public enum Definition {
        NOTHING
    }

    @Override
    public UnitType type() {
        return UnitType.SLICE;
    }

    @Override
    public Definition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        return Definition.NOTHING;
    }

    /** Slices are described by their way from the root. */
    @Override
    public String description(UnitName name) {
        return NameEscapes.unescape(name.withoutSuffix())
                .map(path -> "Slice /" + path)
                .orElseGet(name::text);
    }

    @Override
    public List<Implied> defaultDependencies(Definition definition, ManagerScope scope) {
        return Implied.SHUTDOWN_ENDS_IT;
    }

    @Override
    public List<Perpetual> perpetual() {
        return List.of(ROOT);
    }

    @Override
    public UpOrDown atRest(UnitName name, long firstToken) {
        return name.equals(UnitName.ROOT_SLICE) ? UpOrDown.UP : UpOrDown.DOWN;
    }

    @Override
    public Step<UpOrDown> next(
            Definition definition, UpOrDown record, UnitEvent event, Moment now) {
        return record.next(event);
    }

    @Override
    public ActiveState activeState(Definition definition, UpOrDown record) {
        return record.activeState();
    }

    @Override
    public String subState(Definition definition, UpOrDown record) {
        return record.subState();
    }

    @Override
    public JobWords words(Definition definition) {
        return WORDS;
    }

    @Override
    public void write(UpOrDown record, SnapshotText text) {
        record.write(text);
    }

    @Override
    public UpOrDown read(SnapshotText text, UpOrDown atRest) {
        return UpOrDown.read(text);
    }
}
