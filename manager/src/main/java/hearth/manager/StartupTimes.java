package hearth.manager;

import hearth.manager.host.Moment;

/**
 * When a manager's start passed which point.
 *
 * @param userspace it began, with generators where there are any
 * @param unitsLoadStart it began to load units
 * @param unitsLoadFinish it had loaded them
 * @param unitsReload it last began to load units again; {@link Moment#NEVER} before
 * @param finish the default target was reached; {@link Moment#NEVER} before
 */
public record StartupTimes(
        Moment userspace,
        Moment unitsLoadStart,
        Moment unitsLoadFinish,
        Moment unitsReload,
        Moment finish) {

    /** Returns these where it began earlier than was thought. */
    public StartupTimes begunAt(Moment moment) {
        return moment.isNever() || moment.monotonicUsec() > userspace.monotonicUsec()
                ? this
                : new StartupTimes(moment, unitsLoadStart, unitsLoadFinish, unitsReload, finish);
    }

    /** Returns these, with units loaded. */
    public StartupTimes loaded(Moment start, Moment end) {
        return new StartupTimes(userspace, start, end, unitsReload, finish);
    }

    /** Returns these, with units that are being loaded again. */
    public StartupTimes reloadedAt(Moment moment) {
        return new StartupTimes(userspace, unitsLoadStart, unitsLoadFinish, moment, finish);
    }

    /** Returns these, with the start over. */
    public StartupTimes finishedAt(Moment moment) {
        return new StartupTimes(userspace, unitsLoadStart, unitsLoadFinish, unitsReload, moment);
    }
}
