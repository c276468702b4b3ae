package hearth.cli.systemd.option;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.systemd.option.Option.Takes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of a program, and how a command line is read: options and words in any order, long
 * names cut short where that leaves one, letters together.
 *
 * @param program its name, for messages
 * @param options what it knows
 * @param stopsAtWord whether all behind the first word is no option of its own
 * @see <a href="https://man7.org/linux/man-pages/man3/getopt_long.3.html">getopt_long(3)</a>
 */
public record Grammar(String program, List<Option> options, boolean stopsAtWord) {
    /** Copies the list. */
    public Grammar {
        options = List.copyOf(options);
    }

    /**
     * Returns a program's grammar.
     *
     * @param options each as {@code all,a}, {@code type,t=}, {@code legend=?}, separated by blanks
     */
    public static Grammar of(String program, String options) {
        return new Grammar(
                program,
                Stream.of(options.strip().split("\\s+", -1)).map(Option::of).toList(),
                false);
    }

    /** Returns the same grammar, in which the first word begins another program's line. */
    public Grammar stoppingAtWord() {
        return new Grammar(program, options, true);
    }

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where an option is not known, or misses what it takes
     */
    public Arguments read(List<String> typed) throws CommandFailure {
        var line = new Line(typed);
        while (line.at < typed.size()) {
            String word = typed.get(line.at++);
            if (word.equals("--")) {
                line.words.addAll(typed.subList(line.at, typed.size()));
                break;
            } else if (word.startsWith("--")) {
                readLong(word.substring(2), line);
            } else if (word.startsWith("-") && word.length() > 1) {
                readLetters(word, line);
            } else if (stopsAtWord) {
                line.words.addAll(typed.subList(line.at - 1, typed.size()));
                break;
            } else {
                line.words.add(word);
            }
        }
        return new Arguments(line.words, line.given);
    }

    /** How far a line has been read, and what has come of it. */
    private static final class Line {
        private final List<String> typed;
        private final List<String> words = new ArrayList<>();
        private final List<Arguments.Given> given = new ArrayList<>();
        private int at;

        Line(List<String> typed) {
            this.typed = typed;
        }

        private Optional<String> next() {
            return at < typed.size() ? Optional.of(typed.get(at++)) : Optional.empty();
        }

        private void add(Option option, Optional<String> value) {
            given.add(new Arguments.Given(option.name(), value));
        }
    }

    private void readLong(String word, Line line) throws CommandFailure {
        int equals = word.indexOf('=');
        String typed = equals < 0 ? word : word.substring(0, equals);
        Option option = named(typed);
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        String quoted = "option '--" + option.name() + "' ";
        if (option.takes() == Takes.NOTHING && value.isPresent()) {
            throw mistake(quoted + "doesn't allow an argument");
        }
        if (option.takes() == Takes.VALUE && value.isEmpty()) {
            value = line.next();
            if (value.isEmpty()) {
                throw mistake(quoted + "requires an argument");
            }
        }
        line.add(option, value);
    }

    private Option named(String typed) throws CommandFailure {
        var near = new ArrayList<Option>();
        for (Option option : options) {
            if (option.name().equals(typed)) {
                return option;
            }
            if (option.name().startsWith(typed)) {
                near.add(option);
            }
        }
        if (near.size() > 1) {
            var names = new StringBuilder();
            near.forEach(option -> names.append(" '--").append(option.name()).append('\''));
            throw mistake("option '--" + typed + "' is ambiguous; possibilities:" + names);
        }
        if (near.isEmpty()) {
            throw mistake("unrecognized option '--" + typed + "'");
        }
        return near.getFirst();
    }

    private void readLetters(String word, Line line) throws CommandFailure {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            Option option =
                    options.stream()
                            .filter(known -> known.letter() == letter)
                            .findFirst()
                            .orElseThrow(() -> mistake("invalid option -- '" + letter + "'"));
            if (option.takes() == Takes.NOTHING) {
                line.add(option, Optional.empty());
                continue;
            }
            String rest = word.substring(i + 1);
            Optional<String> value = rest.isEmpty() ? Optional.empty() : Optional.of(rest);
            if (value.isEmpty() && option.takes() == Takes.VALUE) {
                value = line.next();
                if (value.isEmpty()) {
                    throw mistake("option requires an argument -- '" + letter + "'");
                }
            }
            line.add(option, value);
            return;
        }
    }

    private CommandFailure mistake(String message) {
        return new CommandFailure(ExitStatus.FAILURE, program + ": " + message);
    }
}
