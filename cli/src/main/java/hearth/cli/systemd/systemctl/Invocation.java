package hearth.cli.systemd.systemctl;

import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.text.UnitWords;
import hearth.cli.text.Screen;
import hearth.unit.NamePatterns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What somebody has asked systemctl for.
 *
 * @param verb the first word
 * @param words what follows it
 * @param arguments all options
 * @param context what it works with
 */
record Invocation(String verb, List<String> words, Arguments arguments, Context context) {
    /** How {@code --machine} names a user of this machine. */
    private static final String HERE = ".host";

    Invocation {
        words = List.copyOf(words);
    }

    Screen screen() {
        return context.screen();
    }

    boolean has(String option) {
        return arguments.has(option);
    }

    /** Whether it is about a user's manager, not the machine's. */
    boolean isUser() {
        return arguments.given().stream()
                .filter(option -> option.name().equals("user") || option.name().equals("system"))
                .reduce((first, second) -> second)
                .map(option -> option.name().equals("user"))
                .orElse(false);
    }

    /** Returns the program as it has to be called for the same manager. */
    String program() {
        return isUser() ? "systemctl --user" : "systemctl";
    }

    /** Connects to the manager that is meant. */
    UserManager connect() throws CommandFailure {
        try {
            return isUser()
                    ? context.managers().managerOf(user())
                    : context.managers().systemManager();
        } catch (CommandFailure failure) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Failed to connect to bus: " + failure.getMessage(),
                    failure.advice().orElse(""));
        }
    }

    /** Whose manager: {@code --machine=NAME@} names another one than the caller's. */
    private Account user() throws CommandFailure {
        Optional<String> machine = arguments.value("machine");
        if (machine.isEmpty()) {
            return context.user();
        }
        int at = machine.get().indexOf('@');
        String host = machine.get().substring(at + 1);
        if (at <= 0 || !(host.isEmpty() || host.equals(HERE))) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Failed to connect to bus: only users of this machine can be asked, as in"
                            + " --machine=alice@");
        }
        return Accounts.find(machine.get().substring(0, at));
    }

    /** Returns the same about one word. */
    Invocation about(String word) {
        return new Invocation(verb, List.of(word), arguments, context);
    }

    /**
     * Lets nobody read or write in another user's directories: that one could put links there.
     *
     * @throws CommandFailure where it is about another user's units
     */
    void refuseForOthers() throws CommandFailure {
        if (isUser() && user().uid() != context.caller().uid()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Only " + user().name() + " can " + verb + " these files.",
                    "as that user: runuser -u " + user().name() + " -- systemctl --user " + verb);
        }
    }

    /** Whether titles and hints belong to the answer. */
    boolean hasLegend() {
        return !has("no-legend") && !arguments.value("legend").map(UnitWords::isNo).orElse(false);
    }

    /** Returns the types that are asked for, such as {@code service}. */
    List<String> types() {
        return arguments.list("type").stream().filter(UnitWords::isUnitType).toList();
    }

    /** Returns the states that are asked for: load states given as types count as well. */
    List<String> states() {
        var states = new ArrayList<>(arguments.list("state"));
        arguments.list("type").stream()
                .filter(word -> !UnitWords.isUnitType(word))
                .forEach(states::add);
        if (has("failed")) {
            states.add("failed");
        }
        return states;
    }

    /** Returns the words as patterns of units' names. */
    List<String> patterns() {
        return words.stream()
                .map(word ->
                        UnitWords.mangled(
                                word, UnitWords.isPattern(word) ? "" : ".service", screen()))
                .toList();
    }

    /** Returns whether a name is one of the words, or like one. */
    boolean isMeant(String name) {
        return NamePatterns.of(patterns()).map(all -> all.matches(name)).orElse(false);
    }

    boolean isJson() {
        return arguments.value("output").map(form -> form.startsWith("json")).orElse(false);
    }

    /** Returns the units that are meant; in place of patterns, what in memory they mean. */
    List<String> units(UserManager manager) throws CommandFailure, CallRefused, IOException {
        var names = new LinkedHashSet<String>();
        var patterns = new ArrayList<String>();
        String suffix = verb.equals("isolate") ? ".target" : ".service";
        for (String word : words) {
            String name = UnitWords.mangled(word, suffix, screen());
            if (UnitWords.isPattern(word)) {
                patterns.add(name);
            } else {
                names.add(name);
            }
        }
        if (!patterns.isEmpty()) {
            for (UnitRow row : manager.units(patterns)) {
                names.add(row.name());
            }
        }
        return List.copyOf(names);
    }
}
