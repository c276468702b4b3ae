package hearth.cli.systemd.text;

import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import java.io.IOException;

/**
 * How jobs end, in the words of systemd's clients.
 *
 * @param isUser whether the manager is a user's
 */
public record JobResults(boolean isUser) {
    /** Returns whether a job has come to what it was for. */
    public boolean isGood(String result) {
        return result.equals("done") || result.equals("skipped");
    }

    /** Returns what to say of a job that has not. */
    public String text(UserManager manager, String unit, String result)
            throws CallRefused, IOException {
        return switch (result) {
            case "canceled" -> "Job for " + unit + " canceled.\n";
            case "timeout" -> "Job for " + unit + " timed out.\n";
            case "dependency" ->
                    "A dependency job for " + unit + " failed. See 'journalctl -xe' for details.\n";
            case "invalid" -> unit + " is not active, cannot reload.\n";
            case "assert" -> "Assertion failed on job for " + unit + ".\n";
            case "unsupported" ->
                    "Operation on or unit type of " + unit + " not supported on this system.\n";
            case "collected" -> "Queued job for " + unit + " was garbage collected.\n";
            case "once" ->
                    "Unit " + unit + " was started already once and can't be started again.\n";
            // Other types than services say no more.
            default ->
                    unit.endsWith(".service")
                            ? failed(manager.unit(unit).text("Result"), unit)
                            : "Job failed. See \"journalctl -xe\" for details.\n";
        };
    }

    private String failed(String result, String unit) {
        String systemctl = isUser ? "systemctl --user" : "systemctl";
        String journalctl = isUser ? "journalctl --user" : "journalctl";
        String why = why(result);
        String again =
                result.equals("start-limit-hit")
                        ? "To force a start use \"%s reset-failed %s\"\nfollowed by \"%s start %s\" again.\n"
                                .formatted(systemctl, unit, systemctl, unit)
                        : "";
        return "Job for %s failed%s.\nSee \"%s status %s\" and \"%s -xeu %s\" for details.\n%s"
                .formatted(
                        unit,
                        why.isEmpty() ? "" : " because " + why,
                        systemctl,
                        unit,
                        journalctl,
                        unit,
                        again);
    }

    private static String why(String result) {
        return switch (result) {
            case "resources" -> "of unavailable resources or another system error";
            case "protocol" ->
                    "the service did not take the steps required by its unit configuration";
            case "timeout" -> "a timeout was exceeded";
            case "exit-code" -> "the control process exited with error code";
            case "signal" -> "a fatal signal was delivered to the control process";
            case "core-dump" ->
                    "a fatal signal was delivered causing the control process to dump core";
            case "watchdog" -> "the service failed to send watchdog ping";
            case "start-limit-hit" -> "start of the service was attempted too often";
            case "oom-kill" -> "of an out-of-memory (OOM) situation";
            default -> "";
        };
    }
}
