package hearth.api.systemd1.manager;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;

import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.JobView;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.job.Job;
import java.util.List;

/**
 * Jobs.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), JOB OBJECTS</a>
 */
public final class JobInterface {
    static final String NAME = "org.freedesktop.systemd1.Job";

    public static final InterfaceTable<JobView> TABLE =
            Rows.<JobView>none()
                    .method("Cancel", "", "", (v, call) -> cancel(v.api(), call, v.job().id()))
                    .method("GetAfter", "", "a(usssoo)", JobInterface::getAfter, "jobs")
                    .method("GetBefore", "", "a(usssoo)", JobInterface::getBefore, "jobs")
                    .uint32("Id", CONST, v -> v.job().id())
                    .any("Unit", "(so)", CONST, JobInterface::writeUnit)
                    .text("JobType", CONST, v -> v.job().type().wireName())
                    .text("State", CHANGE, v -> v.job().state().wireName())
                    .any("ActivationDetails", "a(ss)", CONST, Rows::writeEmptyArray)
                    .table(NAME);

    private JobInterface() {}

    private static void writeUnit(JobView view, MessageWriter out) {
        out.openStruct()
                .string(view.job().unit().id())
                .objectPath(ObjectPaths.of(view.job().unit()))
                .closeStruct();
    }

    static void cancel(ManagerView view, Call call, int id) {
        UnitOrders.manage(
                view,
                call,
                view.manager().job(id).map(job -> job.unit().id()).orElse(""),
                "cancel",
                () -> ManagerView.answer(call, view.manager().cancelJob(id)));
    }

    private static void getAfter(JobView view, Call call) {
        replyJobs(call, view.api().manager().jobsAfter(view.job()));
    }

    private static void getBefore(JobView view, Call call) {
        replyJobs(call, view.api().manager().jobsBefore(view.job()));
    }

    /** Answers the manager's {@code GetJob}. */
    static void getJob(ManagerView view, Call call) {
        onJob(view, call, job -> call.reply(out -> out.objectPath(ObjectPaths.of(job))));
    }

    /** Answers the manager's {@code GetJobAfter}. */
    static void getJobAfter(ManagerView view, Call call) {
        onJob(view, call, job -> replyJobs(call, view.manager().jobsAfter(job)));
    }

    /** Answers the manager's {@code GetJobBefore}. */
    static void getJobBefore(ManagerView view, Call call) {
        onJob(view, call, job -> replyJobs(call, view.manager().jobsBefore(job)));
    }

    /** Answers the manager's {@code ListJobs}. */
    static void listJobs(ManagerView view, Call call) {
        replyJobs(call, List.copyOf(view.manager().jobs()));
    }

    /** Answers the manager's {@code CancelJob}. */
    static void cancelJob(ManagerView view, Call call) {
        onJob(view, call, job -> cancel(view, call, job.id()));
    }

    private interface WithJob {
        void accept(Job job);
    }

    private static void onJob(ManagerView view, Call call, WithJob then) {
        MessageReader in = call.arguments();
        long id = in.uint32();
        view.manager()
                .job((int) Math.min(id, Integer.MAX_VALUE))
                .ifPresentOrElse(then::accept, () -> Failure.noSuchJob(id).answer(call));
    }

    private static void replyJobs(Call call, List<Job> jobs) {
        call.reply(out ->
                out.array(
                        jobs,
                        (writer, job) ->
                                writer.openStruct()
                                        .uint32(job.id())
                                        .string(job.unit().id())
                                        .string(job.type().wireName())
                                        .string(job.state().wireName())
                                        .objectPath(ObjectPaths.of(job))
                                        .objectPath(ObjectPaths.of(job.unit()))
                                        .closeStruct()));
    }
}
