package hearth.daemon.machine;

import hearth.unit.syntax.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Arguments and names of processes as text that clients print: as a shell would have to be given
 * them, with the escapes of C for what a terminal would take for orders. Whoever runs a process
 * chooses both, and root looks at them with {@code systemctl status}.
 */
public final class CommandLineText {
    /** What means something to a shell outside of quotes. */
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\\s\"\\\\`$*?\\['()<>|&;!#~]");

    /** What means something to a shell within double quotes. */
    private static final String IN_QUOTES = "\"\\`$";

    private static final String CONTROLS = "\u0007\b\f\n\r\t\u000b";
    private static final String LETTERS = "abfnrtv";

    private CommandLineText() {}

    /** Bytes of arguments that are looked at: a process may have millions. */
    static final int BYTES_MAX = 4_096;

    /** Returns what a process was started with, cut where it is long. */
    public static String of(List<String> arguments) {
        var text = new StringBuilder();
        for (String argument : arguments) {
            if (text.length() > BYTES_MAX) {
                break; // a character has a byte at least
            }
            text.append(argument, 0, Math.min(argument.length(), BYTES_MAX + 1)).append('\0');
        }
        byte[] all = text.toString().getBytes(StandardCharsets.UTF_8);
        return ofArguments(all.length > BYTES_MAX ? Arrays.copyOf(all, BYTES_MAX) : all);
    }

    /**
     * Returns arguments, each of which NUL ends, with blanks between; empty where none are left.
     */
    static String ofArguments(byte[] arguments) {
        // Programs that write their state over their arguments leave NULs behind it.
        int end = arguments.length;
        while (end > 0 && arguments[end - 1] == 0) {
            end--;
        }
        return end == 0
                ? ""
                : split(Arrays.copyOf(arguments, end)).stream()
                        .map(CommandLineText::quoted)
                        .collect(Collectors.joining(" "));
    }

    /** Returns a process's name on one line. */
    static String ofName(byte[] name) {
        return escaped(name, "\\");
    }

    private static List<byte[]> split(byte[] arguments) {
        var all = new ArrayList<byte[]>();
        int start = 0;
        for (int i = 0; i <= arguments.length; i++) {
            if (i == arguments.length || arguments[i] == 0) {
                all.add(Arrays.copyOfRange(arguments, start, i));
                start = i + 1;
            }
        }
        return all;
    }

    private static String quoted(byte[] argument) {
        String plain = escaped(argument, "");
        boolean isPlain =
                !plain.isEmpty() && NEEDS_QUOTES.matcher(plain).results().findAny().isEmpty();
        return isPlain ? plain : '"' + escaped(argument, IN_QUOTES) + '"';
    }

    /** Returns bytes as text, with a backslash before each character of {@code special}. */
    private static String escaped(byte[] bytes, String special) {
        var text = new StringBuilder(bytes.length);
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .codePoints()
                    .forEach(point -> append(point, special, text));
            return text.toString();
        } catch (CharacterCodingException _) {
            // Not text, so only what is ASCII is shown as it is.
            text.setLength(0);
            for (byte one : bytes) {
                if (one < 0) {
                    appendOctal(one, text);
                } else {
                    append(one, special, text);
                }
            }
            return text.toString();
        }
    }

    private static void append(int point, String special, StringBuilder to) {
        int control = CONTROLS.indexOf(point);
        if (control >= 0) {
            to.append('\\').append(LETTERS.charAt(control));
        } else if (Printable.isHarmless(point)) {
            to.append(special.indexOf(point) >= 0 ? "\\" : "").appendCodePoint(point);
        } else {
            for (byte one : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                appendOctal(one, to);
            }
        }
    }

    private static void appendOctal(byte one, StringBuilder to) {
        to.append(String.format("\\%03o", one));
    }
}
