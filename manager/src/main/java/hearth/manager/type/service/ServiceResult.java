package hearth.manager.type.service;

/**
 * Why a service ended.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5),
 *     $SERVICE_RESULT</a>
 */
public enum ServiceResult {
    SUCCESS("success"),
    RESOURCES("resources"),
    PROTOCOL("protocol"),
    TIMEOUT("timeout"),
    EXIT_CODE("exit-code"),
    SIGNAL("signal"),
    CORE_DUMP("core-dump"),
    WATCHDOG("watchdog"),
    START_LIMIT_HIT("start-limit-hit"),
    OOM_KILL("oom-kill"),
    EXEC_CONDITION("exec-condition");

    private final String wireName;

    ServiceResult(String wireName) {
        this.wireName = wireName;
    }

    /** Returns systemd's word. */
    public String wireName() {
        return wireName;
    }
}
