package hearth.login.inhibit;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an inhibitor asks to be put off.
 *
 * @see "org.freedesktop.login1(5), Inhibit()"
 */
public enum Inhibited {
    /** Turning off, restarting and halting. */
    SHUTDOWN("shutdown"),
    /** Suspending and hibernating. */
    SLEEP("sleep"),
    /** Taking it that nobody is at work. */
    IDLE("idle"),
    /** What is done about the power key. */
    HANDLE_POWER_KEY("handle-power-key"),
    /** What is done about the suspend key. */
    HANDLE_SUSPEND_KEY("handle-suspend-key"),
    /** What is done about the hibernate key. */
    HANDLE_HIBERNATE_KEY("handle-hibernate-key"),
    /** What is done about the lid. */
    HANDLE_LID_SWITCH("handle-lid-switch"),
    /** What is done about the reboot key. */
    HANDLE_REBOOT_KEY("handle-reboot-key");

    private final String wireName;

    Inhibited(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the word for it. */
    public String wireName() {
        return wireName;
    }

    /** Reads words with a colon between them; nothing where one is not known, or none is there. */
    public static Optional<Set<Inhibited>> parse(String text) {
        Set<Inhibited> all = EnumSet.noneOf(Inhibited.class);
        for (String word : text.split(":", -1)) {
            Optional<Inhibited> one =
                    Arrays.stream(values()).filter(it -> it.wireName.equals(word)).findFirst();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        }
        return Optional.of(all);
    }

    /** Returns the words with a colon between them, in systemd's order. */
    public static String text(Collection<Inhibited> what) {
        return what.stream().sorted().map(Inhibited::wireName).collect(Collectors.joining(":"));
    }
}
