package hearth.daemon.host;

import hearth.daemon.brain.Brain;
import hearth.daemon.link.Line;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.ManagerMarks;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.LogFilter;
import hearth.daemon.machine.CgroupAttributes;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.mailbox.MailboxTimers;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.Message;
import hearth.daemon.protocol.record.Attribute;
import hearth.daemon.state.StateJournal;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.host.LogMessage;
import hearth.manager.host.Moment;
import hearth.manager.host.Wakeup;
import hearth.unit.setting.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the worlds of all managers do alike, whoever acts for them: the state that is written down,
 * timers, cgroups, signals, and the log. Belongs to the manager's mailbox.
 *
 * @param <E> what the other side of the line tells
 */
public final class CommonHost<E extends Message> {
    private static final int WARNING = 4;

    /**
     * What it works with.
     *
     * @param line to who acts for the manager
     * @param journal where the manager's state is written before it acts
     * @param marks what the log says of the manager
     */
    public record Parts<E extends Message>(
            Line<E> line, StateJournal journal, UnitLog log, ManagerMarks marks) {}

    /**
     * Whose a cgroup is.
     *
     * @param isDelegated whether its owner may make others below it
     * @param marks what is written on it
     */
    public record Owner(int uid, int gid, boolean isDelegated, List<Attribute> marks) {}

    private final Brain brain;
    private final Mailbox mailbox;
    private final Parts<E> parts;
    private final Consumer<Event> events;
    private final MailboxTimers timers;
    private final ForeignProcesses<E> foreign;
    private final Signalled signalled;

    /**
     * Makes it.
     *
     * @param events takes what happens, in the mailbox
     */
    public CommonHost(Brain brain, Mailbox mailbox, Parts<E> parts, Consumer<Event> events) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.parts = parts;
        this.events = events;
        timers = new MailboxTimers(brain.reactor(), mailbox);
        foreign = new ForeignProcesses<>(parts.line(), mailbox, events);
        signalled = new Signalled(brain.cgroups());
    }

    /** Writes down what a turn has changed. */
    public void record(List<Host.Snapshot> changed, List<String> removed) {
        signalled.forget(removed);
        parts.journal()
                .append(
                        changed.stream()
                                .map(one -> new StateJournal.Entry(one.name(), one.text()))
                                .toList(),
                        removed);
    }

    /** Sets a timer. */
    public void setTimer(Effect.SetTimer timer) {
        timers.set(
                timer.token(),
                TimeUnit.MICROSECONDS.toNanos(timer.atMonotonicUsec()),
                () -> events.accept(new Event.TimerElapsed(timer.token())));
    }

    /** Sets a timer on one of the clocks, which may ring a little later together with others. */
    public void setWakeup(long token, Wakeup wakeup) {
        timers.set(
                token,
                Wakeups.ringNanos(wakeup, brain.time().now()),
                () -> events.accept(new Event.TimerElapsed(token)));
    }

    /** Forgets a timer. */
    public void cancelTimer(long token) {
        timers.cancel(token);
    }

    /** Forgets all timers: the manager has ended. */
    public void cancelTimers() {
        timers.cancelAll();
    }

    // ---- processes and cgroups

    /** Tells of the end of a process. */
    public void watch(Effect.WatchProcess process) {
        foreign.watch(process);
    }

    /** A watched process is gone. */
    public void gone(CommonEvent.ProcessGone process) {
        foreign.gone(process);
    }

    /** Signals processes of a unit; its next line says which. */
    public void signal(Effect.SignalUnit signal) {
        signalled.note(signal);
        SignalOrders.send(
                parts.line(),
                mailbox,
                signal,
                count -> events.accept(new Event.Signalled(signal.token(), count)));
    }

    /** Makes a unit's cgroup, or writes its attributes anew. */
    public void makeCgroup(String unit, String cgroup, Settings settings, Owner owner) {
        parts.line()
                .order(
                        new CommonOrder.MakeCgroup(
                                cgroup,
                                owner.uid(),
                                owner.gid(),
                                owner.isDelegated(),
                                CgroupAttributes.of(settings, brain.totals()),
                                owner.marks()),
                        failure -> failed(unit, failure));
    }

    /**
     * Has it told when a cgroup is empty; whoever makes it again watches it, and leaves it as it
     * is.
     */
    public void watchCgroup(String unit, String cgroup) {
        parts.line()
                .order(
                        new CommonOrder.MakeCgroup(cgroup, 0, 0, false, List.of(), List.of()),
                        mailbox,
                        answer -> {
                            if (answer instanceof CommonEvent.Failed failure) {
                                failed(unit, failure);
                            } else if (!brain.cgroups().isPopulated(cgroup)) {
                                events.accept(new Event.CgroupEmptied(cgroup));
                            }
                        });
    }

    /** Removes a cgroup where it is empty. */
    public void releaseCgroup(String cgroup) {
        parts.line().order(new CommonOrder.RemoveCgroup(cgroup), _ -> {});
    }

    /** Freezes or thaws a cgroup. */
    public void freeze(Effect.Freeze freeze) {
        parts.line()
                .order(
                        new CommonOrder.SetCgroupAttribute(
                                freeze.cgroup(), "cgroup.freeze", freeze.frozen() ? "1" : "0"),
                        mailbox,
                        answer ->
                                events.accept(
                                        new Event.Frozen(
                                                freeze.token(),
                                                freeze.frozen(),
                                                failureOf(answer))));
    }

    /** Moves processes into a cgroup. */
    public void move(Effect.MoveProcesses move, long owner) {
        parts.line()
                .order(
                        new CommonOrder.MoveProcesses(move.cgroup(), move.pids(), owner),
                        mailbox,
                        answer -> moved(move, answer));
    }

    /** Somebody has moved processes, or could not. */
    public void moved(Effect.MoveProcesses move, Message answer) {
        events.accept(new Event.Moved(move.token(), failureOf(answer)));
    }

    private static String failureOf(Message answer) {
        return answer instanceof CommonEvent.Failed failed ? ErrnoText.of(failed) : "";
    }

    // ---- the log

    /** Says on any thread what could not be done. */
    public void failed(String unit, CommonEvent.Failed failure) {
        mailbox.execute(() -> addLine(unit, WARNING, "hearth", ErrnoText.of(failure)));
    }

    /**
     * Adds a line to the log of a unit, or of the manager.
     *
     * @param unit empty for the manager
     * @param source who says it
     */
    public void addLine(String unit, int priority, String source, String text) {
        add(unit, priority, source, text, parts.marks().fields());
    }

    /** Adds what the manager says to the log, where that keeps it. */
    public void say(Effect.Log log, LogFilter filter) {
        LogMessage message = log.message();
        signalled
                .with(log, parts.marks().of(log.invocationId(), message), filter)
                .ifPresent(fields ->
                        add(
                                log.unit(),
                                message.level().number(),
                                "systemd",
                                message.text(),
                                fields));
    }

    private void add(
            String unit, int priority, String source, String text, Map<String, String> fields) {
        Moment now = brain.time().now();
        parts.log()
                .add(
                        new LogLine(
                                now.realtimeUsec(),
                                now.monotonicUsec(),
                                priority,
                                unit.isEmpty() ? "-" : unit,
                                source,
                                text,
                                fields));
    }
}
