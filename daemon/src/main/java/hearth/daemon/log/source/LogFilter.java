package hearth.daemon.log.source;

import hearth.manager.host.LogLevel;
import hearth.manager.host.LogTarget;
import java.util.Optional;

/** Which of a manager's own words are kept. Belongs to the manager's mailbox. */
public final class LogFilter {
    private LogLevel configured = LogLevel.INFO;
    private Optional<LogLevel> ordered = Optional.empty();
    private LogTarget target = LogTarget.AUTO;

    /** Returns from which level on lines are kept. */
    public LogLevel level() {
        return ordered.orElse(configured);
    }

    /** Sets the level whatever is configured; nothing takes that back. */
    public void orderLevel(Optional<LogLevel> level) {
        ordered = level;
    }

    /** Sets the level that counts as long as nobody orders another. */
    public void configureLevel(LogLevel level) {
        configured = level;
    }

    /** Returns where lines go. */
    public LogTarget target() {
        return target;
    }

    /** Sets where lines go. */
    public void setTarget(LogTarget newTarget) {
        target = newTarget;
    }

    /** Returns whether a line of this level is kept. */
    public boolean keeps(LogLevel level) {
        return target != LogTarget.NULL && level.compareTo(level()) <= 0;
    }
}
