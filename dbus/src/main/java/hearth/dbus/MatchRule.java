package hearth.dbus;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages somebody wants: every part of the rule has to fit.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-routing-match-rules">
 *     D-Bus, match rules</a>
 */
public final class MatchRule {
    /** The longest rule: the reference bus has the same limit. */
    public static final int LENGTH_LIMIT = 1024;

    /** Arguments are numbered from 0 to this. */
    public static final int ARGUMENT_LIMIT = 63;

    private final List<Part> parts;

    private MatchRule(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** What became of a rule's text. */
    public sealed interface Parsed {
        /** The text is a rule. */
        record Valid(MatchRule rule) implements Parsed {}

        /** The text is none; {@code reason} is for the person. */
        record Invalid(String reason) implements Parsed {}
    }

    /** A condition on one part of a message. */
    private sealed interface Part {
        record Type(MessageType type) implements Part {}

        record Sender(String busName) implements Part {}

        record Interface(String name) implements Part {}

        record Member(String name) implements Part {}

        record Path(DbusPath path) implements Part {}

        record PathNamespace(DbusPath root) implements Part {}

        record Destination(String busName) implements Part {}

        record Argument(int index, String text) implements Part {}

        record ArgumentPath(int index, String path) implements Part {}

        record ArgumentNamespace(String root) implements Part {}

        /** What the specification has but no message here is touched by: {@code eavesdrop}. */
        record Nothing() implements Part {}
    }

    /** Parses a rule such as {@code type='signal',path_namespace='/org/freedesktop'}. */
    public static Parsed parse(String text) {
        if (text.length() > LENGTH_LIMIT) {
            return new Parsed.Invalid("the rule has more than " + LENGTH_LIMIT + " characters");
        }
        var parts = new ArrayList<Part>();
        Set<String> keys = new HashSet<>();
        var scanner = new Scanner(text);
        while (scanner.hasNext()) {
            String key = scanner.key();
            Optional<String> value = scanner.value();
            if (value.isEmpty()) {
                return new Parsed.Invalid("a quotation in \"" + text + "\" does not end");
            }
            Optional<Part> part = part(key, value.get());
            if (part.isEmpty()) {
                return new Parsed.Invalid("bad part \"" + key + "='" + value.get() + "'\"");
            }
            if (!keys.add(key)) {
                return new Parsed.Invalid("the part \"" + key + "\" is there twice");
            }
            parts.add(part.get());
        }
        if (keys.contains("path") && keys.contains("path_namespace")) {
            return new Parsed.Invalid("path and path_namespace exclude each other");
        }
        return new Parsed.Valid(new MatchRule(parts));
    }

    private static Optional<Part> part(String key, String value) {
        return switch (key) {
            case "type" -> type(value);
            case "sender" -> busName(value).map(Part.Sender::new);
            case "destination" -> busName(value).map(Part.Destination::new);
            case "interface" ->
                    Optional.of(value).filter(Names::isInterfaceName).map(Part.Interface::new);
            case "member" -> Optional.of(value).filter(Names::isMemberName).map(Part.Member::new);
            case "path" -> path(value).map(Part.Path::new);
            case "path_namespace" -> path(value).map(Part.PathNamespace::new);
            case "arg0namespace" -> namespace(value);
            case "eavesdrop" ->
                    value.equals("true") || value.equals("false")
                            ? Optional.of(new Part.Nothing())
                            : Optional.empty();
            default -> key.startsWith("arg") ? argument(key.substring(3), value) : Optional.empty();
        };
    }

    private static Optional<Part> type(String value) {
        return switch (value) {
            case "signal" -> Optional.of(new Part.Type(MessageType.SIGNAL));
            case "method_call" -> Optional.of(new Part.Type(MessageType.METHOD_CALL));
            case "method_return" -> Optional.of(new Part.Type(MessageType.METHOD_RETURN));
            case "error" -> Optional.of(new Part.Type(MessageType.ERROR));
            default -> Optional.empty();
        };
    }

    private static Optional<String> busName(String value) {
        return Optional.of(value).filter(Names::isBusName);
    }

    private static Optional<DbusPath> path(String value) {
        return DbusPath.isValid(value) ? Optional.of(DbusPath.of(value)) : Optional.empty();
    }

    /** A namespace may have a single element, which alone is no name. */
    private static Optional<Part> namespace(String value) {
        return Names.isWellKnownBusName(value + ".x")
                ? Optional.of(new Part.ArgumentNamespace(value))
                : Optional.empty();
    }

    private static Optional<Part> argument(String rest, String value) {
        boolean isPath = rest.endsWith("path");
        String digits = isPath ? rest.substring(0, rest.length() - 4) : rest;
        if (!digits.matches("[0-9]{1,2}") || Integer.parseInt(digits) > ARGUMENT_LIMIT) {
            return Optional.empty();
        }
        int index = Integer.parseInt(digits);
        return Optional.of(
                isPath ? new Part.ArgumentPath(index, value) : new Part.Argument(index, value));
    }

    /** Returns whether a message fits every part of the rule. */
    public boolean matches(Message message) {
        for (Part part : parts) {
            if (!fits(part, message)) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Part part, Message message) {
        return switch (part) {
            case Part.Type(MessageType type) -> message.type() == type;
            case Part.Sender(String name) -> isThere(message.sender(), name);
            case Part.Interface(String name) -> isThere(message.interfaceName(), name);
            case Part.Member(String name) -> isThere(message.member(), name);
            case Part.Path(DbusPath path) -> message.path().filter(path::equals).isPresent();
            case Part.PathNamespace(DbusPath root) ->
                    message.path().filter(path -> path.isWithin(root)).isPresent();
            case Part.Destination(String name) -> isThere(message.destination(), name);
            case Part.Argument(int index, String text) ->
                    argument(message, index, "s").filter(text::equals).isPresent();
            case Part.ArgumentPath(int index, String path) ->
                    argument(message, index, "so").filter(arg -> arePaths(arg, path)).isPresent();
            case Part.ArgumentNamespace(String root) ->
                    argument(message, 0, "s")
                            .filter(arg -> arg.equals(root) || arg.startsWith(root + "."))
                            .isPresent();
            case Part.Nothing nothing -> true;
        };
    }

    private static boolean isThere(Optional<String> value, String expected) {
        return value.filter(expected::equals).isPresent();
    }

    /** Equal, or one ends in a slash and is the other's beginning. */
    private static boolean arePaths(String one, String other) {
        return one.equals(other)
                || (one.endsWith("/") && other.startsWith(one))
                || (other.endsWith("/") && one.startsWith(other));
    }

    /** Returns an argument of a message where it has one of these types. */
    private static Optional<String> argument(Message message, int index, String types) {
        MessageReader reader = message.reader();
        for (int i = 0; i < index && reader.hasNext(); i++) {
            reader.skip();
        }
        return switch (reader.peek()) {
            case 's' -> types.indexOf('s') >= 0 ? Optional.of(reader.string()) : Optional.empty();
            case 'o' ->
                    types.indexOf('o') >= 0
                            ? Optional.of(reader.objectPath().text())
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /**
     * Takes a rule's text apart: within quotes all is literal, outside a backslash quotes a quote.
     */
    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
            skipBlanks();
        }

        boolean hasNext() {
            return at < text.length();
        }

        String key() {
            int equals = text.indexOf('=', at);
            int end = equals < 0 ? text.length() : equals;
            String key = text.substring(at, end).strip();
            at = Math.min(end + 1, text.length());
            return key;
        }

        Optional<String> value() {
            var value = new StringBuilder();
            boolean isQuoted = false;
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\'') {
                    isQuoted = !isQuoted;
                } else if (isQuoted) {
                    value.append(c);
                } else if (c == ',') {
                    at++;
                    skipBlanks();
                    return Optional.of(value.toString());
                } else if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
                    value.append('\'');
                    at++;
                } else {
                    value.append(c);
                }
            }
            return isQuoted ? Optional.empty() : Optional.of(value.toString());
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
