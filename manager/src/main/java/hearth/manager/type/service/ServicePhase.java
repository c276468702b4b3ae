package hearth.manager.type.service;

import hearth.manager.host.ExecRole;

/** Where a service is in its life; {@link #subState} is systemd's name for it. */
public sealed interface ServicePhase {

    /** Not started, or ended well. */
    record Dead() implements ServicePhase {}

    /** Ended badly. */
    record Failed() implements ServicePhase {}

    /** Ended, and waits for {@code RestartSec=}. */
    record AutoRestart() implements ServicePhase {}

    /**
     * A control process runs: a command of any directive, or {@code ExecStart=} of Type=forking.
     *
     * @param index which one of the directive's commands
     */
    record Controlling(ExecRole role, int index) implements ServicePhase {}

    /** What a start waits for. */
    enum Awaited {
        /** That no job is left, or that it has waited long enough: Type=idle before its program. */
        QUIET("quiet"),
        /** That the process exists: Type=simple and idle. */
        SPAWN("spawn"),
        /** That its program runs: Type=exec. */
        EXECUTION("execution"),
        /** That it ends: Type=oneshot. */
        EXIT("exit"),
        /** That it says {@code READY=1}: Type=notify and notify-reload. */
        READINESS("readiness"),
        /** That it takes its name: Type=dbus. */
        BUS_NAME("bus-name"),
        /** That a daemon's main process is known: Type=forking after the parent has ended. */
        MAIN_PID("main-pid");

        private final String wireName;

        Awaited(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the word that is written down. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * The main process was started, or waits to be, and is not up yet.
     *
     * @param index which one of {@code ExecStart=}
     */
    record Starting(Awaited awaited, int index) implements ServicePhase {}

    /** {@code ExecStartPost=} has ended and the PID file is still to come. */
    record AwaitingPidFile() implements ServicePhase {}

    /** Up. */
    record Running() implements ServicePhase {}

    /** Nothing runs any more, but {@code RemainAfterExit=} says it counts as up. */
    record Exited() implements ServicePhase {}

    /** The reload signal was sent; waits for {@code RELOADING=1}. */
    record ReloadSignalled() implements ServicePhase {}

    /** The service said that it reloads; waits for {@code READY=1}. */
    record ReloadNotified() implements ServicePhase {}

    /** The steps of stopping. */
    enum KillStep {
        STOP_WATCHDOG("stop-watchdog"),
        STOP_SIGTERM("stop-sigterm"),
        STOP_SIGKILL("stop-sigkill"),
        FINAL_WATCHDOG("final-watchdog"),
        FINAL_SIGTERM("final-sigterm"),
        FINAL_SIGKILL("final-sigkill");

        private final String wireName;

        KillStep(String wireName) {
            this.wireName = wireName;
        }

        /** Returns systemd's word, which is also the sub state. */
        public String wireName() {
            return wireName;
        }

        /** Returns whether {@code ExecStopPost=} has been through. */
        public boolean isFinal() {
            return this == FINAL_WATCHDOG || this == FINAL_SIGTERM || this == FINAL_SIGKILL;
        }
    }

    /**
     * Signals were sent, and processes are waited for.
     *
     * @param token of the signal; 0 where none was sent
     */
    record Killing(KillStep step, long token) implements ServicePhase {}

    /** Returns systemd's name of the sub state. */
    default String subState() {
        return switch (this) {
            case Dead() -> "dead";
            case Failed() -> "failed";
            case AutoRestart() -> "auto-restart";
            case Controlling(ExecRole role, int index) ->
                    switch (role) {
                        case CONDITION -> "condition";
                        case START_PRE -> "start-pre";
                        case START -> "start";
                        case START_POST -> "start-post";
                        case RELOAD -> "reload";
                        case STOP -> "stop";
                        case STOP_POST -> "stop-post";
                        case MOUNT, REMOUNT, UNMOUNT ->
                                throw new IllegalStateException("no command of a service: " + role);
                    };
            // A service that waits for quiet is called running, as in systemd, where a process that
            // is still to execute its program does the waiting.
            case Starting(Awaited awaited, int index) ->
                    awaited == Awaited.QUIET ? "running" : "start";
            case AwaitingPidFile() -> "start-post";
            case Running() -> "running";
            case Exited() -> "exited";
            case ReloadSignalled() -> "reload-signal";
            case ReloadNotified() -> "reload-notify";
            case Killing(KillStep step, long token) -> step.wireName();
        };
    }
}
