package hearth.unit.trigger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** How addresses of sockets are written. */
final class ListenText {
    /** The bytes of sockaddr_un's path; a file's needs one for its end. */
    private static final int UNIX_PATH_MAX = 108;

    private static final String VSOCK = "vsock:";
    private static final int PORT_MAX = 65_535;
    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;

    private ListenText() {}

    static Optional<ListenAddress> socket(String text) {
        if (text.startsWith("/")) {
            return fits(text, UNIX_PATH_MAX - 1)
                    ? Optional.of(new ListenAddress.Path(text))
                    : Optional.empty();
        }
        if (text.startsWith("@")) {
            return text.length() > 1 && fits(text, UNIX_PATH_MAX)
                    ? Optional.of(new ListenAddress.Abstract(text.substring(1)))
                    : Optional.empty();
        }
        if (text.startsWith(VSOCK)) {
            return vsock(text.substring(VSOCK.length()));
        }
        if (text.startsWith("[")) {
            return internet6(text);
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return port(text).map(ListenAddress.AnyHost::new);
        }
        return InternetHost.parse4(text.substring(0, colon))
                .flatMap(host ->
                        port(text.substring(colon + 1))
                                .map(port ->
                                        new ListenAddress.Internet(host, Optional.empty(), port)));
    }

    private static boolean fits(String text, int bytes) {
        return text.getBytes(StandardCharsets.UTF_8).length <= bytes;
    }

    /** Reads {@code [ADDRESS]:PORT}, with {@code %INTERFACE} behind it for one of a link's own. */
    private static Optional<ListenAddress> internet6(String text) {
        int end = text.indexOf("]:");
        if (end < 0) {
            return Optional.empty();
        }
        String rest = text.substring(end + 2);
        int percent = rest.indexOf('%');
        Optional<String> networkInterface =
                percent < 0 ? Optional.empty() : Optional.of(rest.substring(percent + 1));
        if (networkInterface.isPresent() && networkInterface.get().isEmpty()) {
            return Optional.empty();
        }
        return InternetHost.parse6(text.substring(1, end))
                .flatMap(host ->
                        port(percent < 0 ? rest : rest.substring(0, percent))
                                .map(port ->
                                        new ListenAddress.Internet(host, networkInterface, port)));
    }

    private static Optional<ListenAddress> vsock(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        OptionalLong contextId = number(text.substring(0, colon), UNSIGNED_INT_MAX);
        OptionalLong port = number(text.substring(colon + 1), UNSIGNED_INT_MAX);
        if (port.isEmpty() || (colon > 0 && contextId.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                new ListenAddress.Vsock(
                        colon == 0 ? Optional.empty() : Optional.of(contextId.getAsLong()),
                        port.getAsLong()));
    }

    static Optional<ListenAddress> netlink(String text) {
        String[] words = text.split("[ \t]+", 3);
        OptionalLong group =
                words.length < 2 ? OptionalLong.of(0) : number(words[1], UNSIGNED_INT_MAX);
        if (words.length > 2 || group.isEmpty()) {
            return Optional.empty();
        }
        return ListenAddress.Netlink.Family.of(words[0])
                .map(family -> new ListenAddress.Netlink(family, group.getAsLong()));
    }

    private static Optional<Integer> port(String text) {
        OptionalLong port = number(text, PORT_MAX);
        return port.isPresent() && port.getAsLong() > 0
                ? Optional.of((int) port.getAsLong())
                : Optional.empty();
    }

    /** Returns a decimal number up to a limit; nothing for other text. */
    private static OptionalLong number(String text, long max) {
        long number = text.isEmpty() ? max + 1 : 0;
        for (int i = 0; i < text.length() && number <= max; i++) {
            char c = text.charAt(i);
            number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : max + 1;
        }
        return number <= max ? OptionalLong.of(number) : OptionalLong.empty();
    }
}
