package hearth.manager.type.timer;

import hearth.manager.host.Moment;

/**
 * What a timer knows of the unit that it starts.
 *
 * @param isDown whether it is inactive or failed
 * @param up when it last left that state
 * @param down when it last entered it
 */
public record TriggeredTimes(boolean isDown, Moment up, Moment down) {
    /** A unit that was never anything. */
    public static final TriggeredTimes NEVER = new TriggeredTimes(true, Moment.NEVER, Moment.NEVER);
}
