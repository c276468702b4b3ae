package hearth.manager.type.shown;

import hearth.manager.ManagerDefaults;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Moment;
import hearth.manager.type.JobWords;
import hearth.manager.type.Kind;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.UpOrDown;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.setting.Settings;

/** A type whose units are loaded and shown, and cannot be started yet. */
public final class ShownKind implements Kind<UnitType, UpOrDown> {
    /** Mounts. */
    public static final ShownKind MOUNT = new ShownKind(UnitType.MOUNT);

    /** Automounts. */
    public static final ShownKind AUTOMOUNT = new ShownKind(UnitType.AUTOMOUNT);

    /** Swaps. */
    public static final ShownKind SWAP = new ShownKind(UnitType.SWAP);

    /** Devices. */
    public static final ShownKind DEVICE = new ShownKind(UnitType.DEVICE);

    private final UnitType type;

    private ShownKind(UnitType type) {
        this.type = type;
    }

    @Override
    public UnitType type() {
        return type;
    }

    @Override
    public UnitType define(UnitName name, Settings settings, ManagerDefaults defaults) {
        return type;
    }

    @Override
    public UpOrDown atRest(UnitName name, long firstToken) {
        return UpOrDown.DOWN;
    }

    @Override
    public Step<UpOrDown> next(UnitType definition, UpOrDown record, UnitEvent event, Moment now) {
        return Step.none(record);
    }

    @Override
    public ActiveState activeState(UnitType definition, UpOrDown record) {
        return record.activeState();
    }

    @Override
    public String subState(UnitType definition, UpOrDown record) {
        return record.subState();
    }

    @Override
    public boolean isSupported() {
        return false;
    }

    @Override
    public JobWords words(UnitType definition) {
        return JobWords.STANDARD;
    }

    @Override
    public void write(UpOrDown record, SnapshotText text) {
        // it is never anything but at rest
    }

    @Override
    public UpOrDown read(SnapshotText text, UpOrDown atRest) {
        return atRest;
    }
}
