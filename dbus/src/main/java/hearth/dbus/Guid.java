package hearth.dbus;

import java.util.random.RandomGenerator;

/**
 * A server's identity: 32 lower-case hexadecimal digits.
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#uuids">D-Bus, UUIDs</a>
 */
public record Guid(String text) {
    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException where it isn't 32 hexadecimal digits
     */
    public Guid {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("bad guid \"" + text + "\"");
        }
    }

    /** Returns a new identity. */
    public static Guid random(RandomGenerator random) {
        return new Guid(String.format("%016x%016x", random.nextLong(), random.nextLong()));
    }

    /** Returns the 32 digits. */
    @Override
    public String toString() {
        return text;
    }
}
