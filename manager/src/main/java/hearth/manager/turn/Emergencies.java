package hearth.manager.turn;

import hearth.manager.cause.Cause;
import hearth.manager.graph.ActiveState;
import hearth.manager.host.Effect;
import hearth.manager.job.JobType;
import hearth.manager.table.UnitEntry;
import hearth.unit.value.EmergencyAction;
import hearth.unit.value.JobMode;

/** What a unit does to its whole manager: {@code FailureAction=} and its kin, and the end. */
final class Emergencies {
    private final Core core;
    private final SteadyState.Placer order;

    /**
     * @param order queues a job once the present change is settled
     */
    Emergencies(Core core, SteadyState.Placer order) {
        this.core = core;
        this.order = order;
    }

    /** When a unit does something to its manager. */
    enum Reason {
        UNIT_FAILED("unit failed", "FailureAction"),
        UNIT_SUCCEEDED("unit succeeded", "SuccessAction"),
        START_LIMIT_HIT("start limit hit", "StartLimitAction"),
        JOB_TIMED_OUT("job timed out", "JobTimeoutAction");

        private final String text;

        /** Which setting says what is done then. */
        private final String setting;

        Reason(String text, String setting) {
            this.text = text;
            this.setting = setting;
        }
    }

    /** What a unit does to its whole manager. */
    void emergency(UnitEntry unit, EmergencyAction action, int exitStatus, Reason why) {
        switch (action) {
            case NONE -> {}
            case EXIT -> {
                core.exitWith(Math.max(exitStatus, core.exitCode()));
                core.table()
                        .find("exit.target")
                        .or(() -> core.startup().special("exit.target"))
                        .ifPresent(target ->
                                order.place(
                                        target,
                                        JobType.START,
                                        JobMode.REPLACE_IRREVERSIBLY,
                                        cause(unit, why)));
            }
            case EXIT_FORCE -> {
                core.exitWith(Math.max(exitStatus, core.exitCode()));
                exit();
            }
            case REBOOT,
                    REBOOT_FORCE,
                    REBOOT_IMMEDIATE,
                    POWEROFF,
                    POWEROFF_FORCE,
                    POWEROFF_IMMEDIATE,
                    SOFT_REBOOT,
                    SOFT_REBOOT_FORCE,
                    KEXEC,
                    KEXEC_FORCE,
                    HALT,
                    HALT_FORCE,
                    HALT_IMMEDIATE ->
                    core.outbox()
                            .emit(
                                    new Effect.EmergencyAction(
                                            action.wireName(), unit.id() + ": " + why.text));
        }
    }

    private Cause cause(UnitEntry unit, Reason why) {
        return new Cause.ByUnit(
                unit.id(), why.setting, core.places().rule(unit, why.setting).place());
    }

    /** At a take-over: the brain may have died before it could end. */
    public void exitAgain() {
        boolean isReached =
                core.table()
                        .find("exit.target")
                        .filter(unit -> unit.activeState() == ActiveState.ACTIVE)
                        .isPresent();
        if (isReached) {
            exit();
        }
    }

    void exit() {
        if (core.exited()) {
            core.outbox().managerChanged();
            core.outbox().emit(new Effect.Exit(core.exitCode()));
        }
    }
}
