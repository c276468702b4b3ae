package hearth.nix.schema;

import hearth.nix.DeclarationReader;
import hearth.nix.Machine;
import hearth.nix.option.Later;
import hearth.nix.option.OptionDeclaration;
import hearth.nix.option.OptionTree;
import hearth.nix.option.ScalarType;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Accounts as declarations may ask for them.
 *
 * @param machine finds them
 * @param caller for whom home-manager's options at the top level are, where that is known
 */
record Accounts(Machine machine, Optional<DeclarationReader.User> caller) {
    /**
     * A user's name and directory, looked for when they are asked for.
     *
     * @param find finds the user
     */
    record Home(Function<String, DeclarationReader.User> find) {
        /** Returns {@code home.username} and {@code home.homeDirectory}. */
        Map<String, OptionTree> homeOptions() {
            Map<String, OptionTree> options = new TreeMap<>();
            options.put("username", leaf("username", user -> user.name()));
            options.put("homeDirectory", leaf("homeDirectory", user -> user.home().toString()));
            return options;
        }

        /** Returns the directories below {@code xdg}. */
        Map<String, OptionTree> xdgOptions() {
            Map<String, OptionTree> options = new TreeMap<>();
            options.put("configHome", below("configHome", ".config"));
            options.put("dataHome", below("dataHome", ".local/share"));
            options.put("stateHome", below("stateHome", ".local/state"));
            options.put("cacheHome", below("cacheHome", ".cache"));
            return options;
        }

        private OptionTree below(String option, String directory) {
            return leaf(option, user -> user.home().resolve(directory).toString());
        }

        private OptionTree leaf(String option, Function<DeclarationReader.User, String> text) {
            Later value = Later.of(() -> Text.of(text.apply(find.apply(option))));
            return new OptionTree.Leaf(
                    new OptionDeclaration(
                            ScalarType.STRING,
                            Optional.of(value),
                            Optional.empty(),
                            Position.NONE));
        }
    }

    /** Returns the home of whom home-manager's options at the top level are for. */
    Home ofCaller() {
        return new Home(option ->
                caller.orElseThrow(() ->
                        unknown(
                                "config.home."
                                        + option
                                        + " is of one user, and for whom this is has not been said;"
                                        + " say it with --for USER")));
    }

    /** Returns the home of a user. */
    Home of(String name) {
        return new Home(option -> {
            Machine.Account account = account(name);
            return new DeclarationReader.User(account.name(), account.home());
        });
    }

    /** Returns a property of an account as a value, which fails where there is no such account. */
    Later property(String name, Function<Machine.Account, Value> property) {
        return Later.of(() -> property.apply(account(name)));
    }

    /** Returns the text of a path. */
    static Value path(Path path) {
        return new Text(ByteStrings.encode(path.toString()));
    }

    private Machine.Account account(String name) {
        return machine.account(name)
                .orElseThrow(() -> unknown("there is no user " + name + " on this machine"));
    }

    private static NixException unknown(String message) {
        return new NixException(NixException.Kind.FAILED, message, Position.NONE);
    }
}
