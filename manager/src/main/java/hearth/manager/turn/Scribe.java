package hearth.manager.turn;

import hearth.manager.host.Host;
import hearth.manager.table.UnitEntry;

/** Puts in words what outlives the brain. */
public interface Scribe {

    /** Returns whether a unit is anything that loading its files would not bring back. */
    boolean isWorthKeeping(UnitEntry unit);

    /** Returns what is to be known of a unit. */
    Host.Snapshot of(UnitEntry unit);

    /** Returns what is to be known of the manager itself. */
    Host.Snapshot ofManager();
}
