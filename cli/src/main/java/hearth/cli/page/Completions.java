package hearth.cli.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What shells complete: commands, options, names of units (which {@code hearth __units} tells),
 * users and files.
 *
 * @param root the model of the whole command line
 */
public record Completions(CommandSpec root) {
    private static final String HEAD =
            "# Completion of hearth(1); made of what its --help is made of.\n";

    /** Returns the script for bash. */
    public String bash() {
        var cases = new StringBuilder();
        for (CommandSpec command : Commands.all(root)) {
            cases.append("    ").append(quoted(Commands.path(command))).append(")\n");
            cases.append("        options=").append(quoted(options(command))).append('\n');
            cases.append("        words=").append(bashWords(command)).append(" ;;\n");
        }
        String values = valued();
        return HEAD
                + """
                _hearth_units() { hearth __units 2>/dev/null; }
                _hearth() {
                    local current=${COMP_WORDS[COMP_CWORD]} chosen= options=%s words=%s word i
                    for ((i = 1; i < COMP_CWORD; i++)); do
                        word=${COMP_WORDS[i]}
                        case $word in
                        %s) ((i++)) ;;
                        -* | =) ;;
                        *)
                            case $chosen in
                            '') chosen=$word ;;
                            %s) chosen="$chosen $word" ;;
                            esac ;;
                        esac
                    done
                    case $chosen in
                %s    esac
                    case ${COMP_WORDS[COMP_CWORD - 1]} in
                    -u | --user) words='compgen -u' ;;
                    esac
                    [[ $current != -* ]] || words='printf %%s\\\\n '$options
                    COMPREPLY=()
                    # Read raw: names of units have backslashes.
                    while IFS= read -r word; do
                        [[ $word != "$current"* ]] || COMPREPLY+=("$word")
                    done < <(eval "$words")
                }
                complete -o default -F _hearth hearth
                """
                        .formatted(
                                quoted(options(root)),
                                quoted("printf %s\\\\n " + names(root)),
                                values,
                                groups(),
                                cases);
    }

    private static String bashWords(CommandSpec command) {
        if (!Commands.below(command).isEmpty()) {
            return quoted("printf %s\\\\n " + names(command));
        }
        return switch (Commands.kind(command)) {
            case UNIT -> "_hearth_units";
            case USER -> quoted("compgen -u");
            case FILE -> quoted("compgen -f");
            case PROGRAM -> quoted("compgen -c");
            case OTHER -> ":";
        };
    }

    /** Returns the script for zsh. */
    public String zsh() {
        var cases = new StringBuilder();
        for (CommandSpec command : Commands.all(root)) {
            cases.append("        ").append(quoted(Commands.path(command))).append(")\n");
            cases.append("            _arguments -S");
            for (OptionSpec option : command.options()) {
                for (String name : option.names()) {
                    cases.append(" \\\n                ").append(quoted(zshOption(option, name)));
                }
            }
            cases.append(zshWords(command)).append(" ;;\n");
        }
        return "#compdef hearth\n"
                + HEAD
                + """
                _hearth_units() {
                    local -a units
                    units=(${(f)"$(hearth __units 2>/dev/null)"})
                    compadd -a units
                }
                _hearth() {
                    local chosen=''
                    local -i i
                    for ((i = 2; i < CURRENT; i++)); do
                        case $words[i] in
                        %s) ((i++)) ;;
                        -*) ;;
                        *)
                            case $chosen in
                            '') chosen=$words[i] ;;
                            %s) chosen="$chosen $words[i]"; break ;;
                            *) break ;;
                            esac ;;
                        esac
                    done
                    case $chosen in
                        '') %s ;;
                %s    esac
                }
                _hearth "$@"
                """
                        .formatted(valued(), groups(), described(root), cases);
    }

    private static String zshOption(OptionSpec option, String name) {
        String text = Commands.description(option).replaceAll("[\\[\\]:]", " ");
        String value =
                switch (Commands.hasValue(option)
                        ? Commands.kind(option.paramLabel())
                        : Commands.Kind.OTHER) {
                    case USER -> ":user:_users";
                    case FILE -> ":file:_files";
                    case UNIT, PROGRAM, OTHER -> Commands.hasValue(option) ? ":value: " : "";
                };
        String repeated = option.type().equals(List.class) ? "*" : "";
        boolean isLong = name.startsWith("--") && Commands.hasValue(option);
        return repeated + name + (isLong ? "=" : "") + "[" + text + "]" + value;
    }

    private static String zshWords(CommandSpec command) {
        if (!Commands.below(command).isEmpty()) {
            String names =
                    Commands.below(command).stream()
                            .map(CommandSpec::name)
                            .collect(Collectors.joining(" "));
            return " \\\n                " + quoted("*:command:(" + names + ")");
        }
        String words =
                switch (Commands.kind(command)) {
                    case UNIT -> "*:unit:_hearth_units";
                    case USER -> "*:user:_users";
                    case FILE -> "*:file:_files";
                    case PROGRAM -> "*::command:_normal";
                    case OTHER -> "";
                };
        return words.isEmpty() ? "" : " \\\n                " + quoted(words);
    }

    private static String described(CommandSpec command) {
        String names =
                Commands.below(command).stream()
                        .map(it -> quoted(it.name() + ":" + Commands.description(it)))
                        .collect(Collectors.joining(" \\\n            "));
        return "local -a commands\n            commands=("
                + names
                + ")\n            _describe command commands";
    }

    /** Returns the script for fish. */
    public String fish() {
        var text = new StringBuilder(HEAD);
        text.append("complete -c hearth -f\n");
        for (CommandSpec command : Commands.below(root)) {
            line(
                    text,
                    "__fish_use_subcommand",
                    "-a " + command.name(),
                    Commands.description(command));
            String seen = "__fish_seen_subcommand_from " + command.name();
            addOptions(text, seen, command);
            for (CommandSpec below : Commands.below(command)) {
                line(text, seen, "-a " + below.name(), Commands.description(below));
                addOptions(text, seen + "; and __fish_seen_subcommand_from " + below.name(), below);
            }
        }
        return text.toString();
    }

    private static void addOptions(StringBuilder text, String condition, CommandSpec command) {
        for (OptionSpec option : command.options()) {
            String names =
                    Arrays.stream(option.names())
                            .map(name ->
                                    name.startsWith("--")
                                            ? "-l " + name.substring(2)
                                            : "-s " + name.substring(1))
                            .collect(Collectors.joining(" "));
            String value = Commands.hasValue(option) ? " -x" : "";
            if (Commands.hasValue(option)
                    && Commands.kind(option.paramLabel()) == Commands.Kind.USER) {
                value = " -x -a '(__fish_complete_users)'";
            }
            line(text, condition, names + value, Commands.description(option));
        }
        String words =
                switch (Commands.kind(command)) {
                    case UNIT -> "-a '(hearth __units 2>/dev/null)'";
                    case USER -> "-a '(__fish_complete_users)'";
                    case FILE -> "-F";
                    case PROGRAM -> "-a '(__fish_complete_subcommand)'";
                    case OTHER -> "";
                };
        if (!words.isEmpty()) {
            line(text, condition, words, "");
        }
    }

    private static void line(
            StringBuilder text, String condition, String what, String description) {
        text.append("complete -c hearth -n ").append(quoted(condition)).append(' ').append(what);
        if (!description.isEmpty()) {
            // Within fish's quotes both of these are escaped by a backslash.
            String escaped = description.replace("\\", "\\\\").replace("'", "\\'");
            text.append(" -d '").append(escaped).append('\'');
        }
        text.append('\n');
    }

    /** Returns the options with values, as a pattern of case. */
    private String valued() {
        List<CommandSpec> commands = new ArrayList<>(Commands.all(root));
        commands.add(root);
        return commands.stream()
                .flatMap(command -> command.options().stream())
                .filter(Commands::hasValue)
                .flatMap(option -> Arrays.stream(option.names()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" | "));
    }

    /** Returns the commands that have commands below them, as a pattern of case. */
    private String groups() {
        return Commands.below(root).stream()
                .filter(command -> !Commands.below(command).isEmpty())
                .map(CommandSpec::name)
                .collect(Collectors.joining(" | "));
    }

    private static String names(CommandSpec command) {
        return Commands.below(command).stream()
                .map(CommandSpec::name)
                .collect(Collectors.joining(" "));
    }

    private static String options(CommandSpec command) {
        return command.options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
