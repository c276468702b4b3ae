package hearth.manager.type.socket;

import hearth.manager.host.Connection;
import hearth.manager.host.Event;
import hearth.manager.host.LogLevel;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;

/** What comes to a socket unit that listens, and what becomes of its services. */
final class SocketTraffic {
    private SocketTraffic() {}

    /** Something has come for the one service: it is started, and takes that itself. */
    static void came(SocketTurn turn, long token, String failure) {
        if (turn.phase != SocketPhase.LISTENING || turn.portOf(token) < 0) {
            return;
        }
        if (!failure.isEmpty()) {
            turn.say(LogLevel.ERR, failure);
            SocketSteps.stopPre(turn, SocketResult.RESOURCES);
        } else if (hitsLimit(turn)) {
            turn.refused++;
        } else if (turn.definition.service().isEmpty()) {
            turn.say(LogLevel.ERR, "Service to activate vanished, refusing activation.");
            SocketSteps.stopPre(turn, SocketResult.RESOURCES);
        } else {
            turn.enter(SocketPhase.RUNNING);
            turn.emit(new UnitEffect.Trigger());
        }
    }

    private static boolean hitsLimit(SocketTurn turn) {
        if (!turn.isTooOften()) {
            return false;
        }
        turn.warn("Trigger limit hit, refusing further activation.");
        SocketSteps.stopPre(turn, SocketResult.TRIGGER_LIMIT_HIT);
        return true;
    }

    /** A connection has come that is to have an instance. */
    static void connectionCame(SocketTurn turn, UnitEvent.ConnectionCame came) {
        Connection connection = came.connection();
        int port = turn.portOf(came.token());
        if (turn.phase != SocketPhase.LISTENING || port < 0) {
            drop(turn, connection);
            return;
        }
        if (hitsLimit(turn)) {
            drop(turn, connection);
            return;
        }
        int most = turn.definition.maxConnections();
        int mostOfSource = turn.definition.maxConnectionsPerSource();
        if (turn.connections >= most) {
            turn.warn(
                    "Too many incoming connections ("
                            + turn.connections
                            + "), dropping connection.");
            drop(turn, connection);
        } else if (mostOfSource > 0
                && !connection.source().isEmpty()
                && came.fromSource() >= mostOfSource) {
            turn.warn(
                    "Too many incoming connections ("
                            + came.fromSource()
                            + ") from source "
                            + connection.source()
                            + ", dropping connection.");
            drop(turn, connection);
        } else {
            turn.emit(new UnitEffect.Serve(connection, turn.accepted));
            turn.accepted++;
            turn.connections++;
        }
        turn.await(port);
    }

    /** Nobody is started any more where the unit is about to stop. */
    static void cameBeforeStop(SocketTurn turn, UnitEvent.CameBeforeStop late) {
        int port = turn.portOf(late.token());
        late.connection().ifPresent(connection -> drop(turn, connection));
        if (turn.phase != SocketPhase.LISTENING || port < 0) {
            return;
        }
        turn.say(LogLevel.DEBUG, "Suppressing connection request since unit stop is scheduled.");
        if (late.connection().isEmpty()) {
            SocketSteps.flush(turn); // or it would be told of again at once
        }
        turn.await(port);
    }

    private static void drop(SocketTurn turn, Connection connection) {
        turn.refused++;
        turn.emit(new UnitEffect.Drop(connection));
    }

    static void connectionEnded(SocketTurn turn, boolean wasRefused) {
        if (wasRefused) {
            turn.refused++;
        }
        turn.connections = Math.max(0, turn.connections - 1);
    }

    /** What was not taken still waits, and would be told of again at once, without end. */
    static void notAccepted(SocketTurn turn, Event.NotAccepted refused) {
        if (turn.phase != SocketPhase.LISTENING || turn.portOf(refused.token()) < 0) {
            return;
        }
        turn.say(LogLevel.ERR, "Failed to accept socket: " + refused.why());
        SocketSteps.stopPre(turn, SocketResult.RESOURCES);
    }

    /** No job could be queued for its service. */
    static void refused(SocketTurn turn, String why) {
        boolean isUp = turn.phase == SocketPhase.RUNNING || turn.phase == SocketPhase.LISTENING;
        if (isUp) {
            String kind = turn.definition.service().isPresent() ? "non-template" : "template";
            turn.warn(
                    "Failed to queue service startup job (Maybe the service file is missing or not"
                            + " a "
                            + kind
                            + " unit?): "
                            + why);
            SocketSteps.stopPre(turn, SocketResult.RESOURCES);
        }
    }

    /**
     * Its service came up or went down, by whoever's wish. With {@code Accept=yes} that changes
     * nothing, since what is triggered are instances.
     */
    static void serviceChanged(SocketTurn turn, UnitEvent.TriggeredChanged change) {
        boolean isUp = turn.phase == SocketPhase.RUNNING || turn.phase == SocketPhase.LISTENING;
        if (!isUp || turn.definition.takesConnections()) {
            return;
        }
        if (change.isStartLimitHit()) {
            SocketSteps.stopPre(turn, SocketResult.SERVICE_START_LIMIT_HIT);
            return;
        }
        switch (change.subState()) {
            case "dead", "failed", "final-sigterm", "final-sigkill", "auto-restart" -> {
                if (turn.phase != SocketPhase.LISTENING) {
                    SocketSteps.listen(turn);
                }
            }
            case "running" -> {
                if (turn.phase != SocketPhase.RUNNING) {
                    turn.enter(SocketPhase.RUNNING);
                }
            }
            default -> {
                // On its way somewhere.
            }
        }
    }
}
