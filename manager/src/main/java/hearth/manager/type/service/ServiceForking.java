package hearth.manager.type.service;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.LogLevel;
import hearth.manager.type.service.ServicePhase.Awaited;
import hearth.unit.value.service.ServiceType;

/** How the main process of a daemon that forks is found. */
final class ServiceForking {
    private ServiceForking() {}

    /** The first process of Type=forking has ended well; what it left behind is the service. */
    static void parentEnded(ServiceTurn turn) {
        if (!turn.definition.pidFile().isEmpty()) {
            ServiceStarts.awaitPidFile(turn, false);
        } else if (turn.definition.guessesMainPid() && turn.isCgroupPopulated) {
            ServiceStarts.guessMainPid(turn);
        } else {
            ServiceStarts.startPost(turn);
        }
    }

    static void startPostEnded(ServiceTurn turn) {
        boolean lacksMain =
                turn.definition.type() == ServiceType.FORKING
                        && !turn.definition.pidFile().isEmpty()
                        && !turn.main.isAlive()
                        && turn.mainStatus.start().isNever();
        if (lacksMain) {
            ServiceStarts.awaitPidFile(turn, true);
        } else {
            ServiceStarts.running(turn, ServiceResult.SUCCESS);
        }
    }

    static void pidFileRead(ServiceTurn turn, long token, Event.PidFile outcome) {
        if (token != turn.question || token == 0) {
            return;
        }
        if (turn.main instanceof ServiceProcess.Ended ended) {
            succeeded(turn, ended, outcome);
            return;
        }
        switch (outcome) {
            case Event.PidFile.Missing() -> {
                // The host looks again when it changes; the phase's timer ends the wait.
            }
            case Event.PidFile.Unusable(String reason) ->
                    turn.say(
                            LogLevel.WARNING,
                            ServiceMessages.NONE,
                            turn.definition.unit()
                                    + ": Can't use PID file "
                                    + turn.definition.pidFile()
                                    + ": "
                                    + reason);
            case Event.PidFile.Found(int pid) -> {
                turn.question = 0;
                turn.adoptMain(pid);
                goOn(turn);
            }
        }
    }

    /**
     * Returns whether another process may have taken the main one's place: a daemon that reloads
     * may start itself anew, and is fine as long as its PID file says so before the old one ends.
     */
    static boolean mayHaveSuccessor(ServiceTurn turn) {
        boolean isUp =
                switch (turn.phase()) {
                    case ServicePhase.Running(),
                            ServicePhase.ReloadSignalled(),
                            ServicePhase.ReloadNotified() ->
                            true;
                    case ServicePhase.Controlling(ExecRole role, int index) ->
                            role == ExecRole.RELOAD || role == ExecRole.START_POST;
                    case ServicePhase.Dead _,
                            ServicePhase.Failed _,
                            ServicePhase.AutoRestart _,
                            ServicePhase.Starting _,
                            ServicePhase.AwaitingPidFile _,
                            ServicePhase.Exited _,
                            ServicePhase.Killing _ ->
                            false;
                };
        return isUp && !turn.definition.pidFile().isEmpty();
    }

    private static void succeeded(
            ServiceTurn turn, ServiceProcess.Ended ended, Event.PidFile outcome) {
        turn.question = 0;
        if (outcome instanceof Event.PidFile.Found(int pid) && pid != ended.pid()) {
            turn.adoptMain(pid);
        } else {
            ServiceExits.mainExited(
                    turn,
                    new Event.Exited(ended.token(), ended.pid(), ended.code(), ended.status()));
        }
    }

    /** A reload may have changed which process is the main one. */
    static void lookAgain(ServiceTurn turn) {
        if (!turn.definition.pidFile().isEmpty()) {
            ServiceStarts.askForPidFile(turn);
        }
    }

    static void mainPidGuessed(ServiceTurn turn, long token, int pid) {
        if (token != turn.question || token == 0) {
            return;
        }
        turn.question = 0;
        if (pid > 0) {
            turn.adoptMain(pid);
            turn.say(
                    LogLevel.DEBUG,
                    ServiceMessages.NONE,
                    turn.definition.unit() + ": Main PID guessed: " + pid);
        }
        goOn(turn);
    }

    private static void goOn(ServiceTurn turn) {
        if (turn.phase() instanceof ServicePhase.Starting(Awaited awaited, int index)
                && awaited == Awaited.MAIN_PID) {
            ServiceStarts.startPost(turn);
        } else if (turn.phase() instanceof ServicePhase.AwaitingPidFile) {
            ServiceStarts.running(turn, ServiceResult.SUCCESS);
        }
    }
}
