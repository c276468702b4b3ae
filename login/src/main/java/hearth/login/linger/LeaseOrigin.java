package hearth.login.linger;

import java.util.Locale;
import java.util.Optional;

/** How a lease came to be, which decides how it can end. */
public enum LeaseOrigin {
    /** Somebody has asked for it; a user has as many as the limit allows. */
    GRANTED,
    /** {@code loginctl enable-linger}; a user has one at most. */
    LOGINCTL,
    /** Somebody has made the file in {@code /var/lib/systemd/linger}; a user has one at most. */
    EXTERNAL,
    /** A drop-in says so, and only without it the lease ends. */
    DECLARED;

    /** Returns the word for it in files and on the bus. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the origin of this word. */
    public static Optional<LeaseOrigin> ofWireName(String word) {
        for (LeaseOrigin origin : values()) {
            if (origin.wireName().equals(word)) {
                return Optional.of(origin);
            }
        }
        return Optional.empty();
    }

    /** Whether the compatible file can show it, so that it ends with that file. */
    public boolean endsWithFile() {
        return switch (this) {
            case LOGINCTL, EXTERNAL -> true;
            case GRANTED, DECLARED -> false;
        };
    }
}
