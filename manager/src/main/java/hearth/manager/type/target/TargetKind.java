package hearth.manager.type.target;

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
import hearth.manager.type.UpOrDown;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.setting.Settings;
import java.util.List;

/**
 * Targets: reached when what they pull in is up.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.target.5.html">systemd.target(5)</a>
 */
public final class TargetKind implements Kind<TargetKind.Definition, UpOrDown> {
    /** The only one there is. */
    public static final TargetKind KIND = new TargetKind();

    private static final JobWords WORDS = new JobWords(false, "Reached target", "Stopped target");

    private TargetKind() {}

    /** A target says nothing but how it depends on others. */
    public enum Definition {
        NOTHING
    }

    @Override
    public UnitType type() {
        return UnitType.TARGET;
    }

    @Override
    public Definition define(UnitName name, Settings settings, ManagerDefaults defaults) {
        return Definition.NOTHING;
    }

    @Override
    public List<Implied> defaultDependencies(Definition definition, ManagerScope scope) {
        return Implied.SHUTDOWN_ENDS_IT;
    }

    @Override
    public UpOrDown atRest(UnitName name, long firstToken) {
        return UpOrDown.DOWN;
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
