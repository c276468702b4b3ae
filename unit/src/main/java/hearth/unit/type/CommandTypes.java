package hearth.unit.type;

import hearth.unit.Specifiers;
import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.Words;
import hearth.unit.syntax.Words.Next;
import hearth.unit.value.exec.ExecCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Command lines.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.service.5.html">systemd.service(5),
 *     COMMAND LINES</a>
 */
public final class CommandTypes {

    /** The commands of {@code ExecStart=} and its like. */
    public static final ValueType<List<ExecCommand>> COMMANDS =
            new ValueType<>("command lines", CommandTypes::parse, Merge.append(), wire());

    /** What parts commands in a line. */
    private static final String SEPARATOR = ";";

    /** The longest name of a file, as the kernel has it. */
    private static final int MAX_FILE_NAME = 255;

    private CommandTypes() {}

    /**
     * Returns the properties of a setting of commands; what ran and how it ended (the last seven
     * members) is not the setting's, so they are zero here.
     */
    public static List<Property<List<ExecCommand>>> properties(String name) {
        return List.of(
                new Property<>(name, wire(), Property.Access.LISTED),
                new Property<>(name + "Ex", exWire(), Property.Access.LISTED));
    }

    /** Returns the property of commands that have no second form. */
    public static List<Property<List<ExecCommand>>> plainProperties(String name) {
        return List.of(new Property<>(name, wire(), Property.Access.LISTED));
    }

    private static Wire<List<ExecCommand>> wire() {
        return Wire.listAnew(
                "a(sasbttttuii)",
                commands ->
                        commands.stream()
                                .map(command ->
                                        shown(
                                                command,
                                                command.flags()
                                                        .contains(ExecCommand.Flag.IGNORE_FAILURE)))
                                .toList(),
                member -> {
                    List<?> fields = (List<?>) member;
                    Set<ExecCommand.Flag> flags =
                            (Boolean) fields.get(2)
                                    ? Set.of(ExecCommand.Flag.IGNORE_FAILURE)
                                    : Set.of();
                    return text(command(fields, flags));
                });
    }

    private static Wire<List<ExecCommand>> exWire() {
        return Wire.listAnew(
                "a(sasasttttuii)",
                commands ->
                        commands.stream()
                                .map(command -> shown(command, flagNames(command)))
                                .toList(),
                member -> {
                    List<?> fields = (List<?>) member;
                    Set<ExecCommand.Flag> flags = EnumSet.noneOf(ExecCommand.Flag.class);
                    for (Object name : (List<?>) fields.get(2)) {
                        flags.add(flag(name.toString()));
                    }
                    return text(command(fields, flags));
                });
    }

    private static Object shown(ExecCommand command, Object flags) {
        return List.of(command.path(), command.argv(), flags, 0L, 0L, 0L, 0L, 0, 0, 0);
    }

    private static List<String> flagNames(ExecCommand command) {
        return command.flags().stream().sorted().map(ExecCommand.Flag::wireName).toList();
    }

    private static ExecCommand.Flag flag(String name) {
        for (ExecCommand.Flag flag : ExecCommand.Flag.values()) {
            if (flag.wireName().equals(name)) {
                return flag;
            }
        }
        throw new IllegalArgumentException("no flag of commands: " + name);
    }

    private static ExecCommand command(List<?> fields, Set<ExecCommand.Flag> flags) {
        List<String> argv = ((List<?>) fields.get(1)).stream().map(Object::toString).toList();
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("the command has no arguments, not even its name");
        }
        return new ExecCommand(fields.getFirst().toString(), argv, flags);
    }

    /** Returns the command as a line of a unit file. */
    static String text(ExecCommand command) {
        StringBuilder line = new StringBuilder();
        if (command.flags().contains(ExecCommand.Flag.IGNORE_FAILURE)) {
            line.append('-');
        }
        if (command.flags().contains(ExecCommand.Flag.NO_ENV_EXPAND)) {
            line.append(':');
        }
        if (command.flags().contains(ExecCommand.Flag.FULLY_PRIVILEGED)) {
            line.append('+');
        } else if (command.flags().contains(ExecCommand.Flag.AMBIENT_MAGIC)) {
            line.append("!!");
        } else if (command.flags().contains(ExecCommand.Flag.NO_SETUID)) {
            line.append('!');
        }
        if (!command.path().equals(command.argv().getFirst())) {
            line.append('@').append(Words.quote(Wire.literal(command.path()))).append(' ');
        }
        return command.argv().stream()
                .map(argument -> quoted(Wire.literal(argument)))
                .collect(Collectors.joining(" ", line, ""));
    }

    /** Quotes even what needs none, as systemd writes arguments. */
    private static String quoted(String argument) {
        String text = Words.quote(argument);
        return text.startsWith("\"") ? text : '"' + text + '"';
    }

    private static Optional<List<ExecCommand>> parse(String text, Reading reading) {
        List<ExecCommand> commands = new ArrayList<>();
        Words words = new Words(text, Words.Escapes.DECODED);
        while (true) {
            switch (words.next()) {
                case Next.End end -> {
                    return Optional.of(List.copyOf(commands));
                }
                case Next.Broken broken -> {
                    reading.warn(broken.message() + ", ignored");
                    return Optional.of(List.copyOf(commands));
                }
                case Next.Word(String word, boolean _) when word.equals(SEPARATOR) -> {}
                case Next.Word word -> {
                    Optional<ExecCommand> command = parseOne(word.text(), words, reading);
                    if (command.isEmpty()) { // said, and those before it stay
                        return Optional.of(List.copyOf(commands));
                    }
                    commands.add(command.get());
                }
            }
        }
    }

    private static Optional<ExecCommand> parseOne(String first, Words words, Reading reading) {
        Set<ExecCommand.Flag> flags = EnumSet.noneOf(ExecCommand.Flag.class);
        boolean hasOwnName = false;
        int start = 0;
        for (; start < first.length(); start++) {
            if (first.charAt(start) == '@' && !hasOwnName) {
                hasOwnName = true;
            } else if (!takePrefix(first.charAt(start), flags)) {
                break;
            }
        }
        boolean mayFail = flags.contains(ExecCommand.Flag.IGNORE_FAILURE);
        String path;
        switch (reading.resolution(first.substring(start))) {
            case Specifiers.Resolution.Resolved(String resolved) -> path = resolved;
            case Specifiers.Resolution.Unresolved(String message) -> {
                return complain(message, mayFail, reading);
            }
        }
        Optional<String> problem = problemOf(path);
        if (problem.isPresent()) {
            return complain(problem.get(), mayFail, reading);
        }
        List<String> argv = new ArrayList<>();
        if (!hasOwnName) {
            argv.add(path);
        }
        Optional<String> broken = takeArguments(words, argv, reading);
        if (broken.isPresent()) {
            return complain(broken.get(), mayFail, reading);
        }
        if (argv.isEmpty()) {
            return complain("the command has no name for its program", mayFail, reading);
        }
        return Optional.of(new ExecCommand(BasicTypes.simplified(path), argv, flags));
    }

    private static Optional<ExecCommand> complain(
            String message, boolean mayFail, Reading reading) {
        if (mayFail) {
            reading.warn(message + ", ignored");
        } else {
            reading.refuse(message);
        }
        return Optional.empty();
    }

    /** Takes a prefix; privileges are raised or lowered once only, and {@code !!} is two. */
    private static boolean takePrefix(char prefix, Set<ExecCommand.Flag> flags) {
        boolean isPrivileged = flags.contains(ExecCommand.Flag.FULLY_PRIVILEGED);
        boolean isAmbient = flags.contains(ExecCommand.Flag.AMBIENT_MAGIC);
        boolean isNoSetuid = flags.contains(ExecCommand.Flag.NO_SETUID);
        return switch (prefix) {
            case '-' -> flags.add(ExecCommand.Flag.IGNORE_FAILURE);
            case ':' -> flags.add(ExecCommand.Flag.NO_ENV_EXPAND);
            case '+' ->
                    !isPrivileged
                            && !isAmbient
                            && !isNoSetuid
                            && flags.add(ExecCommand.Flag.FULLY_PRIVILEGED);
            case '!' ->
                    !isPrivileged
                            && !isAmbient
                            && (flags.remove(ExecCommand.Flag.NO_SETUID)
                                    ? flags.add(ExecCommand.Flag.AMBIENT_MAGIC)
                                    : flags.add(ExecCommand.Flag.NO_SETUID));
            default -> false;
        };
    }

    private static Optional<String> problemOf(String path) {
        if (path.isEmpty()) {
            return Optional.of("the command line has no program");
        }
        if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f || "\"'\\".indexOf(c) >= 0)) {
            return Optional.of("the program's path has special characters");
        }
        if (path.endsWith("/")) {
            return Optional.of("'" + path + "' is a directory, not a program");
        }
        for (String part : path.split("/", -1)) {
            if (part.getBytes(StandardCharsets.UTF_8).length > MAX_FILE_NAME) {
                return Optional.of("the program's path has a name longer than any file's");
            }
        }
        boolean isName = !path.contains("/") && !path.equals(".") && !path.equals("..");
        return path.startsWith("/") || isName
                ? Optional.empty()
                : Optional.of("'" + path + "' is neither an absolute path nor a program's name");
    }

    /** Takes words up to the end or a lone semicolon; returns what is wrong with them. */
    private static Optional<String> takeArguments(Words words, List<String> argv, Reading reading) {
        while (argv.size() <= BasicTypes.MAX_WORDS) {
            if (words.startsWithWord(SEPARATOR)) {
                words.next();
                return Optional.empty();
            }
            boolean isSemicolon = words.startsWithWord("\\;");
            switch (words.next()) {
                case Next.End end -> {
                    if (words.hasUnknownEscapes()) {
                        reading.warn("unknown escape sequences are left as they are");
                    }
                    return Optional.empty();
                }
                case Next.Broken broken -> {
                    return Optional.of(broken.message());
                }
                case Next.Word word -> {
                    if (isSemicolon) {
                        argv.add(SEPARATOR);
                        continue;
                    }
                    switch (reading.resolution(word.text())) {
                        case Specifiers.Resolution.Resolved(String argument) -> argv.add(argument);
                        case Specifiers.Resolution.Unresolved(String message) -> {
                            return Optional.of(message);
                        }
                    }
                }
            }
        }
        return Optional.of("more than " + BasicTypes.MAX_WORDS + " arguments");
    }
}
