package hearth.manager;

import hearth.manager.host.Moment;

/**
 * When a manager's start passed which point.
 *
 * @param userspace it was constructed
 * @param unitsLoadStart it began to load units
 * @param unitsLoadFinish it had loaded them
 * @param finish the default target was reached; {@link Moment#NEVER} before
 */
public record StartupTimes(
        Moment userspace, Moment unitsLoadStart, Moment unitsLoadFinish, Moment finish) {}
