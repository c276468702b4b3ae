package hearth.manager.type.socket;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Deadline;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.type.ExecKey;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.socket.SocketRecord.Control;
import hearth.unit.value.exec.ExecCommand;
import java.util.ArrayList;
import java.util.List;

/** One turn of the machine of socket units: the record taken apart, and put together again. */
final class SocketTurn {
    final SocketDefinition definition;
    final Moment now;
    private final List<UnitEffect> effects = new ArrayList<>();
    private final List<ActiveState> passed = new ArrayList<>();
    private final List<Long> awaited;
    SocketPhase phase;
    SocketResult result;
    int opened;
    long opening;
    private long closing;
    private int unclosed;
    long question;
    Control control;
    Deadline deadline;
    boolean isCgroupPopulated;
    long accepted;
    long refused;
    int connections;
    private long begun;
    private int count;
    private long nextToken;

    SocketTurn(SocketDefinition definition, SocketRecord record, Moment now) {
        this.definition = definition;
        this.now = now;
        awaited = new ArrayList<>(record.awaited());
        phase = record.phase();
        result = record.result();
        opened = record.opened();
        opening = record.opening();
        closing = record.closing();
        unclosed = record.unclosed();
        question = record.question();
        control = record.control();
        deadline = record.deadline();
        isCgroupPopulated = record.isCgroupPopulated();
        accepted = record.accepted();
        refused = record.refused();
        connections = record.connections();
        begun = record.begun();
        count = record.count();
        nextToken = record.nextToken();
    }

    Step<SocketRecord> step() {
        return new Step<>(
                new SocketRecord(
                        phase,
                        result,
                        opened,
                        opening,
                        closing,
                        unclosed,
                        question,
                        awaited,
                        control,
                        deadline,
                        isCgroupPopulated,
                        accepted,
                        refused,
                        connections,
                        begun,
                        count,
                        nextToken),
                effects,
                passed);
    }

    boolean isResting() {
        return phase == SocketPhase.DEAD || phase == SocketPhase.FAILED;
    }

    boolean answers(long token) {
        return token != 0 && token == question;
    }

    /** Returns whether the line that is being opened is told of, and notes that it is no more. */
    boolean endsOpening(long token) {
        boolean isIt = token != 0 && token == opening;
        if (isIt) {
            opening = 0;
        }
        return isIt;
    }

    /** Remembers the first thing that went wrong. */
    void fail(SocketResult why) {
        if (result == SocketResult.SUCCESS) {
            result = why;
        }
    }

    void resetFailed() {
        if (phase == SocketPhase.FAILED) {
            enter(SocketPhase.DEAD);
        }
        result = SocketResult.SUCCESS;
    }

    // ---- phases

    void enter(SocketPhase newPhase) {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.CancelTimer(deadline.token()));
            deadline = Deadline.NONE;
        }
        if (newPhase != SocketPhase.LISTENING) {
            awaitNothing();
        }
        if (!newPhase.isOpen()) {
            close();
        }
        phase = newPhase;
        passed.add(newPhase.activeState());
    }

    private void close() {
        if (isOpen()) {
            close(opening != 0 ? opened + 1 : opened); // also what is about to be opened
        }
        opened = 0;
        opening = 0;
    }

    private void close(int lines) {
        closing = token();
        unclosed = lines;
        for (int port = 0; port < lines; port++) {
            effects.add(new UnitEffect.CloseListener(closing, port, definition.kept(port)));
        }
    }

    /** The brain may have died before it gave the order. */
    void closeAgain() {
        close(definition.accepts().size());
    }

    /** Returns whether a line is open, or about to be. */
    boolean isOpen() {
        return opened > 0 || opening != 0;
    }

    /** Returns whether a line is still being closed: nobody else may have its address yet. */
    boolean isClosing() {
        return unclosed > 0;
    }

    /** One of the lines is closed. */
    void closed(long token) {
        if (token != 0 && token == closing) {
            unclosed--;
        }
    }

    /** Waits no more for lines to be closed. */
    void forgetClosing() {
        closing = 0;
        unclosed = 0;
    }

    /** Has the present phase end in time. */
    void arm() {
        if (!definition.timeout().isInfinite()) {
            deadline = new Deadline(token(), now.plus(definition.timeout()));
            effects.add(new UnitEffect.SetTimer(deadline.token(), deadline.atMonotonicUsec()));
        }
    }

    void rearm() {
        if (deadline.isSet()) {
            effects.add(new UnitEffect.SetTimer(deadline.token(), deadline.atMonotonicUsec()));
        }
    }

    void deadlineElapsed() {
        deadline = Deadline.NONE;
    }

    // ---- commands

    /** Runs a command of a directive; returns whether there is one of that index. */
    boolean run(SocketPhase inPhase, ExecRole role, int index) {
        if (index >= definition.commandsOf(role).size()) {
            return false;
        }
        enter(inPhase);
        control = new Control(token(), 0, index);
        isCgroupPopulated = true;
        effects.add(new UnitEffect.Run(control.token(), new ExecKey(role, index), true));
        arm();
        return true;
    }

    void spawned(long token, int pid) {
        if (token != 0 && token == control.token()) {
            control = new Control(token, pid, control.index());
        }
    }

    /** Returns whether the failure of the present command counts as success. */
    boolean ignoresFailure(ExecRole role) {
        List<ExecCommand> commands = definition.commandsOf(role);
        return control.index() < commands.size()
                && commands.get(control.index()).flags().contains(ExecCommand.Flag.IGNORE_FAILURE);
    }

    // ---- what comes

    /** Waits at all that is open. */
    void await() {
        awaitNothing();
        for (int port = 0; port < opened; port++) {
            awaited.add(0L);
            await(port);
        }
    }

    /** Waits at one of the lines. */
    void await(int port) {
        long token = token();
        awaited.set(port, token);
        awaitAgain(port);
    }

    /** Says once more what is waited for there. */
    void awaitAgain(int port) {
        effects.add(
                new UnitEffect.AwaitTraffic(
                        awaited.get(port), definition.kept(port), definition.accepts(port)));
    }

    private void awaitNothing() {
        for (int port = 0; port < awaited.size(); port++) {
            effects.add(new UnitEffect.AwaitNothing(definition.kept(port)));
        }
        awaited.clear();
    }

    /** Returns at which line that was waited for; negative: at none. */
    int portOf(long token) {
        return token == 0 ? -1 : awaited.indexOf(token);
    }

    /** Counts the start of a service; an interval begins with the first that is in none. */
    boolean isTooOften() {
        long interval = definition.limitInterval().usec();
        if (definition.limitBurst() == 0 || interval == 0) {
            return false;
        }
        if (begun == 0 || now.monotonicUsec() - begun > interval) {
            begun = now.monotonicUsec();
            count = 0;
        }
        return count++ >= definition.limitBurst();
    }

    // ---- words

    void say(LogLevel level, String message) {
        effects.add(new UnitEffect.Say(level, "", definition.name() + ": " + message));
    }

    void warn(String message) {
        say(LogLevel.WARNING, message);
    }

    void emit(UnitEffect effect) {
        effects.add(effect);
    }

    long token() {
        return nextToken++;
    }
}
