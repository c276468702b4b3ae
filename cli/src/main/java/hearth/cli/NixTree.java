package hearth.cli;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.nix.Apply;
import hearth.cli.command.nix.Check;
import hearth.cli.command.nix.Ground;
import hearth.cli.command.nix.NixOptions;
import hearth.cli.command.nix.NixStatus;
import hearth.cli.command.nix.Place;
import hearth.cli.command.nix.Remove;
import hearth.cli.command.nix.Render;
import hearth.cli.command.nix.Rollback;
import hearth.nix.generation.DeclarationName;
import hearth.nix.plan.FilePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands behind {@code hearth nix}, their options and what they mean. */
final class NixTree {
    private static final String FOR = "--for";
    private static final String NAME = "--name";
    private static final String DRY_RUN = "--dry-run";
    private static final String NO_START = "--no-start";
    private static final String NO_PRUNE = "--no-prune";
    private static final String STRICT = "--strict";
    private static final String ADOPT = "--adopt";
    private static final String MAP = "--map";
    private static final String ALLOW_PATH = "--allow-path";
    private static final String OUTPUT = "--output";
    private static final String JSON = "--json";

    private NixTree() {}

    /** Returns the model of {@code nix} and what may follow it. */
    static CommandSpec spec() {
        CommandSpec nix =
                command(
                        "nix",
                        "Declare services and lingering in Nix, as on NixOS or with home-manager.");
        nix.usageMessage().synopsisSubcommandLabel("COMMAND");
        add(nix, reading("check", "Say what is wrong or doubtful, and do nothing."));
        add(
                nix,
                reading("render", "Show the files that declarations come to.")
                        .addOption(
                                option("DIRECTORY", "write them there", Path.class, "-o", OUTPUT)));
        add(
                nix,
                changing(
                        reading(
                                "diff",
                                "Show what apply would change; exit status 0 nothing, 2 something, 1 error.")));
        add(
                nix,
                changing(reading("apply", "Make files, units and lingering as declared."))
                        .addOption(flag("do nothing, show what would be done: diff", DRY_RUN)));
        add(nix, kept("status", "Show what is applied, and whether it is still so."));
        add(
                nix,
                dry(kept("rollback", "Let an earlier generation hold again."))
                        .addPositional(
                                PositionalParamSpec.builder()
                                        .paramLabel("N")
                                        .index("0")
                                        .arity("0..1")
                                        .description("which one; without it the one before")
                                        .type(Integer.class)
                                        .build()));
        add(nix, dry(kept("remove", "Take away all that was applied.")));
        CommandSpec place = changing(kept(Place.WORD, "Apply what root has rendered."));
        place.addOption(flag("do nothing, show what would be done", DRY_RUN));
        place.usageMessage().hidden(true);
        add(nix, place);
        return nix;
    }

    /** Returns whether the answer is for a program. */
    static boolean isJson(ParseResult nix) {
        return nix.hasSubcommand() && nix.subcommand().hasMatchedOption(JSON);
    }

    /** Returns what was asked for behind {@code nix}. */
    static Action action(ParseResult nix, Ground ground) throws CommandFailure {
        if (!nix.hasSubcommand()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "nix: say what to do",
                    "check, render, diff, apply, status, rollback or remove");
        }
        ParseResult command = nix.subcommand();
        NixOptions options = options(command);
        return switch (command.commandSpec().name()) {
            case "check" -> new Check(options, ground);
            case "render" -> new Render(options, ground, value(command, OUTPUT, Path.class));
            case "diff", "apply" -> new Apply(options, ground);
            case "status" -> new NixStatus(options, ground);
            case "rollback" ->
                    new Rollback(
                            options,
                            ground,
                            Optional.ofNullable(command.matchedPositionalValue(0, null)));
            case "remove" -> new Remove(options, ground);
            case Place.WORD -> new Place(options, ground, System.in);
            default -> throw new IllegalStateException(command.commandSpec().name());
        };
    }

    private static NixOptions options(ParseResult command) throws CommandFailure {
        boolean isReading =
                switch (command.commandSpec().name()) {
                    case "check", "render", "diff", "apply" -> true;
                    default -> false;
                };
        List<Path> files =
                isReading
                        ? command.<List<String>>matchedPositionalValue(0, List.of()).stream()
                                .map(Path::of)
                                .toList()
                        : List.of();
        return new NixOptions(
                files,
                value(command, FOR, String.class),
                name(command),
                command.commandSpec().name().equals("diff") || has(command, DRY_RUN),
                !has(command, NO_START),
                new FilePlan.Choices(has(command, ADOPT), !has(command, NO_PRUNE)),
                has(command, STRICT),
                packageMap(command),
                texts(command, ALLOW_PATH).stream().map(Path::of).toList());
    }

    private static Optional<DeclarationName> name(ParseResult command) throws CommandFailure {
        Optional<String> typed = value(command, NAME, String.class);
        Optional<DeclarationName> name = typed.flatMap(DeclarationName::parse);
        if (typed.isPresent() && name.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "\"" + typed.get() + "\" cannot be a name for declarations",
                    "letters, digits and -_.: are fine");
        }
        return name;
    }

    private static SortedMap<String, Path> packageMap(ParseResult command) throws CommandFailure {
        SortedMap<String, Path> map = new TreeMap<>();
        for (String entry : texts(command, MAP)) {
            int equals = entry.indexOf('=');
            if (equals <= 0 || !entry.startsWith("/", equals + 1)) {
                throw new CommandFailure(
                        ExitStatus.USAGE,
                        "--map " + entry + " makes no sense",
                        "a package and where it is: --map ripgrep=/opt/ripgrep");
            }
            map.put(entry.substring(0, equals), Path.of(entry.substring(equals + 1)));
        }
        return map;
    }

    private static List<String> texts(ParseResult command, String option) {
        return command.hasMatchedOption(option)
                ? command.<List<String>>matchedOptionValue(option, List.of())
                : List.of();
    }

    private static boolean has(ParseResult command, String option) {
        return command.hasMatchedOption(option);
    }

    private static <T> Optional<T> value(ParseResult command, String option, Class<T> type) {
        return has(command, option)
                ? Optional.ofNullable(command.matchedOptionValue(option, null)).map(type::cast)
                : Optional.empty();
    }

    /** What reads declarations. */
    private static CommandSpec reading(String name, String description) {
        return named(command(name, description))
                .addOption(option("USER", "apply all of it for this user", String.class, FOR))
                .addOption(flag("an option that means nothing here is an error", STRICT))
                .addOption(
                        several(
                                "PACKAGE=PATH",
                                "where a package is that the host has elsewhere",
                                MAP))
                .addOption(several("PATH", "read this, too, or what is below it", ALLOW_PATH))
                .addPositional(
                        PositionalParamSpec.builder()
                                .paramLabel("FILE")
                                .index("0..*")
                                .arity("1..*")
                                .required(true)
                                .description("modules, merged in this order")
                                .type(List.class)
                                .auxiliaryTypes(String.class)
                                .build());
    }

    /** What changes files and units. */
    private static CommandSpec changing(CommandSpec command) {
        return command.addOption(flag("leave running units alone", NO_START))
                .addOption(flag("leave what is no longer declared", NO_PRUNE))
                .addOption(flag("replace files that somebody else has written", ADOPT));
    }

    /** What is about what was applied. */
    private static CommandSpec kept(String name, String description) {
        return named(command(name, description))
                .addOption(option("USER", "what was applied for this user", String.class, FOR));
    }

    private static CommandSpec dry(CommandSpec command) {
        return command.addOption(flag("do nothing, show what would be done", DRY_RUN))
                .addOption(flag("leave running units alone", NO_START))
                .addOption(flag("replace files that somebody else has changed", ADOPT));
    }

    private static CommandSpec named(CommandSpec command) {
        return command.addOption(
                        option(
                                "NAME",
                                "under which it is kept; without it the first file's path",
                                String.class,
                                NAME))
                .addOption(flag("answer in JSON, for programs", JSON));
    }

    private static CommandSpec command(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        spec.addOption(CommandTree.help());
        return spec;
    }

    private static void add(CommandSpec parent, CommandSpec command) {
        parent.addSubcommand(command.name(), command);
    }

    private static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names).description(description).build();
    }

    private static OptionSpec several(String label, String description, String name) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .description(description)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    private static OptionSpec option(
            String label, String description, Class<?> type, String... names) {
        return OptionSpec.builder(names)
                .paramLabel(label)
                .description(description)
                .type(type)
                .build();
    }
}
