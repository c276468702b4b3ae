package hearth.manager.host;

import hearth.unit.value.WireName;

/**
 * Where a manager's own words go. There is one log, which is what a journal is elsewhere; a console
 * or the kernel's log is not the manager's to write to.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/systemd.1.html">systemd(1), --log-target=</a>
 */
public enum LogTarget implements WireName {
    AUTO("auto"),
    JOURNAL_OR_KMSG("journal-or-kmsg"),
    JOURNAL("journal"),
    NULL("null");

    private final String wireName;

    LogTarget(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
