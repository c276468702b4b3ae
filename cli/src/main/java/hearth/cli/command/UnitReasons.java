package hearth.cli.command;

import hearth.cli.client.Properties;

/** Why a unit is as it is, in words. */
public final class UnitReasons {
    /** How {@code waitid} calls an exit, in {@code ExecMainCode}; anything else is a signal. */
    private static final long CLD_EXITED = 1;

    /** Exit statuses that a process has before its program runs begin here. */
    private static final long FIRST_STEP_STATUS = 200;

    private UnitReasons() {}

    /** Returns why a unit failed. */
    public static String why(Properties unit) {
        return switch (unit.text("Result")) {
            case "exit-code", "signal", "core-dump" -> "its process " + end(unit);
            case "timeout" -> "it was not ready in time, or did not end in time";
            case "watchdog" -> "it stopped telling its watchdog that it is alive";
            case "start-limit-hit" -> "it was started too often in too short a time";
            case "resources" -> "the system refused what it needs; its log says what";
            case "protocol" -> "it did not behave as its Type= promises";
            case "oom-kill" -> "the kernel killed it for want of memory";
            case "exec-condition" -> "its ExecCondition= said no";
            case "success", "" -> "its log says why";
            case String other -> other;
        };
    }

    /** Returns how the main process ended. */
    private static String end(Properties unit) {
        long status = unit.number("ExecMainStatus");
        if (unit.number("ExecMainCode") != CLD_EXITED) {
            return "was ended by signal " + status;
        }
        if (status == FIRST_STEP_STATUS + 3) {
            return "could not be started: there is no such program, or it is not executable (203/EXEC)";
        }
        return "ended with status " + status;
    }
}
