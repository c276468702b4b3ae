package hearth.manager.type.socket;

/** What becomes of a socket unit whose step takes longer than {@code TimeoutSec=}. */
final class SocketTimeouts {
    private SocketTimeouts() {}

    static void elapsed(SocketTurn turn) {
        boolean kills = turn.definition.kill().sendsKill();
        switch (turn.phase) {
            case START_PRE -> {
                turn.warn("Starting timed out. Terminating.");
                SocketSteps.signal(turn, SocketPhase.FINAL_SIGTERM, SocketResult.TIMEOUT);
            }
            case START_CHOWN, START_POST -> {
                turn.warn("Starting timed out. Stopping.");
                SocketSteps.signal(turn, SocketPhase.STOP_PRE_SIGTERM, SocketResult.TIMEOUT);
            }
            case STOP_PRE -> {
                turn.warn("Stopping timed out. Terminating.");
                SocketSteps.signal(turn, SocketPhase.STOP_PRE_SIGTERM, SocketResult.TIMEOUT);
            }
            case STOP_PRE_SIGTERM -> {
                if (kills) {
                    turn.warn("Stopping timed out. Killing.");
                    SocketSteps.signal(turn, SocketPhase.STOP_PRE_SIGKILL, SocketResult.TIMEOUT);
                } else {
                    turn.warn("Stopping timed out. Skipping SIGKILL. Ignoring.");
                    SocketSteps.stopPost(turn, SocketResult.TIMEOUT);
                }
            }
            case STOP_PRE_SIGKILL -> {
                turn.warn("Processes still around after SIGKILL. Ignoring.");
                SocketSteps.stopPost(turn, SocketResult.TIMEOUT);
            }
            case STOP_POST -> {
                turn.forgetClosing();
                turn.warn("Stopping timed out (2). Terminating.");
                SocketSteps.signal(turn, SocketPhase.FINAL_SIGTERM, SocketResult.TIMEOUT);
            }
            case FINAL_SIGTERM -> {
                turn.forgetClosing();
                if (kills) {
                    turn.warn("Stopping timed out (2). Killing.");
                    SocketSteps.signal(turn, SocketPhase.FINAL_SIGKILL, SocketResult.TIMEOUT);
                } else {
                    turn.warn("Stopping timed out (2). Skipping SIGKILL. Ignoring.");
                    SocketSteps.dead(turn, SocketResult.TIMEOUT);
                }
            }
            case FINAL_SIGKILL -> {
                turn.forgetClosing();
                turn.warn("Still around after SIGKILL (2). Entering failed mode.");
                SocketSteps.dead(turn, SocketResult.TIMEOUT);
            }
            case DEAD, LISTENING, RUNNING, FAILED -> {}
        }
    }
}
