package hearth.api.systemd1.view;

import hearth.dbus.DbusPath;
import hearth.manager.job.Job;
import hearth.manager.job.JobUnit;

/**
 * Where the objects are.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5)</a>
 */
public final class ObjectPaths {
    public static final DbusPath MANAGER = DbusPath.of("/org/freedesktop/systemd1");
    public static final DbusPath UNITS = DbusPath.of("/org/freedesktop/systemd1/unit");
    public static final DbusPath JOBS = DbusPath.of("/org/freedesktop/systemd1/job");
    public static final DbusPath LOG_CONTROL = DbusPath.of("/org/freedesktop/LogControl1");
    public static final DbusPath HEARTH = DbusPath.of("/org/hearth");

    /** The name below {@link #UNITS} that means the caller's own unit. */
    public static final String SELF = "self";

    private ObjectPaths() {}

    public static DbusPath of(JobUnit unit) {
        return UNITS.child(unit.id());
    }

    public static DbusPath of(Job job) {
        return DbusPath.of(JOBS.text() + "/" + job.id()); // not escaped, other than a child's name
    }
}
