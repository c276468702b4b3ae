package hearth.daemon.user;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's bus listens.
 *
 * @param socket a path, or {@code @name}: as the hand connects to it
 * @param isForeign whether somebody else runs the bus, as far as the environment says
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#addresses">D-Bus, server
 *     addresses</a>
 */
record BusAddress(String socket, boolean isForeign) {
    private static final String VARIABLE = "DBUS_SESSION_BUS_ADDRESS";
    private static final int HEXADECIMAL = 16;

    /**
     * Returns where a manager's bus is: what it was started with names it, else it is the socket in
     * the runtime directory that the manager's own {@code dbus.socket} has.
     *
     * @param environment what the manager was started with
     */
    static BusAddress of(Map<String, String> environment, String runtime) {
        String own = runtime + "/bus";
        return parse(environment.getOrDefault(VARIABLE, ""))
                .filter(socket -> !socket.equals(own))
                .map(socket -> new BusAddress(socket, true))
                .orElse(new BusAddress(own, false));
    }

    /** Returns the first address of a list that is a local socket's. */
    private static Optional<String> parse(String text) {
        for (String address : text.split(";", -1)) {
            if (!address.startsWith("unix:")) {
                continue;
            }
            for (String pair : address.substring("unix:".length()).split(",", -1)) {
                if (pair.startsWith("path=/")) {
                    return unescape(pair.substring("path=".length()));
                }
                if (pair.startsWith("abstract=")) {
                    return unescape("@" + pair.substring("abstract=".length()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unescape(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        List<Byte> bytes = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each != '%') {
                bytes.add((byte) each);
                continue;
            }
            if (i + 2 >= text.length()
                    || Character.digit(text.charAt(i + 1), HEXADECIMAL) < 0
                    || Character.digit(text.charAt(i + 2), HEXADECIMAL) < 0) {
                return Optional.empty();
            }
            bytes.add((byte) Integer.parseInt(text.substring(i + 1, i + 3), HEXADECIMAL));
            i += 2;
        }
        byte[] all = new byte[bytes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes.get(i);
        }
        return Optional.of(new String(all, java.nio.charset.StandardCharsets.UTF_8));
    }
}
