package hearth.manager.host;

/**
 * Levels of log messages, with their numbers.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/syslog.3.html">syslog(3)</a>
 */
public enum LogLevel {
    EMERG(0),
    ALERT(1),
    CRIT(2),
    ERR(3),
    WARNING(4),
    NOTICE(5),
    INFO(6),
    DEBUG(7);

    private final int number;

    LogLevel(int number) {
        this.number = number;
    }

    /** Returns the level of a number; the last one for those beyond. */
    public static LogLevel ofNumber(int number) {
        for (LogLevel level : values()) {
            if (level.number == number) {
                return level;
            }
        }
        return DEBUG;
    }

    /** Returns syslog's number, 0 to 7. */
    public int number() {
        return number;
    }
}
