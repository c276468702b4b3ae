package hearth.manager.type.socket;

import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.host.LogLevel;
import hearth.manager.kill.KillPlan;
import hearth.manager.type.Ending;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.socket.SocketRecord.Control;
import hearth.unit.value.Signals;
import java.util.List;
import java.util.Optional;

/** The way up and the way down of a socket unit, step by step. */
final class SocketSteps {
    private SocketSteps() {}

    // ---- up

    static void start(SocketTurn turn) {
        turn.result = SocketResult.SUCCESS;
        turn.forgetClosing();
        if (!turn.run(SocketPhase.START_PRE, ExecRole.START_PRE, 0)) {
            open(turn);
        }
    }

    private static void open(SocketTurn turn) {
        turn.enter(SocketPhase.START_CHOWN);
        turn.arm();
        openNext(turn);
    }

    /** Opens the first line that is not. */
    static void openNext(SocketTurn turn) {
        if (turn.opened < turn.definition.accepts().size()) {
            turn.opening = turn.token();
            turn.emit(
                    new UnitEffect.Listen(
                            turn.opening, turn.opened, turn.definition.kept(turn.opened)));
            return;
        }
        if (!turn.run(SocketPhase.START_POST, ExecRole.START_POST, 0)) {
            listen(turn);
        }
    }

    static void opened(SocketTurn turn, long token, List<String> warnings) {
        if (!turn.endsOpening(token)) {
            return;
        }
        warnings.forEach(turn::warn);
        turn.opened++;
        if (turn.phase == SocketPhase.START_CHOWN) {
            openNext(turn);
        }
    }

    static void notOpened(SocketTurn turn, long token, String why) {
        if (!turn.endsOpening(token) || turn.phase != SocketPhase.START_CHOWN) {
            return;
        }
        turn.say(LogLevel.ERR, "Failed to listen on sockets: " + why);
        stopPre(turn, SocketResult.RESOURCES);
    }

    /** Waits for what comes. */
    static void listen(SocketTurn turn) {
        if (turn.definition.flushesPending() && !turn.definition.takesConnections()) {
            flush(turn);
        }
        turn.enter(SocketPhase.LISTENING);
        turn.await();
    }

    /** Throws away what nobody is to have. */
    static void flush(SocketTurn turn) {
        for (int port = 0; port < turn.opened; port++) {
            boolean isConnection = turn.definition.connects(port);
            turn.emit(new UnitEffect.Flush(turn.definition.kept(port), isConnection));
        }
    }

    // ---- commands

    static void notRun(SocketTurn turn, long token, String message) {
        if (token == 0 || token != turn.control.token()) {
            return;
        }
        turn.control = Control.NONE;
        turn.warn("Failed to run '" + turn.phase.wireName() + "' task: " + message);
        switch (turn.phase) {
            case START_PRE, STOP_PRE -> stopPost(turn, SocketResult.RESOURCES);
            case START_POST -> stopPre(turn, SocketResult.RESOURCES);
            case STOP_POST -> signal(turn, SocketPhase.FINAL_SIGTERM, SocketResult.RESOURCES);
            case STOP_PRE_SIGTERM,
                    STOP_PRE_SIGKILL,
                    FINAL_SIGTERM,
                    FINAL_SIGKILL,
                    DEAD,
                    START_CHOWN,
                    LISTENING,
                    RUNNING,
                    FAILED ->
                    emptied(turn);
        }
    }

    static void exited(SocketTurn turn, long token, ExitCode code, int status) {
        if (token == 0 || token != turn.control.token()) {
            return;
        }
        Optional<ExecRole> role = roleOf(turn.phase);
        SocketResult how =
                role.filter(turn::ignoresFailure).isPresent()
                        ? SocketResult.SUCCESS
                        : resultOf(code, status);
        int next = turn.control.index() + 1;
        turn.control = Control.NONE;
        if (how != SocketResult.SUCCESS) {
            turn.say(LogLevel.NOTICE, "Control process exited, " + words(code, status));
        }
        if (how == SocketResult.SUCCESS
                && role.isPresent()
                && turn.run(turn.phase, role.get(), next)) {
            return;
        }
        switch (turn.phase) {
            case START_PRE -> {
                if (how == SocketResult.SUCCESS) {
                    open(turn);
                } else {
                    signal(turn, SocketPhase.FINAL_SIGTERM, how);
                }
            }
            case START_POST -> {
                if (how == SocketResult.SUCCESS) {
                    listen(turn);
                } else {
                    stopPre(turn, how);
                }
            }
            case STOP_PRE, STOP_PRE_SIGTERM, STOP_PRE_SIGKILL -> stopPost(turn, how);
            case STOP_POST -> signal(turn, SocketPhase.FINAL_SIGTERM, how);
            case FINAL_SIGTERM, FINAL_SIGKILL -> {
                turn.fail(how);
                emptied(turn);
            }
            case DEAD, START_CHOWN, LISTENING, RUNNING, FAILED -> {}
        }
    }

    private static Optional<ExecRole> roleOf(SocketPhase phase) {
        return switch (phase) {
            case START_PRE -> Optional.of(ExecRole.START_PRE);
            case START_POST -> Optional.of(ExecRole.START_POST);
            case STOP_PRE -> Optional.of(ExecRole.STOP);
            case STOP_POST -> Optional.of(ExecRole.STOP_POST);
            case DEAD,
                    START_CHOWN,
                    LISTENING,
                    RUNNING,
                    STOP_PRE_SIGTERM,
                    STOP_PRE_SIGKILL,
                    FINAL_SIGTERM,
                    FINAL_SIGKILL,
                    FAILED ->
                    Optional.empty();
        };
    }

    private static SocketResult resultOf(ExitCode code, int status) {
        return switch (code) {
            case EXITED -> status == 0 ? SocketResult.SUCCESS : SocketResult.EXIT_CODE;
            case KILLED -> SocketResult.SIGNAL;
            case DUMPED -> SocketResult.CORE_DUMP;
        };
    }

    private static String words(ExitCode code, int status) {
        String name =
                code == ExitCode.EXITED
                        ? hearth.unit.value.service.ExitStatuses.nameOf(status).orElse("n/a")
                        : Signals.nameOf(status).map(word -> word.substring(3)).orElse("n/a");
        return "code=" + code.wireName() + ", status=" + status + "/" + name;
    }

    // ---- down

    static void stop(SocketTurn turn) {
        switch (turn.phase) {
            case START_PRE, START_CHOWN, START_POST ->
                    signal(turn, SocketPhase.STOP_PRE_SIGTERM, SocketResult.SUCCESS);
            case LISTENING, RUNNING -> stopPre(turn, SocketResult.SUCCESS);
            case DEAD,
                    FAILED,
                    STOP_PRE,
                    STOP_PRE_SIGTERM,
                    STOP_PRE_SIGKILL,
                    STOP_POST,
                    FINAL_SIGTERM,
                    FINAL_SIGKILL -> {}
        }
    }

    static void stopPre(SocketTurn turn, SocketResult why) {
        turn.fail(why);
        if (!turn.run(SocketPhase.STOP_PRE, ExecRole.STOP, 0)) {
            stopPost(turn, SocketResult.SUCCESS);
        }
    }

    static void stopPost(SocketTurn turn, SocketResult why) {
        turn.fail(why);
        if (!turn.run(SocketPhase.STOP_POST, ExecRole.STOP_POST, 0)) {
            signal(turn, SocketPhase.FINAL_SIGTERM, SocketResult.SUCCESS);
        }
    }

    /** Sends a step's signals and waits for the processes; goes on where there are none. */
    static void signal(SocketTurn turn, SocketPhase step, SocketResult why) {
        turn.fail(why);
        boolean kills = step == SocketPhase.STOP_PRE_SIGKILL || step == SocketPhase.FINAL_SIGKILL;
        List<Integer> known = turn.control.pid() > 0 ? List.of(turn.control.pid()) : List.of();
        Optional<KillPlan.Order> order =
                turn.definition
                        .kill()
                        .order(
                                kills ? KillPlan.Purpose.KILL : KillPlan.Purpose.TERMINATE,
                                known,
                                turn.isCgroupPopulated);
        boolean isSpawning = turn.control.isRunning() && turn.control.pid() == 0;
        if (order.isEmpty() && !isSpawning) {
            nobodySignalled(turn, step);
            return;
        }
        turn.enter(step);
        turn.question = order.isPresent() ? turn.token() : 0;
        order.ifPresent(signals -> turn.emit(new UnitEffect.Signal(turn.question, signals)));
        turn.arm();
    }

    private static void nobodySignalled(SocketTurn turn, SocketPhase step) {
        if (step == SocketPhase.STOP_PRE_SIGTERM || step == SocketPhase.STOP_PRE_SIGKILL) {
            stopPost(turn, SocketResult.SUCCESS);
        } else {
            dead(turn, SocketResult.SUCCESS);
        }
    }

    /** Nobody is left who was signalled. */
    static void emptied(SocketTurn turn) {
        turn.isCgroupPopulated = turn.control.isRunning();
        if (turn.isCgroupPopulated) {
            return;
        }
        switch (turn.phase) {
            case STOP_PRE_SIGTERM, STOP_PRE_SIGKILL -> stopPost(turn, SocketResult.SUCCESS);
            case FINAL_SIGTERM, FINAL_SIGKILL -> dead(turn, SocketResult.SUCCESS);
            case DEAD,
                    START_PRE,
                    START_CHOWN,
                    START_POST,
                    LISTENING,
                    RUNNING,
                    STOP_PRE,
                    STOP_POST,
                    FAILED -> {}
        }
    }

    /** A line is closed: the last of them ends the way down, where only that was waited for. */
    static void closed(SocketTurn turn, long token) {
        boolean wasClosing = turn.isClosing();
        turn.closed(token);
        boolean isLast = wasClosing && !turn.isClosing();
        boolean isIdle = !turn.control.isRunning() && !turn.isCgroupPopulated;
        if (isLast && isIdle && turn.phase.isEnding()) {
            dead(turn, SocketResult.SUCCESS);
        }
    }

    /** Ends the way down, once everything is closed. */
    static void dead(SocketTurn turn, SocketResult why) {
        turn.fail(why);
        boolean isUp = !turn.isResting() && !turn.phase.isEnding();
        if (isUp && (turn.isOpen() || turn.isClosing())) {
            turn.enter(SocketPhase.STOP_POST);
            turn.arm();
        }
        if (turn.phase.isEnding() && turn.isClosing()) {
            return;
        }
        boolean isWell = turn.result == SocketResult.SUCCESS;
        turn.emit(Ending.of(turn.definition.name().text(), isWell, turn.result.wireName()));
        turn.enter(isWell ? SocketPhase.DEAD : SocketPhase.FAILED);
        turn.control = Control.NONE;
        turn.question = 0;
        turn.emit(new UnitEffect.Release(false));
    }
}
