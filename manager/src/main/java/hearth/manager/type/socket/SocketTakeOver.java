package hearth.manager.type.socket;

import hearth.manager.host.ExecRole;
import hearth.manager.type.ExecKey;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.manager.type.socket.SocketRecord.Control;

/** What a new brain makes of a socket unit that an earlier one left: the host has kept it open. */
final class SocketTakeOver {
    private SocketTakeOver() {}

    static void takeOver(SocketTurn turn, UnitEvent.TakenOver taken) {
        turn.isCgroupPopulated = taken.isPopulated() || !taken.livePids().isEmpty();
        turn.rearm();
        if (turn.phase.isOpen()) {
            askAgain(turn);
        } else {
            turn.closeAgain();
        }
        switch (turn.phase) {
            case START_CHOWN -> SocketSteps.openNext(turn);
            case LISTENING -> {
                for (int port = 0; port < turn.opened; port++) {
                    turn.awaitAgain(port);
                }
            }
            case DEAD,
                    START_PRE,
                    START_POST,
                    RUNNING,
                    STOP_PRE,
                    STOP_PRE_SIGTERM,
                    STOP_PRE_SIGKILL,
                    STOP_POST,
                    FINAL_SIGTERM,
                    FINAL_SIGKILL,
                    FAILED -> {}
        }
        if (turn.control.isRunning()) {
            look(turn, taken);
        }
        signalAgain(turn);
    }

    /** The host has what is open, or opens it once more; this brain is to have its copy, too. */
    private static void askAgain(SocketTurn turn) {
        for (int port = 0; port < turn.opened; port++) {
            turn.emit(new UnitEffect.Listen(turn.token(), port, turn.definition.kept(port)));
        }
    }

    private static void look(SocketTurn turn, UnitEvent.TakenOver taken) {
        Control control = turn.control;
        if (taken.liveTokens().contains(control.token())) {
            turn.isCgroupPopulated = true;
        } else if (control.pid() != 0 && taken.livePids().contains(control.pid())) {
            turn.emit(new UnitEffect.Watch(control.token(), control.pid()));
        } else if (control.pid() == 0) {
            runAgain(turn, control);
        } else {
            turn.warn(
                    "Process "
                            + control.pid()
                            + " ended while nobody was looking; its exit status is not known.");
            SocketSteps.exited(turn, control.token(), hearth.manager.host.ExitCode.EXITED, 0);
        }
    }

    /** The order was written down, and the brain died before it was given. */
    private static void runAgain(SocketTurn turn, Control control) {
        switch (turn.phase) {
            case START_PRE -> run(turn, ExecRole.START_PRE, control);
            case START_POST -> run(turn, ExecRole.START_POST, control);
            case STOP_PRE -> run(turn, ExecRole.STOP, control);
            case STOP_POST -> run(turn, ExecRole.STOP_POST, control);
            case DEAD,
                    START_CHOWN,
                    LISTENING,
                    RUNNING,
                    STOP_PRE_SIGTERM,
                    STOP_PRE_SIGKILL,
                    FINAL_SIGTERM,
                    FINAL_SIGKILL,
                    FAILED ->
                    SocketSteps.notRun(turn, control.token(), "interrupted by a restart");
        }
    }

    private static void run(SocketTurn turn, ExecRole role, Control control) {
        if (control.index() >= turn.definition.commandsOf(role).size()) {
            SocketSteps.notRun(turn, control.token(), ExecKey.GONE);
            return;
        }
        turn.control = new Control(turn.token(), 0, control.index());
        turn.isCgroupPopulated = true;
        turn.emit(
                new UnitEffect.Run(turn.control.token(), new ExecKey(role, control.index()), true));
    }

    private static void signalAgain(SocketTurn turn) {
        boolean isSignalling =
                switch (turn.phase) {
                    case STOP_PRE_SIGTERM, STOP_PRE_SIGKILL, FINAL_SIGTERM, FINAL_SIGKILL -> true;
                    case DEAD,
                            START_PRE,
                            START_CHOWN,
                            START_POST,
                            LISTENING,
                            RUNNING,
                            STOP_PRE,
                            STOP_POST,
                            FAILED ->
                            false;
                };
        if (isSignalling) {
            SocketSteps.signal(turn, turn.phase, SocketResult.SUCCESS);
        }
    }
}
