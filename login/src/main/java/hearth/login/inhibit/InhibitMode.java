package hearth.login.inhibit;

import java.util.Arrays;
import java.util.Optional;

/** How long an inhibitor puts something off. */
public enum InhibitMode {
    /** As long as it is held. */
    BLOCK("block"),
    /** As long as it is held, but {@code InhibitDelayMaxSec=} at most. */
    DELAY("delay");

    private final String wireName;

    InhibitMode(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the word for it. */
    public String wireName() {
        return wireName;
    }

    /** Returns the mode of that word. */
    public static Optional<InhibitMode> ofWireName(String word) {
        return Arrays.stream(values()).filter(it -> it.wireName.equals(word)).findFirst();
    }
}
