package hearth.unit.syntax;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces variables in a command's arguments: {@code ${NAME}} anywhere, one word; what begins with
 * a single dollar is a variable as a whole, taken apart at blanks. Whatever stands for a name is
 * looked up, also what no variable can be called: {@code $HOME/x} is nothing.
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

    /** Replaces the variables of all arguments; the first is the program's name. */
    public static Expansion expand(List<String> argv, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        int characters = 0;
        for (String argument : argv) {
            if (words.size() >= MAX_ARGUMENTS || characters > MAX_CHARACTERS) {
                break;
            }
            if (isWholeVariable(argument)) {
                String value = lookUp(argument.substring(1), environment, missing);
                words.addAll(Words.splitLeniently(value));
                characters += value.length();
            } else {
                words.add(replaced(argument, environment, missing));
                characters += words.getLast().length();
            }
        }
        return new Expansion(words, missing);
    }

    private static boolean isWholeVariable(String argument) {
        return argument.startsWith("$")
                && !argument.startsWith("{", 1)
                && !argument.startsWith("$", 1);
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
        int i = 0;
        while (i < argument.length() && text.length() < MAX_ARGUMENT) {
            if (argument.startsWith("$$", i)) {
                text.append('$');
                i += 2;
            } else if (argument.startsWith("${", i)) {
                int end = referenceEnd(argument, i + 2);
                if (argument.startsWith("}", end)) {
                    text.append(lookUp(argument.substring(i + 2, end), environment, missing));
                } else { // not closed, or with a default, which commands do not know
                    text.append(argument, i, Math.min(end + 1, argument.length()));
                }
                i = end + 1;
            } else {
                text.append(argument.charAt(i));
                i++;
            }
        }
        return text.toString();
    }

    /** Returns where the name in a reference ends: at its brace, a colon, or with the text. */
    private static int referenceEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '}' && text.charAt(end) != ':') {
            end++;
        }
        return end;
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
