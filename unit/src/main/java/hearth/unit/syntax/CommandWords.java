package hearth.unit.syntax;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces variables in a command's arguments: {@code ${NAME}} anywhere, one word; {@code $NAME} as
 * a whole argument, taken apart at blanks.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     COMMAND LINES</a>
 */
public final class CommandWords {
    /** The most arguments that variables make, about what the kernel takes. */
    private static final int MAX_ARGUMENTS = 65_536;

    /** The most characters that variables make of one argument, as the kernel takes. */
    private static final int MAX_ARGUMENT = 131_072;

    /**
     * Characters of all arguments with their variables replaced: more than the kernel takes, so
     * that such a command fails there, and does not run with a part of its arguments.
     */
    private static final int MAX_CHARACTERS = 8 << 20;

    private CommandWords() {}

    /**
     * The arguments with their variables replaced.
     *
     * @param argv the arguments
     * @param missing the names that the environment does not have; they became nothing
     */
    public record Expansion(List<String> argv, Set<String> missing) {
        public Expansion {
            argv = List.copyOf(argv);
            missing = Set.copyOf(missing);
        }
    }

    /** Replaces the variables of all arguments but the first, the program's name. */
    public static Expansion expand(List<String> argv, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        int characters = 0;
        for (int i = 0; i < argv.size() && words.size() < MAX_ARGUMENTS; i++) {
            String argument = argv.get(i);
            if (characters > MAX_CHARACTERS) {
                break;
            }
            Optional<String> name = i == 0 ? Optional.empty() : wholeVariable(argument);
            if (name.isPresent()) {
                String value = lookUp(name.get(), environment, missing);
                words.addAll(Words.split(value, Words.Escapes.KEPT));
                characters += value.length();
            } else {
                words.add(i == 0 ? argument : replaced(argument, environment, missing));
                characters += words.getLast().length();
            }
        }
        return new Expansion(words, missing);
    }

    private static Optional<String> wholeVariable(String argument) {
        String name = argument.startsWith("$") ? argument.substring(1) : "";
        return isName(name) ? Optional.of(name) : Optional.empty();
    }

    private static String lookUp(
            String name, Map<String, String> environment, Set<String> missing) {
        String value = environment.get(name);
        if (value == null) {
            missing.add(name);
            return "";
        }
        return value;
    }

    private static String replaced(
            String argument, Map<String, String> environment, Set<String> missing) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < argument.length() && text.length() < MAX_ARGUMENT; i++) {
            char c = argument.charAt(i);
            if (c == '$' && argument.startsWith("$", i + 1)) {
                text.append('$');
                i++;
            } else if (c == '$' && argument.startsWith("{", i + 1)) {
                int end = nameEnd(argument, i + 2);
                if (argument.startsWith("}", end) && isName(argument.substring(i + 2, end))) {
                    text.append(lookUp(argument.substring(i + 2, end), environment, missing));
                    i = end;
                } else {
                    text.append(c);
                }
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Returns whether a text can be a variable's name. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && !(text.charAt(0) >= '0' && text.charAt(0) <= '9')
                && nameEnd(text, 0) == text.length();
    }

    /** Returns where the characters end that names of variables have. */
    static int nameEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isNameCharacter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameCharacter(char c) {
        return c == '_'
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9');
    }
}
