package hearth.manager.turn;

import hearth.manager.graph.LoadState;
import hearth.manager.host.Mounts;
import hearth.manager.table.Mirror;
import hearth.manager.table.UnitEntry;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.List;

/** What follows when something is mounted otherwise than before. */
public final class MountNews {
    private final Core core;

    MountNews(Core core) {
        this.core = core;
    }

    /** Returns whether anything is. */
    public boolean isDue() {
        return core.host().mounts() != core.table().mirror().mounts();
    }

    /** Looks whether anything is; at the beginning of each turn, so it costs a comparison. */
    public void look() {
        take(core.host().mounts());
    }

    /** Looks again before the end of a process is told that may have changed a mount. */
    void lookNow(UnitEntry unit) {
        if (unit.type().isMirrored()) {
            take(core.host().mountsNow());
        }
    }

    private void take(Mounts now) {
        Mirror mirror = core.table().mirror();
        Mounts before = mirror.mounts();
        if (now == before) {
            return;
        }
        mirror.replace(now);
        tell();
        List<String> added = now.since(before);
        if (!added.isEmpty()) {
            mirror.relate(added);
        }
    }

    /** Tells units what the kernel shows; after a take-over as well, since nobody has seen it. */
    void tell() {
        Mirror mirror = core.table().mirror();
        Mounts now = mirror.mounts();
        List<UnitEntry> units = new ArrayList<>(mirror.inMemory());
        core.table().find(UnitName.ROOT_MOUNT.text()).ifPresent(units::add);
        for (UnitEntry unit : units) {
            boolean isShown = now.find(unit.id()).isPresent();
            if (isShown && unit.loadState() != LoadState.LOADED) {
                core.table().reloadOne(unit);
            }
            core.machines().feed(unit, new UnitEvent.Mounted(now.find(unit.id())));
            core.table().collector().mayCollect(unit);
        }
    }
}
