package hearth.manager.type.mount;

import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.host.LogLevel;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.manager.type.Step;
import hearth.manager.type.UnitEvent;
import java.util.Optional;

/**
 * The machine of mounts: a pure function from a definition, a record and an event to a record and
 * effects.
 *
 * <pre>
 *          Start             it is there             mount(8) ends
 *   DEAD ---------> MOUNTING -----------> MOUNTING-DONE ---------> MOUNTED <------+
 *    ^ ^               |                                            |   | Reload  |
 *    | | it is not     |                                       Stop |   v         |
 *    | +---- FAILED <--+                                            |  REMOUNTING-+
 *    |                 ^                                            v             |
 *    +-----------------+--------- umount(8) ends ---------- UNMOUNTING -----------+
 *          it is gone                                                  it is there still
 * </pre>
 *
 * <p>What the kernel shows decides: whoever mounts something at the place makes DEAD and FAILED to
 * MOUNTED, whoever unmounts it makes MOUNTED to DEAD. A process that takes too long is signalled
 * ({@code -SIGTERM}, {@code -SIGKILL}), and its end awaited.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.mount.5.html">systemd.mount(5)</a>
 */
public final class MountMachine {
    private static final int SIGKILL = 9;

    private MountMachine() {}

    /** Returns what an event makes of a mount. */
    public static Step<MountRecord> next(
            MountDefinition definition, MountRecord record, UnitEvent event, Moment now) {
        MountTurn turn = new MountTurn(definition, record, now);
        switch (event) {
            case UnitEvent.Start _ -> {
                if (turn.isAtRest()) {
                    turn.start();
                }
            }
            case UnitEvent.Stop _ -> stop(turn);
            case UnitEvent.Reload() -> {
                if (turn.phase() == MountPhase.MOUNTED) {
                    turn.remount();
                }
            }
            case UnitEvent.StartLimitHit() -> turn.startLimitHit();
            case UnitEvent.Mounted(Optional<Mounts.Mount> mount) -> mounted(turn, mount);
            case UnitEvent.ResetFailed() -> turn.resetFailed();
            case UnitEvent.Redefined() -> turn.redefined();
            case UnitEvent.TakenOver taken -> {
                turn.rearm();
                if (turn.hasProcess() && !taken.liveTokens().contains(turn.process())) {
                    // How it has ended, nobody knows.
                    exited(turn, new Event.Exited(turn.process(), 0, ExitCode.KILLED, SIGKILL));
                }
            }
            case UnitEvent.Abandon _,
                    UnitEvent.AwaitRestart _,
                    UnitEvent.Quiet _,
                    UnitEvent.ConnectionCame _,
                    UnitEvent.CameBeforeStop _,
                    UnitEvent.ConnectionEnded _,
                    UnitEvent.ConnectionGiven _,
                    UnitEvent.TriggeredChanged _,
                    UnitEvent.TriggerRefused _ -> {
                // Mounts start no others, and are not restarted.
            }
            case UnitEvent.Happened(Event happened) -> happened(turn, happened);
        }
        return turn.step();
    }

    private static void stop(MountTurn turn) {
        switch (turn.phase()) {
            case MOUNTED -> turn.unmount();
            case MOUNTING, MOUNTING_DONE, REMOUNTING ->
                    turn.signal(MountPhase.UNMOUNTING_SIGTERM, MountResult.SUCCESS);
            case REMOUNTING_SIGTERM -> turn.enter(MountPhase.UNMOUNTING_SIGTERM);
            case REMOUNTING_SIGKILL -> turn.enter(MountPhase.UNMOUNTING_SIGKILL);
            case DEAD, FAILED, UNMOUNTING, UNMOUNTING_SIGTERM, UNMOUNTING_SIGKILL -> {}
        }
    }

    /** The kernel shows something else than before. */
    private static void mounted(MountTurn turn, Optional<Mounts.Mount> mount) {
        turn.show(mount);
        boolean isThere = mount.isPresent();
        switch (turn.phase()) {
            case DEAD, FAILED -> {
                if (isThere) {
                    turn.mountedByOthers();
                }
            }
            case MOUNTING -> {
                if (isThere) {
                    turn.enter(MountPhase.MOUNTING_DONE);
                }
            }
            // It was there for a moment: mount(8) will say why.
            case MOUNTING_DONE -> {
                if (!isThere) {
                    turn.enter(MountPhase.MOUNTING);
                }
            }
            case MOUNTED -> {
                if (!isThere && !turn.isRoot()) {
                    turn.dead(MountResult.SUCCESS);
                }
            }
            case REMOUNTING,
                    REMOUNTING_SIGTERM,
                    REMOUNTING_SIGKILL,
                    UNMOUNTING,
                    UNMOUNTING_SIGTERM,
                    UNMOUNTING_SIGKILL -> {
                // What has come of it is looked at when the process ends.
            }
        }
    }

    private static void happened(MountTurn turn, Event event) {
        switch (event) {
            case Event.Spawned(long token, int pid) -> turn.spawned(token, pid);
            case Event.SpawnFailed(long token, int _, String message) -> {
                if (turn.hasProcess() && token == turn.process()) {
                    turn.spawnFailed(message);
                }
            }
            case Event.Exited exited -> {
                if (turn.hasProcess() && exited.token() == turn.process()) {
                    exited(turn, exited);
                }
            }
            case Event.Lost(long token, int pid) -> {
                if (turn.hasProcess() && token == turn.process()) {
                    exited(turn, new Event.Exited(token, pid, ExitCode.KILLED, SIGKILL));
                }
            }
            case Event.TimerElapsed(long token) -> {
                if (token != 0 && token == turn.deadline().token()) {
                    turn.deadlineElapsed();
                    timedOut(turn);
                }
            }
            case Event.Executed _,
                    Event.Signalled _,
                    Event.CgroupEmptied _,
                    Event.OutOfMemory _,
                    Event.Notified _,
                    Event.DescriptorsStored _,
                    Event.PidFileRead _,
                    Event.MainPidGuessed _,
                    Event.ConditionsChecked _,
                    Event.Frozen _,
                    Event.BusNameChanged _,
                    Event.ClockSet _,
                    Event.ZoneChanged _,
                    Event.MountsChanged _,
                    Event.StampRead _,
                    Event.PathSeen _,
                    Event.PathUnwatchable _,
                    Event.OfSocket _,
                    Event.Moved _ -> {
                // Only the process counts that changes the mount, and what the kernel shows.
            }
        }
    }

    private static void exited(MountTurn turn, Event.Exited exited) {
        MountResult why = turn.ended(exited);
        switch (turn.phase()) {
            case MOUNTING -> {
                if (why == MountResult.SUCCESS) {
                    turn.say(LogLevel.WARNING, "Mount process finished, but there is no mount.");
                    turn.dead(MountResult.PROTOCOL);
                } else {
                    turn.dead(why);
                }
            }
            case MOUNTING_DONE -> turn.mounted(why);
            case REMOUNTING, REMOUNTING_SIGTERM, REMOUNTING_SIGKILL ->
                    turn.deadOrMounted(MountResult.SUCCESS);
            case UNMOUNTING -> unmounted(turn, why);
            case UNMOUNTING_SIGTERM, UNMOUNTING_SIGKILL -> turn.deadOrMounted(why);
            case DEAD, MOUNTED, FAILED -> {
                // No process is awaited in these.
            }
        }
    }

    private static void unmounted(MountTurn turn, MountResult why) {
        if (why == MountResult.SUCCESS && turn.isMounted()) {
            turn.unmountAgain();
        } else if (why == MountResult.EXIT_CODE && !turn.isMounted()) {
            turn.say(
                    LogLevel.NOTICE,
                    "Mount disappeared even though umount process failed, continuing.");
            turn.dead(MountResult.SUCCESS);
        } else {
            turn.deadOrMounted(why);
        }
    }

    private static void timedOut(MountTurn turn) {
        switch (turn.phase()) {
            case MOUNTING, MOUNTING_DONE -> {
                turn.say(LogLevel.WARNING, "Mounting timed out. Terminating.");
                turn.signal(MountPhase.UNMOUNTING_SIGTERM, MountResult.TIMEOUT);
            }
            case REMOUNTING -> {
                turn.say(LogLevel.WARNING, "Remounting timed out. Terminating remount process.");
                turn.remountFailed(MountResult.TIMEOUT);
                turn.signal(MountPhase.REMOUNTING_SIGTERM, MountResult.SUCCESS);
            }
            case REMOUNTING_SIGTERM -> {
                if (turn.sendsKill()) {
                    turn.say(LogLevel.WARNING, "Remounting timed out. Killing.");
                    turn.signal(MountPhase.REMOUNTING_SIGKILL, MountResult.SUCCESS);
                } else {
                    turn.say(LogLevel.WARNING, "Remounting timed out. Skipping SIGKILL. Ignoring.");
                    turn.deadOrMounted(MountResult.SUCCESS);
                }
            }
            case UNMOUNTING -> {
                turn.say(LogLevel.WARNING, "Unmounting timed out. Terminating.");
                turn.signal(MountPhase.UNMOUNTING_SIGTERM, MountResult.TIMEOUT);
            }
            case UNMOUNTING_SIGTERM -> {
                if (turn.sendsKill()) {
                    turn.say(LogLevel.WARNING, "Mount process timed out. Killing.");
                    turn.signal(MountPhase.UNMOUNTING_SIGKILL, MountResult.TIMEOUT);
                } else {
                    turn.say(
                            LogLevel.WARNING,
                            "Mount process timed out. Skipping SIGKILL. Ignoring.");
                    turn.deadOrMounted(MountResult.TIMEOUT);
                }
            }
            case REMOUNTING_SIGKILL -> {
                turn.say(LogLevel.WARNING, "Mount process still around after SIGKILL. Ignoring.");
                turn.deadOrMounted(MountResult.SUCCESS);
            }
            case UNMOUNTING_SIGKILL -> {
                turn.say(LogLevel.WARNING, "Mount process still around after SIGKILL. Ignoring.");
                turn.deadOrMounted(MountResult.TIMEOUT);
            }
            case DEAD, MOUNTED, FAILED -> {}
        }
    }
}
