package hearth.cli;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.top.Order;
import hearth.cli.command.top.Top;
import hearth.cli.text.Terminals;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command {@code hearth top}. */
final class TopTree {
    static final String WORD = "top";

    private static final String ALL_USERS = "--all-users";
    private static final String SORT = "--sort";
    private static final String COUNT = "--count";

    private TopTree() {}

    /** Returns its model. */
    static CommandSpec spec() {
        return CommandTree.command(
                        WORD,
                        "Show what units use, each second; keys sort, filter, stop and restart. Not on a"
                                + " terminal it is printed once.")
                .addOption(CommandTree.json())
                .addOption(
                        CommandTree.option(
                                "N",
                                "print it N times, a second apart, and end",
                                Integer.class,
                                "-n",
                                COUNT))
                .addOption(
                        CommandTree.option(
                                "KEY", "by what: " + words() + " (cpu)", String.class, SORT))
                .addOption(CommandTree.flag("all users' units, as root", ALL_USERS));
    }

    private static String words() {
        return Stream.of(Order.values()).map(Order::word).collect(Collectors.joining(", "));
    }

    /** Returns what was asked for. */
    static Action action(ParseResult command) throws CommandFailure {
        int count = command.matchedOptionValue(COUNT, 1);
        if (count < 1) {
            throw new CommandFailure(ExitStatus.USAGE, "top: " + COUNT + " is at least 1");
        }
        boolean isPrinted =
                command.hasMatchedOption(COUNT)
                        || command.hasMatchedOption(CommandTree.JSON)
                        || !Terminals.isInteractive();
        return new Top(
                order(CommandTree.value(command, SORT).orElse(Order.CPU.word())),
                command.hasMatchedOption(ALL_USERS),
                isPrinted ? OptionalInt.of(count) : OptionalInt.empty(),
                Top.Outside.own());
    }

    private static Order order(String word) throws CommandFailure {
        Optional<Order> order = Order.of(word);
        return order.orElseThrow(() ->
                new CommandFailure(
                        ExitStatus.USAGE,
                        "top: \"" + word + "\" is nothing to sort by",
                        "there is " + words()));
    }
}
