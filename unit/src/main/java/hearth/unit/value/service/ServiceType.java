package hearth.unit.value.service;

import hearth.unit.value.WireName;

/**
 * When a service counts as started.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     Type=</a>
 */
public enum ServiceType implements WireName {
    /** As soon as its process is forked. */
    SIMPLE("simple"),
    /** As soon as its program is executed. */
    EXEC("exec"),
    /** As soon as its first process has exited. */
    FORKING("forking"),
    /** As soon as its process has exited. */
    ONESHOT("oneshot"),
    /** As soon as its bus name is taken. */
    DBUS("dbus"),
    /** As soon as it has said {@code READY=1}. */
    NOTIFY("notify"),
    /** As {@link #NOTIFY}, and SIGHUP reloads it. */
    NOTIFY_RELOAD("notify-reload"),
    /** As {@link #SIMPLE}, run when other jobs are done. */
    IDLE("idle");

    private final String wireName;

    ServiceType(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String wireName() {
        return wireName;
    }
}
