package hearth.manager;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Moment;

/** When a unit last passed which line between states; immutable. */
public record UnitTimes(
        Moment stateChange,
        Moment inactiveExit,
        Moment activeEnter,
        Moment activeExit,
        Moment inactiveEnter) {

    /** Of a unit that has never been anything. */
    public static final UnitTimes NEVER =
            new UnitTimes(Moment.NEVER, Moment.NEVER, Moment.NEVER, Moment.NEVER, Moment.NEVER);

    /** Returns the times after a unit has gone from one state to another. */
    public UnitTimes changed(ActiveState before, ActiveState after, Moment now) {
        boolean wasDown = before.isInactiveOrFailed();
        boolean isDown = after.isInactiveOrFailed();
        boolean wasUp = before.isActiveOrReloading();
        boolean isUp = after.isActiveOrReloading();
        return new UnitTimes(
                now,
                wasDown && !isDown ? now : inactiveExit,
                !wasUp && isUp ? now : activeEnter,
                wasUp && !isUp ? now : activeExit,
                !wasDown && isDown ? now : inactiveEnter);
    }
}
