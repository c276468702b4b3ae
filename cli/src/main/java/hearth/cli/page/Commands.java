package hearth.cli.page;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command line's model, as texts. */
final class Commands {
    /** What a word of a command may be. */
    enum Kind {
        /** A unit's name. */
        UNIT,
        /** Somebody of this machine. */
        USER,
        /** A file. */
        FILE,
        /** A program, and then what it takes. */
        PROGRAM,
        /** Anything else. */
        OTHER
    }

    private Commands() {}

    /** Returns the commands below one that help shows, in its order. */
    static List<CommandSpec> below(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.usageMessage().hidden())
                .toList();
    }

    /** Returns a command's name with those above it: {@code nix check}; empty for the root. */
    static String path(CommandSpec spec) {
        CommandSpec above = spec.parent();
        if (above == null) {
            return "";
        }
        String before = path(above);
        return before.isEmpty() ? spec.name() : before + " " + spec.name();
    }

    /** Returns all commands below one, those above before those below. */
    static List<CommandSpec> all(CommandSpec spec) {
        var all = new ArrayList<CommandSpec>();
        for (CommandSpec command : below(spec)) {
            all.add(command);
            all.addAll(all(command));
        }
        return all;
    }

    /** Returns what a command says of itself. */
    static String description(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description());
    }

    /** Returns what an option says of itself. */
    static String description(OptionSpec option) {
        return String.join(" ", option.description());
    }

    /** Returns whether an option wants a value. */
    static boolean hasValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** Returns what stands behind a command's options, as a synopsis has it. */
    static String words(CommandSpec spec) {
        var words = new StringBuilder();
        for (PositionalParamSpec word : spec.positionalParameters()) {
            String text = word.paramLabel() + (word.arity().max() > 1 ? "..." : "");
            words.append(' ').append(word.required() ? text : "[" + text + "]");
        }
        return words.toString();
    }

    /** Returns what a command's words may be. */
    static Kind kind(CommandSpec spec) {
        return spec.positionalParameters().stream()
                .map(word -> kind(word.paramLabel()))
                .findFirst()
                .orElse(Kind.OTHER);
    }

    /** Returns what an option's value or a word may be, by what help calls it. */
    static Kind kind(String label) {
        return switch (label) {
            case "UNIT", "PATTERN", "UNIT|FILE", "UNIT|SESSION|USER", "PID|UNIT|NAME" -> Kind.UNIT;
            case "USER", "SESSION|USER", "on|off|status|USER" -> Kind.USER;
            case "FILE", "DIRECTORY" -> Kind.FILE;
            case "COMMAND" -> Kind.PROGRAM;
            default -> Kind.OTHER;
        };
    }
}
