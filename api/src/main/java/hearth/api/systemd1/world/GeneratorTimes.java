package hearth.api.systemd1.world;

import hearth.manager.host.Moment;

/**
 * When the generators of a manager's start ran; {@link Moment#NEVER} where there were none.
 *
 * @param start the first was started
 * @param finish the last had ended
 */
public record GeneratorTimes(Moment start, Moment finish) {
    /** None has run. */
    public static final GeneratorTimes NEVER = new GeneratorTimes(Moment.NEVER, Moment.NEVER);
}
