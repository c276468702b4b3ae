package hearth.login.host;

import java.util.Optional;

/**
 * What a session is for, and with it what it needs and what it keeps alive.
 *
 * @see "pam_systemd(8), class="
 */
public enum SessionClass {
    /** A person at work. */
    USER("user", true, true, true),
    /** A person's session before ordinary users may log in. */
    USER_EARLY("user-early", true, true, true),
    /** A person's session whose home is not unlocked yet. */
    USER_INCOMPLETE("user-incomplete", true, true, false),
    /** A person's session that wants no service manager. */
    USER_LIGHT("user-light", true, true, false),
    /** {@link #USER_LIGHT} before ordinary users may log in. */
    USER_EARLY_LIGHT("user-early-light", true, true, false),
    /** A display manager's login screen. */
    GREETER("greeter", true, true, true),
    /** A lock screen's own session. */
    LOCK_SCREEN("lock-screen", true, true, true),
    /** Work in the background: cron and the like. */
    BACKGROUND("background", true, true, true),
    /** {@link #BACKGROUND} that wants no service manager. */
    BACKGROUND_LIGHT("background-light", true, true, false),
    /** The PAM session of the user's own service manager: it must not keep its own user here. */
    MANAGER("manager", false, false, false),
    /** {@link #MANAGER} of a system user. */
    MANAGER_EARLY("manager-early", false, false, false);

    private final String wireName;
    private final boolean wantsScope;
    private final boolean pinsUser;
    private final boolean wantsServiceManager;

    SessionClass(
            String wireName, boolean wantsScope, boolean pinsUser, boolean wantsServiceManager) {
        this.wireName = wireName;
        this.wantsScope = wantsScope;
        this.pinsUser = pinsUser;
        this.wantsServiceManager = wantsServiceManager;
    }

    /** Returns systemd's spelling. */
    public String wireName() {
        return wireName;
    }

    /** Whether the session's processes get a scope of their own. */
    public boolean wantsScope() {
        return wantsScope;
    }

    /** Whether the user stays as long as such a session does. */
    public boolean pinsUser() {
        return pinsUser;
    }

    /** Whether the user's service manager is started with the session. */
    public boolean wantsServiceManager() {
        return wantsServiceManager;
    }

    /** Whether nobody at work in it counts for the machine. */
    public boolean canIdle() {
        return this == GREETER || canLock();
    }

    /** Whether it has a screen that can be locked. */
    public boolean canLock() {
        return switch (this) {
            case USER, USER_EARLY, USER_LIGHT, USER_EARLY_LIGHT -> true;
            case USER_INCOMPLETE,
                    GREETER,
                    LOCK_SCREEN,
                    BACKGROUND,
                    BACKGROUND_LIGHT,
                    MANAGER,
                    MANAGER_EARLY ->
                    false;
        };
    }

    /** Returns the class with systemd's spelling {@code name}. */
    public static Optional<SessionClass> ofWireName(String name) {
        for (SessionClass sessionClass : values()) {
            if (sessionClass.wireName.equals(name)) {
                return Optional.of(sessionClass);
            }
        }
        return Optional.empty();
    }
}
