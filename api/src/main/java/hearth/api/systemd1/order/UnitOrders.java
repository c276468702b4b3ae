package hearth.api.systemd1.order;

import static hearth.api.systemd1.view.ManagerView.answer;
import static hearth.api.systemd1.view.ManagerView.onDone;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.Limits;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.api.systemd1.view.Privilege;
import hearth.api.systemd1.world.UnitProcess;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.dbus.object.Caller;
import hearth.manager.Manager.Enqueued;
import hearth.manager.ManagerLimits;
import hearth.manager.SignalTargets;
import hearth.manager.Unit;
import hearth.manager.host.Effect.Whom;
import hearth.manager.job.Job;
import hearth.manager.job.JobType;
import hearth.manager.job.Outcome;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.UnitType;
import hearth.unit.value.JobMode;
import hearth.unit.value.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What can be done to a unit, whether it is called on the unit or on the manager. */
public final class UnitOrders {
    /** A bus tells when a client is gone; a peer to peer connection has no names to go by. */
    static final Failure NO_REFERENCES =
            Failure.invalid("Only clients on a message bus can hold a unit.");

    /** The signals of people's own, of which several wait in a row: glibc's SIGRTMIN. */
    private static final int FIRST_REALTIME_SIGNAL = 34;

    /** SIGRTMAX. */
    private static final int LAST_SIGNAL = 64;

    private UnitOrders() {}

    /** Returns the method that gives an order and answers with its job. */
    public static UnitHandler giving(Order order) {
        return (view, call, unit, arguments) -> {
            String word = arguments.string();
            Optional<JobMode> mode = JobMode.ofWireName(word);
            if (mode.isEmpty()) {
                invalidMode(word).answer(call);
                return;
            }
            manage(
                    view,
                    call,
                    unit,
                    order.wireName(),
                    () -> give(view, call, unit, order, mode.get()));
        };
    }

    /** Starts a unit; there are no flags yet. */
    public static void startWithFlags(ManagerView view, Call call, String unit, MessageReader in) {
        String word = in.string();
        Optional<JobMode> mode = JobMode.ofWireName(word);
        long flags = in.uint64();
        if (mode.isEmpty()) {
            invalidMode(word).answer(call);
        } else if (flags != 0) {
            Failure.invalid("Invalid 'flags' parameter '" + Long.toUnsignedString(flags) + "'")
                    .answer(call);
        } else {
            manage(
                    view,
                    call,
                    unit,
                    Order.START.wireName(),
                    () -> give(view, call, unit, Order.START, mode.get()));
        }
    }

    /** Starts a unit in the place of one whose job is still queued. */
    public static void startReplacing(
            ManagerView view, Call call, String oldUnit, MessageReader in) {
        String unit = in.string();
        String word = in.string();
        Optional<JobMode> mode = JobMode.ofWireName(word);
        onDone(
                call,
                view.manager().getUnit(oldUnit),
                old -> {
                    boolean isStarting =
                            old.job().filter(job -> job.type() == JobType.START).isPresent();
                    if (!isStarting) {
                        call.error(ErrorName.NO_SUCH_JOB, "No job queued for unit " + oldUnit);
                    } else if (mode.isEmpty()) {
                        invalidMode(word).answer(call);
                    } else {
                        manage(
                                view,
                                call,
                                unit,
                                Order.START.wireName(),
                                () -> give(view, call, unit, Order.START, mode.get()));
                    }
                });
    }

    /** Queues a job and answers with it. */
    static void give(ManagerView view, Call call, String unit, Order order, JobMode mode) {
        view.freshenFor(
                unit,
                () ->
                        onDone(
                                call,
                                view.asked(call, () -> order.give(view.manager(), unit, mode)),
                                job -> replyJob(view, call, job)));
    }

    static void replyJob(ManagerView view, Call call, Job job) {
        view.clients().noteJob(call.caller(), job);
        call.reply(out -> out.objectPath(ObjectPaths.of(job)));
    }

    static Failure invalidMode(String word) {
        return Failure.invalid("Job mode " + word + " invalid");
    }

    /** Asks whether the caller may manage units, then goes on. */
    public static void manage(
            ManagerView view, Call call, String unit, String verb, Runnable then) {
        view.authorize(call, Privilege.MANAGE_UNITS, Map.of("unit", unit, "verb", verb), then);
    }

    public static void enqueueJob(ManagerView view, Call call, String unit, MessageReader in) {
        String type = in.string();
        String word = in.string();
        Optional<Function<Unit, JobType>> job = jobType(type);
        Optional<JobMode> mode = JobMode.ofWireName(word);
        if (job.isEmpty()) {
            Failure.invalid("Job type " + type + " invalid").answer(call);
        } else if (mode.isEmpty()) {
            invalidMode(word).answer(call);
        } else {
            manage(
                    view,
                    call,
                    unit,
                    type,
                    () ->
                            view.freshenFor(
                                    unit, () -> enqueue(view, call, unit, job.get(), mode.get())));
        }
    }

    /** Only by this call can a job be queued that does nothing but look, or nothing at all. */
    private static Optional<Function<Unit, JobType>> jobType(String word) {
        return switch (word) {
            case "verify-active" -> Optional.of(unit -> JobType.VERIFY_ACTIVE);
            case "nop" -> Optional.of(unit -> JobType.NOP);
            default -> Order.ofWireName(word).map(order -> order::jobType);
        };
    }

    private static void enqueue(
            ManagerView view, Call call, String name, Function<Unit, JobType> job, JobMode mode) {
        onDone(
                call,
                view.manager().loadUnit(name),
                unit ->
                        onDone(
                                call,
                                view.asked(
                                        call,
                                        () ->
                                                view.manager()
                                                        .enqueueUnitJob(
                                                                unit.id(), job.apply(unit), mode)),
                                enqueued -> {
                                    view.clients().noteJob(call.caller(), enqueued.anchor());
                                    call.reply(out -> writeEnqueued(enqueued, out));
                                }));
    }

    private static void writeEnqueued(Enqueued enqueued, MessageWriter out) {
        writeEnqueuedJob(enqueued.anchor(), out);
        out.array(
                enqueued.affected(),
                (writer, job) -> {
                    writer.openStruct();
                    writeEnqueuedJob(job, writer);
                    writer.closeStruct();
                });
    }

    private static void writeEnqueuedJob(Job job, MessageWriter out) {
        out.uint32(job.id())
                .objectPath(ObjectPaths.of(job))
                .string(job.unit().id())
                .objectPath(ObjectPaths.of(job.unit()))
                .string(job.type().wireName());
    }

    public static void kill(ManagerView view, Call call, String unit, MessageReader in) {
        String word = in.string();
        int signal = in.int32();
        Optional<Whom> whom = whom(word);
        if (whom.isEmpty()) {
            Failure.invalid("Invalid who argument " + word).answer(call);
            return;
        }
        manage(
                view,
                call,
                unit,
                "kill",
                () ->
                        answer(
                                call,
                                view.asked(
                                        call,
                                        () -> view.manager().killUnit(unit, whom.get(), signal))));
    }

    /**
     * Sends a signal with a value: to the main and the control process, never to a whole cgroup.
     */
    public static void queueSignal(ManagerView view, Call call, String unit, MessageReader in) {
        String word = in.string();
        int signal = in.int32();
        int value = in.int32();
        Optional<Whom> whom = whom(word);
        if (whom.isEmpty()) {
            Failure.invalid("Invalid whom argument: " + word).answer(call);
        } else if (signal <= 0 || signal > LAST_SIGNAL) {
            Failure.invalid("Signal number out of range.").answer(call);
        } else if (signal < FIRST_REALTIME_SIGNAL) {
            Failure.invalid(
                            "Value parameter only accepted for realtime signals"
                                    + " (SIGRTMIN\u2026SIGRTMAX), refusing for signal "
                                    + Signals.nameOf(signal).orElse("" + signal)
                                    + ".")
                    .answer(call);
        } else {
            manage(
                    view,
                    call,
                    unit,
                    "kill",
                    () ->
                            onDone(
                                    call,
                                    view.manager().signalTargets(unit, whom.get()),
                                    targets -> queue(view, call, targets, signal, value)));
        }
    }

    private static void queue(
            ManagerView view, Call call, SignalTargets targets, int signal, int value) {
        view.world()
                .queueSignal(
                        targets,
                        signal,
                        value,
                        queued -> {
                            switch (queued) {
                                case SENT -> call.reply();
                                case FAILED ->
                                        call.error(
                                                ErrorName.FAILED,
                                                "Failed to queue signal "
                                                        + signal
                                                        + " for all processes that are meant");
                                case UNKNOWN ->
                                        Failure.notSupported(
                                                        "Signals with a value are not supported"
                                                                + " here, or not before the user"
                                                                + " logs in anew.")
                                                .answer(call);
                            }
                        });
    }

    /** {@code main-fail} and its kin want an error where nobody was there; the manager says it. */
    private static Optional<Whom> whom(String word) {
        String plain = word.endsWith("-fail") ? word.substring(0, word.length() - 5) : word;
        if (plain.isEmpty()) {
            return Optional.of(Whom.ALL);
        }
        for (Whom whom : Whom.values()) {
            if (whom.wireName().equals(plain)) {
                return Optional.of(whom);
            }
        }
        return Optional.empty();
    }

    public static void resetFailed(ManagerView view, Call call, String unit, MessageReader in) {
        manage(
                view,
                call,
                unit,
                "reset-failed",
                () -> answer(call, view.manager().resetFailed(unit)));
    }

    public static void ref(ManagerView view, Call call, String unit, MessageReader in) {
        String client = call.caller().busName();
        if (client.isEmpty()) {
            NO_REFERENCES.answer(call);
        } else {
            manage(
                    view,
                    call,
                    unit,
                    "ref",
                    () -> answer(call, view.manager().refUnit(unit, client)));
        }
    }

    public static void unref(ManagerView view, Call call, String unit, MessageReader in) {
        answer(call, view.manager().unrefUnit(unit, call.caller().busName()));
    }

    /** The manager's own scope is nobody's to freeze. */
    public static void freeze(ManagerView view, Call call, String unit, MessageReader in) {
        if (isOwnScope(view, unit)) {
            call.error(ErrorName.ACCESS_DENIED, "Operation not permitted");
        } else {
            manage(
                    view,
                    call,
                    unit,
                    "freeze",
                    () -> answerWhenDone(view, call, view.manager().freezeUnit(unit)));
        }
    }

    private static boolean isOwnScope(ManagerView view, String name) {
        return view.find(name)
                .filter(unit -> unit.type() == UnitType.SCOPE && unit.isPerpetual())
                .isPresent();
    }

    public static void thaw(ManagerView view, Call call, String unit, MessageReader in) {
        manage(
                view,
                call,
                unit,
                "thaw",
                () -> answerWhenDone(view, call, view.manager().thawUnit(unit)));
    }

    /** The hand has been told, and is asked after that. */
    private static void answerWhenDone(ManagerView view, Call call, Outcome<Unit> outcome) {
        onDone(call, outcome, unit -> view.world().freshen(call::reply));
    }

    /** The manager's own scope is nobody's to abandon. */
    public static void abandon(ManagerView view, Call call, String name, MessageReader in) {
        if (isOwnScope(view, name)) {
            call.error(ErrorName.ACCESS_DENIED, "Operation not permitted");
        } else {
            manage(
                    view,
                    call,
                    name,
                    "abandon",
                    () -> answer(call, view.manager().abandonScope(name)));
        }
    }

    public static void clean(ManagerView view, Call call, String name, MessageReader in) {
        List<String> words = in.strings();
        manage(
                view,
                call,
                name,
                "clean",
                () -> answerWhenDone(view, call, view.manager().cleanUnit(name, words)));
    }

    /** Mounts into a running unit's namespace; a user's manager cannot make any. */
    public static void refuseMount(ManagerView view, Call call, String unit, MessageReader in) {
        String text =
                view.manager().config().isUserScope()
                        ? "Adding bind mounts at runtime is only supported for system managers."
                        : "Mounting into the namespace of a running unit is not supported.";
        Failure.notSupported(text).answer(call);
    }

    public static void getProcesses(ManagerView view, Call call, String name, MessageReader in) {
        onDone(
                call,
                view.manager().getUnit(name),
                unit -> {
                    if (unit.cgroup().isEmpty()) {
                        replyProcesses(call, List.of());
                    } else {
                        view.world()
                                .processes(
                                        unit.cgroup(),
                                        ownProcesses(unit),
                                        Limits.PROCESSES_LISTED,
                                        processes -> replyProcesses(call, processes));
                    }
                });
    }

    /**
     * A service's main and control process are its own where they have been moved elsewhere, too.
     */
    private static List<Integer> ownProcesses(Unit unit) {
        return unit.record(ServiceRecord.class).stream()
                .flatMap(record -> Stream.of(record.main().pid(), record.control().pid()))
                .filter(pid -> pid > 0)
                .toList();
    }

    private static void replyProcesses(Call call, List<UnitProcess> processes) {
        call.reply(out -> out.array(processes, UnitOrders::writeProcess));
    }

    private static void writeProcess(MessageWriter out, UnitProcess process) {
        out.openStruct()
                .string(process.cgroup())
                .uint32(process.pid())
                .string(process.commandLine())
                .closeStruct();
    }

    public static void attachProcesses(ManagerView view, Call call, String unit, MessageReader in) {
        String subcgroup = in.string();
        List<Integer> pids = new ArrayList<>();
        in.openArray();
        while (in.hasNext()) {
            long pid = in.uint32();
            pids.add(pid == 0 ? call.caller().pid() : (int) Math.min(pid, Integer.MAX_VALUE));
        }
        in.closeArray();
        mayMove(view, call.caller(), pids)
                .ifPresentOrElse(
                        failure -> failure.answer(call),
                        () ->
                                manage(
                                        view,
                                        call,
                                        unit,
                                        "attach",
                                        () ->
                                                answer(
                                                        call,
                                                        view.manager()
                                                                .attachProcesses(
                                                                        unit, subcgroup, pids))));
    }

    /** Returns why a caller may not move these processes. */
    static Optional<Failure> mayMove(ManagerView view, Caller caller, List<Integer> pids) {
        if (pids.size() > ManagerLimits.PROCESSES_PER_CALL) {
            return Optional.of(
                    new Failure(ErrorName.LIMITS_EXCEEDED, "Too many processes in one call"));
        }
        for (int pid : pids) {
            boolean isOwn = caller.isRoot() || view.world().ownerOf(pid).orElse(-1) == caller.uid();
            if (!isOwn) {
                return Optional.of(
                        new Failure(
                                ErrorName.ACCESS_DENIED,
                                "Process " + pid + " is not owned by the caller, refusing."));
            }
        }
        return Optional.empty();
    }
}
