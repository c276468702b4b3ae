package hearth.manager.table;

import hearth.manager.host.Effect;
import hearth.manager.host.LogLevel;

/** Where the table notes what a turn has changed. */
public interface Changes {

    /** A unit has come. */
    void added(UnitEntry unit);

    /** Something about a unit is new. */
    void changed(UnitEntry unit);

    /** What is kept of a unit may be new, and nothing that it shows. */
    void recorded(UnitEntry unit);

    /** A unit has gone. */
    void removed(UnitEntry unit);

    /** Something about the manager is new. */
    void managerChanged();

    /** Does something in the world. */
    void emit(Effect effect);

    /** Says something about a unit. */
    void log(UnitEntry unit, LogLevel level, String messageId, String message);

    /** Says something about the manager. */
    void log(LogLevel level, String messageId, String message);
}
